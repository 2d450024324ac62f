"""Chooses where a person gets an answer, and words refusals that reveal nothing."""

from bot.slack.intake.interaction import Gesture
from bot.slack.ports import House
from connectors.channels.slack.choice_blocks import offered
from connectors.parsed_delivery import AboutAnomaly, AboutKey, Reply
from rules.effects import Offer
from rules.people.visibility import SEEN, Reading, sees
from scheduler.cases.case_loader import Case
from scheduler.errands.access_denied import not_theirs


def reply_to(done: Gesture) -> Reply:
    """The place where the person who acted waits for the answer."""
    return Reply(done.user, done.channel, done.url, done.thread, done.home)


async def unknown(house: House, done: Gesture, about: AboutAnomaly | AboutKey) -> None:
    """The answer about an unknown anomaly, the same when it exists but is not the reader's business."""
    named = bool(house.cases.contracts.for_person(done.user, house.now()))
    await house.answer(reply_to(done), not_theirs(about, named=named), None, None)


async def meant(house: House, done: Gesture, about: AboutAnomaly | AboutKey, reading: Reading = SEEN) -> Case | None:
    """The case that a person names and may be shown; None once they are told why, or asked which one."""
    now = house.now()
    found = await (house.cases.look_up(about, now) if isinstance(about, AboutKey) else house.cases.look(about, now))
    if isinstance(found, Offer):
        await offer(house, done, found)
        return None
    if found is None or not found.known or not sees(found.contract, found.anomaly, done.user, reading):
        await unknown(house, done, about)
        return None
    return found


async def offer(house: House, done: Gesture, choices: Offer) -> None:
    """Ask which anomaly is meant; whom no contract names has none to choose from."""
    if not house.cases.contracts.for_person(done.user, house.now()):
        await unknown(house, done, AboutAnomaly(""))
        return
    contract = house.cases.contracts.current(choices.contract, house.now())
    post = offered(choices, house.voice(contract))
    await house.respond(reply_to(done), post.text, post.blocks)
