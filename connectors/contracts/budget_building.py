"""From the `budget` of a file to the rules' terms: cents, minutes, thousandths, and our names of categories."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from connectors.contracts.budget_checks import category, named
from connectors.contracts.budget_parsers import Span
from connectors.contracts.budget_section import (
    BookletSection,
    BudgetSection,
    CategorySection,
    CreditSection,
    FlatSection,
    LotSection,
    RegieSection,
    RemainderSection,
)
from connectors.contracts.budget_words import CORRECTIVE, USUAL_CATEGORIES
from connectors.contracts.envelope_section import CarrySection, EnvelopeSection, OverrunSection
from connectors.contracts.packs import ECONOMIES
from rules.contract.budget_terms import (
    Batch,
    Booklet,
    Budget,
    Category,
    FlatRegie,
    Forecast,
    Questions,
    Regie,
    RegieUnit,
    Remainder,
    RemainderMode,
    Rounding,
    TimeCredit,
)
from rules.contract.envelope_terms import Carry, CarryMode, Envelope, Overrun, OverrunMode, Window

_MINUTE = timedelta(minutes=1)
_UNIT = Decimal(1000)
_WHOLE = Decimal(100)
_USUAL_STEPS = {RegieUnit.DAY: Decimal("0.5"), RegieUnit.HOUR: Decimal(1)}


def budget(section: BudgetSection | None, pack: str | None) -> Budget | None:
    """The budget that a section describes, with what its pack sells where it sells nothing itself; None without one."""
    if section is None:
        return None
    written = section if pack is None or _sells(section) else _of_pack(section, pack)
    day = written.day_length // _MINUTE
    names = tuple(written.envelopes)
    by_minutes = isinstance(written.tariff, int)
    return Budget(
        currency=written.currency,
        fee=written.fee,
        day_minutes=day,
        proration=written.proration,
        amendment=written.amendment,
        belongs_by=written.belongs_by,
        straddling=written.straddling,
        unknown_author=written.unknown_author,
        rounding=_rounding(written),
        categories=_categories(written),
        envelopes=tuple(_envelope(name, one, names, day) for name, one in written.envelopes.items()),
        booklets=tuple(_booklet(name, one) for name, one in written.booklets.items()),
        tariff={} if written.tariff is None or isinstance(written.tariff, int) else dict(written.tariff),
        unit_minutes=written.tariff if by_minutes and isinstance(written.tariff, int) else None,
        drawn_at=written.drawn_at,
        given_back=written.given_back,
        overrun_price=written.unit_beyond,
        credits=tuple(_credit(name, one, day) for name, one in written.credits.items()),
        regie=_regie(written.regie, day) if written.regie else None,
        batches=tuple(_batch(name, one) for name, one in written.lots.items()),
        questions=_questions(written),
        thresholds=_ascending(written.warnings),
        forecast=Forecast(written.forecast.pace, written.forecast.forecast_from),
        final_balance=written.final_balance,
        ends=written.ends,
        closing=written.closing,
        client_sees=written.client_sees,
    )


def _sells(written: BudgetSection) -> bool:
    return any((written.envelopes, written.booklets, written.credits, written.regie, written.lots))


def _of_pack(written: BudgetSection, pack: str) -> BudgetSection:
    sold = BudgetSection.model_validate(dict(ECONOMIES[pack]))
    update = {"envelopes": sold.envelopes, "questions": written.questions or sold.questions}
    return written.model_copy(update=update)


def _rounding(written: BudgetSection) -> Rounding | None:
    said = written.rounding
    return Rounding(said.rounding_step, said.rounding_by, said.rounding_way) if said else None


def _categories(written: BudgetSection) -> tuple[Category, ...]:
    """The categories of the file; without any, those that an envelope pays are named by a label, but for anomalies."""
    if written.categories:
        return tuple(_category(name, one) for name, one in written.categories.items())
    paid = dict.fromkeys(category(name) for one in written.envelopes.values() for name in one.pays)
    words = USUAL_CATEGORIES.values.items()
    return tuple(
        Category(name, labels=tuple(spelling for spelling, known in words if known == name))
        for name in paid
        if name != CORRECTIVE
    )


def _category(name: str, written: CategorySection) -> Category:
    fields = {field: tuple(values) for field, values in written.category_field.items()}
    return Category(category(name), written.issue_types, written.category_labels, fields)


def _envelope(name: str, written: EnvelopeSection, names: tuple[str, ...], day: int) -> Envelope:
    return Envelope(
        name=name,
        grant=written.grant.at(day),
        categories=tuple(dict.fromkeys(category(one) for one in written.pays)),
        carry=_carry(written.carry, day),
        order=written.draw_order,
        overrun=_overrun(written.overrun, names, day),
    )


def _carry(written: bool | CarrySection, day: int) -> Carry:
    if isinstance(written, bool):
        return Carry(CarryMode.KEPT if written else CarryMode.NONE)
    cap = None if written.carry_cap is None else written.carry_cap.at(day)
    if written.window is None:
        return Carry(CarryMode.KEPT, cap, written.expires_after, at_end=written.applied)
    window = Window(written.window) if isinstance(written.window, int) else Window(ends=frozenset(written.window))
    return Carry(CarryMode.WINDOW, cap, window=window, at_end=written.applied)


def _overrun(written: OverrunMode | OverrunSection, names: tuple[str, ...], day: int) -> Overrun:
    if isinstance(written, OverrunMode):
        return Overrun(written)
    if written.debt is not None:
        cap = written.debt.debt_cap
        return Overrun(OverrunMode.DEBT, debt_cap=None if cap is None else cap.at(day))
    if written.billed is not None:
        return Overrun(OverrunMode.BILLED, rate=written.billed.hourly_rate, step=written.billed.billed_step)
    return Overrun(OverrunMode.CASCADE, to=named(written.cascade or "", names) or "")


def _booklet(name: str, written: BookletSection) -> Booklet:
    return Booklet(name, written.units, written.price, written.bought, written.expires)


def _credit(name: str, written: CreditSection, day: int) -> TimeCredit:
    days = Span(days=Decimal(written.credit_days or 0) / _UNIT)
    minutes = (written.credit_length or days).at(day)
    return TimeCredit(
        name, minutes, written.price, written.first_day, written.last_day, _remainder(written.remainder, minutes, day)
    )


def _remainder(written: RemainderMode | RemainderSection, granted: int, day: int) -> Remainder:
    """A share of what was granted is all of what is left, up to that share."""
    if isinstance(written, RemainderMode):
        return Remainder(written)
    carried, share = written.carried, written.carried.carried_share / _WHOLE
    cap = None if carried.carry_cap is None else carried.carry_cap.at(day)
    if not carried.carry_base:
        return Remainder(RemainderMode.CARRIED, share, cap)
    most = int(granted * share)
    return Remainder(RemainderMode.CARRIED, Decimal(1), most if cap is None else min(most, cap))


def _regie(written: RegieSection, day: int) -> Regie:
    step = written.rounding_step
    said = None if step is None else step.days or Decimal(step.minutes)
    return Regie(
        rates=dict(written.rates),
        unit=written.regie_unit,
        step=said or _USUAL_STEPS[written.regie_unit],
        flat=_flat(written.flat, day) if written.flat else None,
        ceiling=written.ceiling,
    )


def _flat(written: FlatSection, day: int) -> FlatRegie:
    tolerance = Decimal(0)
    if written.tolerance is not None:
        tolerance = written.tolerance.days or Decimal(written.tolerance.minutes) / day
    return FlatRegie(written.flat_days / _UNIT, written.price, written.over_rate, tolerance, written.under_rate)


def _batch(name: str, written: LotSection) -> Batch:
    return Batch(
        name=name,
        budget=written.lot_budget,
        hourly_rate=written.hourly_rate,
        since=written.first_day,
        until=written.last_day,
        thresholds=_ascending(written.warnings),
    )


def _questions(written: BudgetSection) -> Questions | None:
    said = written.questions
    return Questions(said.included, said.beyond, said.price or 0) if said else None


def _ascending(thresholds: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(thresholds)))
