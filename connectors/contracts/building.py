"""From a file's sheet to the rules' contract: defaults filled in, people listed once, calendars made."""

from dataclasses import replace
from datetime import date

from connectors.contracts import alert_section, opening, value_parsers
from connectors.contracts.budget_building import budget
from connectors.contracts.choice_section import Pauses, Rules
from connectors.contracts.commitments import (
    Cell,
    Commitments,
    DetailedPromise,
    DetailedReply,
    PerClock,
    PerCriticality,
    Reply,
    ReplyCell,
)
from connectors.contracts.compensation_building import compensations
from connectors.contracts.contract_model import Sheet
from connectors.contracts.environment_section import environments
from connectors.contracts.holidays import PublicHolidays
from connectors.contracts.packs import PACKS
from connectors.contracts.people_section import People, Someone
from connectors.contracts.scope_section import grid
from connectors.contracts.support_section import support
from connectors.contracts.webhook_section import webhooks
from connectors.contracts.yaml_words import ROLE_NAMES
from connectors.route import SLACK
from connectors.wording import Sentence
from rules.contract import (
    DEFAULT_SITE,
    PAUSABLE,
    RESPONSES,
    Chasing,
    ChatMap,
    Choices,
    ClockName,
    Commitment,
    Contract,
    Criticality,
    JiraMap,
    NoCommitment,
    PauseReason,
    Person,
    PersonalDelays,
    Role,
    site_name,
)
from rules.workdays import Calendar, Interval

_WHOLE_DAY = (Interval(0, value_parsers.DAY),)


def contract(sheet: Sheet, source: str) -> Contract:
    """The contract that a sheet describes; `source` is the name of its file."""
    calendars = {name: _calendar(name, sheet.zone, sheet.language, each) for name, each in sheet.calendars.items()}
    people = _people(sheet.people, sheet.language)
    return Contract(
        id=sheet.id,
        client=sheet.client,
        effective=sheet.effective,
        zone=sheet.zone,
        language=sheet.language,
        calendars=calendars,
        commitments=_commitments(sheet.commitments, sheet.pack, next(iter(calendars))),
        jira=_jira(sheet),
        chat=ChatMap(SLACK, sheet.slack.channel, sheet.slack.security_channel, sheet.slack.team_channel),
        people=people,
        choices=_choices(sheet.rules),
        labels={level: label for level in Criticality if (label := getattr(sheet.labels, level.value))},
        webhooks=webhooks(sheet.webhooks),
        grid=grid(sheet.scope_grid),
        budget=budget(sheet.budget, sheet.pack),
        compensations=compensations(sheet.compensations),
        support=support(sheet.support, people),
        environments=environments(sheet.environments),
        source=source,
    )


def _calendar(name: str, zone: str, language: str, written: str | opening.Week) -> Calendar:
    if isinstance(written, str):
        return Calendar(name, zone, (_WHOLE_DAY,) * 7)
    by_day = {number: _intervals(hours) for days, hours in written.weekly.items() for number in days.numbers}
    weekly = tuple(by_day.get(day, ()) for day in range(7))
    closures = {day: reason or _closed(language) for dates, reason in written.closures.items() for day in dates.each()}
    openings = {day: _intervals(hours) for day, hours in written.openings.items()}
    if written.holidays is None:
        return Calendar(name, zone, weekly, closures=closures, openings=openings)
    return Calendar(name, zone, weekly, _holidays(written.holidays, language), closures, openings)


def _closed(language: str) -> str:
    """The reason of a closure for which the file gives none."""
    return Sentence("holidays.closure", {}).said_in(language)


def _intervals(day: tuple[value_parsers.Hours, ...]) -> tuple[Interval, ...]:
    return tuple(Interval(hours.start, hours.end) for hours in day)


def _holidays(observed: opening.Observed, language: str) -> PublicHolidays:
    return PublicHolidays(
        country=observed.country,
        region=observed.region,
        language=language,
        whit_monday=observed.whit_monday is not False,
        bridges=bool(observed.bridges),
        added=tuple(sorted(observed.added.items())),
        removed=frozenset[date | str](observed.removed),
    )


