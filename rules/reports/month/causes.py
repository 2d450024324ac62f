"""What closures teach: whether each was tied to a cause, known already or new, and the causes that came most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.anomaly.state import Anomaly
from rules.contract import Criticality
from rules.reports.month.grounds import Ground, Grounds, Share
from rules.reports.month.lives import Life, Standing, standing
from rules.reports.month.stock import Stock
from rules.reports.month.window import Window

MOST = 5


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause in the words of its last closure, and the closures of the month that it explains."""

    text: str
    closures: Grounds


@dataclass(frozen=True, slots=True)
class Causes:
    """The closures of a month with a cause: `known` from an earlier closure of the contract, or `new`.

    `most` are the causes that came most. None is that of an anomaly about security, of which no word may be written.
    """

    closed: int = 0
    known: Grounds = ()
    new: Grounds = ()
    most: tuple[Cause, ...] = ()

    @property
    def tied(self) -> Share:
        """The closures tied to a cause, of all those of the month."""
        return Share(len(self.known) + len(self.new), self.closed)


def causes(lives: Sequence[Life], found: Stock, window: Window) -> Causes:
    """The causes of a month, from its stock."""
    by_id = {life.opening.id: life for life in lives}
    before = {_plain(one.cause) for one in _closed_before(lives, window)}
    closed = [(one, by_id[one.anomaly]) for one in found.closed]
    known: list[Ground] = []
    new: list[Ground] = []
    texts: dict[str, tuple[str, list[str]]] = {}
    seen = set(before)
    for one, life in closed:
        cause = life.at(window.until).cause
        plain = _plain(cause)
        if not plain:
            continue
        (known if plain in seen else new).append(one)
        seen.add(plain)
        if not life.secret and one.criticality is not Criticality.SECURITE:
            _, ids = texts.get(plain, ("", []))
            texts[plain] = (cause, [*ids, one.anomaly])
    ranked = sorted(texts.values(), key=lambda one: (-len(one[1]), one[0]))[:MOST]
    most = tuple(Cause(text, tuple(one for one in found.closed if one.anomaly in ids)) for text, ids in ranked)
    return Causes(len(closed), tuple(known), tuple(new), most)


def _closed_before(lives: Iterable[Life], window: Window) -> Iterable[Anomaly]:
    return (one for life in lives if standing(one := life.at(window.start)) is Standing.CLOSED)


def _plain(cause: str) -> str:
    """A cause to be compared: without capitals, nor spaces that say nothing."""
    return " ".join(cause.casefold().split())
