"""One request to the API as its handlers see it, and what they answer: no framework in between."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from sandbox.jira.dialect import Dialect
from sandbox.jira.jira_error_answers import no_such_issue, refused
from sandbox.jira.records import Issue
from sandbox.jira.site import JiraSite


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    filename: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status and JSON body (None: an empty body), or raw `content` of a media type."""

    status: int
    body: Any = None
    content: bytes | None = None
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """A request by `actor` (an account id); `body` is the parsed JSON, None when there was none."""

    site: JiraSite
    dialect: Dialect
    actor: str
    path: Mapping[str, str]
    query: QueryParams
    headers: Mapping[str, str]
    body: Any
    files: tuple[Upload, ...]

    @property
    def issue(self) -> Issue:
        """The issue that the path names, by key or by id."""
        return self.issue_of(self.path["issue"])

    def issue_of(self, ref: str) -> Issue:
        """An issue by key or by id; 404 for one of a security level, or of an archive, that is not the app's."""
        found, site = self.site.issue(ref), self.site
        if found.id in site.ledger.unseen or (found.archived and "BROWSE_ARCHIVE" in site.denied):
            raise no_such_issue()
        return found

    @property
    def json(self) -> dict[str, Any]:
        """The body, which must be a JSON object."""
        if not isinstance(self.body, dict):
            raise refused(400, "There was an error parsing JSON. Check that your request body is valid.")
        return self.body

    def part(self, name: str) -> dict[str, Any]:
        """A part of the body that must be a JSON object, empty when absent."""
        part = self.json.get(name) or {}
        if not isinstance(part, dict):
            raise refused(400, errors={name: "data was not an object"})
        return part

    @property
    def properties(self) -> dict[str, Any]:
        """The entity properties that the body lists as `{"key": ..., "value": ...}`."""
        listed = self.json.get("properties") or []
        if not isinstance(listed, list) or not all(isinstance(entry, dict) and "value" in entry for entry in listed):
            raise refused(400, errors={"properties": "data was not a list of keys and values"})
        return {str(entry.get("key")): entry["value"] for entry in listed}

    def number(self, name: str, default: int) -> int:
        """A query parameter that is a whole number of at least 0."""
        value = self.query.get(name, str(default))
        if not value.isdecimal():
            raise refused(400, f"The value of the query parameter '{name}' is not a valid number: {value}")
        return int(value)

    def words(self, name: str) -> list[str]:
        """A query parameter that is a list, repeated or separated by commas."""
        return [word.strip() for value in self.query.getlist(name) for word in value.split(",") if word.strip()]


Handler = Callable[[Call], Awaitable[Reply]]
Route = tuple[str, str, Handler]
