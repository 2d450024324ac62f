"""The forms in which the steps of a penalty are recorded, and the facts that they ask for."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.slack.forms.form import carried
from bot.slack.forms.ledger_forms import OF
from bot.slack.forms.ledger_opening import open_for_who_may
from bot.slack.intake.intents import BookFilled, BookForm
from bot.slack.intake.interaction import Gesture
from bot.slack.ports import House
from connectors.channels.slack.block_kit import (
    TITLE,
    Block,
    day_input,
    field,
    number_input,
    option,
    plain,
    section,
    select,
    text_input,
)
from connectors.channels.slack.buttons import LEDGER
from connectors.wording import Wording
from rules.contract import Contract
from rules.contract.compensation_terms import ExclusionCause
from rules.economy.compensation.open_steps import APPLY, EXCLUDE, NOTIFY, OBSERVE, WAIVE
from rules.effects import Say
from rules.events import Actor
from rules.events.compensation_events import (
    CompensationApplied,
    CompensationEvent,
    CompensationExcluded,
    CompensationNotified,
    CompensationObserved,
    CompensationWaived,
)
from rules.workdays.month import local_day

ON, NOTE, REFERENCE, AMOUNT, REASON, CAUSE = "on", "note", "reference", "amount", "reason", "cause"
MOST = Decimal(100_000_000)
NOBODY = Actor("", "")
"""Who acts is known once the contract is."""

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PenaltyForm:
    """The form of a step: its fields, those that may stay empty, and the fact of checked values."""

    fields: tuple[str, ...]
    what: Callable[[str, date, Values], CompensationEvent]
    optional: tuple[str, ...] = ()


PENALTY_FORMS: Mapping[str, PenaltyForm] = {
    NOTIFY: PenaltyForm((ON,), lambda line, on, _: CompensationNotified(line, on, NOBODY)),
    OBSERVE: PenaltyForm((ON, NOTE), lambda line, on, said: CompensationObserved(line, on, said[NOTE], NOBODY)),
    APPLY: PenaltyForm((ON, REFERENCE), lambda line, on, said: CompensationApplied(line, on, said[REFERENCE], NOBODY)),
    WAIVE: PenaltyForm(
        (AMOUNT, REASON),
        lambda line, on, said: CompensationWaived(line, on, cents(said), said[REASON], NOBODY),
        optional=(AMOUNT,),
    ),
    EXCLUDE: PenaltyForm(
        (CAUSE, NOTE),
        lambda line, on, said: CompensationExcluded(line, on, ExclusionCause(said[CAUSE]), said[NOTE], NOBODY),
    ),
}


def step(filled: BookFilled, contract: Contract, at: datetime) -> CompensationEvent | None:
    """The fact that a form sent at `at` asks for; None for what is to be corrected, or none of ours."""
    line, form = carried(filled.meta).kept.get(OF, ""), PENALTY_FORMS[filled.act]
    if not line or wrong(filled, contract, at):
        return None
    on = _day(filled.values) if ON in form.fields else local_day(at, contract.zone)
    return form.what(line, on, filled.values) if on else None


def wrong(filled: BookFilled, contract: Contract, at: datetime) -> dict[str, str]:
    """The errors of a form sent at `at`: a key of the wording, by field."""
    values, found = filled.values, {}
    for name in PENALTY_FORMS[filled.act].fields:
        text = values.get(name, "")
        if name == ON:
            day = _day(values)
            if day is None or day > local_day(at, contract.zone):
                found[name] = "penalty.error.date"
        elif name == AMOUNT:
            if text and cents(values) is None:
                found[name] = "penalty.error.amount"
        elif name == CAUSE:
            if text not in tuple(ExclusionCause):
                found[name] = "penalty.error.cause"
        elif not text:
            found[name] = "error.empty"
    return found


def cents(values: Values) -> int | None:
    """The amount in cents; None for what is left empty, is no amount, or has more than two decimals."""
    try:
        found = Decimal(values.get(AMOUNT, "").replace(",", ".").replace(" ", "")) * 100
    except InvalidOperation:
        return None
    whole = found.is_finite() and 0 < found <= MOST and found == found.to_integral_value()
    return int(found) if whole else None


async def open_form(house: House, done: Gesture, wanted: BookForm) -> None:
    """Open it for who may make the step; say why not to the others."""

    def drawn(contract: Contract) -> dict[str, Any]:
        return _view(house.voice(contract), contract, wanted, done.channel, house.now())

    await open_for_who_may(house, done, wanted, Say.COMPENSATION_REFUSED, drawn)


def _day(values: Values) -> date | None:
    try:
        return date.fromisoformat(values.get(ON, ""))
    except ValueError:
        return None


def _view(words: Wording, contract: Contract, wanted: BookForm, channel: str, now: datetime) -> dict[str, Any]:
    """The modal (Block Kit)."""
    along = {"contract": contract.id, "channel": channel, "kept": {OF: wanted.of}}
    stem, form = f"penalty.{wanted.act}", PENALTY_FORMS[wanted.act]
    return {
        "type": "modal",
        "callback_id": f"{LEDGER}{wanted.act}",
        "title": plain(words.text(f"{stem}.title"), TITLE),
        "submit": plain(words.text("penalty.submit"), TITLE),
        "close": plain(words.text("form.cancel"), TITLE),
        "private_metadata": json.dumps(along, separators=(",", ":"), ensure_ascii=False),
        "blocks": [
            section(words.text(f"{stem}.intro")),
            *(_field(words, contract, f"{stem}.{name}", name, name in form.optional, now) for name in form.fields),
        ],
    }


def _field(words: Wording, contract: Contract, key: str, name: str, optional: bool, now: datetime) -> Block:
    hint = words.text(f"{key}.hint") if words.has(f"{key}.hint") else ""
    element: Block
    match name:
        case "on":
            element = day_input(ON, local_day(now, contract.zone).isoformat())
        case "amount":
            element = number_input(AMOUNT)
        case "cause":
            terms = contract.compensations
            causes = [one.cause for one in terms.exclusions] if terms else []
            told = [option(words.text(f"compensation.cause.{one}"), one.value) for one in causes or ExclusionCause]
            element = select(CAUSE, told, words.text(f"{key}.placeholder"))
        case _:
            element = text_input(name, multiline=name != REFERENCE)
    return field(name, words.text(key), element, hint, optional)
