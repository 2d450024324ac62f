"""Where a person waits for an answer, and what those are told who ask for what they may not know of."""

from bot.slack.gesture import Gesture
from bot.slack.needs import House
from connectors.heard import AboutAnomaly, AboutKey, Reply
from rules.effects import Message, Say


def reply_to(done: Gesture) -> Reply:
    """Where the person who did it waits."""
    return Reply(done.user, done.channel, done.url)


async def unknown(house: House, done: Gesture, about: AboutAnomaly | AboutKey) -> None:
    """Nobody knows of such an anomaly: the same words whether it does not exist or is none of their business."""
    values = {"key": about.key} if isinstance(about, AboutKey) else {}
    await house.answer(reply_to(done), Message(Say.UNKNOWN_ANOMALY, values), None, None)
