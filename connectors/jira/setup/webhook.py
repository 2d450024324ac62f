"""The administrator's webhook by which a site tells Vigie: what it must be, and what it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from connectors.jira.inbound.event_kinds import KINDS, Reading
from connectors.jira.inbound.jira_payload import Json, mapping, string
from connectors.jira.setup.administration import Access, Administration, several

NAME = "Vigie"
SECTION = "issue-related-events-section"
# The REST resource moved, and changed its shape, in Data Center 10; Cloud kept the old one.
_OLD, _NEW = "rest/webhooks/1.0/webhook", "rest/jira-webhook/1.0/webhooks"
_MOVED = 10
# Data Center tells of an attachment in the update of its issue.
_CLOUD_ONLY = frozenset({"attachment_created", "attachment_deleted"})
_KEY = r"[A-Za-z][A-Za-z0-9_]*"
_ONE = re.compile(rf'\s*project\s*=\s*"?({_KEY})"?\s*', re.IGNORECASE)
_SEVERAL = re.compile(rf'\s*project\s+in\s*\(\s*("?{_KEY}"?(?:\s*,\s*"?{_KEY}"?)*)\s*\)\s*', re.IGNORECASE)
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - names, not a socket


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook of the site; `signed` is None where the site does not tell, `jql` where Vigie cannot read it."""

    id: str
    name: str
    url: str
    events: frozenset[str]
    enabled: bool
    signed: bool | None
    jql: str | None
    configuration: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hooks:
    """The webhooks of one site, in the dialect that it speaks."""

    jira: Administration
    access: Access

    @property
    def events(self) -> tuple[str, ...]:
        """The events that Vigie needs: all that it does not ignore."""
        cloud = self.jira.about().cloud
        read = (event for event, reading in KINDS if reading is not Reading.IGNORED)
        return tuple(event for event in read if cloud or event not in _CLOUD_ONLY)

    @property
    def moved(self) -> bool:
        """Whether the site speaks Data Center 10's dialect, in which the JQL filter is not documented."""
        about = self.jira.about()
        return not about.cloud and about.major >= _MOVED

    @property
    def url(self) -> str:
        """The address that Jira calls, possibly with its secret: not to be shown."""
        secret = quote(self.access.url_secret, safe="")
        return f"{self.access.callback}?secret={secret}" if secret else self.access.callback

    @property
    def unproven(self) -> bool:
        """Whether Vigie would refuse what the site sends: it expects a signature, and the site is too old to sign."""
        return bool(self.access.secret) and not self.access.url_secret and not self.signs

    @property
    def signs(self) -> bool:
        """Whether the site can sign what it sends."""
        return self.jira.about().cloud or self.moved

    def all(self) -> tuple[Hook, ...]:
        """Every webhook that an administrator registered. Raises Refused where the account is none."""
        return tuple(self._read(one) for one in several(self.jira.at("GET", _NEW if self.moved else _OLD)))

    def ours(self, hooks: Iterable[Hook]) -> tuple[Hook, ...]:
        """The webhooks that call this Vigie for this site."""
        return tuple(one for one in hooks if bare_url(one.url) == self.access.callback)

    def elsewhere(self, hooks: Iterable[Hook]) -> tuple[Hook, ...]:
        """The webhooks for this site at another address: another Vigie, or a former address of this one."""
        path = urlsplit(self.access.callback).path
        return tuple(
            one for one in hooks if urlsplit(one.url).path == path and bare_url(one.url) != self.access.callback
        )

    def create(self, jql: str) -> None:
        """Register ours."""
        self.jira.at("POST", _NEW if self.moved else _OLD, self._body(None, frozenset(self.events), jql))

    def update(self, hook: Hook, jql: str) -> None:
        """Set one right; the events that it has besides are left."""
        path = f"{_NEW if self.moved else _OLD}/{hook.id}"
        self.jira.at("PUT", path, self._body(hook, hook.events | set(self.events), jql))

    def _body(self, hook: Hook | None, events: frozenset[str], jql: str) -> dict[str, Any]:
        name = hook.name if hook else NAME
        body: dict[str, Any] = {"name": name, "url": self.url, "events": sorted(events)}
        if self.moved:
            kept = dict(hook.configuration) if hook else {}
            signature = {"SECRET": self.access.secret} if self.access.secret else {}
            known = {"id": int(hook.id)} if hook and hook.id.isdecimal() else {}
            return body | known | {"active": True, "configuration": kept | {"EXCLUDE_BODY": "false"} | signature}
        signature = {"secret": self.access.secret} if self.access.secret and self.signs else {}
        return body | {"enabled": True, "excludeBody": False, "filters": {SECTION: jql}} | signature

    def _read(self, one: Json) -> Hook:
        configuration = mapping(one, "configuration")
        events = one.get("events")
        if self.moved:
            signed = True if configuration.get("SECRET") else None
            enabled, jql = one.get("active") is not False, None
        else:
            signed = one["isSigned"] is True if "isSigned" in one else None
            enabled, jql = one.get("enabled") is not False, string(mapping(one, "filters"), SECTION)
        return Hook(
            id=string(one, "id") or string(one, "self").rpartition("/")[2],
            name=string(one, "name"),
            url=string(one, "url"),
            events=frozenset(str(event) for event in events) if isinstance(events, list) else frozenset(),
            enabled=enabled,
            signed=signed,
            jql=jql,
            configuration=configuration,
        )


def bare_url(url: str) -> str:
    """An address without what may be secret in it: its query, and the account that it calls under."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"


def unreachable(access: Access) -> bool:
    """Whether the address to call is this machine's own while Jira is on another one."""
    return urlsplit(access.callback).hostname in _LOCAL and urlsplit(access.url).hostname not in _LOCAL


def projects(jql: str) -> frozenset[str] | None:
    """The keys of the projects that a filter lets through, empty for all; None for a filter that says more."""
    if not jql.strip():
        return frozenset()
    if one := _ONE.fullmatch(jql):
        return frozenset({one[1].upper()})
    if several_ := _SEVERAL.fullmatch(jql):
        return frozenset(key.strip(' "').upper() for key in several_[1].split(","))
    return None


def only(keys: Iterable[str]) -> str:
    """The filter that lets these projects through."""
    quoted = ", ".join(f'"{key}"' for key in sorted(keys))
    return f"project in ({quoted})"


def merged(jql: str, keys: frozenset[str]) -> str:
    """The filter with these projects besides its own; one that lets all through, or says more, stays as it is."""
    known = projects(jql)
    return jql if known is None or not known or keys <= known else only(known | keys)
