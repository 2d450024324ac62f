"""A list that has come due: whose, of which period, and what makes it."""

from collections.abc import Callable
from dataclasses import dataclass

from connectors.store import Connection
from rules.effects import Effect

Compose = Callable[[Connection], tuple[Effect, ...]]


@dataclass(frozen=True, slots=True)
class Due:
    """One list: `to` is the person or the channel, `period` the day or the week.

    `compose` reads what it says; no effect at all where there is nothing to say.
    """

    to: str
    period: str
    compose: Compose
