"""The fields that Jira's screen requires, drawn and read back by their type in any form."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Problem, seconds
from connectors.channels.slack.block_kit import (
    INPUT,
    Block,
    choices,
    day_input,
    field,
    instant_input,
    number_input,
    option,
    people_input,
    select,
    text_input,
)
from connectors.channels.slack.slack_text import cut
from connectors.required_field import Ask, Wanted
from rules.contract import Contract
from rules.events import FieldGiven

MOST = 15
"""The fields that one form asks for: what it carries along of each must fit in Slack's private metadata."""
LONGEST_NAME = 60
LONGEST_LINE = 255
LONGEST_VALUE = 75
"""Slack's older limit on an option's value, within today's."""
_BLOCK, _KEPT = "jira:", "asked:"
_MANY, _OF_OPTIONS, _OF_PEOPLE = (Ask.SEVERAL, Ask.PEOPLE), (Ask.ONE, Ask.SEVERAL), (Ask.PERSON, Ask.PEOPLE)
_OPTIONAL = "?"


@dataclass(frozen=True, slots=True)
class Asked:
    """One such field; `contract` tells which people of Slack have an account in Jira."""

    wanted: Wanted
    contract: Contract | None
    required: bool = True

    @property
    def name(self) -> str:
        """The id of its block."""
        return _BLOCK + self.wanted.id

    def block(self, sheet: Sheet, start: str) -> Block:
        """The input block, starting with `start` as far as it still can."""
        words, one = sheet.words, self.wanted
        hint = words.text("form.asked.said", text=one.said) if one.said else ""
        return field(self.name, one.name, self._element(sheet, start), hint or self._hint(sheet), not self.required)

    def problem(self, value: str, _now: datetime) -> Problem | None:
        """The error of a value, None when it is valid; Jira judges the rest."""
        if not value:
            return Problem("error.empty") if self.required else None
        readable, key = _READABLE.get(self.wanted.ask, (_anything, ""))
        if not readable(value):
            return Problem(key)
        known = accounts(self.contract) if self.wanted.ask in _OF_PEOPLE else frozenset[str]()
        if known and set(value.split("\n")) - known:
            return Problem("error.no_account")
        most = LONGEST_LINE if self.wanted.ask is Ask.LINE else INPUT
        return Problem("error.too_long", most) if len(value) > most else None

    def _element(self, sheet: Sheet, start: str) -> Block:
        ask = self.wanted.ask
        if ask in _OF_OPTIONS:
            return self._menu(sheet.words.text("form.asked.choose"), start.split("\n"))
        if ask in _OF_PEOPLE and (known := accounts(self.contract)):
            held = [user for user in start.split("\n") if user in known]
            return people_input(self.wanted.id, sheet.words.text("form.asked.choose"), held, many=ask is Ask.PEOPLE)
        readable, _ = _READABLE.get(ask, (_anything, ""))
        return _DRAWN.get(ask, _line)(self.wanted.id, start if readable(start) else "")

    def _menu(self, placeholder: str, start: Collection[str]) -> Block:
        pairs = ((number, cut(f"{number} {label}", LONGEST_VALUE), label) for number, label in self.wanted.options)
        menu = {value: (number, option(label, value)) for number, value, label in pairs}
        options = [shown for _, shown in menu.values()]
        chosen = [value for value, (number, _) in menu.items() if number in start]
        if self.wanted.ask is Ask.SEVERAL:
            return choices(self.wanted.id, options, placeholder, chosen)
        return select(self.wanted.id, options, placeholder, chosen[0] if chosen else None)

    def _hint(self, sheet: Sheet) -> str:
        if not self.required:
            return sheet.words.text("form.asked.unless")
        return sheet.words.text("form.asked.words") if self.wanted.ask is Ask.WORDS else ""


def accounts(contract: Contract | None) -> frozenset[str]:
    """The people of Slack to whom the contract gives a Jira account."""
    return frozenset(one.chat for one in (contract.people if contract else ()) if one.chat and one.jira)


