"""Chooses the key of a message's sentence: its own, its variant's, or its form's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from rules.effects import Message, Say

Form = Literal["thread", "private", "mail", "jira", "subject"]

ABSOLUTE: tuple[Form, ...] = ("mail", "jira", "subject")
ALREADY = "not_"
MINUTE = timedelta(minutes=1)

_BREACHES = (Say.BREACH, Say.BREACH_TO_ROLE)
_TELLING = {
    Say.DONE: "move",
    Say.LOG_STEP: "fact",
    Say.DEADLINES_MOVED: "cause",
    Say.TIME_NOT_COUNTED: "why",
    Say.QUOTE_NOT_TAKEN: "why",
    Say.QUOTE_ANSWERED: "outcome",
    Say.QUESTIONS_USED_UP: "beyond",
    Say.QUESTION_BEYOND: "beyond",
    Say.LEDGER_REFUSED: "reason",
    Say.BUDGET_WARNING: "alarm",
    Say.POOL_WARNING: "alarm",
    Say.OVERRUN_DECIDED: "way",
    Say.OVERRUN_TO_AGREE: "way",
    Say.OVERRUN_ANSWERED: "answer",
    Say.AUTHOR_JUDGED: "answer",
    Say.QUESTION_JUDGED: "answer",
    Say.COMPENSATION_STEPPED: "step",
    Say.COMPENSATION_TERM: "when",
    Say.COMPENSATION_REFUSED: "reason",
}


def variant(message: Message) -> str:
    """The part of a key that depends on the values: what was done, how late, what sort of thing is missing."""
    if message.say in _TELLING:
        return str(message.values.get(_TELLING[message.say], ""))
    if message.say is Say.CLIENT_ANSWERED and "reopen" in message.moves:
        return "closed"
    if message.say in _BREACHES and _just(message):
        return "just"
    missing = missing_codes(message)
    if "role" in missing:
        return "role"
    return "already" if missing and all(code.startswith(ALREADY) for code in missing) else ""


def _just(message: Message) -> bool:
    """True for a deadline that has just passed, as most breaches say: they are told a second late."""
    over = message.values.get("remaining")
    return isinstance(over, timedelta) and abs(over) < MINUTE


def missing_codes(message: Message) -> tuple[str, ...]:
    """The missing conditions, without those already met unless nothing else is missing."""
    codes = message.values.get("missing", ())
    codes = tuple(code for code in codes if isinstance(code, str)) if isinstance(codes, tuple) else ()
    return tuple(code for code in codes if not code.startswith(ALREADY)) or codes


def candidates(message: Message, form: Form) -> Iterator[str]:
    """The keys of a message's sentence, the most precise first."""
    stem = f"say.{message.say.value}"
    chosen = variant(message)
    stems = (f"{stem}.{chosen}", stem) if chosen else (stem,)
    for one in stems:
        yield f"{one}.{form}"
        if form != "subject":
            yield one
    if form == "subject":
        yield "say.subject"
