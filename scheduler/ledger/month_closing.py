"""The close of a contract's month: proposed on its day, done by a button, told to both sides."""

from collections.abc import Iterator
from datetime import datetime

from connectors.contracts import Contracts
from connectors.store import Connection, closed_months, mailbox
from connectors.store.closed_months import ClosedMonth
from rules.budget_model import LedgerButton, Money
from rules.contract import Contract, Role
from rules.contract.budget_terms import ClientSees
from rules.economy.entries import Aside
from rules.economy.figures import MonthFigures
from rules.economy.month_close import Against, Closing, against, first_open, frozen, kept
from rules.effects import Answer, Effect, Message, Say, Value
from rules.events.ledger_events import MonthClosed
from rules.people.ledger_rights import client_sees, reads_money
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.ledger.compensation_deliveries import month_to_settle
from scheduler.ledger.ledger_book import agreed, begun, told, told_whole
from scheduler.ledger.ledger_sitting import Ruling, Sitting, lines, moment, refused, tell, tell_provider, to_decide


def propose(tx: Connection, casebook: Casebook, contract: Contract, at: datetime) -> Iterator[Effect]:
    """The close of the first open month, to the CP, with its figures; nothing where none is over. Raises UnreadRow."""
    agreement = agreed(casebook.contracts, contract.id)
    if agreement is None or not begun(tx, contract.id):
        return
    book, today = told(tx, contract.id, agreement), local_day(at, agreement.zone)
    month = first_open(agreement, book.history, today)
    if against(month, agreement, book.history, today) is not None:
        return
    books = book.books(today)
    figures = books.month(month)
    if figures is None:
        return
    unknown = books.set_aside.get(Aside.UNKNOWN, 0)
    values = _values(contract, figures, money=True) | ({"unknown": unknown} if unknown else {})
    buttons = (_button(contract, month), *to_decide(contract, figures, book.history))
    yield from tell(contract, Role.CP, Message(Say.MONTH_TO_CLOSE, values, buttons=buttons))


def close(sitting: Sitting, wish: MonthClosed) -> Ruling:
    """Close a month: its figures are frozen under a digest, and both sides are told what they may read.

    Where the month after it is over as well, its author alone is told: one closes that one next.
    """
    contract, month, today = sitting.contract, Month.read(wish.month), local_day(sitting.now, sitting.contract.zone)
    stands = against(month, sitting.agreement, sitting.history, today)
    if stands is not None:
        return _refused(sitting, month, stands)
    found = sitting.book.closing(month, sitting.now, sitting.who.name)
    closed_months.close(sitting.tx, row(contract.id, found, sitting.now, sitting.who.name))
    if contract.compensations is not None:  # of another journal, and so of another decision
        mailbox.keep(sitting.tx, (month_to_settle(contract.id, month, sitting.now),))
    return Ruling(MonthClosed(wish.month, found.digest, found.before), tuple(_told(sitting, found)))


def row(contract: str, found: Closing, at: datetime, by: str) -> ClosedMonth:
    """The row that keeps a closed month."""
    return ClosedMonth(contract, str(found.month), at, by, found.digest, frozen(found.figures))


def _told(sitting: Sitting, found: Closing) -> Iterator[Effect]:
    contract, following = sitting.contract, found.month.plus(1)
    values: dict[str, Value] = _values(contract, found.figures, money=True) | {"who": sitting.who.name}
    next_over = following.last < local_day(sitting.now, contract.zone)
    buttons = to_decide(contract, found.figures, sitting.history)
    offered = (_button(contract, following),) if next_over and not _ended(sitting, following) else ()
    yield Answer(Message(Say.MONTH_CLOSED, values, buttons=(*offered, *buttons)), contract.id)
    if offered:
        return  # a past that is caught up month by month: the others are told of the last one
    yield from tell_provider(contract, Message(Say.MONTH_CLOSED, values, buttons=buttons), sitting.who.id)
    if client_sees(contract) is not ClientSees.NOTHING:
        shown = _values(contract, found.figures, money=reads_money(contract, Role.RM)) | {"who": sitting.who.name}
        yield from tell(contract, Role.RM, Message(Say.MONTH_CLOSED_TO_RM, shown))


def _ended(sitting: Sitting, month: Month) -> bool:
    end = sitting.agreement.end
    return end is not None and month > Month.of(end)


def _refused(sitting: Sitting, month: Month, stands: Against) -> Ruling:
    """Why not: of one that is closed, by whom and when; of one that comes too early, which month comes first."""
    zone = sitting.contract.zone
    values: dict[str, Value] = {"month": moment(month, zone)}
    if stands is Against.ALREADY:
        done = next(one for one in sitting.history.closes if one.month == month)
        values |= {"who": done.by, "at": done.at}
    if stands is Against.EARLIER_OPEN:
        first = first_open(sitting.agreement, sitting.history, local_day(sitting.now, zone))
        values["first"] = moment(first, zone)
    return refused(sitting, stands.value, **values)


def _values(contract: Contract, figures: MonthFigures, *, money: bool) -> dict[str, Value]:
    currency = contract.budget.currency if contract.budget else "EUR"
    fee: dict[str, Value] = {"fee": Money(figures.fee, currency)} if money and figures.fee else {}
    told = lines(figures, currency, money=money)
    envelopes: dict[str, Value] = {"envelopes": told} if told else {}
    return {"client": contract.client, "month": moment(figures.month, contract.zone), **envelopes, **fee}


def _button(contract: Contract, month: Month) -> LedgerButton:
    return LedgerButton("close_month", contract.id, str(month), month=str(month))


def freeze(tx: Connection, contracts: Contracts, contract: str, now: datetime) -> int:
    """Write again, from the journal, what is kept of a contract's closed months; how many. Raises UnreadRow."""
    agreement = agreed(contracts, contract)
    if agreement is None:
        return 0
    history = told_whole(tx, contract, agreement)
    figures = {
        one.month: one
        for one in kept(agreement, history, local_day(now, agreement.zone), rows=False).months
        if one.closed
    }
    closed_months.forget(tx, contract)
    done = 0
    for one in history.closes:
        if one.month in figures:
            digest = history.digests.get(one.month, "")
            found = Closing(one.month, figures[one.month], digest, "")
            done += closed_months.close(tx, row(contract, found, one.at, one.by))
    return done
