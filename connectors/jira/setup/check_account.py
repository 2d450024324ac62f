"""Does the site know us, until when, and does its clock agree with ours?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from connectors.jira.connection import Bearer
from connectors.jira.payload import Json, instant, string
from connectors.jira.refusal import Refused
from connectors.jira.setup.administration import Access, Administration, Server, several
from connectors.jira.setup.found import Found, bad, good, note
from connectors.outcome import Never, NotNow

SKEW = timedelta(seconds=60)
SOON = timedelta(days=30)
_UNAUTHORIZED = 401
_UNTOLD = "Jira ne dit pas quand son jeton expire (un an au plus après sa création) : notez la date à l'agenda"


def account(jira: Administration, about: str, now: datetime) -> Iterator[Found]:
    """Under which account Vigie works, and what is known of its token. Raises what `myself` raises."""
    me = jira.found("myself")
    server = jira.about()
    kind = "Cloud" if server.cloud else f"Data Center {'.'.join(map(str, server.version)) or '?'}"
    name = string(me, "displayName") or string(me, "accountId") or string(me, "name")
    expiry = None if server.cloud else _expiry(jira)
    said = f"Jira {kind}, compte « {name} »"
    if expiry is None:
        yield good(about, f"{said} ; {_UNTOLD}")
    elif expiry - now < SOON:
        yield note(about, f"{said} ; un jeton de ce compte expire le {expiry:%d/%m/%Y} : renouvelez-le avant")
    else:
        yield good(about, f"{said} ; son premier jeton à expirer vaut jusqu'au {expiry:%d/%m/%Y}")
    yield from _clock(server, about)


def refused(access: Access, about: str, jira: Administration, error: Never) -> Found:
    """Why the account is not let in, and what to do about it."""
    if not isinstance(error, Refused) or error.status != _UNAUTHORIZED:
        return bad(about, f"{error} ; {error.remedy}")
    if not _is_cloud(access, jira):
        return bad(about, f"jeton refusé (401) ; créez un jeton d'accès personnel et donnez-le dans {access.prefix}PAT")
    if isinstance(access.auth, Bearer):
        wanted = f"{access.prefix}EMAIL et {access.prefix}API_TOKEN"
        return bad(about, f"jeton refusé (401) ; Jira Cloud ne prend pas de {access.prefix}PAT : donnez {wanted}")
    renew = f"renouvelez {access.prefix}API_TOKEN (un jeton vit un an au plus) et vérifiez {access.prefix}EMAIL"
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


def _is_cloud(access: Access, jira: Administration) -> bool:
    try:
        return jira.about().cloud
    except (Never, NotNow):
        return (urlsplit(access.api_url or access.url).hostname or "").endswith((".atlassian.net", ".atlassian.com"))


def _cloud_id(jira: Administration) -> str:
    try:
        told = jira.at("GET", "_edge/tenant_info")
    except (Never, NotNow):
        told = None
    return string(told, "cloudId") if isinstance(told, dict) and told.get("cloudId") else "CLOUD_ID"
