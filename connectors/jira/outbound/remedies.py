"""What to tell the operator, and the person who acted, when Jira refuses or does not answer."""

REMEDIES: tuple[tuple[int, str], ...] = (
    (400, "Corrigez la valeur que Jira refuse, ou l'écran du projet qui ne la propose pas, puis rejouez l'envoi."),
    (
        401,
        "Renouvelez le jeton de Vigie : un jeton Jira vit un an au plus, et un jeton à portées restreintes n'est "
        "accepté que par l'adresse https://api.atlassian.com/ex/jira/…",
    ),
    (
        403,
        "Donnez au compte de Vigie, dans ce projet Jira, le droit de créer, modifier, affecter, commenter et avancer.",
    ),
    (
        404,
        "Ou le ticket n'existe plus, ou le compte de Vigie n'a pas le droit de le voir : Jira ne dit pas lequel. "
        "Donnez-lui ce droit, puis rejouez l'envoi ; si le ticket est supprimé, il n'y a rien à rejouer.",
    ),
    (405, "Vérifiez l'adresse de Jira donnée à Vigie : ce serveur ne connaît pas cette demande."),
    (409, "Le ticket changeait au même moment : rejouez l'envoi."),
    (410, "Cette version de Jira n'offre plus ce service : mettez Vigie à jour."),
    (413, "Le ticket a atteint une limite de Jira (taille ou nombre) : allégez-le, puis rejouez l'envoi."),
    (422, "La configuration du projet Jira interdit cette action : corrigez-la, puis rejouez l'envoi."),
)
ATTACHING: tuple[tuple[int, str], ...] = (
    (
        403,
        "Donnez au compte de Vigie le droit de joindre des fichiers dans ce projet Jira, ou activez-y les pièces "
        "jointes, puis rejouez l'envoi.",
    ),
    (413, "Jira n'accepte pas un fichier aussi lourd, ou le ticket en porte déjà trop : joignez-le autrement."),
)
OTHERWISE = "Lisez la réponse de Jira ci-jointe, corrigez, puis rejouez l'envoi."

# One line each for the operator.
UNKNOWN_SITE = "aucun réglage ne relie le site Jira « {site} »"
CONNECT_SITE = "Donnez JIRA_SITES__{site}__URL et ses identifiants, puis rejouez l'envoi."
REFUSED = "Jira a refusé ({status})"
BUSY = "Jira demande d'attendre ({status})"
FAILING = "Jira est en panne ({status})"
REDIRECTED = "Jira redirige vers une autre adresse ({status})"
SILENT = "Jira n'a pas répondu à temps"
CROWDED = "trop d'appels attendent déjà ce site Jira"
RESTING = "ce site Jira ne répond plus : un appel à la fois l'essaie"
ASKED = "ce site Jira a demandé d'attendre"
FIELD_REFUSED = "Jira ne prend pas le champ {field} ({id}) du projet {project}"
UNREACHABLE = "Jira est injoignable"
INSECURE = "le certificat de Jira n'est pas accepté"
UNREADABLE = "Jira a répondu autre chose que ce qu'il documente"
WRONG_ADDRESS = "l'adresse de Jira n'est pas une adresse"
NO_ATTACHMENTS = "ce Jira n'accepte pas de pièces jointes"
TOO_LARGE = "le fichier dépasse la taille que ce Jira accepte"
NO_TRANSITION = "aucune transition ne mène au statut attendu ({meaning})"
REQUIRED_FIELDS = "la transition exige des champs que Vigie ne sait pas remplir ({fields})"
NO_ACCOUNT = "la personne n'a pas de compte Jira au contrat"

NO_REQUEST_TYPE = "le ticket est créé sans le type de demande « {type} », que le projet {project} ne prend pas"
NAME_REQUEST_TYPE = (
    "Donnez à « type de demande » au contrat l'identifiant d'un type de demande de ce projet de service."
)
ADDRESS = "Corrigez l'adresse de Jira donnée à Vigie : celle qui répond sans rediriger, en https."
ADD_TRANSITION = (
    "Depuis « {status} », le flux du projet n'offre pas de transition vers {targets} au compte de Vigie : "
    "ajoutez-la ou donnez-lui le droit de l'utiliser, puis rejouez l'envoi."
)
FILL_FIELDS = (
    "Rendez ces champs facultatifs sur l'écran de la transition « {transition} », ou passez-la à la main : {fields}."
)
FILL_THEM_IN = "pour « {transition} », Jira demande {fields} ; remplissez dans le ticket, puis réessayez"
FILL_THEM_HERE = "pour « {transition} », Jira demande {fields} ; remplissez ici ou dans le ticket"
CORRECT_THEM = "pour « {transition} », Jira répond — {said}"
ABOUT_FIELD = "« {field} » : {said}"
STATUS = "« {name} »"
STATUS_OF = "le statut de sens « {meaning} »"
MEND_FIELD = (
    "Ajoutez ce champ à l'écran de modification du projet {project}, ou corrigez son type ou ses valeurs, "
    "ou retirez-le de « champs » au contrat ; le reste est écrit."
)
NAME_ACCOUNT = "Ajoutez le compte Jira de cette personne au contrat, puis rejouez l'envoi."


def attaching(status: int) -> str:
    """The same, about a file that Jira would not have on a ticket."""
    return dict(ATTACHING).get(status) or remedy(status)


def remedy(status: int) -> str:
    """What to do about an HTTP status that Jira refused with."""
    return dict(REMEDIES).get(status, OTHERWISE)
