"""`/anomalie signaler [titre]`: an agent describes a malfunction and hands it to the RM."""

from bot.slack.commands.subcommand import Subcommand
from bot.slack.intake.intents import Ask, Intent
from bot.slack.intake.slack_request import Request


def _detect(request: Request) -> Intent:
    title = request.rest or request.key or ""
    return Ask("detect", given={"title": title} if title else {})


SIGNALER = Subcommand(
    "signaler", ("signale", "signalement", "détecter", "détection", "report"), _detect, True, example="…"
)
