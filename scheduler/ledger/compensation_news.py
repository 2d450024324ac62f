"""What time brings to a contract's compensations: a closed month is calculated, a term for observations ends."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from connectors.parsed_delivery import CompensationDue, DueKind
from connectors.wording.money import currency_of
from rules.budget_model import Money
from rules.contract import Contract
from rules.economy.compensation.calculations import calculations
from rules.economy.compensation.penalty_life import LifeState, Penalty, lives
from rules.effects import Effect, Message, Say, Value
from rules.events.compensation_events import CompensationEvent
from rules.people.ledger_rights import deciders
from rules.workdays.month import Month, local_day
from scheduler.cases.compensation_dossiers import CompensationFile
from scheduler.ledger.ledger_sitting import moment, tell
from scheduler.ledger.penalty_lines import instant, penalty_lines, step_buttons
from scheduler.ledger.penalty_stepping import Taken, differences

_BUTTONS = 6


def brought(file: CompensationFile, contract: Contract, due: CompensationDue, now: datetime) -> Taken:
    """The facts to journal and what is told. Raises ValueError for a month or a day that is none."""
    if due.what is DueKind.SETTLE:
        return _settled(file, contract, Month.read(due.of), now)
    return Taken((), tuple(_term(file, contract, date.fromisoformat(due.of), now)))


def _settled(file: CompensationFile, contract: Contract, month: Month, now: datetime) -> Taken:
    """Calculate every month that is over, and tell what the closed one comes to."""
    calculated: tuple[CompensationEvent, ...] = tuple(calculations(file.over(now), file.penalties))
    penalties = lives(calculated, file.term, file.penalties)
    fresh = frozenset(one.line for one in calculated)
    owing = [one for one in _untold(penalties.values(), month, fresh) if one.cents]
    return Taken(calculated, (*_of_the_month(file, contract, month, owing), *differences(file, contract, penalties)))


def _untold(penalties: Iterable[Penalty], month: Month, fresh: Collection[str]) -> Iterator[Penalty]:
    """What stands calculated of a month and was not told: all of it, `fresh` or calculated at the close of another.

    Whoever made a step on the month has seen the rest of it; only what is fresh is news to them.
    """
    some = [one for one in penalties if one.month == month]
    seen = any(one.state is not LifeState.CALCULATED for one in some)
    yield from (one for one in some if one.state is LifeState.CALCULATED and (one.line in fresh or not seen))


def _of_the_month(file: CompensationFile, contract: Contract, month: Month, owing: list[Penalty]) -> Iterator[Effect]:
    if not owing:
        return
    currency = currency_of(contract)
    values: dict[str, Value] = {
        "client": contract.client,
        "month": moment(month, contract.zone),
        "amount": Money(sum(one.cents for one in owing), currency),
        "penalties": penalty_lines(file, owing, currency),
        "said": f"{month} {contract.id}",
    }
    yield from _to_deciders(contract, Message(Say.COMPENSATION_SETTLED, values))


def _term(file: CompensationFile, contract: Contract, until: date, now: datetime) -> Iterator[Effect]:
    """A message for each month whose penalties nobody answered yet; nothing once all are answered or decided."""
    waiting = [one for one in file.penalties.values() if one.state is LifeState.NOTIFIED and one.until == until]
    today = local_day(now, contract.zone)
    for month in sorted({one.month for one in waiting}):
        some = [one for one in waiting if one.month == month]
        values: dict[str, Value] = {
            "client": contract.client,
            "month": moment(month, contract.zone),
            "until": instant(until, contract.zone),
            "when": "over" if today > until else "today",
            "penalties": penalty_lines(file, some, currency_of(contract)),
        }
        buttons = [one for each in some for one in step_buttons(file, each, contract, today)]
        yield from _to_deciders(contract, Message(Say.COMPENSATION_TERM, values, buttons=tuple(buttons[:_BUTTONS])))


def _to_deciders(contract: Contract, message: Message) -> Iterator[Effect]:
    for role in deciders(contract):
        yield from tell(contract, role, message)
