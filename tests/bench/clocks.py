"""How long the histories of anomalies take to fold."""

import random
import time
from datetime import datetime, timedelta

from rules import events
from rules.contract import Criticality, PauseReason
from rules.events import Actor, Fact, Happening, Source, System
from rules.fold.folding import fold as folded
from tests.bench.figure import Figure
from tests.bench.workdays import SINCE, YEARS
from tests.rules.cast import CONTRACT, CP, DEV, OPENING, RM

ANOMALIES = 100_000


async def fold() -> list[Figure]:
    """A hundred thousand anomalies with twenty facts each, in one process."""
    histories = _histories()
    began = time.perf_counter()
    for number in range(ANOMALIES):
        folded(histories[number % len(histories)], OPENING, CONTRACT)
    return [Figure("fold", time.perf_counter() - began, "s")]


def _histories() -> list[tuple[Fact, ...]]:
    """A thousand histories of twenty facts, each in an order of arrival of its own."""
    chance = random.Random(7)  # noqa: S311
    made = []
    for number in range(1000):
        start = SINCE + timedelta(minutes=chance.randrange(YEARS * 365 * 1440))
        facts = [_fact(f"{number}:{rank}", start + rank * timedelta(hours=3), *done) for rank, done in enumerate(_LIFE)]
        chance.shuffle(facts)
        made.append(tuple(facts))
    return made


def _fact(identity: str, at: datetime, by: Actor, what: Happening) -> Fact:
    return Fact(identity, at, by, Source(System.SLACK, identity), what)


_LIFE: tuple[tuple[Actor, Happening], ...] = (
    (RM, events.Detected("Panier vide", "Le panier se vide")),
    (RM, events.Raised("Panier vide", Criticality.MAJEURE)),
    (RM, events.TicketAttached("martin", "10001", "BOU-1")),
    (DEV, events.Taken()),
    (CP, events.DescriptionRejected("Quel navigateur ?")),
    (RM, events.ClientAnswered("Firefox")),
    (CP, events.Qualified(Criticality.BLOQUANTE)),
    (CP, events.DelayCommunicated("Nous tiendrons")),
    (DEV, events.WorkStarted()),
    (DEV, events.Paused(PauseReason.THIRD_PARTY)),
    (DEV, events.Resumed()),
    (DEV, events.WorkaroundDelivered("Vider le cache")),
    (RM, events.WorkaroundValidated()),
    (DEV, events.CauseFound("Cache périmé")),
    (DEV, events.Delivered("v2")),
    (RM, events.Refused("Toujours vide")),
    (DEV, events.Delivered("v3")),
    (RM, events.Accepted()),
    (DEV, events.Deployed()),
    (CP, events.Closed("Cache périmé", "Cache vidé")),
)
