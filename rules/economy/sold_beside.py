"""What a contract sells beside its envelopes: booklets, prepaid time, lots, time and means, functional questions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from rules.contract import Contract, Role
from rules.contract.budget_terms import NON_BILLABLE, OUT_OF_SCOPE, Batch, Budget, DrawnAt, TimeCredit
from rules.economy.agreement import Agreement
from rules.economy.batches import BatchFigures, spending
from rules.economy.booklets import (
    BookletFigures,
    DayPassed,
    Draw,
    Movement,
    Purchase,
    day_of,
    follow,
    worth_of_minutes,
)
from rules.economy.categories import CORRECTIVE, category, is_question, plain
from rules.economy.consumption import rounded
from rules.economy.credits import Period, PeriodFigures, renewed
from rules.economy.decisions import Decision
from rules.economy.entries import Entry, EntryFact, Key, aside, month_of
from rules.economy.month_terms import MonthTerms
from rules.economy.questions import QuestionFigures, counted
from rules.economy.regie import RegieFigures, Spent, priced
from rules.events.ledger_events import IssueShown, OverrunWay
from rules.workdays.month import Month, local_day

PROFILES: Mapping[Role, tuple[str, ...]] = {
    Role.DEVELOPER: ("developpeur", "developer"),
    Role.CP: ("chef de projet", "project manager"),
    Role.DIRECTION: ("direction", "direction de compte", "account manager"),
}
"""The profiles of a régie that a role means, without accents or capitals."""
_ANOMALY = ("anomalie", "anomaly", *CORRECTIVE)
_UNSOLD = (OUT_OF_SCOPE, NON_BILLABLE)


@dataclass(frozen=True, slots=True)
class Shown:
    """An issue as it was last shown, at an instant; an anomaly's, when it was `qualified` in scope, None while not."""

    issue: IssueShown
    at: datetime
    qualified: datetime | None = None

    @property
    def key(self) -> Key:
        """Its identity."""
        return self.issue.site, self.issue.issue


@dataclass(frozen=True, slots=True)
class Beside:
    """The figures of each thing sold, None or empty where the contract sells none.

    `untariffed` are the keys of requests whose kind has no price in units, `unrated` the minutes of authors without a
    rate; `minutes` are those that something here takes, and that no envelope draws. `charged` are the minutes that
    exceeded an envelope and were agreed to be a lot's, by its name.
    """

    booklets: BookletFigures | None = None
    untariffed: tuple[str, ...] = ()
    credits: tuple[tuple[TimeCredit, PeriodFigures], ...] = ()
    batches: tuple[tuple[Batch, BatchFigures], ...] = ()
    regie: RegieFigures | None = None
    unrated: int = 0
    questions: QuestionFigures | None = None
    minutes: int = 0
    charged: Mapping[str, int] = field(default_factory=dict)


@dataclass
class _Shares:
    """The entries that each thing takes."""

    batches: dict[str, list[Entry]] = field(default_factory=dict)
    credits: dict[str, list[Entry]] = field(default_factory=dict)
    booklets: list[Entry] = field(default_factory=list)
    regie: list[Entry] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """All that they took."""
        lists = (*self.batches.values(), *self.credits.values(), self.booklets, self.regie)
        return sum(_minutes(one) for each in lists for one in each)


def beside(
    contract: Contract,
    agreement: Agreement,
    facts: Iterable[EntryFact],
    issues: Iterable[Shown],
    today: date,
    decisions: Iterable[Decision] = (),
    refused: Collection[Key] = (),
) -> Beside:
    """What the entries and the issues of a contract come to on a day, under the version in force then.

    What is dated later counts on its day, and not before; the questions that were `refused` count nowhere.
    """
    budget, known = agreement.terms_on(today).budget, {one.key: one for one in issues}
    sells = budget.booklets or budget.credits or budget.batches or budget.regie
    entries = [one for one in live(facts) if local_day(one.started, agreement.zone) <= today] if sells else []
    shares = _shared(agreement, budget, entries, known)
    charges = tuple(charged(decisions, agreement.zone, today))
    booklets, untariffed = _booklets(budget, agreement.zone, known.values(), shares.booklets, today)
    month = Month.of(today)
    taken = [one for key, one in known.items() if key not in refused]
    regie, unrated = _regie(contract, budget, [one for one in shares.regie if month_of(one, agreement) == month])
    return Beside(
        booklets=booklets,
        untariffed=untariffed,
        credits=_credits(budget.credits, shares.credits),
        batches=tuple(
            (one, _batch(one, shares.batches.get(one.name, ()), charges, agreement)) for one in budget.batches
        ),
        regie=regie,
        unrated=unrated,
        questions=counted(asked(taken, agreement, month), budget.questions) if budget.questions else None,
        minutes=shares.minutes,
        charged={one.name: found for one in budget.batches if (found := _charged_to(one, charges))},
    )


