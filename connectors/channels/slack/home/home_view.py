"""Renders a Home in Block Kit: about 60 blocks a page, where Slack accepts 100."""

from collections.abc import Iterator
from typing import Any

from connectors.channels.home_data import FIRST, Due, Sheet, Told
from connectors.channels.slack.block_kit import DIVIDER, Block, actions, button, context, header, section
from connectors.channels.slack.buttons import ACTION
from connectors.channels.slack.home.home_absences import absences
from connectors.channels.slack.home.home_figures import exposures, tallies
from connectors.channels.slack.home.home_preferences import settings
from connectors.channels.slack.portfolio_blocks import portfolio_blocks
from connectors.channels.slack.slack_text import line, link
from connectors.wording import Wording
from connectors.wording.hour_units import unit
from rules.clock import Reading, Verdict
from rules.contract import Contract

CALLBACK = "home"
TURN = "home:"
PREVIOUS, NEXT = f"{TURN}previous", f"{TURN}next"
TITLE = 100
NAME = 80


def home(sheet: Sheet, command: str) -> dict[str, Any]:
    """The whole view of one page; `command` is what can be typed."""
    words = sheet.voice(None)
    blocks = [
        *_owed(sheet, words),
        *_promised(sheet, words),
        *tallies(sheet, words),
        *exposures(sheet, words),
        *(portfolio_blocks(sheet.portfolio, sheet.voice, sheet.now) if sheet.portfolio else ()),
        *_turning(sheet, words),
        *absences(sheet, words),
        *settings(sheet, words),
        context(words.text("home.help", command=command)),
    ]
    return {"type": "home", "callback_id": CALLBACK, "private_metadata": str(sheet.page), "blocks": blocks}


def nobody(words: Wording) -> dict[str, Any]:
    """The view of somebody whom no contract names."""
    return {"type": "home", "callback_id": CALLBACK, "blocks": [section(words.text("home.nobody"))]}


def _owed(sheet: Sheet, words: Wording) -> Iterator[Block]:
    yield header(words.text("home.owed.title"))
    count = words.plural("home.owed.count", sheet.owed) if sheet.owed else words.text("home.owed.none")
    late = words.plural("home.owed.late", sheet.late) if sheet.late else None
    yield context(words.text("home.owed.sum", count=count, late=late, at=sheet.now, now=sheet.now))
    for place, due in enumerate(sheet.dues):
        yield _due(due, sheet, first=sheet.page == FIRST and place == 0)


def _due(due: Due, sheet: Sheet, first: bool) -> Block:
    """The most urgent step stands out."""
    words = sheet.voice(due.contract)
    what = words.text(f"home.owed.{due.move}")
    told = words.text(
        "home.due", **_named(due, words), what=what, time=_time(due, words), client=_client(due.contract, sheet)
    )
    accessory = button(words.move(due.move), ACTION + due.move, due.anomaly.id, "primary" if first else None)
    return section("\n".join((told, *_snoozed(due, sheet, words)))) | {"accessory": accessory}


def _snoozed(due: Due, sheet: Sheet, words: Wording) -> Iterator[str]:
    snooze = due.anomaly.snooze
    if snooze is not None and snooze.until > sheet.now:
        who, why = line(snooze.by.name, NAME), line(snooze.reason.rstrip(" .;"), TITLE)
        yield words.text("card.snoozed", until=snooze.until, who=who, reason=why)


def _named(one: Due | Told, words: Wording) -> dict[str, str]:
    anomaly = one.anomaly
    return {
        "emoji": words.emoji(anomaly.criticality),
        "name": link(one.url, line(anomaly.name, NAME)),
        "title": line(anomaly.title, TITLE) or words.text("card.untitled"),
    }


def _client(contract: Contract, sheet: Sheet) -> str | None:
    return line(contract.client, NAME) if sheet.several else None


def _time(due: Due, words: Wording) -> str:
    """The time left on the clock that ends first, or the start of the wait."""
    reading, wait = due.reading, due.anomaly.wait
    if reading is not None and reading.remaining is not None:
        return _left(reading, due.contract, words)
    if wait is not None:
        return words.text("home.since", since=wait.since)
    return words.text("home.no_deadline")


def _left(reading: Reading, contract: Contract, words: Wording) -> str:
    counted = unit(reading.commitment, reading.edition(contract), words, reading.remaining)
    if reading.breached and reading.remaining is not None:
        return words.text("home.late", clock=reading.clock, over=abs(reading.remaining), unit=counted)
    return words.text(
        "home.left", clock=reading.clock, remaining=reading.remaining, unit=counted, deadline=reading.deadline
    )


def _promised(sheet: Sheet, words: Wording) -> Iterator[Block]:
    if not sheet.promises:
        return
    yield from (DIVIDER, header(words.text("home.promises.title")))
    for told in sheet.promises:
        yield section(_promise(told, sheet))
    if sheet.promised > len(sheet.promises):
        yield context(words.plural("count.more", sheet.promised - len(sheet.promises)))


def _promise(told: Told, sheet: Sheet) -> str:
    words = sheet.voice(told.contract)
    return words.text(
        "home.promise.gone" if told.promise.verdict is Verdict.MISSED else "home.promise",
        **_named(told, words),
        clock=told.promise.clock,
        at=told.promise.promised,
        now=sheet.now,
        client=_client(told.contract, sheet),
    )


def _turning(sheet: Sheet, words: Wording) -> Iterator[Block]:
    if sheet.pages == 1:
        return
    yield context(words.text("home.page", page=sheet.page, pages=sheet.pages))
    back = [button(words.text("home.previous"), PREVIOUS, str(sheet.page - 1))] if sheet.page > FIRST else []
    on = [button(words.text("home.next"), NEXT, str(sheet.page + 1))] if sheet.page < sheet.pages else []
    yield from actions([*back, *on])
