"""Gives the demo's Jira a past: a year of tickets that people raised, worked on and closed before Vigie was there."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sandbox.clock import DemoClock
from sandbox.jira import JiraSite
from sandbox.past_tickets import BOUTIQUE, PORTAIL, Ticket
from sandbox.seed import PROJECTS, RESOLUTIONS, Project

PARIS = ZoneInfo("Europe/Paris")
BEGINS = datetime(2026, 1, 5, 9, 0, tzinfo=PARIS)

_AN_INSTANT = timedelta(seconds=1)  # what happens together: a clock that stands still ticks for each
_OPENS, _CLOSES, _SATURDAY = time(9), time(18), 5
# The eleven French public holidays of 2026 that fall on working days: people were away.
_AWAY = {date(2026, month, day) for month, day in ((4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14))}
_CP, _DEV = "5b10ac000000000000000002", "5b10ac000000000000000003"
_RAISERS = {"BOU": "5b10ac000000000000000001", "POR": "5b10ac000000000000000004"}
_TAKEN, _FIXED = timedelta(minutes=25), RESOLUTIONS[0][0]
_TYPES = {"anomaly": "10100", "evolution": "10101", "preventive": "10101"}
_LABELS = {"anomaly": (), "evolution": ("evolution",), "preventive": ("preventif",)}

Act = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _Moment:
    """Something that happens at an instant."""

    at: datetime
    act: Act


async def live_through(site: JiraSite, clock: DemoClock, until: datetime) -> None:
    """Play the year on the site, up to an instant where the clock then stands; no webhook tells any of it."""
    webhooks = site.webhooks[:]
    site.webhooks.clear()
    moments = [
        moment
        for project, tickets in zip(PROJECTS, (BOUTIQUE, PORTAIL), strict=True)
        for ticket in tickets
        for moment in _Life(site, project, ticket).moments()
    ]
    for moment in sorted(moments, key=lambda one: one.at):
        if moment.at >= until:
            break
        if moment.at - clock.now() > _AN_INSTANT:
            clock.jump(moment.at)
        await moment.act()
    clock.begin(until)
    site.webhooks.extend(webhooks)


class _Life:
    """The life of one ticket, from its raising to its closing."""

    def __init__(self, site: JiraSite, project: Project, ticket: Ticket) -> None:
        self._site, self._project, self._ticket = site, project, ticket
        self._key = ""

    def moments(self) -> Iterator[_Moment]:
        """What happens to it, in order."""
        ticket, raiser = self._ticket, _RAISERS[self._project.key]
        raised = datetime.strptime(f"{BEGINS.year}-{ticket.at}", "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)
        yield _Moment(raised, partial(self._raise, raiser))
        taken = _worked_on(raised, _TAKEN)
        for rank, minutes in enumerate(ticket.worked):
            yield _Moment(_worked_on(taken, timedelta(hours=2 * rank + 1)), partial(self._log, minutes))
        if ticket.kind != "anomaly" and not ticket.ended:
            return
        diagnosis, wait, fix, deliver, accept, deploy, close = range(1, 8)
        yield _Moment(taken, partial(self._move, diagnosis, _CP))
        started = _worked_on(taken, timedelta(minutes=20))
        if ticket.waits:
            yield _Moment(started, partial(self._move, wait, _CP))
            started = _worked_on(started, timedelta(hours=ticket.waits))
        yield _Moment(started, partial(self._move, fix, _DEV))
        if not ticket.ended:
            return
        delivered = _worked_on(raised, timedelta(hours=ticket.hours))
        yield _Moment(delivered, partial(self._move, deliver, _DEV))
        for rank, (step, who) in enumerate(((accept, raiser), (deploy, _DEV), (close, _CP)), 1):
            yield _Moment(_worked_on(delivered, timedelta(minutes=40 * rank)), partial(self._move, step, who))

    async def _raise(self, who: str) -> None:
        ticket = self._ticket
        fields = {
            "summary": ticket.title,
            "issuetype": {"id": _TYPES[ticket.kind]},
            "priority": {"id": ticket.priority},
            "labels": list(_LABELS[ticket.kind]),
        }
        self._key = await self._site.create(self._project.key, who, fields)
        await self._site.assign(self._key, _CP, _DEV)

    async def _log(self, minutes: int) -> None:
        await self._site.discussion.log_work(self._key, _DEV, minutes * 60)

    async def _move(self, step: int, who: str) -> None:
        transition = self._project.transitions[step]
        fields = {"resolution": {"id": _FIXED}} if transition.required else None
        await self._site.transition(self._key, transition.id, who, fields)


def _worked_on(since: datetime, lasting: timedelta) -> datetime:
    """The instant after so much office time."""
    at = since
    while True:
        at = _opened(at)
        left = datetime.combine(at.date(), _CLOSES, PARIS) - at
        if lasting <= left:
            return at + lasting
        lasting -= left
        at = datetime.combine(at.date() + timedelta(days=1), _OPENS, PARIS)


def _opened(at: datetime) -> datetime:
    """The instant itself, or the next opening where people are away."""
    while at.weekday() >= _SATURDAY or at.date() in _AWAY or at.time() >= _CLOSES:
        at = datetime.combine(at.date() + timedelta(days=1), _OPENS, PARIS)
    return max(at, datetime.combine(at.date(), _OPENS, PARIS))
