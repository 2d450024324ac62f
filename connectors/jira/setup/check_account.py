"""Does the site know us, until when, and does its clock agree with ours?"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from connectors.delivery_errors import Never, NotNow
from connectors.jira.inbound import jira_people
from connectors.jira.inbound.jira_payload import Json, instant, string
from connectors.jira.outbound.credentials import Bearer
from connectors.jira.outbound.jira_refusals import Refused
from connectors.jira.setup.administration import Access, Administration, Server, several
from connectors.jira.setup.found import Found, bad, good, note
from rules.contract import Contract

SKEW = timedelta(seconds=60)
SOON = timedelta(days=30)
_UNAUTHORIZED = 401
_UNTOLD = "Jira ne dit pas quand son jeton expire{most} : notez la date à l'agenda"
_MOST = " (un an au plus après sa création)"


def account(jira: Administration, about: str, now: datetime) -> Iterator[Found]:
    """Under which account Vigie works, and what is known of its token. Raises what `myself` raises."""
    me = jira.found("myself")
    server = jira.about()
    kind = "Cloud" if server.cloud else f"Data Center {'.'.join(map(str, server.version)) or '?'}"
    name = string(me, "displayName") or string(me, "accountId") or string(me, "name")
    expiry = None if server.cloud else _expiry(jira)
    said = f"Jira {kind}, compte « {name} »"
    if expiry is None:
        yield good(about, f"{said} ; {_UNTOLD.format(most=_MOST if server.cloud else '')}")
    elif expiry - now < SOON:
        yield note(about, f"{said} ; un jeton de ce compte expire le {expiry:%d/%m/%Y} : renouvelez-le avant")
    else:
        yield good(about, f"{said} ; son premier jeton à expirer vaut jusqu'au {expiry:%d/%m/%Y}")
    yield from _clock(server, about)


def shared(jira: Administration, about: str, ever: frozenset[str], contracts: Iterable[Contract]) -> Iterator[Found]:
    """Who of the contracts has an account under which Vigie writes, or wrote (`ever`): nobody hears them any more."""
    me = jira_people.account(jira.found("myself"))
    ours = frozenset(me.ids) if me else frozenset()
    people = {named.name: named.jira for one in contracts for named in one.people if named.jira in ever - ours}
    now = dict.fromkeys(named.name for one in contracts if me and (named := jira_people.person(me, one)))
    for name in now:
        yield bad(
            about,
            f"le compte sous lequel Vigie écrit est aussi celui de « {name} », dont les actes dans Jira passent alors "
            "pour des échos de Vigie et ne comptent pas ; créez un compte pour Vigie et donnez-en le jeton",
        )
    for name, account in people.items():
        yield bad(
            about,
            f"Vigie a écrit sous le compte de « {name} », dont les actes dans Jira passent encore pour ses échos ; "
            f"retirez {account} de la table « accounts » de la base, puis redémarrez « vigie serve »",
        )


def refused(access: Access, about: str, jira: Administration, error: Never) -> Found:
    """Why the account is not let in, and what to do about it."""
    if not isinstance(error, Refused) or error.status != _UNAUTHORIZED:
        return bad(about, f"{error} ; {error.remedy}")
    personal = f"créez un jeton d'accès personnel et donnez-le dans {access.prefix}PAT"
    renew = f"renouvelez {access.prefix}API_TOKEN (un jeton vit un an au plus) et vérifiez {access.prefix}EMAIL"
    cloud = _is_cloud(access, jira)
    if cloud is None and not isinstance(access.auth, Bearer):
        return bad(about, f"jeton refusé (401) ; Jira Cloud : {renew} ; Data Center : {personal}")
    if not cloud:
        return bad(about, f"jeton refusé (401) ; {personal}")
    if isinstance(access.auth, Bearer):
        wanted = f"{access.prefix}EMAIL et {access.prefix}API_TOKEN"
        return bad(about, f"jeton refusé (401) ; Jira Cloud ne prend pas de {access.prefix}PAT : donnez {wanted}")
    if access.api_url:
        return bad(about, f"jeton refusé (401) ; {renew}, et l'identifiant du site dans {access.prefix}API_URL")
    gateway = f"{access.prefix}API_URL=https://api.atlassian.com/ex/jira/{_cloud_id(jira)}"
    return bad(about, f"jeton refusé (401) ; s'il est à portées restreintes, donnez {gateway} ; sinon {renew}")


def _clock(server: Server, about: str) -> Iterator[Found]:
    if server.ahead is None or abs(server.ahead) <= SKEW:
        return
    how = "en avance" if server.ahead > timedelta(0) else "en retard"
    seconds = int(abs(server.ahead).total_seconds())
    yield bad(
        about,
        f"l'horloge de Jira est {how} de {seconds} s sur la nôtre ; mettez les deux machines à l'heure (NTP) : "
        "les délais sont comptés d'après ses faits",
    )


def _expiry(jira: Administration) -> datetime | None:
    """When the first of the account's personal access tokens expires; which of them is ours, Jira does not tell."""
    try:
        tokens = several(jira.at("GET", "rest/pat/latest/tokens"))
    except (Never, NotNow):
        return None
    return min((at for one in tokens if (at := _instant(one))), default=None)


def _instant(token: Json) -> datetime | None:
    try:
        return instant(token, "expiringAt")
    except ValueError:
        return None


def _is_cloud(access: Access, jira: Administration) -> bool | None:
    """None where the site, which refuses us, does not tell either."""
    try:
        return jira.about().cloud
    except (Never, NotNow):
        host = urlsplit(access.api_url or access.url).hostname or ""
        return host.endswith((".atlassian.net", ".atlassian.com")) or None


def _cloud_id(jira: Administration) -> str:
    try:
        told = jira.at("GET", "_edge/tenant_info")
    except (Never, NotNow):
        told = None
    return string(told, "cloudId") if isinstance(told, dict) and told.get("cloudId") else "CLOUD_ID"
