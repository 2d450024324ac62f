"""Each CP's morning list: one a day for all their contracts, at the hour that they chose."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from connectors.preference_choices import Preferences
from connectors.store import Connection
from rules.clock import read
from rules.contract import Contract, Role
from rules.digest_model import Chapter, Kind, Line
from rules.effects import Effect, Message, Say
from rules.reminders.promised_dates import Promise, near, promises
from scheduler.cases.case_loader import Case, Casebook
from scheduler.lists.budget_chapter import budgets
from scheduler.lists.compensation_chapter import compensations
from scheduler.lists.due_list import Due
from scheduler.lists.list_lines import asked, by, chapter, judged, line, since, step, time_left
from scheduler.lists.list_readers import Reader, readers
from scheduler.lists.person_portfolio import AHEAD, Books, Standing, due_today, end_of_day, found

REACH = timedelta(hours=12)
MOST = 6
WEEKEND = (5, 6)
_WAITS = ("answer", "accept", "resume")


def due(casebook: Casebook, chosen: Mapping[str, Preferences], now: datetime) -> Iterator[Due]:
    """The lists whose hour has come today, by at most REACH. Nothing is due at the weekend."""
    for reader in readers(casebook.contracts.holding(now), Role.CP, chosen):
        today = reader.today(now)
        at = reader.at(reader.chosen.morning, today)
        user = reader.person.chat
        if at is None or not user or today.weekday() in WEEKEND:
            continue
        if at <= now < at.astimezone(UTC) + REACH:
            yield Due(reader.key, today.isoformat(), partial(morning, casebook, reader, user, now))


def morning(casebook: Casebook, reader: Reader, user: str, now: datetime, tx: Connection) -> tuple[Effect, ...]:
    """What is late, due today, promised, waiting for the client or paused without a reason, and what budgets ask for.

    `user` is theirs in Slack.

    A contract is left out on a day that its first calendar does not work: those are people's days off.
    """
    working = [one for one in reader.contracts if _works(one, now)]
    books = Books(casebook, user, now)
    look = _Look(tx, casebook, books, len(reader.contracts) > 1)
    standing = [one for contract in working for one in books.standings(tx, contract) if one.row.raised_at]
    late = [one for one in standing if one.late]
    today = [one for one in standing if due_today(one, end_of_day(one.contract, now))]
    chapters = (*look.due(late, today), *look.promised(working, (*late, *today)), *look.waiting(standing))
    money, buttons = budgets(tx, casebook.contracts, working, now)
    told = (*chapters, *money, *compensations(tx, casebook, working, now))
    return reader.told(Message(Say.DAILY, {"open": len(standing), "chapters": told}, buttons=buttons)) if told else ()


class _Look:
    """The anomalies of one CP, of which no more is read than what is shown or must be counted."""

    def __init__(self, tx: Connection, casebook: Casebook, books: Books, several: bool) -> None:
        self._tx, self._casebook, self._books, self._several = tx, casebook, books, several
        self._now = books.now

    def due(self, late: Sequence[Standing], today: Sequence[Standing]) -> Iterator[Chapter]:
        """The deadlines of the contract, the least time left first."""
        yield from chapter("late", (self._running("late", one) for one in self._nearest(late)), len(late))
        yield from chapter("today", (self._running("today", one) for one in self._nearest(today)), len(today))

    def promised(self, contracts: Sequence[Contract], said: Sequence[Standing]) -> Iterator[Chapter]:
        """The promised dates that went by, fall today or are near, but for those `said` as deadlines."""
        known = {(one.row.id, one.row.clock, one.row.deadline) for one in said}
        dates = [pair for one in contracts for pair in self._dates(one)]
        told = [(case, made) for case, made in dates if (case.id, made.clock, made.promised) not in known]
        told.sort(key=lambda pair: pair[1].promised)
        yield from chapter("promised", (self._date(*pair) for pair in told[:MOST]), len(told))

    def waiting(self, standing: Sequence[Standing]) -> Iterator[Chapter]:
        """The client's duties, then the waits without a reason; the oldest first."""
        steps = {one.row.id: one.row.owed for one in standing if one.row.owed in _WAITS}
        cases = [(case, steps[one]) for one in steps if (case := self._case(one))]
        owed = [line for case, move in cases if (line := self._owed(case, move))]
        silent = [line for case, _ in cases if (line := _unexplained(case, self._several))]
        yield from chapter("waiting", sorted(owed, key=since)[:MOST], len(owed))
        yield from chapter("unexplained", sorted(silent, key=since)[:MOST], len(silent))

    def _nearest(self, standing: Sequence[Standing]) -> list[Standing]:
        return sorted(standing, key=self._books.left)[:MOST]

    def _running(self, kind: Kind, one: Standing) -> Line | None:
        case = self._case(one.row.id)
        if case is None or one.row.clock is None:
            return None
        reading = read(one.row.clock, case.anomaly.marks, case.contract, self._now)
        told = time_left(reading, case.contract) | step(case.anomaly, case.contract)
        return line(kind, case, self._several, **told)

    def _dates(self, contract: Contract) -> Iterator[tuple[Case, Promise]]:
        evening = end_of_day(contract, self._now)
        for row in self._books.promised(self._tx, contract, self._now + AHEAD):
            case = self._case(row.id)
            made = promises(case.anomaly, case.contract, self._now) if case else ()
            for one in made:
                if case and one.clock is row.clock and (one.promised < evening or near(one, case.contract, self._now)):
                    yield case, one

    def _date(self, case: Case, made: Promise) -> Line:
        kind: Kind = "gone" if made.promised < self._now else "promised"
        told = step(case.anomaly, case.contract)
        return line(kind, case, self._several, clock=made.clock, at=made.promised, **told)

    def _owed(self, case: Case, move: str) -> Line | None:
        return {"answer": asked, "accept": judged}[move](case, self._several) if move != "resume" else None

    def _case(self, anomaly_id: str) -> Case | None:
        return found(self._tx, self._casebook, anomaly_id, self._now)


def _unexplained(case: Case, several: bool) -> Line | None:
    """A wait that a person asked for without saying why; a recette says why by itself."""
    wait = case.anomaly.wait
    if wait is None or not wait.unexplained:
        return None
    return line("unexplained", case, several, reason=wait.reason, at=wait.since, who=by(wait.by))


def _works(contract: Contract, now: datetime) -> bool:
    """Whether the contract's first calendar opens on the local date."""
    today = now.astimezone(ZoneInfo(contract.zone)).date()
    return bool(next(iter(contract.calendars.values())).hours(today))
