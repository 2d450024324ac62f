"""Booklets of work units: bought in lots, drawn by requests, given back, lapsed; thousandths of a unit throughout."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from rules.contract.budget_terms import Booklet, Budget, GivenBack
from rules.economy.rounding import up, whole

UNIT = 1000
"""Thousandths of one unit."""
OVERRUN = None
"""Where units are held that no booklet could give."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """A booklet bought on its day."""

    booklet: Booklet


@dataclass(frozen=True, slots=True)
class Draw:
    """A request that takes units, by its kind or by the minutes that it took."""

    request: str
    on: date
    units: int


@dataclass(frozen=True, slots=True)
class Requalify:
    """A request that is worth another number of units from then on; where that is what it holds, nothing happens."""

    request: str
    on: date
    units: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """A request that gives back all that it holds."""

    request: str
    on: date


@dataclass(frozen=True, slots=True)
class DayPassed:
    """Nothing but the date: booklets that expired before it lapse."""

    on: date


Movement = Purchase | Draw | Requalify | Cancel | DayPassed


class NoTariff(Exception):
    """The tariff gives no units for a kind of request."""


def worth(budget: Budget, kind: str) -> int:
    """The thousandths of a unit that a kind of request takes. Raises NoTariff where the tariff does not say."""
    if kind not in budget.tariff:
        raise NoTariff(kind)
    return budget.tariff[kind]


def worth_of_minutes(minutes: int, unit_minutes: int) -> int:
    """The thousandths that minutes take: each unit that is begun counts whole."""
    return int(up(minutes, unit_minutes) / unit_minutes) * UNIT


@dataclass(frozen=True, slots=True)
class Move:
    """Units that a booklet, or the overrun (None), gives to a request, or takes back below 0.

    Without a request the booklet is bought (above 0) or lapses (below 0), unless its units go `to` another one.
    """

    on: date
    booklet: str | None
    request: str | None
    units: int
    to: str | None = None


@dataclass(frozen=True, slots=True)
class BookletFigures:
    """Units left by booklet, held by request and booklet (None: beyond the booklets), and lapsed; cents of both."""

    lots: Mapping[str, int]
    requests: Mapping[str, Mapping[str | None, int]]
    lapsed: int
    overrun: int
    overrun_cents: int | None
    used_cents: int
    moves: tuple[Move, ...]

    @property
    def balance(self) -> int:
        """The units left in all booklets."""
        return sum(self.lots.values())


def follow(
    movements: Iterable[Movement],
    given_back: GivenBack = GivenBack.LOST,
    overrun_price: int | None = None,
) -> BookletFigures:
    """The booklets after movements in the order of their dates; movements of one day stay in the order given."""
    shelf = _Shelf(given_back)
    for movement in sorted(movements, key=day_of):
        if isinstance(movement, Requalify) and movement.units == shelf.holding(movement.request):
            continue
        shelf.reach(day_of(movement))
        match movement:
            case Purchase(booklet):
                shelf.buy(booklet)
            case Draw(request, on, units):
                shelf.take(request, units, on)
            case Requalify(request, on, units):
                shelf.requalify(request, units, on)
            case Cancel(request, on):
                shelf.requalify(request, 0, on)
    return shelf.figures(overrun_price)


def day_of(movement: Movement) -> date:
    """The date on which a movement counts."""
    return movement.booklet.bought if isinstance(movement, Purchase) else movement.on


@dataclass
class _Shelf:
    """The booklets in their present state; `held` lists what each request took, the last taken at its end."""

    given_back: GivenBack
    booklets: dict[str, Booklet] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    held: dict[str, list[tuple[str | None, int]]] = field(default_factory=dict)
    lapsed: int = 0
    moves: list[Move] = field(default_factory=list)

    def reach(self, on: date) -> None:
        """Let the booklets lapse whose last day is before that date."""
        for name, booklet in self.booklets.items():
            if self.left[name] and _expired(booklet, on):
                self._lapse(name, self.left[name], on)
                self.left[name] = 0

    def buy(self, booklet: Booklet) -> None:
        """Add a booklet."""
        self.booklets[booklet.name] = booklet
        self.left[booklet.name] = booklet.units
        self.moves.append(Move(booklet.bought, booklet.name, None, booklet.units))

    def take(self, request: str, units: int, on: date) -> None:
        """Give units to a request: from the booklet that expires first, then the next, then beyond them."""
        for name in sorted(self.booklets, key=lambda one: _first_to_expire(self.booklets[one])):
            part = min(units, self.left[name])
            if part:
                self.left[name] -= part
                self._hold(request, name, part, on)
                units -= part
        if units:
            self._hold(request, OVERRUN, units, on)

    def holding(self, request: str) -> int:
        """The units that a request holds, beyond the booklets too."""
        return sum(part for _, part in self.held.get(request, ()))

    def requalify(self, request: str, units: int, on: date) -> None:
        """Bring what a request holds to that many units."""
        now = self.holding(request)
        if units > now:
            self.take(request, units - now, on)
        else:
            self._give_back(request, now - units, on)

    def figures(self, overrun_price: int | None) -> BookletFigures:
        """What is left, held, lapsed and spent."""
        requests = {request: _by_booklet(parts) for request, parts in self.held.items()}
        overrun = sum(held.get(OVERRUN, 0) for held in requests.values())
        used = {name: sum(held.get(name, 0) for held in requests.values()) for name in self.booklets}
        return BookletFigures(
            lots=dict(self.left),
            requests=requests,
            lapsed=self.lapsed,
            overrun=overrun,
            overrun_cents=None if overrun_price is None else whole(Fraction(overrun * overrun_price, UNIT)),
            used_cents=sum(_price(self.booklets[name], units) for name, units in used.items()),
            moves=tuple(self.moves),
        )

    def _hold(self, request: str, name: str | None, units: int, on: date) -> None:
        self.held.setdefault(request, []).append((name, units))
        self.moves.append(Move(on, name, request, units))

    def _give_back(self, request: str, units: int, on: date) -> None:
        """What was taken last comes back first; an expired booklet loses it, or the latest one receives it."""
        parts = self.held.get(request, [])
        while units and parts:
            name, there = parts.pop()
            part = min(units, there)
            if there > part:
                parts.append((name, there - part))
            units -= part
            self.moves.append(Move(on, name, request, -part))
            if name is not None:
                self._return(name, part, on)

    def _return(self, name: str, units: int, on: date) -> None:
        if _expired(self.booklets[name], on) and self.given_back is GivenBack.LATEST_LOT:
            latest = sorted(self.booklets.values(), key=lambda one: one.bought)[-1].name
            self.moves += [Move(on, name, None, units, latest)] if latest != name else []
            name = latest
        if _expired(self.booklets[name], on):
            self._lapse(name, units, on)
        else:
            self.left[name] += units

    def _lapse(self, name: str, units: int, on: date) -> None:
        self.lapsed += units
        self.moves.append(Move(on, name, None, -units))


def _expired(booklet: Booklet, on: date) -> bool:
    return booklet.expires is not None and booklet.expires < on


def _first_to_expire(booklet: Booklet) -> tuple[date, date]:
    return booklet.expires or date.max, booklet.bought


def _by_booklet(parts: Iterable[tuple[str | None, int]]) -> dict[str | None, int]:
    found: dict[str | None, int] = {}
    for name, units in parts:
        found[name] = found.get(name, 0) + units
    return {name: units for name, units in found.items() if units}


def _price(booklet: Booklet, units: int) -> int:
    return whole(Fraction(units * booklet.price, booklet.units)) if booklet.units else 0
