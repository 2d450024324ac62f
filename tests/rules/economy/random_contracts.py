"""Contracts and histories of time entries drawn at random from a seed, which is enough to have them again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from rules.contract import Side
from rules.contract.budget_terms import (
    NON_BILLABLE,
    OUT_OF_SCOPE,
    AmendmentStart,
    Budget,
    Proration,
    Rounding,
    RoundingScope,
    RoundingWay,
    Straddling,
)
from rules.contract.envelope_terms import Carry, CarryMode, DrawOrder, Envelope, Overrun, OverrunMode
from rules.economy.agreement import Agreement, Terms
from rules.economy.entries import EntryFact
from rules.economy.settlements import Settlement, Way
from tests.rules.economy.given import JANUARY, worked

NAMES = "abc"
_CATEGORIES = (*NAMES, "unclaimed", OUT_OF_SCOPE, NON_BILLABLE)
_SIDES = (Side.PROVIDER, Side.PROVIDER, Side.PROVIDER, Side.CLIENT, None)


def contract(seed: int, *, rounded: bool = True) -> Agreement:
    """A contract of three envelopes, in one version or two, with an end or without."""
    chance = Random(seed)  # noqa: S311
    rules = [(_carry(chance), chance.choice([*DrawOrder]), _overrun(chance, NAMES[rank + 1 :])) for rank in range(3)]
    rounding = _rounding(chance) if rounded else None

    def terms(effective: date) -> Terms:
        listed = [
            Envelope(name, chance.randint(0, 300), (name,), *each) for name, each in zip(NAMES, rules, strict=True)
        ]
        straddling = chance.choice([*Straddling])
        proration, amendment = chance.choice([*Proration]), chance.choice([*AmendmentStart])
        fee = chance.randint(0, 200000)
        return Terms(
            effective,
            Budget(
                fee=fee,
                proration=proration,
                amendment=amendment,
                rounding=rounding,
                envelopes=tuple(listed),
                straddling=straddling,
            ),
        )

    first = JANUARY.first + timedelta(days=chance.randint(0, 20))
    later = [first + timedelta(days=chance.randint(1, 120))] if chance.random() < 0.5 else []
    end = chance.choice([None, date(2026, 5, 20)])
    return Agreement("boutique", "Europe/Paris", first, tuple(terms(day) for day in (first, *later)), end)


def history(seed: int) -> list[EntryFact]:
    """Entries worked from January to May, some of which are changed or deleted later."""
    chance = Random(seed)  # noqa: S311
    found: list[EntryFact] = []
    for rank in range(chance.randint(0, 12)):
        day = JANUARY.first + timedelta(days=chance.randint(0, 140))
        known = day + timedelta(days=chance.randint(0, 40))
        for revision in range(chance.randint(1, 3)):
            fact = _state(chance, str(rank), day, known + timedelta(days=30 * revision), revision)
            gone = revision > 0 and chance.random() < 0.3
            found.append(replace(fact, entry=None) if gone else fact)
    return found


def settled(seed: int) -> list[Settlement]:
    """What people agreed of some months, whether that much exceeded or not."""
    chance = Random(seed)  # noqa: S311
    return [
        Settlement(
            f"s{rank}",
            JANUARY.plus(chance.randint(0, 4)),
            chance.choice(NAMES),
            chance.randint(1, 300),
            chance.choice([*Way]),
            datetime(2026, chance.randint(1, 6), chance.randint(1, 28), tzinfo=UTC),
            months=chance.randint(1, 4),
        )
        for rank in range(chance.randint(0, 3))
    ]


def _state(chance: Random, key: str, day: date, known: date, revision: int) -> EntryFact:
    moved = day + timedelta(days=chance.choice([0, 0, 0, 20]))
    return worked(
        key,
        chance.randint(0, 20000) / 60,
        moved.isoformat(),
        on=chance.choice(_CATEGORIES),
        known=known.isoformat(),
        revision=revision,
        issue=chance.choice(["BOU-1", "BOU-2"]),
        author=chance.choice(["lea", "max"]),
        side=chance.choice(_SIDES),
    )


def _carry(chance: Random) -> Carry:
    cap, expires_after = chance.choice([None, chance.randint(0, 400)]), chance.choice([None, chance.randint(1, 3)])
    return Carry(chance.choice([*CarryMode]), cap, expires_after)


def _overrun(chance: Random, later: Sequence[str]) -> Overrun:
    choices = [
        Overrun(),
        Overrun(OverrunMode.DEBT, debt_cap=chance.choice([None, chance.randint(0, 200)])),
        Overrun(OverrunMode.BILLED, rate=chance.randint(1, 20000), step=chance.choice([None, chance.randint(1, 60)])),
    ]
    return chance.choice([*choices, *(Overrun(OverrunMode.CASCADE, to=name) for name in later)])


def _rounding(chance: Random) -> Rounding | None:
    scope, way = chance.choice([*RoundingScope]), chance.choice([*RoundingWay])
    return chance.choice([None, Rounding(chance.randint(1, 30), scope, way)])
