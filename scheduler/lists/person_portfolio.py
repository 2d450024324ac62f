"""Gathers one person's open anomalies, what they owe, and the promised dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import structlog

from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, passing, portfolio
from connectors.store.portfolio import Open, Promised
from rules.contract import Contract, Criticality, Role
from rules.people.next_owner import debtors
from rules.people.stand_ins import ids_of
from rules.people.visibility import READINGS_BY_NAME, actor_in, reads, sees_security
from rules.reminders.time_left import late, left
from scheduler.cases.case_loader import Case, Casebook
from scheduler.cases.pinned_contracts import ContractGone

log = structlog.get_logger("vigie.portfolio")

FAR = timedelta.max
AHEAD = timedelta(days=3)  # how far the dates are looked for that may be near
HOME = READINGS_BY_NAME["home"]


def end_of_day(contract: Contract, now: datetime) -> datetime:
    """The next midnight in a contract's zone, in UTC."""
    local = now.astimezone(ZoneInfo(contract.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (local + timedelta(days=1)).astimezone(UTC)


def start_of_month(contract: Contract, now: datetime) -> datetime:
    """The first midnight of the month in a contract's zone, in UTC."""
    local = now.astimezone(ZoneInfo(contract.zone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def found(tx: Connection, casebook: Casebook, anomaly_id: str, now: datetime) -> Case | None:
    """The case of an anomaly; None where it is unknown, or cannot be read: it must not keep the others from a list."""
    try:
        case = casebook.find(tx, AboutAnomaly(anomaly_id), now)
        return case if case and case.anomaly.id else None  # folded here, where it may fail
    except ContractGone as gone:
        log.error("contract gone", anomaly=anomaly_id, why=str(gone))
    except Exception as error:
        if passing(error):
            raise
        log.error("anomaly left out of a list", anomaly=anomaly_id, error=type(error).__name__)
    return None


@dataclass(frozen=True, slots=True)
class Standing:
    """An open anomaly that a person may see, under the version that it is pinned to; `late` as its clocks count."""

    row: Open
    contract: Contract
    late: bool


def due_today(one: Standing, evening: datetime) -> bool:
    """Whether its nearest deadline comes by the next midnight, and is not missed."""
    return not one.late and one.row.deadline is not None and one.row.deadline < evening


class Books:
    """The versions of the contracts, and what one Slack user is in them."""

    def __init__(self, casebook: Casebook, user: str, now: datetime) -> None:
        self.user, self.now = user, now
        self._contracts, self._today = casebook.contracts, casebook.contracts.current
        self.version: Callable[[str, date], Contract | None] = cache(self._contracts.version)
        self._debtors: Callable[..., bool] = cache(self._is_debtor)

    @property
    def theirs(self) -> tuple[Contract, ...]:
        """The contracts that name them today, by client."""
        named = self._contracts.for_person(self.user, self.now)
        return tuple(sorted(named, key=lambda one: (one.client.casefold(), one.id)))

    def roles(self, contract: Contract) -> frozenset[Role]:
        """Their roles in a contract."""
        return actor_in(contract, self.user).roles

    def sees(self, contract: Contract, level: Criticality | None) -> bool:
        """Whether an anomaly of that level may be shown to them."""
        security = level is Criticality.SECURITE
        return sees_security(contract, self.user, HOME) if security else reads(contract, self.user, HOME)

    def standings(self, tx: Connection, contract: Contract) -> list[Standing]:
        """The open anomalies of a contract that they may see, oldest first."""
        levels = {level: self.sees(contract, level) for level in (None, *Criticality)}
        rows = [row for row in portfolio.open_of(tx, contract.id) if levels[row.criticality]]
        return [one for row in rows if (one := self._standing(row, contract.id))]

    def owes(self, one: Standing) -> bool:
        """Whether the next step of an anomaly is theirs."""
        return self._debtors(one.row.owed, one.row.owner, one.contract.id)

    def left(self, one: Standing) -> timedelta:
        """The time to its nearest deadline, negative once past; FAR where it has none."""
        row = one.row
        if row.deadline is None or row.clock is None or row.level is None:
            return FAR
        return left(row.deadline, one.contract.commitment(row.level, row.clock), one.contract, self.now)

    def promised(self, tx: Connection, contract: Contract, before: datetime) -> list[Promised]:
        """The promised dates that concern them: all for those who answer for it, a developer's own."""
        roles = self.roles(contract) - {Role.AGENT}
        if not roles:
            return []
        rows = portfolio.promised_of(tx, contract.id, before)
        ids = ids_of(contract, self.user)
        return [one for one in rows if one.owner in ids] if roles == {Role.DEVELOPER} else rows

    def _standing(self, row: Open, contract_id: str) -> Standing | None:
        contract = self.version(contract_id, row.effective)
        return Standing(row, contract, self._late(row, contract)) if contract else None

    def _is_debtor(self, move: str, owner: str | None, contract_id: str) -> bool:
        contract = self._today(contract_id, self.now)
        return contract is not None and any(one.chat == self.user for one in debtors(move, owner, contract))

    def _late(self, row: Open, contract: Contract) -> bool:
        if row.deadline is None or row.deadline >= self.now or row.clock is None or row.level is None:
            return False
        return late(row.deadline, contract.commitment(row.level, row.clock), contract, self.now)
