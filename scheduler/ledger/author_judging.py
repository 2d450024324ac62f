"""Time entered by somebody whom the contract does not name: the provider says whether it counts."""

from collections.abc import Iterator
from dataclasses import replace

from rules.effects import Answer, Effect, Message, Say, Value
from rules.events.ledger_events import AuthorJudged
from scheduler.ledger.ledger_sitting import Ruling, Sitting, refused


def judge(sitting: Sitting, wish: AuthorJudged) -> Ruling:
    """Count all the time of a stranger as the provider's, or leave it out."""
    stranger = next((one for one in sitting.history.strangers if one.author == wish.author), None)
    if stranger is None:
        return refused(sitting, "no_stranger")
    judged = replace(wish, name=stranger.name)
    return Ruling(judged, tuple(_told(sitting, judged, round(stranger.seconds / 60))))


def _told(sitting: Sitting, judged: AuthorJudged, minutes: int) -> Iterator[Effect]:
    values: dict[str, Value] = {
        "client": sitting.contract.client,
        "name": judged.name,
        "minutes": minutes,
        "answer": "counted" if judged.counts else "left_out",
    }
    yield Answer(Message(Say.AUTHOR_JUDGED, values), sitting.contract.id)