def live(facts: Iterable[EntryFact]) -> list[Entry]:
    """The entries that still stand, each in its last state, in the order of the work."""
    states: dict[Key, Entry | None] = {}
    for fact in facts:
        states[fact.key] = fact.entry
    found = (one for one in states.values() if one is not None)
    return sorted(found, key=lambda one: (one.started, one.key))


def asked(issues: Iterable[Shown], agreement: Agreement, month: Month) -> int:
    """How many functional questions were opened in a month."""
    found = 0
    for one in issues:
        on = local_day(one.issue.opened or one.at, agreement.zone)
        if Month.of(on) == month and not one.issue.left:
            found += is_question(category(one.issue, agreement.terms_on(on).budget))
    return found


def _shared(agreement: Agreement, budget: Budget, entries: Iterable[Entry], known: Mapping[Key, Shown]) -> _Shares:
    """The entries that no envelope claims: a lot names its issues, prepaid time comes next, then units, then régie."""
    shares = _Shares()

    @cache
    def terms(month: Month) -> MonthTerms:
        return MonthTerms(month, agreement)

    for entry in entries:
        month, on = month_of(entry, agreement), local_day(entry.started, agreement.zone)
        if aside(entry, month, agreement) is not None or terms(month).claiming(entry.category) is not None:
            continue
        issue = known.get((entry.site, entry.issue))
        batch = _batch_of(budget.batches, issue.issue if issue else None, entry.category, on)
        credit = next((one for one in budget.credits if one.since <= on <= one.until), None)
        if batch is not None:
            shares.batches.setdefault(batch.name, []).append(entry)
        elif credit is not None:
            shares.credits.setdefault(credit.name, []).append(entry)
        elif budget.booklets and budget.unit_minutes:
            shares.booklets.append(entry)
        elif budget.regie is not None:
            shares.regie.append(entry)
    return shares


def _batch_of(batches: Iterable[Batch], issue: IssueShown | None, kind: str | None, on: date) -> Batch | None:
    """The lot whose name is the issue's category, or one of its labels, on a day that it covers."""
    names = {plain(one) for one in (kind or "", *(issue.labels if issue else ()))} - {""}
    return next((one for one in batches if plain(one.name) in names and one.since <= on <= one.until), None)


def charged(decisions: Iterable[Decision], zone: str, today: date) -> Iterator[tuple[str, Month, int]]:
    """What exceeded an envelope and is a lot's: the lot, the month in which that was agreed, the minutes."""
    for one in decisions:
        if one.what.way is OverrunWay.LOT and one.settled_at is not None:
            on = local_day(one.settled_at, zone)
            if on <= today:
                yield one.what.lot, Month.of(on), one.what.minutes


def _charged_to(batch: Batch, charges: Iterable[tuple[str, Month, int]]) -> int:
    return sum(minutes for lot, _, minutes in charges if lot == batch.name)


def _batch(
    batch: Batch, entries: Iterable[Entry], charges: Iterable[tuple[str, Month, int]], agreement: Agreement
) -> BatchFigures:
    minutes: dict[Month, int] = {}
    for lot, month, more in charges:
        if lot == batch.name:
            minutes[month] = minutes.get(month, 0) + more
    for one in entries:
        month = month_of(one, agreement)
        minutes[month] = minutes.get(month, 0) + _minutes(one)
    return spending(batch.budget, batch.hourly_rate, minutes, batch.thresholds)


