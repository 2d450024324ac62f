"""Faults ordered for webhooks: duplicated, late, out of order or lost."""

import random
import re
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["duplicate", "lose", "late", "reorder"]


@dataclass(frozen=True, slots=True)
class Mischief:
    """Trouble for the webhooks whose event matches this regular expression: the next `count` (None: for ever).

    Each is struck with that `chance`. "duplicate" sends it twice, `delay` real seconds apart; "late" sends it after
    `delay`; "reorder" lets the next webhook pass before it (or `delay`, when none comes); "lose" never sends it.
    """

    kind: Kind
    event: str = ""
    count: int | None = 1
    chance: float = 1.0
    delay: float = 0.05


def befall(ordered: list[Mischief], event: str, chance: random.Random) -> Mischief | None:
    """Use up the first mischief that matches this event and strikes; None when all is well."""
    for at, one in enumerate(ordered):
        if re.search(one.event, event) and chance.random() < one.chance:
            if one.count is not None and one.count > 1:
                ordered[at] = replace(one, count=one.count - 1)
            elif one.count is not None:
                del ordered[at]
            return one
    return None
