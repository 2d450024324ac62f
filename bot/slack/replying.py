"""Where a person waits for an answer, and what those are told who ask for what they may not know of, or not clearly."""

from bot.slack.gesture import Gesture
from bot.slack.needs import House
from connectors.channels.slack.offered import offered
from connectors.heard import AboutAnomaly, AboutKey, Reply
from rules.effects import Message, Offer, Say


def reply_to(done: Gesture) -> Reply:
    """Where the person who did it waits."""
    return Reply(done.user, done.channel, done.url, done.thread, done.home)


async def unknown(house: House, done: Gesture, about: AboutAnomaly | AboutKey) -> None:
    """Nobody knows of such an anomaly: the same words whether it does not exist or is none of their business."""
    values = {"key": about.key} if isinstance(about, AboutKey) else {}
    await house.answer(reply_to(done), Message(Say.UNKNOWN_ANOMALY, values), None, None)


async def offer(house: House, done: Gesture, choices: Offer) -> None:
    """Ask which anomaly is meant."""
    contract = house.cases.contracts.in_force(choices.contract, house.now().date())
    post = offered(choices, house.voice(contract))
    await house.respond(reply_to(done), post.text, post.blocks)
