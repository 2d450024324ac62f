"""The set-up's calls to a Jira site: lists, pages, other API roots, a bounded timeout."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import requests
from jira import JIRA
from jira.exceptions import JIRAError

from connectors.delivery_errors import NotNow
from connectors.jira.inbound.jira_payload import Json, instant, string
from connectors.jira.outbound.connection import CLOUD, TIMEOUT, Connection
from connectors.jira.outbound.credentials import Basic, Bearer
from connectors.jira.outbound.jira_refusals import Refused, outcome
from connectors.wording import said

Result = TypeVar("Result")

MOST_PAGES = 50
REFUSALS = frozenset({401, 403, 404, 405, 410})


@dataclass(frozen=True, slots=True)
class Access:
    """One site as the settings connect it: `callback` is where its webhook must call, `prefix` begins its variables.

    `secret` signs the webhook; `url_secret`, for a Data Center too old to sign, ends the address that it calls.
    """

    name: str
    url: str
    api_url: str
    auth: Basic | Bearer
    callback: str
    prefix: str
    secret: str = field(default="", repr=False)
    url_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Server:
    """What a site says of itself; `ahead` is how far its clock is before ours, None when it does not tell."""

    cloud: bool
    version: tuple[int, ...]
    ahead: timedelta | None

    @property
    def major(self) -> int:
        """The first number of the version, 0 when unknown."""
        return self.version[0] if self.version else 0


class Administration(Connection):
    """A connection that reads what is not an object, turns pages, and gives up `budget` seconds after its making.

    Every call raises `NotNow` or `Never` and nothing else.
    """

    def __init__(
        self,
        access: Access,
        *,
        patience: tuple[float, float] = TIMEOUT,
        budget: float | None = None,
    ) -> None:
        super().__init__(access.api_url or access.url, access.auth)
        self._patience = patience
        self._until = None if budget is None else time.monotonic() + budget
        self._about: Server | None = None

    def ask(self, path: str, **params: Any) -> Any:
        """What GET `/rest/api/2/{path}` answers, whatever its shape."""
        return _judged(lambda: self._get(path, params))

    def found(self, path: str, **params: Any) -> Json:
        """The object that GET answers."""
        return _one(self.ask(path, **params))

    def listed(self, path: str, **params: Any) -> tuple[Json, ...]:
        """The objects of the array that GET answers."""
        return several(self.ask(path, **params))

    def paged(self, path: str, names: tuple[str, ...] = ("values",), **params: Any) -> tuple[Json, ...]:
        """The objects of every page that GET answers, under the first of `names` that the answer has."""
        gathered: list[Json] = []
        for _ in range(MOST_PAGES):
            page = self.found(path, startAt=len(gathered), maxResults=100, **params)
            held = next((several(page[name]) for name in names if name in page), ())
            gathered += held
            total = page.get("total")
            if not held or page.get("isLast") is True or (isinstance(total, int) and len(gathered) >= total):
                break
        return tuple(gathered)

    def at(self, method: str, path: str, body: Any = None) -> Any:
        """What a call under the site's root answers (`rest/webhooks/1.0/webhook`), None when it answers nothing."""
        return _judged(lambda: self._send(method, path, body))

    def about(self) -> Server:
        """What the site is, and how its clock stands; asked once."""
        if self._about is None:
            self._about = _judged(self._ask_about)
        return self._about

    def _get(self, path: str, params: Mapping[str, Any]) -> Any:
        jira = self._jira()
        return _body(jira._session.get(jira._get_url(path), params=params))

    def _send(self, method: str, path: str, body: Any) -> Any:
        data = None if body is None else json.dumps(body)
        return _body(self._jira()._session.request(method, f"{self._url}/{path}", data=data))

    def _ask_about(self) -> Server:
        jira = self._jira()
        before = datetime.now(UTC)
        answer = jira._session.get(jira._get_url("serverInfo"))
        middle = before + (datetime.now(UTC) - before) / 2
        told = _one(_body(answer))
        theirs = instant(told, "serverTime") or _date(answer.headers.get("Date"))
        numbers = told.get("versionNumbers")
        version = tuple(one for one in numbers if isinstance(one, int)) if isinstance(numbers, list) else ()
        return Server(string(told, "deploymentType") == CLOUD, version, theirs - middle if theirs else None)

    def _jira(self) -> JIRA:
        if self._until is not None and time.monotonic() > self._until:
            raise NotNow(said("jira.silent"))
        return super()._jira()

    def _open(self) -> JIRA:
        jira = super()._open()
        jira._session.timeout = self._patience
        return jira


def forbidden(error: Exception) -> bool:
    """Whether Jira refused because of who asks, or because it has no such service."""
    return isinstance(error, Refused) and error.status in REFUSALS


def several(answer: Any) -> tuple[Json, ...]:
    """The objects of an array; nothing of another shape."""
    return tuple(one for one in answer if isinstance(one, dict)) if isinstance(answer, list) else ()


def _judged(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except (requests.RequestException, JIRAError, ValueError) as error:
        raise outcome(error) from None


def _one(answer: Any) -> Json:
    if not isinstance(answer, dict):
        raise NotNow(said("jira.unreadable"))
    return answer


def _body(answer: requests.Response) -> Any:
    return answer.json() if answer.content else None


def _date(written: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(written or "")
    except (ValueError, OverflowError):
        return None
