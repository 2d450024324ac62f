"""The team's report at the end of its day: a line for each anomaly that the provider worked on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from connectors.preference_choices import Preferences
from connectors.store import Connection, journal
from rules.anomaly.lifecycle import BY_EVENT
from rules.contract import Audience, Contract, Criticality, Role, Side
from rules.digest_model import Line, Said
from rules.effects import Effect, Message, PostRoom, Say, Value
from rules.events import Fact, Standing
from rules.fold.fact_effects import Worth, account
from rules.workdays import is_open
from scheduler.cases.case_loader import Case, Casebook
from scheduler.lists.due_list import Due
from scheduler.lists.list_lines import NAME, chapter, line, nearest, short, step, time_left
from scheduler.lists.list_readers import Reader, readers
from scheduler.lists.person_portfolio import found

REACH = timedelta(hours=3)
USUAL = time(18)
LONGEST_CLOSING = 60  # days
MOST = 20
_MIDNIGHT = 24 * 60
_LEVELS = (*Criticality, None)


@dataclass(frozen=True, slots=True)
class Team:
    """The people who share a report: the contracts of one channel, or those of a CP whose contracts have none."""

    contracts: tuple[Contract, ...]
    channel: str = ""
    reader: Reader | None = None

    @property
    def key(self) -> str:
        """Its identity."""
        return self.reader.key if self.reader else self.channel

    def told(self, message: Message) -> tuple[Effect, ...]:
        """Their identity."""
        if self.reader:
            return self.reader.told(message)
        return (PostRoom(self.contracts[0].id, Audience.TEAM, message),)


@dataclass(frozen=True, slots=True)
class Day:
    """The span of a report: from the closing before to the closing of `day`, half-open."""

    day: date
    since: datetime
    until: datetime


def due(casebook: Casebook, chosen: Mapping[str, Preferences], now: datetime) -> Iterator[Due]:
    """The reports of the last closings; one that was missed waits for the next opening rather than for the night."""
    for team in teams(tuple(casebook.contracts.holding(now)), chosen):
        first = team.contracts[0]
        day = last_day(first, now)
        calendar = next(iter(first.calendars.values()))
        if day and (now - day.until < REACH or is_open(calendar, now)):
            yield Due(team.key, day.day.isoformat(), partial(evening, casebook, team, day, now))


def teams(contracts: Iterable[Contract], chosen: Mapping[str, Preferences]) -> Iterator[Team]:
    """Each team's channel with its contracts, then each CP with those that have no channel."""
    shared: dict[str, list[Contract]] = {}
    for one in contracts:
        shared.setdefault(one.chat.room(Audience.TEAM) or "", []).append(one)
    alone = shared.pop("", [])
    for channel, theirs in shared.items():
        yield Team(tuple(theirs), channel)
    for reader in readers(alone, Role.CP, chosen):
        yield Team(reader.contracts, reader=reader)


def last_day(contract: Contract, now: datetime) -> Day | None:
    """The last closing of a contract's first calendar, and the one before; nothing falls between two reports.

    A date that it does not close on (round the clock, or a night shift) ends at USUAL.
    """
    today = now.astimezone(ZoneInfo(contract.zone)).date()
    days = (today - timedelta(days=number) for number in range(LONGEST_CLOSING))
    closings = ((day, at) for day in days if (at := _closing(contract, day)) and at <= now)
    last, before = next(closings, None), next(closings, None)
    return Day(last[0], before[1], last[1]) if last and before else None


def evening(casebook: Casebook, team: Team, day: Day, now: datetime, tx: Connection) -> tuple[Effect, ...]:
    """The acts, their authors, the anomaly's state and the time left; no effect where nobody acted."""
    theirs = {one.id for one in team.contracts}
    touched = (one for contract, one in journal.touched(tx, day.since, day.until) if contract in theirs)
    cases = (case for one in touched if (case := found(tx, casebook, one, now)) and not case.anomaly.gone)
    handled = [(case, deeds) for case in cases if (deeds := _deeds(case, day))]
    handled.sort(key=lambda pair: (_LEVELS.index(pair[0].anomaly.criticality), pair[0].anomaly.name))
    if not handled:
        return ()
    several = len(team.contracts) > 1
    lines = (_line(case, deeds, several, now) for case, deeds in handled[:MOST])
    chapters = chapter("handled", lines, len(handled))
    values: dict[str, Value] = {"count": len(handled), "since": day.since, "until": day.until, "chapters": chapters}
    return team.told(Message(Say.EVENING, values))


def _deeds(case: Case, day: Day) -> tuple[str, ...]:
    """The provider's acts, in order, as `who:kind`; only those that counted."""
    facts = (one.fact for one in account(case.history, case.opening, case.contract) if one.worth is Worth.COUNTED)
    return tuple(
        f"{short(fact.by.name, NAME)}:{fact.what.kind}"
        for fact in facts
        if day.since <= fact.at < day.until and _worked(fact)
    )


def _worked(fact: Fact) -> bool:
    """Whether it is an act of the provider; what an import told is a past of which nobody waits for a report."""
    lived = fact.source.standing is not Standing.PAST
    return lived and type(fact.what) in BY_EVENT and fact.by.human and fact.by.side is Side.PROVIDER


def _line(case: Case, deeds: tuple[str, ...], several: bool, now: datetime) -> Line:
    anomaly = case.anomaly
    told: dict[str, Said | None] = {"deeds": deeds, "phase": anomaly.phase.value, **step(anomaly, case.contract)}
    reading, wait = nearest(case, now), anomaly.wait
    if reading:
        told |= time_left(reading, case.contract)
    elif wait:
        told |= {"reason": wait.reason, "at": wait.since}
    return line("handled", case, several, **told)


def _closing(contract: Contract, day: date) -> datetime | None:
    """When the contract's first calendar closes on a local date; None on a date that it does not open."""
    hours = next(iter(contract.calendars.values())).hours(day)
    if not hours:
        return None
    end = max(one.end for one in hours)
    at = USUAL if end >= _MIDNIGHT else time(*divmod(end, 60))
    return datetime.combine(day, at, ZoneInfo(contract.zone)).astimezone(UTC)
