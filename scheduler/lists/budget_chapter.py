"""The budgets in a CP's morning list: what was warned of, a month to close, an overrun to decide, time to validate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog

from connectors.contracts import Contracts
from connectors.store import Connection
from connectors.store.unread_rows import UnreadRow
from rules.budget_model import LedgerButton
from rules.contract import Contract
from rules.digest_model import Chapter, Kind, Line, Said
from rules.economy.decisions import undecided
from rules.economy.ledger_history import History
from rules.economy.month_close import against, first_open
from rules.economy.rounding import HUNDRED
from rules.events.ledger_events import Alarm, BudgetWarned, Pool
from rules.workdays.month import Month, local_day
from scheduler.ledger.ledger_book import agreed, begun, told
from scheduler.lists.list_lines import CLIENT, NAME, chapter, short

log = structlog.get_logger("vigie.lists")

MOST = 6
_MONDAY = 0
_STRANGERS = 2

Item = tuple[Line, tuple[LedgerButton, ...]]


def budgets(
    tx: Connection, contracts: Contracts, theirs: Iterable[Contract], now: datetime
) -> tuple[tuple[Chapter, ...], tuple[LedgerButton, ...]]:
    """The chapter of some contracts, none where nothing is to be done, and the buttons of the lines that it shows."""
    counted = [one for one in theirs if one.budget is not None]
    items = [item for one in counted for item in _read(_Look(tx, contracts, one, now, len(counted) > 1))]
    shown = items[:MOST]
    buttons = tuple(one for _, offered in shown for one in offered)
    return chapter("budget", (line for line, _ in shown), len(items)), buttons


@dataclass(frozen=True, slots=True)
class _Look:
    tx: Connection
    contracts: Contracts
    contract: Contract
    now: datetime
    several: bool

    def line(self, kind: Kind, **values: Said) -> Line:
        return Line(kind, short(self.contract.client, CLIENT), values)

    def button(self, act: str, of: str, text: str = "", month: str = "") -> LedgerButton:
        named = " · ".join(filter(None, (text, self.contract.client if self.several else "")))
        return LedgerButton(act, self.contract.id, of, short(named, NAME), month)

    def month(self, month: Month) -> datetime:
        return datetime.combine(month.first, time(), ZoneInfo(self.contract.zone))


def _read(look: _Look) -> list[Item]:
    """The lines of one contract; a ledger that cannot be read leaves the rest of the list alone."""
    try:
        return list(_items(look))
    except UnreadRow as why:
        log.error("budget not read", contract=look.contract.id, row=why.unread.name)
        return []


def _items(look: _Look) -> Iterator[Item]:
    agreement = agreed(look.contracts, look.contract.id)
    if agreement is None or not begun(look.tx, look.contract.id):
        return
    book = told(look.tx, look.contract.id, agreement)
    history = book.history
    today = local_day(look.now, look.contract.zone)
    month = first_open(agreement, history, today)
    if against(month, agreement, history, today) is None and look.now >= _closing(look, month):
        yield look.line("to_close", month=look.month(month)), (look.button("close_month", str(month), "", str(month)),)
    for figures in book.books(today).months:
        for one in figures.envelopes:
            if excess := undecided(figures.month, one, history.decisions):
                line = look.line(
                    "overrun", envelope=short(one.envelope, NAME), minutes=excess, month=look.month(figures.month)
                )
                yield line, (look.button("decide_overrun", f"{figures.month}|{one.envelope}", one.envelope),)
    for rank, stranger in enumerate(history.strangers):
        name = short(stranger.name, NAME)
        buttons = tuple(look.button(act, stranger.author, name) for act in ("count_author", "leave_author"))
        spent = look.line("stranger", who=name, minutes=round(stranger.seconds / 60))
        yield spent, buttons if rank < _STRANGERS else ()
    yield from _warned(look, history)


def _warned(look: _Look, history: History) -> Iterator[Item]:
    """The warnings since the morning before, each in one list: an excess stands above as long as it lasts."""
    before = look.now - timedelta(
        days=3 if look.now.astimezone(ZoneInfo(look.contract.zone)).weekday() == _MONDAY else 1
    )
    for one, at in history.warned:
        if at <= before or one.alarm is Alarm.EXCEEDED:
            continue
        if one.pool is not Pool.ENVELOPE:
            yield _of_pool(look, one), ()
            continue
        values: dict[str, Said] = {"envelope": short(one.envelope, NAME), "used": one.used, "available": one.available}
        if one.alarm is Alarm.FORECAST:
            yield look.line("forecast", **values, expected=one.expected), ()
        else:
            yield look.line("spent", **values, percent=one.percent), ()


def _of_pool(look: _Look, one: BudgetWarned) -> Line:
    """Booklets, prepaid time and lots count in units of their own: the share says enough in a list."""
    name = short(one.envelope, NAME)
    if one.alarm is Alarm.FORECAST:
        ahead = one.expected * HUNDRED // one.available if one.available else HUNDRED
        return look.line("pool_forecast", envelope=name, percent=ahead)
    return look.line("pool_spent", envelope=name, percent=one.percent)


def _closing(look: _Look, month: Month) -> datetime:
    """The instant at which the contract wants a month closed."""
    wanted = look.contract.budget.closing if look.contract.budget else None
    day = month.plus(1).first + timedelta(days=(wanted.day if wanted else 1) - 1)
    hour, minute = divmod(wanted.minutes if wanted else 0, 60)
    return datetime.combine(day, time(hour, minute), ZoneInfo(look.contract.zone))
