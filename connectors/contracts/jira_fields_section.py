"""The text types of a contract's Jira fields, with their parsers and their help for editors."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo

from connectors.contracts import value_parsers, yaml_words
from connectors.contracts.packs import PACKS
from connectors.contracts.problems import quoted, refusal, suggested
from connectors.contracts.sections import Reads, Spelled
from connectors.contracts.yaml_words import Words, fold, nearest
from connectors.wording import LANGUAGES, said, spoken
from rules.contract import (
    PAUSABLE,
    Announcement,
    AtTerm,
    ClockName,
    Criticality,
    DelayMessage,
    JiraMeaning,
    Length,
    Requalification,
    ResolutionStop,
    Role,
    Start,
    SupportLevel,
    Target,
    WorkaroundStop,
)

_TEXT = {"type": "string", "minLength": 1}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2026-05-15", "2026-12-24"]}
_INSTANTS = ["2026-11-20 18:00", "2026-11-23 09:00"]
_SPANS = {"type": "string", "examples": ["2026-12-24", "2026-12-24..2026-12-31"]}
_CLOCK = r"\d{1,2}(:\d{2}|h(\d{2})?)"
_HOURS = {
    "type": "string",
    "pattern": f"^({_CLOCK} ?[-–] ?{_CLOCK}|fermé|closed)$",
    "examples": ["09:00-12:30", "22:00-06:00"],
}
_TARGETS = ["4h", "30min", "1h30", "2j", "2j fin de journée", "72h calendaires", "prochaine version", "aucun"]
_REPLIES = [text for text in _TARGETS if text != "prochaine version"]
_ROLES = list(yaml_words.ROLES.usual())
_PACES = ["2j", "16h", "72h calendaires", "aucune"]
_HELD_OR_NOT = [spelling for clock in PAUSABLE for spelling in yaml_words.KEYS[clock.value]] + list(
    yaml_words.NONE.values
)
_ID = r"[a-z0-9][a-z0-9-]*"
_HELD = tuple(yaml_words.CLOCKS.spelling(clock, LANGUAGES[1]) for clock in PAUSABLE)
_USER, _CHANNEL = r"[UW][A-Z0-9]{2,}", r"[CG][A-Z0-9]{2,}"
_EMAIL = r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"
_WEBHOOK = r"[a-z0-9]+(_[a-z0-9]+)*"
_PROJECT, _FIELD, _ACCOUNT = r"[A-Z][A-Z0-9_]+", r"customfield_\d+|[a-z]+", r"\S+"


def _shaped(kind: str, pattern: str) -> Reads:
    return Reads(value_parsers.shaped(kind, pattern), {"type": "string", "pattern": f"^(?:{pattern})$"})


def _calendar(value: str, info: ValidationInfo) -> str:
    """The name of one of the file's calendars, as its author spelled it there; `info.context` lists them."""
    known: tuple[str, ...] = (info.context or {}).get("calendars", ())
    found = next((name for name in known if fold(name) == fold(value)), None)
    if found is None:
        raise refusal(
            "calendar",
            value=quoted(value),
            hint=suggested(nearest(value, known), known) or said("contracts.a_calendar"),
        )
    return found


def _held(text: str) -> ClockName:
    """A clock that a wait may hold: the others depend on the provider alone."""
    found = yaml_words.CLOCKS.find(text)
    if found is None:
        held = [yaml_words.CLOCKS.spelling(clock, spoken()) for clock in PAUSABLE]
        hint = suggested(nearest(text, held), held[::2])
        raise refusal("word", value=quoted(text), what=yaml_words.CLOCKS.named(), hint=hint)
    if found not in PAUSABLE:
        raise refusal("never_held", value=quoted(text))
    return found


def _step(text: str) -> Role | str:
    """A step of an escalation: a role, or one person by what a tool knows them by."""
    role = yaml_words.ROLES.find(text)
    if role is None and not re.fullmatch(f"{_USER}|{_EMAIL}", text.strip()):
        hint = suggested(yaml_words.ROLES.near(text), (*yaml_words.ROLES.shown()[:2], "lead@agence.example"))
        raise refusal("step", value=quoted(text), hint=hint)
    return role or text.strip()


def _webhook(text: str) -> str:
    """The name of a webhook; an address is refused without being quoted, since it may hold a secret."""
    if "://" in text:
        raise refusal("webhook_address")
    return value_parsers.shaped("webhook_name", _WEBHOOK)(text)


