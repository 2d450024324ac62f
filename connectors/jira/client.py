"""What Vigie asks of Jira, each act safe to ask again: the errands' only way to an issue."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import quote

import requests
from jira.exceptions import JIRAError

from connectors.jira import creation, forms, remarks, remedies, screen
from connectors.jira.connection import Basic, Bearer, Connection
from connectors.jira.issue import LABEL
from connectors.jira.payload import mapping, string
from connectors.jira.refusal import outcome
from connectors.outcome import Never
from rules.anomaly import Anomaly, Ticket
from rules.contract import Contract, JiraMeaning, Person

__all__ = ["Basic", "Bearer", "Jira"]

Result = TypeVar("Result")


class Jira:
    """One Jira site. `url` is where people browse it; `api_url` where the API answers when that is elsewhere.

    Scoped Cloud tokens work only at `https://api.atlassian.com/ex/jira/{cloudId}`. Every method runs in one of at most
    `threads` threads, and raises `NotNow` (408, 425, 429, 5xx, no answer) or `Never` (refused for good, with a remedy).
    """

    def __init__(self, site: str, url: str, api_url: str | None, auth: Basic | Bearer, *, threads: int = 4) -> None:
        self.site = site
        self._url = url.rstrip("/")
        self._connection = Connection(api_url or url, auth)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=f"jira-{site}")

    def browse_url(self, key: str) -> str:
        """Where people read an issue."""
        return f"{self._url}/browse/{quote(key)}"

    async def close(self) -> None:
        """Wait for the calls under way, then end every thread and session."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)
        self._connection.close()

    async def myself(self) -> str:
        """The accountId (the user name on Data Center) under which Vigie writes."""
        return await self._run(self._myself)

    async def create(
        self,
        contract: Contract,
        anomaly: Anomaly,
        description: str,
        reporter: Person | None = None,
        *,
        again: bool = False,
        reconcile: tuple[str, ...] = (),
    ) -> Ticket:
        """Create the anomaly's issue, labelled with its id; `again`, after a try that failed, looks for it first.

        The search lags behind what was just written: `reconcile` names the issue ids that it must read afresh. Priority
        and reporter are left out when the project's creation screen does not take them.
        """
        label, project = LABEL + anomaly.id, contract.jira.projects[0]
        fields = forms.created(contract, anomaly, description, label)

        def work() -> creation.Reference:
            if again and (found := creation.labelled(self._connection, project, label, reconcile)):
                return found
            named = {"reporter": self._user(reporter.jira)} if reporter and reporter.jira else {}
            return creation.create(self._connection, fields | named)

        return Ticket(self.site, *await self._run(work))

    async def transition(
        self, ticket: Ticket, meaning: JiraMeaning, contract: Contract, fields: Mapping[str, str] | None = None
    ) -> bool:
        """Bring the issue to a status of that meaning, by whichever transition leads there; Never when none does.

        `fields` (`cause`, `answer`) fill the transition's screen where it has them. False when the issue is there
        already, or when the contract names no such status.
        """
        return await self._run(lambda: self._transition(ticket, meaning, contract, fields or {}))

    async def edit(self, ticket: Ticket, field_name: str, value: str, contract: Contract) -> bool:
        """Write `title`, `cause`, `answer` or `criticality`; False when the contract maps it to no field."""
        sent = forms.edited(field_name, value, contract)
        if not sent:
            return False
        await self._run(lambda: self._connection.put(_path(ticket), {"fields": sent}))
        return True

    async def assign(self, ticket: Ticket, person: Person) -> None:
        """Give the issue to that very account; Never when the contract gives the person none."""
        account = person.jira
        if not account:
            raise Never(remedies.NO_ACCOUNT, remedies.NAME_ACCOUNT)
        await self._run(lambda: self._connection.put(_path(ticket, "assignee"), self._user(account)))

    async def comment(self, ticket: Ticket, text: str, marker: str, *, again: bool = False) -> bool:
        """Say it on the issue, marked by the errand's key; `again` looks for the mark first, False when it was said."""
        return await self._run(lambda: self._comment(_path(ticket, "comment"), forms.text(text), marker, again))

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _judged, work)

    def _myself(self) -> str:
        me = self._connection.get("myself")
        found = string(me, "accountId") or string(me, "name") or string(me, "key")
        if not found:
            raise ValueError("an account without a name")
        return found

    def _user(self, account: str) -> dict[str, str]:
        return {"accountId" if self._connection.cloud() else "name": account}

    def _transition(self, ticket: Ticket, means: JiraMeaning, contract: Contract, fields: Mapping[str, str]) -> bool:
        if not screen.targets(means, contract):
            return False
        issue = self._connection.get(_path(ticket), fields="status")
        status = string(mapping(mapping(issue, "fields"), "status"), "name")
        if screen.is_there(status, means, contract):
            return False
        offered = self._connection.get(_path(ticket, "transitions"), expand="transitions.fields")
        way = screen.choose(screen.ways(offered), means, status, contract)
        sent = screen.filled(way, fields, contract)
        body: dict[str, Any] = {"transition": {"id": way.id}} | ({"fields": sent} if sent else {})
        self._connection.post(_path(ticket, "transitions"), body)
        return True

    def _comment(self, path: str, body: str, marker: str, again: bool) -> bool:
        if again and remarks.said(self._connection, path, body, marker):
            return False
        remarks.say(self._connection, path, body, marker)
        return True


def _judged(work: Callable[[], Result]) -> Result:
    """Run in the thread: whatever fails there is told as an outcome, without the words that came with it."""
    try:
        return work()
    except (requests.RequestException, JIRAError, ValueError) as error:
        raise outcome(error) from None


def _path(ticket: Ticket, *rest: str) -> str:
    return "/".join(("issue", quote(ticket.id, safe=""), *rest))
