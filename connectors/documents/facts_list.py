"""Lists every fact of an anomaly in words, in counting order, with the reason when it changed nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from connectors.documents.intervals import NAME, source
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.anomaly.lifecycle import Missing
from rules.anomaly.state import Anomaly
from rules.contract import ClockName, Contract, Criticality, PauseReason, Role, SupportLevel
from rules.events import Actor, Fact
from rules.fold.fact_effects import Entry, Worth, account

DETAIL = 90
LATE = timedelta(minutes=1)
"""A fact written down later than this after it happened says so."""

_UNKNOWN: Mapping[str, str] = {
    "qualified": "explain.unknown.qualified",
    "delivered": "explain.unknown.delivered",
    "accepted": "explain.unknown.accepted",
    "deployed": "explain.unknown.deployed",
    "cause": "explain.unknown.cause",
    "answer": "explain.unknown.answer",
}
_WORDED = (Criticality, ClockName, PauseReason, Role)


@dataclass(frozen=True, slots=True)
class Told:
    """One fact; `note` says why it changed nothing, `recorded` when it was written down late, each "" otherwise."""

    when: str
    what: str
    by: str
    source: str
    note: str
    recorded: str


def chronicle(
    facts: Iterable[Fact], opening: Anomaly, contract: Contract, wording: Wording, recorded: Mapping[str, datetime]
) -> tuple[Told, ...]:
    """All the facts in words; `recorded` gives the recording instants by id, where known."""
    return tuple(_told(entry, wording, recorded.get(entry.fact.id)) for entry in account(facts, opening, contract))


def _told(entry: Entry, wording: Wording, recorded: datetime | None) -> Told:
    fact = entry.fact
    late = recorded is not None and recorded - fact.at > LATE
    return Told(
        when=instant(fact.at, wording),
        what=wording.text("fact.foreign") if entry.foreign else _what(fact, wording),
        by="" if entry.foreign else one_line(fact.by.name, NAME),
        source=source(f"{fact.source.system}:{fact.source.ref}", wording),
        note=_note(entry, wording),
        recorded=wording.text("explain.recorded", at=instant(recorded, wording)) if late and recorded else "",
    )


def in_words(fact: Fact, wording: Wording) -> str:
    """One fact by itself, on one line: when, what and who."""
    return f"{instant(fact.at, wording)} · {_what(fact, wording)} · {one_line(fact.by.name, NAME)}"


def instant(at: datetime, wording: Wording) -> str:
    """An instant as the list writes it: the whole date, then the hour."""
    return f"{wording.instants.full_day(at)} {wording.instants.hour(at)}"


def _what(fact: Fact, wording: Wording) -> str:
    """The sentence of its kind, which picks what it shows among the fact's own values."""
    return wording.text(f"fact.{fact.what.kind}", **_values(fact.what, wording))


def _values(what: Any, wording: Wording) -> dict[str, Any]:
    values = {field.name: getattr(what, field.name) for field in fields(what)}
    shown = {name: _shown(value, wording) for name, value in values.items()}
    return shown | {f"not_{name}": "x" for name, value in values.items() if value is False}


def _shown(value: Any, wording: Wording) -> Any:
    """A value as a sentence may hold it: short, on one line, and in words where it is a code."""
    match value:
        case SupportLevel():
            shown: Any = value.value
        case str() if not isinstance(value, Enum):
            shown = one_line(value, DETAIL)
        case Enum() if not isinstance(value, _WORDED):
            shown = _code(value, wording)
        case Criticality():
            shown = one_line(wording.criticality(value), NAME)
        case Actor(name=name):
            shown = one_line(name, NAME)
        case float():
            shown = round(value * 100)
        case tuple():
            shown = ", ".join(_item(item, wording) for item in value)
        case _:
            shown = value
    return shown


def _item(item: Any, wording: Wording) -> str:
    """One of several: `fact.item.deadline` is the sentence of a Deadline."""
    if not is_dataclass(item):
        return one_line(str(item), DETAIL)
    return wording.text(f"fact.item.{type(item).__name__.lower()}", **_values(item, wording))


def _code(value: Enum, wording: Wording) -> str:
    return wording.text(f"fact.{type(value).__name__.lower()}.{value.value}")


def _note(entry: Entry, wording: Wording) -> str:
    if entry.worth in (Worth.COUNTED, Worth.NOTED):
        return _unknown(entry, wording)
    why = _why_idle(entry, wording)
    return wording.text("explain.acted", why=why) if entry.worth is Worth.ACTED else why


def _why_idle(entry: Entry, wording: Wording) -> str:
    lacking = wording.join(tuple(wording.need(one.code) for one in entry.against))
    if entry.worth is Worth.PENDING:
        return wording.text("explain.pending", missing=lacking)
    if not entry.against:
        return wording.text("explain.unchanged")
    if owes := _owed(entry.against, wording):
        return wording.text("explain.idle.role", owes=owes)
    done = all(one.already for one in entry.against)
    return wording.text("explain.idle.already" if done else "explain.idle.missing", missing=lacking)


def _unknown(entry: Entry, wording: Wording) -> str:
    """The steps that Jira never told of a past that had no Vigie."""
    if not entry.unknown:
        return ""
    steps = tuple(wording.text(_UNKNOWN[one.code]) for one in entry.unknown)
    return wording.text("explain.unknown", steps=wording.join(steps))


def _owed(against: tuple[Missing, ...], wording: Wording) -> str:
    """The only people who could have done it, where somebody else asked."""
    roles = tuple(role for one in against if one.code == "role" for role in one.owes)
    return wording.join(tuple(wording.text(f"role.to.{role}") for role in roles), "or")
