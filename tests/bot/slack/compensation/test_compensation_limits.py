"""However many lines a month has, its statement stays within Slack's limits, a page at a time."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.slack.answers.compensation_answers import LINES
from bot.slack.meaning.month_words import month_in
from rules import events
from rules.people.ledger_rights import PENALTY_MOVES
from rules.workdays.month import Month
from sandbox.slack.block_limits import check_message, check_view
from tests.bot.slack.compensation.priced import LIFE, Priced
from tests.bot.slack.ledger.desk import DIRECTION, buttons, plain
from tests.bot.slack.world import Call, said

MANY = 20
PRESENT = Month(2026, 11)


def blocks(calls: list[Call]) -> list[Any]:
    (call,) = calls
    found = call.given["blocks"]
    return list(json.loads(found) if isinstance(found, str) else found)


async def test_a_crowded_month_is_shown_page_by_page(shop: Priced) -> None:
    for rank in range(MANY):
        ticket = events.TicketAttached("default", f"3{rank}", f"PROJETAUNOMLONG-{rank}")
        life = [(when + timedelta(minutes=rank), what) for when, what in LIFE]
        await shop.lived([life[0], (life[1][0], ticket), *life[2:]], f"{rank:016x}")
    seen: set[str] = set()
    for page in range(1, 6):
        calls = await shop.world.type(DIRECTION, f"compensations octobre boutique p{page}")
        check_message(blocks(calls))
        seen |= {value for _, value in buttons(calls)}
        last = (MANY + 1) * 2
        assert (
            f"Lignes {(page - 1) * LINES + 1} à {min(page * LINES, last)} sur {last}" in plain(said(calls)) or page > 4
        )
    assert len(seen) == (MANY + 1) * 2
    assert "Lignes suivantes" not in said(calls)


@pytest.mark.parametrize("act", [one.name for one in PENALTY_MOVES])
async def test_each_form_is_one_that_slack_takes(shop: Priced, act: str) -> None:
    (opened,) = await shop.press(DIRECTION, act)
    check_view(opened.given["view"])


@pytest.mark.parametrize(
    ("words", "month", "rest"),
    [
        ("", PRESENT, ""),
        ("2026-10", Month(2026, 10), ""),
        ("10/2026 boutique", Month(2026, 10), "boutique"),
        ("boutique martin octobre", Month(2026, 10), "boutique martin"),
        ("Décembre", Month(2025, 12), ""),
        ("février 2026 boutique", Month(2026, 2), "boutique"),
        ("august 2026", Month(2026, 8), ""),
        ("mars", Month(2026, 3), ""),
        ("martin", PRESENT, "martin"),
        ("2026-13", None, "2026-13"),
        ("13/2026", None, "13/2026"),
        ("9999-01", None, "9999-01"),
    ],
)
def test_a_month_is_read_as_people_write_it(words: str, month: Month | None, rest: str) -> None:
    assert month_in(words, PRESENT) == (month, rest)
