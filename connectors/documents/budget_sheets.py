"""The tables of a contract's month: its envelopes, its tickets and its time entries."""

from collections.abc import Callable, Iterable, Sequence

from connectors.documents.sheets import Column, Kind, Sheet
from connectors.wording import said
from rules.contract.budget_terms import NON_BILLABLE, OUT_OF_SCOPE
from rules.economy.entries import Aside
from rules.economy.figures import EnvelopeFigures, MonthFigures
from rules.economy.time_lines import Spent
from rules.workdays.month import Month

_REASONS = {
    Aside.OUT_OF_SCOPE: "budget.aside.out_of_scope",
    Aside.NON_BILLABLE: "budget.aside.non_billable",
    Aside.UNKNOWN: "budget.aside.unknown",
    Aside.IGNORED: "budget.aside.ignored",
    Aside.CLIENT: "budget.aside.client",
    Aside.BEFORE_START: "budget.aside.before_start",
    Aside.AFTER_END: "budget.aside.after_end",
    Aside.UNCLAIMED: "budget.aside.unclaimed",
}
_OURS = {OUT_OF_SCOPE: Aside.OUT_OF_SCOPE, NON_BILLABLE: Aside.NON_BILLABLE}
# What an envelope's row holds, in the order in which it adds up; the last one is its result.
_FIGURES: tuple[tuple[str, Callable[[EnvelopeFigures], int]], ...] = (
    ("budget.column.opening", lambda one: one.opening),
    ("budget.column.granted", lambda one: one.granted),
    ("budget.column.regranted", lambda one: one.regranted),
    ("budget.column.consumed", lambda one: -one.consumed),
    ("budget.column.corrected", lambda one: -one.corrected),
    ("budget.column.cascaded_in", lambda one: -one.cascaded_in),
    ("budget.column.cascaded_out", lambda one: one.cascaded_out),
    ("budget.column.billed", lambda one: one.excess_billed),
    ("budget.column.pending", lambda one: one.pending),
    ("budget.column.spread", lambda one: -one.spread),
    ("budget.column.lapsed", lambda one: -one.lapsed),
    ("budget.column.lapsed_cap", lambda one: -one.lapsed_cap),
    ("budget.column.closing", lambda one: one.closing),
)
_ALWAYS = ("budget.column.opening", "budget.column.granted", "budget.column.consumed", "budget.column.closing")


def envelopes(figures: MonthFigures, *, whole: bool) -> Sheet:
    """What each envelope had, received, gave and keeps; each row adds up to its balance, and so does the last line.

    Unless `whole`, the columns that hold nothing are left out.
    """
    rows = [(one.envelope, [of(one) for _, of in _FIGURES], one.cents) for one in figures.envelopes]
    if len(rows) > 1:
        sums = [sum(column) for column in zip(*(minutes for _, minutes, _ in rows), strict=True)]
        rows.append((said("budget.total"), sums, sum(cents for _, _, cents in rows)))
    kept = [
        rank
        for rank, (key, _) in enumerate(_FIGURES)
        if whole or key in _ALWAYS or any(minutes[rank] for _, minutes, _ in rows)
    ]
    priced = whole or any(cents for _, _, cents in rows)
    columns = [Column(said("budget.column.envelope"))]
    columns += [Column(said(_FIGURES[rank][0]), Kind.HOURS) for rank in kept]
    columns += [Column(said("budget.column.cents"), Kind.MONEY)] if priced else []
    return Sheet(
        said("budget.sheet.envelopes"),
        tuple(columns),
        tuple(
            (name, *(minutes[rank] for rank in kept), *((cents,) if priced else ())) for name, minutes, cents in rows
        ),
    )


def tickets(spent: Iterable[Spent]) -> Sheet:
    """The time of each ticket, envelope by envelope; the dearest first."""
    found: dict[tuple[str, str], list[Spent]] = {}
    for one in spent:
        found.setdefault((one.key, where(one)), []).append(one)
    ordered = sorted(found.items(), key=lambda pair: (-_total(pair[1]), pair[0]))
    rows = tuple(
        (key, _title(some[-1]), _kind(some[-1]), place, ", ".join(_authors(some)), len(some), _total(some))
        for (key, place), some in ordered
    )
    columns = (
        Column(said("budget.column.ticket")),
        Column(said("budget.column.title")),
        Column(said("budget.column.category")),
        Column(said("budget.column.envelope")),
        Column(said("budget.column.authors")),
        Column(said("budget.column.entries"), Kind.COUNT),
        Column(said("budget.column.time"), Kind.HOURS),
    )
    return Sheet(said("budget.sheet.tickets"), columns, rows)


def entries(spent: Iterable[Spent], month: Month) -> Sheet:
    """Each time entry, the oldest first; the month to which it belongs where that is another one."""
    columns = (
        Column(said("budget.column.day"), Kind.DATE),
        Column(said("budget.column.ticket")),
        Column(said("budget.column.title")),
        Column(said("budget.column.category")),
        Column(said("budget.column.author")),
        Column(said("budget.column.envelope")),
        Column(said("budget.column.minutes"), Kind.COUNT),
        Column(said("budget.column.time"), Kind.HOURS),
        Column(said("budget.column.origin")),
    )
    rows = tuple(
        (
            one.on,
            one.key,
            _title(one),
            _kind(one),
            one.author,
            where(one),
            one.minutes,
            one.minutes,
            str(one.origin) if one.origin != month else "",
        )
        for one in spent
    )
    return Sheet(said("budget.sheet.entries"), columns, rows)


def where(one: Spent) -> str:
    """The envelope that a line draws from, else why it draws from none."""
    return one.envelope if one.reason is None else said(_REASONS[one.reason])


def _kind(one: Spent) -> str:
    """The kind of work in people's words: two kinds go by names of ours, which nobody outside reads."""
    ours = _OURS.get(one.category or "")
    return said(_REASONS[ours]) if ours else one.category or ""


def _title(one: Spent) -> str:
    return said("budget.secret") if one.title is None else one.title


def _authors(some: Sequence[Spent]) -> list[str]:
    return sorted({one.author for one in some if one.author})


def _total(some: Iterable[Spent]) -> int:
    return sum(one.minutes for one in some)
