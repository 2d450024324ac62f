"""The tables of what a contract sells beside its envelopes: booklets, prepaid time, lots."""

from collections.abc import Iterator

from connectors.documents.sheets import Column, Kind, Sheet
from connectors.wording import said
from rules.economy.batches import charge
from rules.economy.budget_view import BudgetView


def pool_sheets(view: BudgetView) -> Iterator[tuple[str, Sheet]]:
    """A table for each thing sold, after the name of its file."""
    if view.beside.booklets is not None:
        yield said("budget.file.booklets"), booklets(view)
    if view.beside.credits:
        yield said("budget.file.credits"), credits_sheet(view)
    if view.beside.batches:
        yield said("budget.file.lots"), lots(view)


def booklets(view: BudgetView) -> Sheet:
    """Each booklet: what was bought, used and is left, in units; then each request that holds some."""
    found = view.beside.booklets
    columns = (
        Column(said("budget.column.booklet")),
        Column(said("budget.column.ticket")),
        Column(said("budget.column.bought"), Kind.DATE),
        Column(said("budget.column.expires"), Kind.DATE),
        Column(said("budget.column.units"), Kind.UNITS),
        Column(said("budget.column.units_used"), Kind.UNITS),
        Column(said("budget.column.units_left"), Kind.UNITS),
    )
    held = sorted(found.requests.items()) if found else []
    rows: list[tuple[object, ...]] = []
    for one in view.budget.booklets:
        if found is None or one.name not in found.lots:
            continue
        used = sum(by.get(one.name, 0) for _, by in held)
        rows.append((one.name, "", one.bought, one.expires, one.units, used, found.lots[one.name]))
        rows += [(one.name, key, None, None, None, by[one.name], None) for key, by in held if one.name in by]
    if found and found.overrun:
        beyond = said("budget.column.beyond")
        rows.append((beyond, "", None, None, None, found.overrun, None))
        rows += [(beyond, key, None, None, None, by[None], None) for key, by in held if None in by]
    return Sheet(said("budget.sheet.booklets"), columns, tuple(rows))  # type: ignore[arg-type]


def credits_sheet(view: BudgetView) -> Sheet:
    """Each period of prepaid time: what it had, used, and leaves."""
    columns = (
        Column(said("budget.column.credit")),
        Column(said("budget.column.from"), Kind.DATE),
        Column(said("budget.column.until"), Kind.DATE),
        Column(said("budget.column.opening"), Kind.HOURS),
        Column(said("budget.column.granted"), Kind.HOURS),
        Column(said("budget.column.consumed"), Kind.HOURS),
        Column(said("budget.column.hours_left"), Kind.HOURS),
        Column(said("budget.column.over"), Kind.HOURS),
    )
    rows = tuple(
        (one.name, one.since, one.until, period.opening, period.granted, period.used, period.left, period.over)
        for one, period in view.beside.credits
    )
    return Sheet(said("budget.sheet.credits"), columns, rows)


def lots(view: BudgetView) -> Sheet:
    """Each lot: its budget, what was spent of it, what of that exceeded an envelope first, and what is left."""
    columns = (
        Column(said("budget.column.lot")),
        Column(said("budget.column.from"), Kind.DATE),
        Column(said("budget.column.until"), Kind.DATE),
        Column(said("budget.column.lot_budget"), Kind.MONEY),
        Column(said("budget.column.spent"), Kind.MONEY),
        Column(said("budget.column.charged"), Kind.HOURS),
        Column(said("budget.column.charged_cents"), Kind.MONEY),
        Column(said("budget.column.left"), Kind.MONEY),
    )
    rows = []
    for one, figures in view.beside.batches:
        spent = figures.months[-1].spent if figures.months else 0
        minutes = view.beside.charged.get(one.name, 0)
        cents = charge(minutes, one.hourly_rate)
        rows.append((one.name, one.since, one.until, one.budget, spent, minutes, cents, one.budget - spent))
    return Sheet(said("budget.sheet.lots"), columns, tuple(rows))
