"""Does the site tell us what happens there?"""

from collections.abc import Iterator
from datetime import datetime

from connectors.delivery_errors import Never
from connectors.jira.setup.administration import forbidden
from connectors.jira.setup.found import Found, bad, good, note
from connectors.jira.setup.webhook import Hook, Hooks, bare_url, projects, unreachable

_MEND = "« vigie jira setup CONTRAT.yaml » le met en ordre, ou dit comment"

_MUTE = "si rien ne vient, « vigie jira setup CONTRAT.yaml --renew-secret » redonne à Jira l'adresse et le secret"


def webhook(hooks: Hooks, keys: frozenset[str], about: str, heard: datetime | None) -> Iterator[Found]:
    """The webhook of the site; `keys` are the projects of its contracts, `heard` when it last told us something."""
    access = hooks.access
    if unreachable(access):
        yield bad(
            about, f"PUBLIC_URL : Jira ne peut pas appeler {access.callback} ; donnez l'adresse publique de Vigie"
        )
        return
    try:
        held = hooks.all()
    except Never as refused:
        if not forbidden(refused):
            raise
        yield note(
            about,
            f"le compte de Vigie ne peut pas lire les webhooks : vérifiez à la main qu'il en est un vers "
            f"{access.callback} (Système › WebHooks) ; {_last(heard)}",
        )
        return
    ours = hooks.ours(held)
    if not ours:
        others = ", ".join(f"« {one.name} » vers {bare_url(one.url)}" for one in hooks.elsewhere(held))
        said = f"aucun webhook n'appelle {access.callback}" + (f" (mais {others})" if others else "")
        yield bad(about, f"{said} ; « vigie jira setup CONTRAT.yaml » le crée, ou dit comment")
        return
    yield from _state(hooks, ours[0], keys, about, heard)
    if len(ours) > 1:
        yield note(about, f"{len(ours)} webhooks appellent la même adresse : gardez-en un (Système › WebHooks)")


def _state(hooks: Hooks, hook: Hook, keys: frozenset[str], about: str, heard: datetime | None) -> Iterator[Found]:
    wrong = [*_wrong(hooks, hook, keys)]
    named = f"webhook « {hook.name} »"
    for said in wrong:
        yield bad(about, f"{named} : {said} ; {_MEND}")
    if hook.jql is not None and projects(hook.jql) is None:
        missing = ", ".join(sorted(keys))
        yield note(about, f"{named} : son filtre est « {hook.jql} » ; vérifiez qu'il laisse passer {missing}")
    if heard is None:
        yield note(about, f"{named} : {_last(None)} ; changez un ticket, puis relancez ; {_MUTE}")
    elif not wrong:
        yield good(about, f"{named} vers {bare_url(hook.url)} ; {_last(heard)}")


def _wrong(hooks: Hooks, hook: Hook, keys: frozenset[str]) -> Iterator[str]:
    if not hook.enabled:
        yield "il est désactivé"
    if lacking := sorted(set(hooks.events) - hook.events):
        yield f"il ne transmet pas {', '.join(lacking)}"
    if hook.signed is False and hooks.signs and hooks.access.secret:
        yield f"il ne signe pas ; Vigie refuse ce qu'il envoie, faute du secret {hooks.access.prefix}WEBHOOK_SECRET"
    if hooks.access.url_secret and hook.url != hooks.url:
        named = f"{hooks.access.prefix}WEBHOOK_URL_SECRET"
        yield f"son adresse ne finit pas par le secret {named} ; Vigie refuse ce qu'il envoie"
    if hooks.unproven:
        prefix = hooks.access.prefix
        yield f"ce Jira est trop ancien pour signer : donnez {prefix}WEBHOOK_URL_SECRET, non {prefix}WEBHOOK_SECRET"
    through = projects(hook.jql) if hook.jql is not None else None
    if through and (shut_out := sorted(keys - through)):
        yield f"son filtre écarte {', '.join(shut_out)}"


def _last(heard: datetime | None) -> str:
    if heard is None:
        return "aucune livraison reçue encore"
    return f"dernière livraison reçue le {heard:%d/%m/%Y à %H:%M} UTC"
