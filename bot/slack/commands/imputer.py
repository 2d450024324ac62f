"""`/anomalie imputer 1h30 CLE [mots]`: time spent, for those who do not enter it in Jira; `annuler` takes it back."""

from bot.slack.commands.subcommand import KEY, Subcommand, usage
from bot.slack.intake.intents import Consult, Intent, Log
from bot.slack.intake.slack_request import Request
from bot.slack.intake.text_normalizer import as_key, bare
from bot.slack.intake.worked_time import worked_time

_BACK = ("annuler", "annule", "annulation", "retirer", "undo", "cancel")
_BETWEEN = ("sur", "pour", "de", "a", "on", "for", "to", "")
_LONGEST = 40


def _log(request: Request) -> Intent:
    """The time comes first, the key anywhere, and the other words say what was done."""
    words = request.rest.split()
    if words and bare(words[0]) in _BACK:
        return Log(request.key or _key(words[1:]))
    key = request.key or _key(words)
    words = [word for word in words if request.key or as_key(word) != key]
    while words and bare(words[0]) in _BETWEEN:
        words = words[1:]
    spent = worked_time(words)
    if not key or not words:
        return usage(request)
    if spent is None or not (spent.minutes or spent.days):
        return Consult("time", values={"said": " ".join(words[:2])[:_LONGEST]})
    note = words[spent.words :]
    while note and bare(note[0]) in _BETWEEN:
        note = note[1:]
    return Log(key, spent.minutes, spent.days, " ".join(note))


def _key(words: list[str]) -> str:
    return next((key for word in words if (key := as_key(word))), "")


IMPUTER = Subcommand(
    "imputer",
    ("impute", "imputé", "imputation", "temps passé", "temps", "log"),
    _log,
    example=f"1h30 {KEY} …",
)
