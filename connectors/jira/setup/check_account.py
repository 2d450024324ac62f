"""Does the site know us, until when, and does its clock agree with ours?"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from connectors.delivery_errors import Never, NotNow
from connectors.jira.inbound import jira_people
from connectors.jira.inbound.jira_payload import Json, instant, string
from connectors.jira.inbound.jira_people import Account
from connectors.jira.outbound.credentials import Bearer
from connectors.jira.outbound.jira_refusals import Refused
from connectors.jira.setup.administration import Access, Administration, Server, several
from connectors.jira.setup.found import Found, bad, good, note
from connectors.wording import said
from rules.contract import Contract, Person

SKEW = timedelta(seconds=60)
SOON = timedelta(days=30)
_UNAUTHORIZED = 401


def account(jira: Administration, about: str, now: datetime) -> Iterator[Found]:
    """Under which account Vigie works, and what is known of its token. Raises what `myself` raises."""
    me = jira.found("myself")
    server = jira.about()
    kind = "Cloud" if server.cloud else f"Data Center {'.'.join(map(str, server.version)) or '?'}"
    name = string(me, "displayName") or string(me, "accountId") or string(me, "name")
    expiry = None if server.cloud else _expiry(jira)
    if expiry is None:
        untold = "check.account.cloud_token" if server.cloud else "check.account.token_without_end"
        yield good(about, said(untold, kind=kind, name=name))
    elif expiry - now < SOON:
        yield note(about, said("check.account.token_soon_over", kind=kind, name=name, expiry=expiry))
    else:
        yield good(about, said("check.account.token_until", kind=kind, name=name, expiry=expiry))
    yield from _clock(server, about)


def shared(jira: Administration, about: str, ever: frozenset[str], contracts: Iterable[Contract]) -> Iterator[Found]:
    """Who of the contracts has an account under which Vigie writes, or wrote (`ever`): nobody hears them any more."""
    me = jira_people.account(jira.found("myself"))
    ours = frozenset(me.ids) if me else frozenset()
    people = {named.name: named.jira for one in contracts for named in one.people if named.jira in ever - ours}
    now = dict.fromkeys(named.name for one in contracts if me and (named := _person(me, one)))
    for name in now:
        yield bad(about, said("check.account.shared", name=name))
    for name, account in people.items():
        yield bad(about, said("check.account.once_shared", name=name, account=account))


def _person(me: Account, contract: Contract) -> Person | None:
    """The person whose account or address is the one under which Vigie works."""
    email = me.email.casefold()
    named = (one for one in contract.people if email and (one.email or "").casefold() == email)
    return jira_people.person(me, contract) or next(named, None)


def refused(access: Access, about: str, jira: Administration, error: Never) -> Found:
    """Why the account is not let in, and what to do about it."""
    if not isinstance(error, Refused) or error.status != _UNAUTHORIZED:
        return bad(about, said("check.refused", why=error.why, remedy=error.remedy))
    cloud = _is_cloud(access, jira)
    if cloud is None and not isinstance(access.auth, Bearer):
        return bad(about, said("check.token.of_unknown_site", prefix=access.prefix))
    if not cloud:
        return bad(about, said("check.token.of_data_center", prefix=access.prefix))
    if isinstance(access.auth, Bearer):
        return bad(about, said("check.token.personal_in_cloud", prefix=access.prefix))
    if access.api_url:
        return bad(about, said("check.token.scoped", prefix=access.prefix))
    return bad(about, said("check.token.of_cloud", prefix=access.prefix, cloud=_cloud_id(jira)))


def _clock(server: Server, about: str) -> Iterator[Found]:
    if server.ahead is None or abs(server.ahead) <= SKEW:
        return
    seconds = int(abs(server.ahead).total_seconds())
    key = "check.clock_ahead" if server.ahead > timedelta(0) else "check.clock_behind"
    yield bad(about, said(key, seconds=seconds))


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
