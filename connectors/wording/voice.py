"""The voice of Vigie in one language and one zone: every sentence that people read comes out of here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from babel.dates import get_timezone_location
from babel.lists import format_list

from connectors.wording.catalogue import LANGUAGES, catalogue
from connectors.wording.digest_wording import Escape, Link, chapters, unlinked
from connectors.wording.instants import Instants
from connectors.wording.message_keys import ABSOLUTE, Form, candidates, missing_codes
from connectors.wording.money import money, number
from connectors.wording.operator_text import Sentence
from connectors.wording.template import Ready, fill
from rules.anomaly.state import Phase
from rules.budget_model import EnvelopeLine, LedgerButton, Money, PenaltyLine
from rules.contract import ClockName, Criticality, PauseReason, Role
from rules.digest_model import Chapter
from rules.effects import Message, Overdue
from rules.events import Shift
from rules.workdays.month import Month

COUNT = "n_"

_NUMBER = re.compile(r"[0-9]+([.][0-9]+)?")
_LABELS: Mapping[type, str] = {ClockName: "clock", Phase: "phase", PauseReason: "pause", Role: "role"}
_OVERDUE: Mapping[tuple[bool, bool], str] = {
    (False, False): "overdue.near",
    (False, True): "overdue.breach",
    (True, False): "overdue.promise_near",
    (True, True): "overdue.promise_broken",
}


def as_it_is(text: str) -> str:
    """The escape of a channel that reads plain text."""
    return text


@dataclass(frozen=True)
class Wording:
    """Sentences in `language` (one of LANGUAGES), instants in the IANA `zone`, criticalities by the contract's labels.

    Raises ValueError for a language without sentences.
    """

    language: str
    zone: str
    labels: Mapping[Criticality, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no sentences in {self.language!r}; there are in {', '.join(LANGUAGES)}")

    @property
    def instants(self) -> Instants:
        """The format of instants and durations."""
        return Instants(self.language, self.zone, self.text)

    @property
    def place(self) -> str:
        """The zone's place, in people's words."""
        return str(get_timezone_location(self.zone, locale=self.language))

    def has(self, key: str) -> bool:
        """Whether the key names a sentence."""
        return key in catalogue(self.language).keys

    def text(self, key: str, /, **values: Any) -> str:
        """The sentence of a key, each value shown by its type.

        An aware `now` among the values lets instants be said relative to it. Raises KeyError for an unknown key.
        """
        return fill(catalogue(self.language).sentence(key), self._show(values, as_it_is, values.get("now")))

    def plural(self, key: str, n: int, /, **values: Any) -> str:
        """The sentence of a key for `n` things, which it may show as `{n}`. Raises KeyError for an unknown key."""
        sentence = catalogue(self.language).plural(key, n)
        return fill(sentence, self._show({"n": n, **values}, as_it_is, values.get("now")))

    def filled(self, key: str, values: Mapping[str, Any], escape: Escape) -> str:
        """The sentence of a key, as `text` but for `escape`, which is applied to every value."""
        return fill(catalogue(self.language).sentence(key), self._show(values, escape, None))

    def message(
        self,
        message: Message,
        form: Form,
        escape: Escape = as_it_is,
        *,
        now: datetime | None = None,
        given: Mapping[str, str] | None = None,
        link: Link = unlinked,
    ) -> str:
        """A message of the rules, in a channel's form: lines of text, or one line for a `subject`.

        `escape` is applied to every value; `given` replaces values by text that the channel has escaped and marked up
        already, and `link` marks up the names of a list. Instants are relative to `now` only where the reader sees when
        they were written.
        """
        values = {**message.values, **self._derived(message, escape, given or {})}
        if isinstance(told := values.get("chapters"), tuple):
            several = tuple(one for one in told if isinstance(one, Chapter))
            values["chapters"] = Ready(chapters(several, self, escape, link))
        shown_now = None if form in ABSOLUTE else now
        key = next(key for key in candidates(message, form) if self.has(key))
        show = self._show(values, escape, shown_now, given or {})
        return fill(catalogue(self.language).sentence(key), show).strip()

    def moment(self, at: datetime, now: datetime | None = None) -> str:
        """An instant: relative to `now` if given (today, Monday ...), else the whole date."""
        return self.instants.moment(at, now)

    def duration(self, lasting: timedelta, exact: bool = False) -> str:
        """Hours and minutes, rounded; `exact` adds seconds where there are some. The sign is not shown."""
        return self.instants.duration(lasting, exact)

    def clock(self, name: ClockName) -> str:
        """The label of a clock."""
        return self.text(f"clock.{name.value}")

    def criticality(self, level: Criticality | None) -> str:
        """The contract's label of a level, else the usual one; None is one that nobody settled yet."""
        if level is None:
            return self.text("criticality.none")
        return self.labels.get(level) or self.text(f"criticality.{level.value}")

    def emoji(self, level: Criticality | None) -> str:
        """The coloured mark of a level."""
        return self.text(f"emoji.{level.value if level else 'none'}")

    def move(self, name: str) -> str:
        """The label of a move's button."""
        return self.text(f"button.{name}")

    def ledger_button(self, one: LedgerButton) -> str:
        """The label of a button on a ledger."""
        month = self.instants.month(Month.read(one.month).first) if one.month else None
        return self.text(f"button.ledger.{one.act}", text=one.text or None, month=month)

    def channel(self, name: str) -> str:
        """The name of a source or a channel; its own id where the catalogue has none."""
        return self.text(f"via.{name}") if self.has(f"via.{name}") else name

    def act(self, name: str, anomaly: str = "") -> str:
        """A move as it stands in a sentence: to close BOU-214."""
        return fill(catalogue(self.language).sentence(f"act.{name}"), lambda *_: anomaly or self.text("thing.anomaly"))

    def need(self, code: str) -> str:
        """The sentence of a need of the lifecycle, missing or already met."""
        return self.text(f"need.{code}")

    def join(self, items: tuple[str, ...], style: Literal["standard", "or"] = "standard") -> str:
        """Items in a sentence; the style `or` for a choice."""
        return format_list(list(items), style=style, locale=self.language)

    def _derived(self, message: Message, escape: Escape, given: Mapping[str, str]) -> dict[str, Any]:
        """The values of a message, with codes replaced by their words."""
        values = message.values
        derived: dict[str, Any] = {}
        if level := values.get("criticality"):
            derived["emoji"] = self.emoji(Criticality(str(level)))
        if "via" in values:
            derived["via"] = self.channel(str(values["via"]))
        for code in ("effect", "fact", "pool"):
            if code in values:
                derived[code] = self.text(f"{code}.{values[code]}")
        move = str(values.get("move", ""))
        if self.has(f"act.{move}"):
            derived["move"] = Ready(self.act(move, given.get("name") or escape(str(values.get("name", "")))))
        if codes := missing_codes(message):
            derived["missing"] = self.join(tuple(self.need(code) for code in codes))
        if any(values.get(clock.value) for clock in ClockName):
            derived["dues"] = Ready("•")
        if isinstance(overdue := values.get("overdue"), tuple):
            lines = (self._overdue(one, escape) for one in overdue if isinstance(one, Overdue))
            derived["overdue"] = Ready("\n".join(lines))
        if isinstance(unsaid := values.get("unsaid"), tuple):
            derived["unsaid"] = Ready("\n".join(f"• {escape(one)}" for one in unsaid if isinstance(one, str)))
        return derived | self._lists(values) | self._of_a_ledger(values, escape)

    def _lists(self, values: Mapping[str, Any]) -> dict[str, str]:
        derived: dict[str, str] = {}
        if isinstance(cents := values.get("cents"), int):
            derived["amount"] = money(cents, self.language)
        if _NUMBER.fullmatch(worked := str(values.get("worked", ""))):
            derived["worked"] = number(Decimal(worked), self.language)
        if isinstance(owes := values.get("owes"), tuple):
            derived["owes"] = self.join(tuple(self.text(f"role.to.{role}") for role in owes), "or")
        if isinstance(shifts := values.get("shifts"), tuple):
            derived["shifts"] = Ready("\n".join(self._shift(one) for one in shifts))
        if isinstance(levels := values.get("levels"), tuple):
            counts = (level.partition(":") for level in levels)
            derived["levels"] = ", ".join(f"{self.criticality(Criticality(one))} {n}" for one, _, n in counts)
        return derived

    def _of_a_ledger(self, values: Mapping[str, Any], escape: Escape) -> dict[str, str]:
        """What a message says of envelopes, units and penalties."""
        derived: dict[str, str] = {}
        for units in ("used_units", "available_units"):
            if isinstance(thousandths := values.get(units), int):
                derived[units] = number(Fraction(thousandths, 1000), self.language)
        if isinstance(envelopes := values.get("envelopes"), tuple):
            told = (self._envelope(one, escape) for one in envelopes if isinstance(one, EnvelopeLine))
            derived["envelopes"] = Ready("\n".join(told))
        if isinstance(penalties := values.get("penalties"), tuple):
            lines = (self._penalty(one, escape) for one in penalties if isinstance(one, PenaltyLine))
            derived["penalties"] = Ready("\n".join(lines))
        if isinstance(causes := values.get("causes"), tuple):
            derived["causes"] = self.join(tuple(self.text(f"compensation.cause.{one}") for one in causes), "or")
        return derived

    def _overdue(self, one: Overdue, escape: Escape) -> str:
        values = {name: getattr(one, name) for name in ("name", "criticality", "clock", "deadline")}
        return self.filled(_OVERDUE[one.promised, one.breached], values, escape)

    def _envelope(self, one: EnvelopeLine, escape: Escape) -> str:
        """The line of an envelope; what is nought is not said, but for what it gave and what is left."""
        values = {each.name: getattr(one, each.name) for each in fields(one)}
        told = {name: value or None for name, value in values.items()} | {"used": one.used, "closing": one.closing}
        return self.filled("budget.envelope", told | {"available": one.available}, escape)

    def _penalty(self, one: PenaltyLine, escape: Escape) -> str:
        kind = "miss" if one.clock else "rate" if one.rate else "availability"
        shown = {"anomaly": one.anomaly, "clock": one.clock, "amount": one.amount}
        return self.filled(f"compensation.penalty.{kind}", shown, escape)

    def _shift(self, shift: Shift) -> str:
        ruling = self.text(f"ruling.{shift.ruling}") if shift.ruling else None
        return self.text("shift", clock=shift.clock, before=shift.before, after=shift.after, ruling=ruling)

    def _show(
        self, values: Mapping[str, Any], escape: Escape, now: datetime | None, given: Mapping[str, str] | None = None
    ) -> Callable[[str, str], str | None]:
        def show(name: str, form: str) -> str | None:
            if given and name in given:
                return given[name]
            value = values.get(name)
            if value is None:
                return None
            shown = value if isinstance(value, Ready) else escape(self._value(value, form, now))
            return shown[:1].upper() + shown[1:] if form == "cap" else shown

        return show

    def _value(self, value: Any, form: str, now: datetime | None) -> str:
        if form.startswith(COUNT):
            return self.plural(f"count.{form.removeprefix(COUNT)}", int(value))
        if form == "time":
            return self.instants.minutes(int(value))
        match value:
            case Money():
                said = money(value.cents, self.language, value.currency)
            case date():
                said = self._instant(value, form, now)
            case timedelta():
                said = self.duration(value)
            case Criticality():
                said = self.criticality(value)
            case ClockName() | Phase() | PauseReason() | Role():
                said = self.text(f"{_LABELS[type(value)]}.{value}")
            case Sentence():
                said = value.said_in(self.language)
            case tuple():
                said = self.join(tuple(str(item) for item in value))
            case _:
                said = str(value)
        return said

    def _instant(self, value: date, form: str, now: datetime | None) -> str:
        if form == "month":
            return self.instants.month(value)
        if not isinstance(value, datetime) or form == "full_day":
            return self.instants.full_day(value)
        if form == "short":
            return self.instants.short(value)
        if form == "at":
            return self.instants.at(value, now)
        if form == "passed":
            return self.instants.passed(value, now)
        return self.instants.moment(value, None if form == "long" else now)