def _credits(
    sold: Sequence[TimeCredit], entries: Mapping[str, Sequence[Entry]]
) -> tuple[tuple[TimeCredit, PeriodFigures], ...]:
    listed = sorted(sold, key=lambda one: one.since)
    periods = (
        Period(one.minutes, sum(map(_minutes, entries.get(one.name, ()))), one.price, one.remainder) for one in listed
    )
    return tuple(zip(listed, renewed(periods), strict=True))


def _booklets(
    budget: Budget, zone: str, issues: Iterable[Shown], entries: Iterable[Entry], today: date
) -> tuple[BookletFigures | None, tuple[str, ...]]:
    """The booklets today, and the keys of the requests whose kind the tariff does not know."""
    if not budget.booklets:
        return None, ()
    movements: list[Movement] = [Purchase(one) for one in budget.booklets if one.bought <= today]
    untariffed: list[str] = []
    if budget.unit_minutes:
        movements += _by_time(entries, budget.unit_minutes, zone)
    else:
        for one in issues:
            kind, on = category(one.issue, budget), _drawn_on(one, budget, zone)
            if on is None or one.issue.left or kind in _UNSOLD:
                continue
            if (units := _worth(one.issue, kind, budget)) is None:
                untariffed.append(one.issue.key)
            elif units:
                movements.append(Draw(one.issue.key, on, units))
    past = [one for one in movements if day_of(one) <= today]
    figures = follow([*past, DayPassed(today)], budget.given_back, budget.overrun_price)
    return figures, tuple(untariffed)


def _by_time(entries: Iterable[Entry], unit_minutes: int, zone: str) -> list[Movement]:
    """The units that the time spent on each request takes, on the day of the last work."""
    minutes: dict[Key, int] = {}
    last: dict[Key, date] = {}
    for one in entries:
        key = (one.site, one.issue)
        minutes[key] = minutes.get(key, 0) + _minutes(one)
        last[key] = local_day(one.started, zone)
    return [Draw("/".join(key), last[key], worth_of_minutes(spent, unit_minutes)) for key, spent in minutes.items()]


def _drawn_on(one: Shown, budget: Budget, zone: str) -> date | None:
    """The day on which a request takes its units; None while it takes none.

    Only anomalies are qualified: at qualification, a demande takes its units as soon as it is created.
    """
    if budget.drawn_at is DrawnAt.CLOSURE:
        return local_day(one.at, zone) if one.issue.ended else None
    if budget.drawn_at is DrawnAt.QUALIFICATION and one.issue.anomaly:
        return local_day(one.qualified, zone) if one.qualified else None
    return local_day(one.issue.opened or one.at, zone)


def _worth(issue: IssueShown, kind: str | None, budget: Budget) -> int | None:
    """The thousandths of a unit of a request: by its category, its type, or as an anomaly."""
    tariff = {plain(name): units for name, units in budget.tariff.items()}
    names = (kind or "", issue.type, *(_ANOMALY if issue.anomaly else ()))
    return next((tariff[plain(name)] for name in names if plain(name) in tariff), None)


def _regie(contract: Contract, budget: Budget, entries: Iterable[Entry]) -> tuple[RegieFigures | None, int]:
    """The price of a month's time, and the minutes of authors for whom the contract gives no rate."""
    if budget.regie is None:
        return None, 0
    rates = {plain(name): name for name in budget.regie.rates}
    people = {person.id: person for person in contract.people}
    spent: list[Spent] = []
    unrated = 0
    for one in entries:
        roles = people[one.author].roles if one.author in people else frozenset[Role]()
        words = (word for role, named in PROFILES.items() if role in roles for word in named)
        profile = next((rates[word] for word in words if word in rates), None)
        if profile is None:
            unrated += _minutes(one)
        else:
            spent.append(Spent(one.id, profile, _minutes(one)))
    return priced(budget.regie, budget.day_minutes, spent), unrated


def _minutes(entry: Entry) -> int:
    return rounded(entry.seconds, None)
