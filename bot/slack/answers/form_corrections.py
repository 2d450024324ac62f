"""Puts the corrections that a form needs under its own fields."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from bot.slack.forms import FORMS_BY_NAME, absence_form, ledger_forms, penalty_forms, quote_form
from bot.slack.forms.form import carried, problems
from bot.slack.intake.intents import BookFilled, Fill, Intent, Leave, QuoteFilled
from bot.slack.intake.interaction import Gesture
from bot.slack.ports import House


async def corrections(house: House, done: Gesture, wanted: Intent, at: datetime) -> dict[str, str]:
    """The sentence to show under each wrong field of a form sent at `at`; empty when nothing is wrong, or none was."""
    if isinstance(wanted, Leave):
        return await _of_an_absence(house, done, wanted, at)
    if isinstance(wanted, QuoteFilled):
        words = (await house.personal(done.user)).voice(
            next(iter(house.cases.contracts.for_person(done.user, at)), None)
        )
        return {name: words.text(key) for name, key in quote_form.wrong(wanted.values).items()}
    if isinstance(wanted, BookFilled):
        return await _of_a_ledger(house, done, wanted, at)
    if not isinstance(wanted, Fill):
        return {}
    along = carried(wanted.meta)
    contract = house.cases.contracts.current(along.contract, at)
    wrong = problems(FORMS_BY_NAME[wanted.form], wanted.values, along.kept, at, contract)
    if not wrong:
        return {}
    words = (await house.personal(done.user)).voice(contract)
    return {name: words.text(one.key, limit=one.limit) for name, one in wrong.items()}


async def _of_an_absence(house: House, done: Gesture, wanted: Leave, at: datetime) -> dict[str, str]:
    contracts = house.cases.contracts
    found = absence_form.wrong(wanted.values, done.user, contracts, at)
    if not found:
        return {}
    words = (await house.personal(done.user)).voice(next(iter(contracts.for_person(done.user, at)), None))
    return {name: words.text(key) for name, key in found.items()}


async def _of_a_ledger(house: House, done: Gesture, wanted: BookFilled, at: datetime) -> dict[str, str]:
    contract = house.cases.contracts.current(carried(wanted.meta).contract, at)
    if wanted.act not in penalty_forms.PENALTY_FORMS:
        found = ledger_forms.wrong(wanted, contract)
    else:
        found = penalty_forms.wrong(wanted, contract, at) if contract else {}
    words = (await house.personal(done.user)).voice(contract)
    return {name: words.text(key) for name, key in found.items()}


def identity(done: Gesture, *, corrected: bool) -> str:
    """The delivery's identity; a form sent back for correction has another than the one that is taken in the end."""
    return f"{done.identity}:{_print(done.values)}" if corrected else done.identity


def _print(values: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
