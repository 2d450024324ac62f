"""The contracts as anomalies are held to them: each by the version that it is pinned to, with the people of the day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from connectors.contracts import Contracts
from connectors.store import Connection, absences
from connectors.store.anomalies import Known
from connectors.wording import said
from rules.contract import Contract

REMEMBERED = timedelta(days=31)  # absences that are over still tell who was there when something late happened


class ContractGone(Exception):
    """An anomaly is pinned to a version of a contract whose file is no longer there."""


class PinnedContracts:
    """The contracts of the folder, read at start-up, and the versions by which anomalies are judged."""

    def __init__(self, contracts: Contracts) -> None:
        self.contracts = contracts
        self._learning = Lock()

    def mind(self, tx: Connection, now: datetime) -> None:
        """Learn who is away, or was lately: from then on whoever asks for a contract meets those who stand in."""
        known = absences.since(tx, (now - REMEMBERED).date())
        if known != self.contracts.absences:
            self.learn(lambda contracts: replace(contracts, absences=known))

    def learn(self, change: Callable[[Contracts], Contracts]) -> None:
        """Know the contracts otherwise: what one thread learns is not forgotten by what another learns meanwhile."""
        with self._learning:
            self.contracts = change(self.contracts)

    def version(self, contract_id: str, effective: date) -> Contract:
        """A version of a contract, as its file stands. Raises ContractGone."""
        found = self.contracts.version(contract_id, effective)
        if found is None:
            raise ContractGone(said("deliveries.contract_gone", contract=contract_id, effective=effective))
        return found

    def begins(self, contract: Contract) -> datetime:
        """The instant at which the first version of a contract takes effect: midnight in its zone."""
        first = min((one for one in self.contracts.all if one.id == contract.id), key=lambda one: one.effective)
        return datetime.combine(first.effective, time(), ZoneInfo(first.zone))

    def custom_fields(self, site: str, project: str = "") -> tuple[str, ...]:
        """The custom fields that the contracts of a site speak of, or those of one of its projects."""
        speaking = [one.jira for one in self.contracts.all if one.jira.site == site]
        named = (field for one in speaking if not project or project in one.projects for field in one.fields.values())
        return tuple(dict.fromkeys(named))

    def _pinned(self, row: Known, at: datetime) -> Contract:
        """The clauses that the anomaly is pinned to, and the people of the version in force at an instant."""
        return self._manned(self._clauses(row), at)

    def _clauses(self, row: Known) -> Contract:
        """The version that the anomaly is pinned to, as it was loaded.

        A closed anomaly is read by what the file said then: its results never change.
        """
        contract = self.version(row.contract_id, row.effective)
        return contract if row.closed_at is None else contract.as_of(row.closed_at)

    def _manned(self, clauses: Contract, at: datetime) -> Contract:
        today = self.contracts.current(clauses.id, at)
        return of_the_day(clauses, today) if today else clauses


def of_the_day(clauses: Contract, today: Contract) -> Contract:
    """The same clauses with the people and the rooms of the version in force, and its projects too.

    An amendment may add a project; a room that it leaves may be another client's by then.
    """
    added = tuple(key for key in today.jira.projects if key not in clauses.jira.projects)
    if added and today.jira.site == clauses.jira.site:
        clauses = replace(clauses, jira=replace(clauses.jira, projects=(*clauses.jira.projects, *added)))
    if (clauses.people, clauses.chat) == (today.people, today.chat):
        return clauses
    return replace(clauses, people=today.people, chat=today.chat)