Text = Annotated[str, Reads(str.strip, _TEXT)]
ContractId = Annotated[str, _shaped("contract_id", _ID)]
Zone = Annotated[str, Reads(value_parsers.zone, _TEXT | {"examples": ["Europe/Paris", "Indian/Reunion"]})]
Language = Annotated[str, Spelled(yaml_words.LANGUAGES)]
Pack = Annotated[str, Spelled(Words("pack", {name: name for name in PACKS}))]
Date = Annotated[date, Reads(value_parsers.day, _DATE)]
LocalInstant = Annotated[datetime, Reads(value_parsers.instant, _TEXT | {"examples": _INSTANTS})]
DateSpan = Annotated[value_parsers.Dates, Reads(value_parsers.dates, _SPANS)]
Hours = Annotated[value_parsers.Hours, Reads(value_parsers.hours, _HOURS)]
Days = Annotated[
    value_parsers.Days,
    Reads(
        value_parsers.days, {"type": "string", "examples": ["lundi-jeudi", "week-end"]}, ("monday-thursday", "weekend")
    ),
]
CalendarName = Annotated[str, Reads(str.strip, _TEXT), AfterValidator(_calendar)]
Promise = Annotated[Target, Reads(value_parsers.target, _TEXT | {"examples": _TARGETS})]
ReplyPromise = Annotated[Target, Reads(value_parsers.reply, _TEXT | {"examples": _REPLIES})]
Pace = Annotated[Length | None, Reads(value_parsers.pace, _TEXT | {"examples": _PACES}, ("2d", "16h"))]
Nothing = Annotated[bool, Spelled(yaml_words.NONE)]
HeldClock = Annotated[ClockName, Reads(_held, {"enum": _HELD_OR_NOT}, _HELD)]
Duration = Annotated[timedelta, Reads(value_parsers.duration, _TEXT | {"examples": ["15min", "1h30"]})]
DurationOrNone = Annotated[
    timedelta, Reads(value_parsers.duration_or_none, _TEXT | {"examples": ["30min", "1h", "aucun"]})
]
WallHours = Annotated[timedelta, Reads(value_parsers.wall_hours, _TEXT | {"examples": ["24h", "72h"]})]
Region = Annotated[str, Reads(str.strip, _TEXT | {"examples": ["Alsace-Moselle", "La Réunion"]})]
DaysCount = Annotated[int, Reads(value_parsers.days_count, _TEXT | {"examples": ["5j", "10j"]}, ("5d", "10d"))]
Share = Annotated[float, Reads(value_parsers.share, {"type": ["string", "integer"], "examples": ["75%", "90%"]})]
CriticalityWord = Annotated[Criticality, Spelled(yaml_words.CRITICALITIES)]
RoleWord = Annotated[Role, Spelled(yaml_words.ROLES)]
StepWord = Annotated[
    Role | str,
    Reads(_step, _TEXT | {"examples": [*_ROLES, "lead@agence.example"]}, yaml_words.ROLES.usual(LANGUAGES[1])),
]
Meaning = Annotated[JiraMeaning, Spelled(yaml_words.MEANINGS)]
YesOrNo = Annotated[bool, Spelled(yaml_words.YES_OR_NO)]
BridgesClosed = Annotated[bool, Spelled(yaml_words.BRIDGES_CLOSED)]
WhitMondayClosed = Annotated[bool, Spelled(yaml_words.WHIT_MONDAY_CLOSED)]
SameCycle = Annotated[bool, Spelled(yaml_words.SAME_CYCLE)]
RequalificationWord = Annotated[Requalification, Spelled(yaml_words.REQUALIFICATIONS)]
StartWord = Annotated[Start, Spelled(yaml_words.STARTS)]
WorkaroundStopWord = Annotated[WorkaroundStop, Spelled(yaml_words.WORKAROUND_STOPS)]
ResolutionStopWord = Annotated[ResolutionStop, Spelled(yaml_words.RESOLUTION_STOPS)]
DelayMessageWord = Annotated[DelayMessage, Spelled(yaml_words.DELAY_MESSAGES)]
SupportLevelWord = Annotated[SupportLevel, Spelled(yaml_words.SUPPORT_LEVELS)]
AtTermWord = Annotated[AtTerm, Spelled(yaml_words.AT_TERMS)]
SlackUser = Annotated[str, _shaped("slack_user", _USER)]
SlackChannel = Annotated[str, _shaped("slack_channel", _CHANNEL)]
Email = Annotated[str, _shaped("email", _EMAIL)]
WebhookName = Annotated[str, Reads(_webhook, {"type": "string", "pattern": f"^(?:{_WEBHOOK})$"})]
AnnouncementWord = Annotated[Announcement, Spelled(yaml_words.ANNOUNCEMENTS)]
JiraAccount = Annotated[str, _shaped("jira_account", _ACCOUNT)]
JiraProject = Annotated[str, _shaped("jira_project", _PROJECT)]
JiraField = Annotated[str, _shaped("jira_field", _FIELD)]