def _commitments(written: Commitments, pack: str | None, first: str) -> dict[tuple[Criticality, ClockName], Commitment]:
    table: dict[tuple[Criticality, ClockName], Commitment] = {}
    for level in Criticality:
        line = getattr(written, level.value)
        own = line.calendar if isinstance(line, PerClock) else None
        usual = own or getattr(written.calendar_by_criticality, level.value) or written.calendar or first
        promised = PACKS[pack][level] if pack else None
        for rank, (clock, cell) in enumerate(written.cells(level).items()):
            packed = value_parsers.target(promised[rank]) if promised else NoCommitment()
            table[level, clock] = _commitment(packed if cell is None else cell, usual)
        for clock in RESPONSES:
            answering = _response(getattr(written, clock.value), level, usual)
            if not isinstance(answering.target, NoCommitment):
                table[level, clock] = answering
    return table


def _response(written: Reply | None, level: Criticality, usual: str) -> Commitment:
    """A delay of answering, as one promise for all the criticalities or as the line of this one."""
    cell = written.cell(level) if isinstance(written, PerCriticality) else written
    if isinstance(written, PerCriticality):
        usual = written.calendar or usual
    return _commitment(NoCommitment() if cell is None else cell, usual)


def _commitment(cell: Cell | ReplyCell, usual: str) -> Commitment:
    if isinstance(cell, DetailedPromise | DetailedReply):
        return Commitment(cell.target, cell.calendar or usual)
    return Commitment(cell, usual)


def _choices(written: Rules) -> Choices:
    names = ("requalification", "starts", "workaround_stop", "resolution_stop", "recette_pauses", "delay_message")
    chosen = {name: getattr(written, name) for name in names if getattr(written, name) is not None}
    personal = {name: value for name, value in written.personal_data if value is not None}
    if written.alerts.mail_fallback is not None:
        chosen["mail_fallback"] = written.alerts.mail_fallback or None
    choices = Choices(
        **chosen,
        alerts=alert_section.usual(written.alerts),
        alerts_of=alert_section.special(written.alerts),
        chasing=_chasing(written),
        personal_data=PersonalDelays(**personal),
    )
    choices = replace(choices, pauses={**choices.pauses, **_held(written.pauses)})
    if not written.reopening.counts_as:
        return replace(choices, reopening_days=0)
    if written.reopening.within is not None:
        return replace(choices, reopening_days=written.reopening.within)
    return choices


def _chasing(written: Rules) -> Chasing:
    """The chasing of a group: a missing length keeps its default, `aucune` disables it."""
    said = written.chasing
    if isinstance(said, bool):
        return Chasing(None)
    return Chasing(**{name: getattr(said, name) for name in said.model_fields_set})


def _held(written: Pauses) -> dict[PauseReason, tuple[ClockName, ...]]:
    """The clocks that each reason named in the file holds, in their usual order."""
    said = {reason: getattr(written, reason.value) for reason in PauseReason}
    return {
        reason: tuple(clock for clock in PAUSABLE if clock in clocks)
        for reason, clocks in said.items()
        if clocks is not None
    }


def _jira(sheet: Sheet) -> JiraMap:
    return JiraMap(
        site=site_name(sheet.jira.site or DEFAULT_SITE),
        projects=sheet.jira.projects,
        issue_types=sheet.jira.issue_types,
        statuses=sheet.jira.statuses,
        priorities=sheet.jira.priorities,
        fields={name: field for name, field in sheet.jira.fields if field is not None},
        request_type=sheet.jira.request_type or "",
    )


def _people(written: People, language: str) -> tuple[Person, ...]:
    """One person for all the lines that share an identifier; who has no name is called by the first role."""
    groups: list[list[tuple[Role, Someone]]] = []
    for role, _, someone in written.each():
        known = [group for group in groups if any(someone.is_same(other) for _, other in group)]
        if not known:
            groups.append([(role, someone)])
            continue
        known[0].extend([*(line for group in known[1:] for line in group), (role, someone)])
        groups = [group for group in groups if group is known[0] or group not in known]
    return tuple(_person(group, language) for group in groups)


def _person(lines: list[tuple[Role, Someone]], language: str) -> Person:
    def first(field: str) -> str | None:
        return next((found for _, someone in lines if (found := getattr(someone, field))), None)

    roles = frozenset(role for role, _ in lines)
    name = first("name") or ROLE_NAMES[language][lines[0][0]]
    zone, hours = first("zone"), first("hours")
    return Person(roles, name, first("slack"), first("email"), first("jira"), zone=zone, hours=hours)
