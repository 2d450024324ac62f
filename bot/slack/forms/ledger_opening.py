"""Opens a form on a contract's economy for who may send it, and says why not to the others."""

from collections.abc import Callable
from typing import Any

from bot.slack.intake.intents import BookForm
from bot.slack.intake.interaction import Gesture
from bot.slack.ports import House
from connectors.parsed_delivery import Reply
from rules.contract import Contract
from rules.effects import Message, Say
from rules.people.ledger_rights import LEDGER_MOVES_BY_NAME, acting
from rules.people.visibility import actor_in


async def open_for_who_may(
    house: House, done: Gesture, wanted: BookForm, refusal: Say, drawn: Callable[[Contract], dict[str, Any]]
) -> None:
    """Open the view that is `drawn`; nothing where the contract is gone."""
    contract = house.cases.contracts.current(wanted.contract, house.now())
    if contract is None:
        return
    if actor_in(contract, done.user).roles & acting(LEDGER_MOVES_BY_NAME[wanted.act], contract):
        await house.client.views_open(trigger_id=done.trigger, view=drawn(contract))
        return
    # Whoever may not is told nothing of the contract, not even its language.
    refused = Message(refusal, {"reason": "role"})
    await house.answer(Reply(done.user, done.channel, done.url, done.thread), refused, None, None)
