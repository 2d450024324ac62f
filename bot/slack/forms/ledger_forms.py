"""What is done to a contract's ledger in Slack: the acts of its buttons, and the form of an overrun's decision."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.slack.forms.form import carried
from bot.slack.forms.ledger_opening import open_for_who_may
from bot.slack.intake.intents import Book, BookFilled, BookForm
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
from connectors.channels.slack.buttons import LEDGER, SEPARATOR
from connectors.channels.slack.slack_text import line
from connectors.wording import Wording
from rules.contract import Contract
from rules.effects import Say
from rules.events.ledger_events import (
    AuthorJudged,
    LedgerHappening,
    MonthClosed,
    OverrunAgreed,
    OverrunDecided,
    OverrunWay,
    QuestionJudged,
)
from rules.workdays.month import Month

DECIDE = "decide_overrun"
LEDGER_FORMS = (DECIDE,)
OF = "of"
WAY, MONTHS, RATE, LOT, NOTE = "way", "months", "rate", "lot", "note"
MOST_MONTHS = 12
MOST_RATE = 100_000_00  # cents an hour
NAME = 80

_ACTS: Mapping[str, Callable[[str], LedgerHappening]] = {
    "close_month": lambda of: MonthClosed(str(Month.read(of)), ""),
    "agree_overrun": lambda of: OverrunAgreed("", "", of, agreed=True),
    "refuse_overrun": lambda of: OverrunAgreed("", "", of, agreed=False),
    "count_author": lambda of: AuthorJudged(of, "", counts=True),
    "leave_author": lambda of: AuthorJudged(of, "", counts=False),
    "take_question": lambda of: _question(of, taken=True),
    "refuse_question": lambda of: _question(of, taken=False),
}


def _question(of: str, *, taken: bool) -> QuestionJudged:
    """A button names the issue by its site and its id."""
    site, _, issue = of.rpartition("/")
    if not site or not issue:
        raise ValueError("a question is an issue of a site")
    return QuestionJudged(site, issue, taken)


def decision(booked: Book | BookFilled) -> LedgerHappening | None:
    """The fact that a button or a form asks for, as far as it tells; None for what is none of ours."""
    try:
        if isinstance(booked, Book):
            return _ACTS[booked.act](booked.of)
        return None if wrong(booked, None) else _decided(booked)
    except (KeyError, ValueError):
        return None


def wrong(filled: BookFilled, contract: Contract | None) -> dict[str, str]:
    """The errors of the form: a key of the wording, by field; `contract` tells the lots, where it is known."""
    values = filled.values
    way = values.get(WAY, "")
    if way not in tuple(OverrunWay):
        return {WAY: "ledger.error.way"}
    if way == OverrunWay.SPREAD and not _months(values):
        return {MONTHS: "ledger.error.months"}
    if way == OverrunWay.INVOICE and not _rate(values):
        return {RATE: "ledger.error.rate"}
    if way == OverrunWay.LOT and (not values.get(LOT) or (contract and values[LOT] not in _lots(contract))):
        return {LOT: "ledger.error.lot"} if contract is None or _lots(contract) else {WAY: "ledger.error.no_lot"}
    return {}


async def open_form(house: House, done: Gesture, wanted: BookForm) -> None:
    """Open it for who may decide; say why not to the others."""

    def drawn(contract: Contract) -> dict[str, Any]:
        return _view(house.voice(contract), contract, wanted, done.channel)

    await open_for_who_may(house, done, wanted, Say.LEDGER_REFUSED, drawn)


def _decided(filled: BookFilled) -> OverrunDecided:
    values = filled.values
    month, _, envelope = carried(filled.meta).kept[OF].partition(SEPARATOR)
    way = OverrunWay(values[WAY])
    return OverrunDecided(
        str(Month.read(month)),
        envelope,
        0,
        way,
        _months(values) if way is OverrunWay.SPREAD else 0,
        values[LOT] if way is OverrunWay.LOT else "",
        _rate(values) if way is OverrunWay.INVOICE else 0,
        values.get(NOTE, ""),
    )


def _months(values: Mapping[str, str]) -> int:
    """Over how many months; 0 for what is no such number."""
    text = values.get(MONTHS, "")
    return int(text) if text.isdecimal() and len(text) <= len(str(MOST_MONTHS)) and int(text) <= MOST_MONTHS else 0


def _rate(values: Mapping[str, str]) -> int:
    """Cents an hour; 0 for what is no amount of at most two decimals."""
    try:
        cents = Decimal(values.get(RATE, "").replace(",", ".")) * 100
    except InvalidOperation:
        return 0
    return int(cents) if cents.is_finite() and 0 < cents <= MOST_RATE and cents == cents.to_integral_value() else 0


def _lots(contract: Contract) -> tuple[str, ...]:
    return tuple(one.name for one in contract.budget.batches) if contract.budget else ()


def _view(words: Wording, contract: Contract, wanted: BookForm, channel: str) -> dict[str, Any]:
    """The modal (Block Kit)."""
    along = {"contract": contract.id, "channel": channel, "kept": {OF: wanted.of}}
    month, _, envelope = wanted.of.partition(SEPARATOR)
    when = words.instants.month(Month.read(month).first)
    return {
        "type": "modal",
        "callback_id": f"{LEDGER}{DECIDE}",
        "title": plain(words.text("ledger.decide.title"), TITLE),
        "submit": plain(words.text("ledger.decide.submit"), TITLE),
        "close": plain(words.text("form.cancel"), TITLE),
        "private_metadata": json.dumps(along, separators=(",", ":"), ensure_ascii=False),
        "blocks": [
            section(words.text("ledger.decide.intro", month=when, envelope=line(envelope, NAME))),
            *_fields(words, contract),
        ],
    }


def _fields(words: Wording, contract: Contract) -> list[Block]:
    lots = _lots(contract)
    ways = [one for one in OverrunWay if one is not OverrunWay.LOT or lots]
    offered = [option(words.text(f"ledger.way.{one}"), one.value) for one in ways]
    asked: list[tuple[str, Block, bool]] = [
        (WAY, select(WAY, offered, words.text("ledger.decide.way.placeholder")), False),
        (MONTHS, number_input(MONTHS), True),
        (RATE, number_input(RATE), True),
    ]
    if lots:
        menu = select(LOT, [option(one, one) for one in lots], words.text("ledger.decide.lot.placeholder"))
        asked.append((LOT, menu, True))
    asked.append((NOTE, text_input(NOTE, multiline=True), True))
    return [
        field(name, words.text(f"ledger.decide.{name}"), element, words.text(f"ledger.decide.{name}.hint"), optional)
        for name, element, optional in asked
    ]
