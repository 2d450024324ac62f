"""The operations that Vigie asks of Jira, each safe to repeat."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

import requests
from jira.exceptions import JIRAError

from connectors.contracts.yaml_words import KEYS, spelled
from connectors.delivery_errors import Never, Notice
from connectors.jira.inbound import addresses
from connectors.jira.inbound.issue_keys import is_key
from connectors.jira.inbound.jira_issue import LABEL
from connectors.jira.inbound.jira_payload import Json, string
from connectors.jira.outbound import (
    attaching,
    creation,
    field_payloads,
    issue_comments,
    screen,
    user_search,
)
from connectors.jira.outbound import issue_search as search
from connectors.jira.outbound.attaching import Enclosure
from connectors.jira.outbound.connection import Connection
from connectors.jira.outbound.credentials import Basic, Bearer
from connectors.jira.outbound.field_catalogue import Catalogue
from connectors.jira.outbound.issue_comments import Remark
from connectors.jira.outbound.jira_refusals import Postponed, Refused, outcome
from connectors.jira.outbound.rate_gate import Gate
from connectors.jira.outbound.writing import write
from connectors.required_field import Wanted
from connectors.wording import said
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import Contract, JiraMeaning, Person
from rules.effects import Written
from rules.events import FieldGiven
from rules.writeback import STANDING

__all__ = ["Basic", "Bearer", "Jira"]

Result = TypeVar("Result")
Clock = Callable[[], float]


class Jira:
    """One Jira site. `url` is where people browse it; `api_url` where the API answers when that is elsewhere.

    Scoped Cloud tokens work only at `https://api.atlassian.com/ex/jira/{cloudId}`. Every method runs in one of at most
    `threads` threads, and raises `NotNow` (408, 425, 429, 5xx, no answer, no room, a site that rests) or `Never`
    (refused for good, with a remedy). `clock` counts the seconds by which a site rests.
    """

    def __init__(
        self,
        site: str,
        url: str,
        api_url: str | None,
        auth: Basic | Bearer,
        *,
        threads: int = 4,
        clock: Clock = time.monotonic,
    ) -> None:
        self.site = site
        self._url = url.rstrip("/")
        self._gate = Gate(threads, clock)
        self._connection = Connection(api_url or url, auth, self._gate)
        self._catalogue = Catalogue(self._connection)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=f"jira-{site}")

    def browse_url(self, key: str) -> str:
        """The address of an issue for people; "" for a key that is none."""
        return f"{self._url}/browse/{quote(key, safe='')}" if is_key(key) else ""

    def key_in(self, url: str) -> str:
        """The key of the issue that an address shows on this site; "" where it shows none, or is elsewhere."""
        return addresses.key_in(url, self._url)

    async def close(self) -> None:
        """Wait for the calls under way, then end every thread and session."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)
        self._connection.close()

    async def myself(self) -> str:
        """The accountId (the user name on Data Center) under which Vigie writes."""
        return await self._run(self._myself)

    async def account_of(self, email: str) -> str | None:
        """The one account that Jira's user search finds for an address; None for none, or for several."""
        return await self._run(lambda: user_search.account_of(self._connection, email))

    async def search(self, jql: str, fields: Sequence[str] = (), expand: Sequence[str] = ()) -> AsyncIterator[Json]:
        """The issues that a bounded JQL finds, with these fields (by default their ids) and expansions, page by page.

        A search that changes while it is read may tell an issue twice, and on Data Center miss one: order it by what
        does not move. Raises NotNow and Never like the rest.
        """
        place: search.Place | None = search.FIRST
        while place is not None:
            found = await self._run(partial(search.page, self._connection, jql, fields, expand, place))
            for issue in found.issues:
                yield issue
            place = found.after

    async def read(self, path: str, **params: Any) -> Any:
        """The answer of GET `/rest/api/2/{path}`: an object or a list."""
        return await self._run(partial(self._connection.read, path, **params))

    async def create(
        self,
        contract: Contract,
        anomaly: Anomaly,
        description: str,
        reporter: Person | None = None,
        *,
        again: bool = False,
        reconcile: tuple[str, ...] = (),
        told: Callable[[Notice], None] = lambda _: None,
    ) -> Ticket:
        """Create the anomaly's issue, labelled with its id; `again`, after a try that failed, looks for it first.

        The search lags behind what was just written: `reconcile` names the issue ids that it must read afresh. Priority
        and reporter are left out when the project's creation screen does not take them; so is the contract's request
        type, which is `told`.
        """
        label, project = LABEL + anomaly.id, contract.jira.projects[0]
        fields = field_payloads.created(contract, anomaly, description, label)

        def work() -> creation.Reference:
            if again and (found := creation.labelled(self._connection, project, label, reconcile)):
                return found
            named = {"reporter": self._user(reporter.jira)} if reporter and reporter.jira else {}
            typed = self._request_type(contract)
            made = creation.create(self._connection, fields | named | typed, creation.OPTIONAL | typed.keys())
            if contract.jira.request_type and (not typed or made.left_out & typed.keys()):
                told(self._no_request_type(contract))
            return made.reference

        return Ticket(self.site, *await self._run(work))

    async def transition(
        self,
        ticket: Ticket,
        meaning: JiraMeaning,
        contract: Contract,
        fields: Mapping[str, str] | None = None,
        given: Sequence[FieldGiven] = (),
    ) -> bool:
        """Bring the issue to a status of that meaning, by whichever transition leads there; Never when none does.

        `fields` (by our names or Jira's ids) and what people gave fill the transition's screen where it has them. False
        when the issue is there already, or when the contract names no such status.
        """

        def work() -> bool:
            filling = screen.Filling(contract, fields or {}, given, self._user)
            return screen.bring(self._connection, _path(ticket), meaning, filling, noted)

        def noted(wanted: tuple[Wanted, ...]) -> None:
            self._catalogue.wants(_project(ticket), meaning, wanted)

        return await self._run(work)

    def expected(self, ticket: Ticket, meaning: JiraMeaning) -> tuple[Wanted, ...]:
        """The fields that people must give on the way to a status of that meaning, as lately seen in its project."""
        return self._catalogue.wanted(_project(ticket), meaning)

    async def write(
        self,
        ticket: Ticket,
        values: Mapping[str, Written],
        contract: Contract,
        *,
        assignee: Person | None = None,
        remark: Remark | None = None,
        again: bool = False,
    ) -> tuple[Notice, ...]:
        """Write our values, the very account of the assignee and a comment, in one request where Jira lets it be one.

        What the contract maps to no field asks nothing. A field that Jira refuses is left out, and noticed; Never when
        nothing could be written, or when the contract gives the assignee no account.
        """
        if assignee and not assignee.jira:
            raise Never(said("jira.no_account"), said("jira.name_account"))
        return await self._run(lambda: self._write(ticket, values, contract, assignee, remark, again))

    async def has_file(self, ticket: Ticket, file: str) -> bool:
        """Whether a file, by the id of where it comes from, was put on the issue already."""
        return await self._run(lambda: attaching.holds(self._connection, _path(ticket), file))

    async def attach(self, ticket: Ticket, enclosure: Enclosure) -> None:
        """Put a file on the issue, without a comment: whoever retries looks first whether it `has_file`."""
        await self._run(lambda: attaching.attach(self._connection, _path(ticket), enclosure))

    async def comment(self, ticket: Ticket, remark: Remark, *, again: bool = False) -> bool:
        """Say it on the issue; `again` looks for its mark first, False when it was said."""
        return await self._run(lambda: self._comment(_path(ticket, "comment"), remark, again))

    async def _run(self, work: Callable[[], Result]) -> Result:
        with self._gate.entered():
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._judged, work)

    def _judged(self, work: Callable[[], Result]) -> Result:
        """Run in the thread: whatever fails there is told as an outcome, without the words that came with it."""
        self._gate.begin()
        try:
            return work()
        except Postponed as later:
            if later.rest:
                self._gate.rest(later.rest)
            raise
        except (requests.RequestException, JIRAError, ValueError) as error:
            raise outcome(error) from None

    def _myself(self) -> str:
        me = self._connection.get("myself")
        found = string(me, "accountId") or string(me, "name") or string(me, "key")
        if not found:
            raise ValueError("an account without a name")
        return found

    def _user(self, account: str) -> dict[str, str]:
        return {"accountId" if self._connection.cloud() else "name": account}

    def _write(
        self,
        ticket: Ticket,
        values: Mapping[str, Written],
        contract: Contract,
        assignee: Person | None,
        remark: Remark | None,
        again: bool,
    ) -> tuple[Notice, ...]:
        path, project = _path(ticket), _project(ticket)
        named = field_payloads.mapped(values, contract)
        kept = {name: value for name, value in values.items() if not self._is_refused(project, name, contract)}
        fields = field_payloads.edited(kept, contract, self._catalogue.kinds(named) if named else {})
        if assignee and assignee.jira:
            fields[field_payloads.ASSIGNEE] = self._user(assignee.jira)
        if remark and again and issue_comments.said(self._connection, f"{path}/comment", remark):
            remark = None
        try:
            refused = write(self._connection, path, fields, remark.body if remark else None)
        except Refused as error:
            self._remember(project, error.errors, contract)
            raise
        return self._remember(project, refused, contract)

    def _is_refused(self, project: str, name: str, contract: Contract) -> bool:
        # What people write themselves is tried every time: it may be the value that did not do.
        return name in STANDING and self._catalogue.refuses(project, contract.jira.fields.get(name, ""))

    def _remember(self, project: str, refused: Mapping[str, str], contract: Contract) -> tuple[Notice, ...]:
        names = {field: name for name, field in contract.jira.fields.items()}
        for field in refused:
            if names.get(field) in STANDING:
                self._catalogue.refused(project, field)
        return tuple(
            Notice(
                f"{self.site}:{project}:{field}",
                said("jira.field_refused", field=_word(names.get(field, field)), id=field, project=project),
                said("jira.mend_field", project=project),
                words,
            )
            for field, words in refused.items()
        )

    def _request_type(self, contract: Contract) -> dict[str, str]:
        if not contract.jira.request_type:
            return {}
        field = self._catalogue.request_type()
        return {field: contract.jira.request_type} if field else {}

    def _no_request_type(self, contract: Contract) -> Notice:
        project = contract.jira.projects[0]
        why = said("jira.no_request_type", type=contract.jira.request_type, project=project)
        return Notice(f"{self.site}:{project}:request_type", why, said("jira.name_request_type"))

    def _comment(self, path: str, remark: Remark, again: bool) -> bool:
        if again and issue_comments.said(self._connection, path, remark):
            return False
        self._connection.post(path, remark.body)
        return True


def _word(name: str) -> str:
    """The contract's name of one of our fields."""
    return said("jira.field_named", field=spelled(name) if name in KEYS else name)


def _project(ticket: Ticket) -> str:
    return ticket.key.rpartition("-")[0]


def _path(ticket: Ticket, *rest: str) -> str:
    return "/".join(("issue", quote(ticket.id, safe=""), *rest))
