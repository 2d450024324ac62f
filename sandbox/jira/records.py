"""The frozen records of an issue; every change makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

Value = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Item:
    """One field's change: `before` and `after` are ids (or None), the `_text` ones what people read."""

    field_id: str | None
    name: str
    custom: bool
    before: str | None
    before_text: str | None
    after: str | None
    after_text: str | None


@dataclass(frozen=True, slots=True)
class History:
    """One entry of the changelog; `author` is an account id, `id` grows over the whole site."""

    id: int
    author: str
    created: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `body` is a wiki string, `properties` are entity properties, `visibility` as it was posted."""

    id: str
    author: str
    body: str
    created: datetime
    updated: datetime
    update_author: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    visibility: Mapping[str, Any] = field(default_factory=dict)

    @property
    def internal(self) -> bool:
        """Whether a service desk keeps it from the client."""
        said = self.properties.get("sd.public.comment")
        return isinstance(said, Mapping) and said.get("internal") in (True, "true")

    def kept_inside(self) -> "Comment":
        """The same comment, that a service desk keeps from the client."""
        return replace(self, properties={**self.properties, "sd.public.comment": {"internal": True}})


@dataclass(frozen=True, slots=True)
class Worklog:
    """Time spent, in seconds; `comment` is a wiki string. One with a `visibility` is restricted."""

    id: str
    author: str
    seconds: int
    comment: str
    started: datetime
    created: datetime
    updated: datetime
    visibility: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file put on an issue."""

    id: str
    author: str
    filename: str
    mime_type: str
    content: bytes
    created: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another issue, of that kind's id; `outward` on the issue it starts from, `summary` as it was then."""

    id: str
    kind: str
    outward: bool
    issue: str
    key: str
    summary: str
    status: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: `values` holds its editable fields by Jira field id (an id, an account id, a text or labels)."""

    id: str
    key: str
    project: str
    status: str
    creator: str
    created: datetime
    updated: datetime
    status_since: datetime
    values: Mapping[str, Value]
    resolved: datetime | None = None
    comments: tuple[Comment, ...] = ()
    worklogs: tuple[Worklog, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    histories: tuple[History, ...] = ()
    links: tuple[Link, ...] = ()
    archived: datetime | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spent(self) -> int:
        """Seconds logged so far."""
        return sum(worklog.seconds for worklog in self.worklogs)
