"""The form in which a quote is answered, and its validation."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.slack.forms.form import carried
from bot.slack.intake.intents import QuoteFilled, QuoteForm
from bot.slack.intake.interaction import Gesture
from bot.slack.ports import House
from connectors.channels.slack.block_kit import (
    TITLE,
    Block,
    field,
    number_input,
    option,
    plain,
    section,
    select,
    text_input,
)
from connectors.channels.slack.slack_text import line
from connectors.wording import Wording

QUOTE = "quote"
OUTCOME, AMOUNT, DAYS, NOTE = "outcome", "amount", "days", "note"
ACCEPTED, REFUSED = "accepted", "refused"
NAME = "name"
_MOST_EUROS, _MOST_DAYS = Decimal(10_000_000), Decimal(1_000)
_SHOWN = 60


def wrong(values: Mapping[str, str]) -> dict[str, str]:
    """The errors of the form: a key of the wording, by field."""
    found: dict[str, str] = {}
    outcome = values.get(OUTCOME)
    if outcome not in (ACCEPTED, REFUSED):
        found[OUTCOME] = "error.empty"
    if outcome == REFUSED and not values.get(NOTE):
        found[NOTE] = "error.empty"
    if outcome == ACCEPTED and cents(values) is None:
        found[AMOUNT] = "quote.error.amount"
    if values.get(DAYS) and days(values) is None:
        found[DAYS] = "quote.error.days"
    return found


def cents(values: Mapping[str, str]) -> int | None:
    """The amount in cents; None for what is no amount, or has more than two decimals."""
    return _whole(values.get(AMOUNT, ""), _MOST_EUROS)


def days(values: Mapping[str, str]) -> Decimal | None:
    """The days, to two decimals; None for what is no number of days."""
    hundredths = _whole(values.get(DAYS, ""), _MOST_DAYS)
    return None if hundredths is None else Decimal(hundredths) / 100


async def open_form(house: House, done: Gesture, wanted: QuoteForm) -> None:
    """Open it for the quote of that name; its author's right is judged when it is sent."""
    contracts = house.cases.contracts.around(done.user, done.channel, house.now())
    words = house.voice(next(iter(contracts), None))
    await house.client.views_open(trigger_id=done.trigger, view=_view(words, wanted, done.channel))


def name_of(filled: QuoteFilled) -> str:
    """The quote that the form is about."""
    return carried(filled.meta).kept.get(NAME, "")


def _whole(text: str, most: Decimal) -> int | None:
    try:
        hundredths = Decimal(text.replace(",", ".").replace(" ", "")) * 100
    except InvalidOperation:
        return None
    if not hundredths.is_finite() or hundredths != hundredths.to_integral_value():
        return None
    return int(hundredths) if 0 <= hundredths <= most * 100 else None


def _view(words: Wording, wanted: QuoteForm, channel: str) -> dict[str, Any]:
    """The modal (Block Kit)."""
    outcomes = [option(words.text(f"quote.outcome.{one}"), one) for one in (ACCEPTED, REFUSED)]
    menu = select(OUTCOME, outcomes, words.text("quote.outcome.placeholder"))
    along = {"contract": wanted.contract, "channel": channel, "kept": {NAME: wanted.name}}
    return {
        "type": "modal",
        "callback_id": QUOTE,
        "title": plain(words.text("quote.title"), TITLE),
        "submit": plain(words.text("quote.submit"), TITLE),
        "close": plain(words.text("form.cancel"), TITLE),
        "private_metadata": json.dumps(along, separators=(",", ":")),
        "blocks": [
            section(words.text("quote.intro", name=line(wanted.name, _SHOWN))),
            _field(words, OUTCOME, menu),
            _field(words, AMOUNT, number_input(AMOUNT), optional=True),
            _field(words, DAYS, number_input(DAYS), optional=True),
            _field(words, NOTE, text_input(NOTE, multiline=True), optional=True),
        ],
    }


def _field(words: Wording, name: str, element: Block, *, optional: bool = False) -> Block:
    return field(name, words.text(f"quote.{name}"), element, words.text(f"quote.{name}.hint"), optional)