def asked(sheet: Sheet) -> tuple[Asked, ...]:
    """The fields that a form drawn from the sheet asks for, on top of its own."""
    return tuple(Asked(one, sheet.contract, sheet.insists) for one in sheet.wanted[:MOST])


def kept(fields: tuple[Asked, ...]) -> dict[str, str]:
    """The data that a form must carry to read its values back."""
    return {
        _KEPT
        + one.wanted.id: f"{one.wanted.ask}{'' if one.required else _OPTIONAL}:{cut(one.wanted.name, LONGEST_NAME)}"
        for one in fields
    }


def carried_fields(along: Mapping[str, str], contract: Contract | None) -> tuple[Asked, ...]:
    """The fields that a form asked for, from what it carried along; what is not ours is left out."""
    found = []
    for key, value in along.items():
        how, _, name = value.partition(":")
        if key.startswith(_KEPT) and how.removesuffix(_OPTIONAL) in tuple(Ask):
            wanted = Wanted(key.removeprefix(_KEPT), name, Ask(how.removesuffix(_OPTIONAL)))
            found.append(Asked(wanted, contract, not how.endswith(_OPTIONAL)))
    return tuple(found)


def given(values: Mapping[str, str]) -> tuple[FieldGiven, ...]:
    """The values of a sent form and its carried data; empty ones left out."""
    return tuple(
        _given(one.wanted, values[one.name]) for one in carried_fields(values, None) if values.get(one.name, "").strip()
    )


def starts(sheet: Sheet) -> dict[str, str]:
    """The first values: those given before, else the anomaly's own for a field that the contract maps."""
    before = {one.field: one for one in sheet.typed}
    anomaly, mapped = sheet.anomaly, sheet.contract.jira.fields
    own = {mapped.get("cause"): anomaly.cause, mapped.get("answer"): anomaly.answer} if anomaly else {}
    return {
        _BLOCK + one.id: _start(one, before[one.id]) if one.id in before else own.get(one.id, "")
        for one in sheet.wanted
    }


def _given(wanted: Wanted, value: str) -> FieldGiven:
    parts = tuple(value.split("\n")) if wanted.ask in _MANY else (value,)
    said = value
    if wanted.ask in _OF_OPTIONS:
        pairs = [part.partition(" ") for part in parts]
        parts, said = tuple(number for number, _, _ in pairs), ", ".join(label or number for number, _, label in pairs)
    elif wanted.ask is Ask.INSTANT and (at := seconds(value)):
        parts, said = (at.isoformat(),), at.isoformat()
    return FieldGiven(wanted.id, wanted.name, parts, said)


def _start(wanted: Wanted, before: FieldGiven) -> str:
    if wanted.ask is not Ask.INSTANT:
        return "\n".join(before.values)
    try:
        return str(int(datetime.fromisoformat(before.values[0]).astimezone(UTC).timestamp()))
    except (ValueError, IndexError):
        return ""


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value.strip().replace(",", ".")))
    except ValueError:
        return False


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_instant(value: str) -> bool:
    return seconds(value) is not None


def _anything(_: str) -> bool:
    return True


def _line(name: str, start: str) -> Block:
    return text_input(name, initial=start, most=LONGEST_LINE)


_READABLE: Mapping[Ask, tuple[Callable[[str], bool], str]] = {
    Ask.NUMBER: (_is_number, "error.no_number"),
    Ask.DAY: (_is_day, "error.no_instant"),
    Ask.INSTANT: (_is_instant, "error.no_instant"),
}
_DRAWN: Mapping[Ask, Callable[[str, str], Block]] = {
    Ask.NUMBER: number_input,
    Ask.DAY: day_input,
    Ask.INSTANT: lambda name, start: instant_input(name, seconds(start)),
    Ask.TEXT: lambda name, start: text_input(name, initial=start, multiline=True),
    Ask.WORDS: lambda name, start: text_input(name, initial=start),
}
