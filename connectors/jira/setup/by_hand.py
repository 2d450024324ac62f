"""What an administrator does in Jira's own pages where Vigie's token may not: click by click, with what to paste."""

from collections.abc import Sequence

from connectors.jira.setup.administration import Access
from connectors.jira.setup.project import Project
from connectors.jira.setup.step import Kind, Step
from connectors.jira.setup.wanted_setup import Wanted

_TYPES = {
    "textarea": "Paragraphe (texte multiligne)",
    "textfield": "Texte court (une seule ligne)",
    "datetime": "Sélecteur de date et d'heure",
    "datepicker": "Sélecteur de date",
}
_ITEMS = {True: "roue dentée › Tickets", False: "Administration › Tickets"}
_HOOKS = {True: "roue dentée › Système › WebHooks", False: "Administration › Système › WebHooks"}
_EVENTS = {
    "jira:issue_created": "Ticket : créé",
    "jira:issue_updated": "Ticket : mis à jour",
    "jira:issue_deleted": "Ticket : supprimé",
    "comment_created": "Commentaire : créé",
    "comment_updated": "Commentaire : mis à jour",
    "comment_deleted": "Commentaire : supprimé",
    "attachment_created": "Pièce jointe : créée",
    "attachment_deleted": "Pièce jointe : supprimée",
    "worklog_created": "Journal de travail : créé",
    "worklog_updated": "Journal de travail : mis à jour",
    "worklog_deleted": "Journal de travail : supprimé",
    "issuelink_created": "Lien de ticket : créé",
    "issuelink_deleted": "Lien de ticket : supprimé",
}
_AGAIN = "relancez « vigie jira setup » : il retrouve ces champs par leur nom et donne les lignes du contrat"


def create_fields(lacking: Sequence[Wanted], *, cloud: bool) -> Step:
    """How to create fields."""
    clicks = (
        f"{_ITEMS[cloud]} › Champs personnalisés › Créer (ou Ajouter) un champ personnalisé, une fois par ligne :",
        *(f"  type « {_TYPES[one.kind]} », nom « {one.name} »" for one in lacking),
        f"puis {_AGAIN}.",
    )
    return Step(Kind.BY_HAND, "créer les champs, ce que Jira ne laisse pas faire au compte de Vigie", clicks)


def add_to_screens(project: Project, names: Sequence[str], *, cloud: bool) -> Step:
    """How to put fields on the screens of a project."""
    listed = ", ".join(f"« {name} »" for name in names)
    if project.managed_by_team:
        way: tuple[str, ...] = (
            f"projet {project.key} › Paramètres du projet › Types de tickets › le type des anomalies",
            f"glissez-y ces champs, puis Enregistrer : {listed}",
        )
    else:
        way = (
            f"projet {project.key} › Paramètres du projet › Écrans : notez les écrans de modification et d'affichage",
            f"{_ITEMS[cloud]} › Écrans › chacun de ces écrans › Configurer : ajoutez {listed}",
        )
    return Step(Kind.BY_HAND, f"mettre les champs sur les écrans de {project.key}", way)


def webhook(access: Access, url: str, events: Sequence[str], jql: str, *, cloud: bool, edit: str = "") -> Step:
    """How to create the webhook, or to set right the one named `edit`; secrets are named, never shown."""
    secret = f"Secret : la valeur de {access.prefix}WEBHOOK_SECRET" if access.secret else ""
    ending = f"?secret= suivi de la valeur de {access.prefix}WEBHOOK_URL_SECRET" if access.url_secret else ""
    way = f"{_HOOKS[cloud]} › " + (f"« {edit} » › Modifier" if edit else "Créer un WebHook")
    values = (
        way,
        "Nom : Vigie",
        "État : activé",
        f"URL : {url}{ending}",
        secret,
        f"Événements, sous la requête JQL {jql} :" if jql else "Événements :",
        *(f"  {_EVENTS.get(event, event)}" for event in events),
        "Exclure le corps : non",
        "puis Créer (ou Enregistrer)",
    )
    said = "mettre le webhook en ordre" if edit else "créer le webhook"
    return Step(
        Kind.BY_HAND,
        f"{said}, ce que Jira ne laisse pas faire au compte de Vigie",
        tuple(one for one in values if one),
    )
