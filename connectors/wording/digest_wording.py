"""Words a list: a heading a chapter, a line an anomaly, the number left out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any, Protocol

from connectors.wording.template import Ready
from rules.anomaly.state import Ticket
from rules.contract import Criticality
from rules.digest_model import Chapter, Line

Escape = Callable[[str], str]
Link = Callable[[Ticket, str], str]


class Words(Protocol):
    """The part of a language that a list needs (see `connectors.wording.voice.Wording`)."""

    def text(self, key: str, /, **values: Any) -> str:
        """The sentence of a key."""

    def plural(self, key: str, n: int, /, **values: Any) -> str:
        """The sentence of a key for `n` things."""

    def filled(self, key: str, values: Mapping[str, Any], escape: Escape) -> str:
        """The sentence of a key, with each value escaped."""

    def duration(self, lasting: timedelta, exact: bool = False) -> str:
        """Hours and minutes."""

    def emoji(self, level: Criticality | None) -> str:
        """The coloured mark of a level."""


_SPANS = ("span", "left", "over")


def unlinked(_: Ticket, label: str) -> str:
    """The name of an anomaly where a channel makes no links."""
    return label


def chapters(several: tuple[Chapter, ...], words: Words, escape: Escape, link: Link) -> str:
    """The text of a list; each value is escaped, and each name opens its ticket by `link`."""
    return "\n".join(row for one in several for row in _rows(one, words, escape, link))


def _rows(one: Chapter, words: Words, escape: Escape, link: Link) -> Iterator[str]:
    yield words.text(f"digest.{one.heading}", count=one.count)
    for each in one.lines:
        yield _line(each, words, escape, link)
    if one.count > len(one.lines):
        yield words.plural("count.more", one.count - len(one.lines))


def _line(one: Line, words: Words, escape: Escape, link: Link) -> str:
    values: dict[str, Any] = dict(one.values)
    name = escape(one.name)
    level = values.get("criticality")
    hidden = "digest.secret" if level is Criticality.SECURITE else "card.untitled"
    values |= {
        "name": Ready(link(one.ticket, name) if one.ticket else name),
        "emoji": words.emoji(level),
        "title": values.get("title") or words.text(hidden),
    }
    named = str(values.get("unit", ""))
    unit = words.text(f"unit.{named}") if named else ""
    values |= {key: _span(values[key], unit, words) for key in _SPANS if key in values}
    if phase := values.get("phase"):
        values["phase"] = words.text(f"phase.{phase}")
    if step := values.get("step"):
        values["step"] = Ready(_step(str(step), values.pop("owes", ()), words, escape))
    if deeds := values.get("deeds"):
        values["deeds"] = Ready(_deeds(deeds, words, escape))
    return words.filled(f"digest.line.{one.kind}", values, escape)


def _span(lasting: timedelta, unit: str, words: Words) -> str:
    return f"{words.duration(lasting)} {unit}".rstrip()


def _step(move: str, owes: tuple[str, ...], words: Words, escape: Escape) -> str:
    """The next step, and who owes it."""
    what = words.text("digest.step.answer" if move == "answer" else f"home.owed.{move}")
    return words.filled("digest.step", {"what": what, "who": owes or None}, escape)


def _deeds(done: tuple[str, ...], words: Words, escape: Escape) -> str:
    """The author and the act, in a few words."""
    pairs = [one.rpartition(":") for one in done]
    told = (
        words.filled(
            "digest.deeds",
            {"who": who, "done": ", ".join(dict.fromkeys(words.text(f"fact.{kind}") for _, _, kind in theirs))},
            escape,
        )
        for who, theirs in groupby(pairs, key=lambda pair: pair[0])
    )
    return ", ".join(told)
