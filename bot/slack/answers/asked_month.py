"""Reads the month, and the page, that somebody asks of a contract's economy."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.meaning.month_words import month_in
from rules.contract import Contract
from rules.workdays.month import Month, local_day

PLACE = "p"
"""What precedes the number of a page, as a button types it."""

_PAGE = re.compile(rf"{PLACE}[1-9]\d{{0,2}}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The month, None for one that cannot be read, the page from 0 on, and the words that name a client.

    The month was `named`, or is the present one.
    """

    month: Month | None
    page: int
    rest: str
    named: bool


def asked_month(said: str, now: datetime, contracts: Sequence[Contract]) -> Asked:
    """What was asked for, on the wall clock of the first of somebody's contracts."""
    zone, words, page = contracts[0].zone if contracts else "UTC", said.split(), 0
    if words and _PAGE.fullmatch(words[-1]):
        page = int(words.pop().removeprefix(PLACE)) - 1
    month, rest = month_in(" ".join(words), Month.of(local_day(now, zone)))
    return Asked(month, page, rest, rest.split() != words)
