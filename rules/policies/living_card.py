"""The living message of an anomaly shows it as it stands now."""

from collections.abc import Iterator

from rules.change import Change
from rules.effects import Effect, UpdateCard


def keep_the_living_message(change: Change) -> Iterator[Effect]:
    """Update the card at every change, from remontée on: before that, only the RM is told."""
    if change.moved and change.after.raised_at is not None:
        yield UpdateCard()
