"""Renders a contract for the people whom it names: delays, hours, roles."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.slack.answers.help_answers import shown
from connectors.channels.slack.block_kit import Post
from connectors.documents.cycles import target
from connectors.documents.environment_text import environment_line
from connectors.wording import Wording
from rules.contract import Contract, Criticality, Role
from rules.people.support_teams import team_of
from rules.workdays import Calendar, Interval, Reason

_WEEK, _YEAR = 7, 366
_NOON = time(12)
_HOUR, _DAY = 60, 24 * 60


def engagements(contract: Contract, words: Wording, now: datetime, command: str) -> Post:
    """The version in force, its delays, the hours of this week, the people, and how to declare."""
    today = now.astimezone(ZoneInfo(contract.zone)).date()
    used = dict.fromkeys(
        contract.commitment(level, clock).calendar for level in Criticality for clock in contract.clocks
    )
    head = words.text(
        "contract.title", client=contract.client, contract=contract.id, effective=contract.effective,
        file=contract.source or None,
    )  # fmt: skip
    delays = [words.text("contract.delays"), *(_delays(contract, level, words) for level in Criticality)]
    hours = [line for name in used for line in _opening(contract.calendars[name], name, today, words)]
    people = [words.text("contract.people"), *_people(contract, words)]
    support = [words.text("contract.support"), *_support(contract, words)] if contract.support else []
    places = [environment_line(one, words) for one in contract.environments]
    environments = [words.text("contract.environments"), *(f"• {one}" for one in places)] if places else []
    others = ("\n".join(lines) for lines in (support, environments) if lines)
    declare = words.text("contract.declare", command=command, projects=contract.jira.projects)
    return shown(head, "\n".join(delays), "\n".join(hours), "\n".join(people), *others, declare)


def _delays(contract: Contract, level: Criticality, words: Wording) -> str:
    promised = [(clock, contract.commitment(level, clock)) for clock in contract.clocks]
    told = (words.text("contract.delay", clock=clock, target=target(one, contract, words)) for clock, one in promised)
    return words.text(
        "contract.level",
        emoji=words.emoji(level),
        criticality=level,
        delays=" · ".join(told),
        calendar=words.join(tuple(dict.fromkeys(one.calendar for _, one in promised))),
    )


def _opening(calendar: Calendar, name: str, today: date, words: Wording) -> Iterator[str]:
    """The hours of the week of today, days alike together; then the next day that is not worked and would be."""
    monday = today - timedelta(days=today.weekday())
    week = [monday + timedelta(days=place) for place in range(_WEEK)]
    spans = [(list(days), hours) for hours, days in groupby(week, calendar.hours)]
    told = (words.text("contract.span", days=_days(days, words), hours=_hours(hours, words)) for days, hours in spans)
    yield words.text("contract.week", calendar=name, spans=" · ".join(told))
    for place in range(_YEAR):
        day = today + timedelta(days=place)
        why, named = calendar.closing(day)
        if why in (Reason.HOLIDAY, Reason.CLOSURE) and not calendar.hours(day):
            yield words.text("contract.closed", day=_day(day, words), name=named or None)
            return


def _days(days: list[date], words: Wording) -> str:
    first, last = _day(days[0], words), _day(days[-1], words)
    return first if len(days) == 1 else f"{first} – {last}"


def _day(day: date, words: Wording) -> str:
    return words.instants.day(datetime.combine(day, _NOON, ZoneInfo(words.zone)))


def _hours(hours: tuple[Interval, ...], words: Wording) -> str:
    return ", ".join(f"{_clock(one.start)}–{_clock(one.end)}" for one in hours) or words.text("contract.shut")


def _clock(minutes: int) -> str:
    """The minutes of a day as an hour; those of the next day are of its morning."""
    within = minutes if minutes <= _DAY else minutes - _DAY
    return f"{within // _HOUR:02}:{within % _HOUR:02}"


def _people(contract: Contract, words: Wording) -> Iterator[str]:
    for role in Role:
        holders = tuple(one.name for one in contract.holders(role))
        if holders:
            yield words.text("contract.role", role=role, people=holders)


def _support(contract: Contract, words: Wording) -> Iterator[str]:
    """Who answers at each support level, and at that of a project which has its own."""
    terms = contract.support
    for project in dict.fromkeys(one.project for one in terms.groups) if terms else ():
        for level in terms.named if terms else ():
            group = terms.group(level, project) if terms else None
            if group is None or group.project != project:
                continue
            people = tuple(one.name for one in team_of(contract, level, project))
            starts = "x" if terms and level is terms.start and not project else None
            yield words.text(
                "contract.support.level",
                level=level.value,
                project=project or None,
                people=people or None,
                starts=starts,
            )
