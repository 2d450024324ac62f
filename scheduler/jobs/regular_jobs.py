"""Lists the jobs that run at regular hours: for a contract, for the service, for each list."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from connectors.preference_choices import Preferences
from connectors.store import Connection
from rules.contract import Contract
from rules.effects import Effect
from scheduler.cases.case_loader import Casebook
from scheduler.jobs.housekeeping import forget_absences
from scheduler.ledger.month_closing import propose
from scheduler.lists import evening_list, morning_list, weekly_list
from scheduler.lists.due_list import Due
from scheduler.lists.monthly_summary import monthly

Work = Callable[[Connection], bool]
"""One step of work in the store; True while another one is left.

The first step is done with the claim of the period, so that both hold or neither; the others follow, each in a
transaction of its own. What a stop leaves undone is left to the next period.
"""

Yielded = Effect | Work


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a job, as a cron expression gives them, and how far back a missed one is made up for."""

    cron: dict[str, str]
    reach: timedelta

    def latest(self, zone: str, now: datetime) -> datetime | None:
        """The last instant, within reach, at which the job should have happened."""
        trigger = CronTrigger(timezone=ZoneInfo(zone), **self.cron)
        last = None
        at = trigger.get_next_fire_time(None, now - self.reach)
        while at is not None and at <= now:
            last, at = at, trigger.get_next_fire_time(at, at + timedelta(seconds=1))
        return last


@dataclass(frozen=True, slots=True)
class Job:
    """A job of each contract, at the local hours of its zone; None where a contract has none."""

    name: str
    hours: Callable[[Contract], Hours | None]
    gives: Callable[[Connection, Casebook, Contract, datetime], Iterator[Yielded]]


@dataclass(frozen=True, slots=True)
class HouseJob:
    """A job of the whole service, at hours in UTC."""

    name: str
    hours: Hours
    gives: Callable[[Connection, Casebook, datetime], Iterator[Yielded]]


@dataclass(frozen=True, slots=True)
class List:
    """A list that goes to people at an hour of their own: `due` gives those whose hour has come."""

    name: str
    due: Callable[[Casebook, Mapping[str, Preferences], datetime], Iterator[Due]]


_WEEK = timedelta(days=7)


def _monthly(_: Contract) -> Hours:
    return Hours({"day": "1", "hour": "7", "minute": "30"}, _WEEK)


def _closing(contract: Contract) -> Hours | None:
    """The day and hour at which the contract wants its month closed."""
    if contract.budget is None:
        return None
    hour, minute = divmod(contract.budget.closing.minutes, 60)
    return Hours({"day": str(contract.budget.closing.day), "hour": str(hour), "minute": str(minute)}, _WEEK)


JOBS = (Job("monthly", _monthly, monthly), Job("closing", _closing, propose))
HOUSE_JOBS = (HouseJob("absences", Hours({"hour": "3"}, timedelta(days=1)), forget_absences),)
LISTS = (List("morning", morning_list.due), List("weekly", weekly_list.due), List("evening", evening_list.due))
