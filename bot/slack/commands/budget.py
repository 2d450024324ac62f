"""`/anomalie budget [2026-10] [client]`: what is consumed and left, what lapses soon, where the pace leads."""

import re

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Consult, Intent
from bot.slack.intake.slack_request import Request

_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})")
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})")


def _shown(request: Request) -> Intent:
    """A month may stand anywhere among the words: the others name the client."""
    words = request.rest.split()
    found = next(((word, read) for word in words if (read := _month(word))), None)
    client = " ".join(word for word in words if found is None or word is not found[0])
    return Consult("budget", values={"client": client} | ({"month": found[1]} if found else {}))


def _month(word: str) -> str:
    read = _YEAR_FIRST.fullmatch(word) or _MONTH_FIRST.fullmatch(word)
    return f"{read['year']}-{int(read['month']):02}" if read else ""


BUDGET = Subcommand(
    "budget",
    ("budgets", "enveloppe", "enveloppes", "conso", "consommation", "carnet", "envelope", "envelopes"),
    _shown,
    example="[2026-10] [client]",
    free=True,
)
