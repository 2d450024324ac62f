"""A subcommand: its names, and the intent that a request under that name becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.slack.forms.form_moves import STEPS_BY_NAME
from bot.slack.intake.intents import Act, Ask, Consult, Intent
from bot.slack.intake.slack_request import Request
from connectors.parsed_delivery import AboutHere, AboutKey
from rules.contract import Criticality

KEY = "BOU-214"  # an example, in help


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One subcommand: the name shown in help (`help.<name>`), the other words for it, and what it wants.

    `example` is what follows the name in help. A `titled` one is followed by a title rather than by a key, a `free` one
    by words in which nothing is a key; `criticality` is the level that its name settles.
    """

    name: str
    words: tuple[str, ...]
    intent: Callable[[Request], Intent]
    titled: bool = False
    criticality: Criticality | None = None
    example: str = KEY
    free: bool = False


def move(name: str) -> Callable[[Request], Intent]:
    """The intent of a subcommand that makes one move on the anomaly whose key is given."""
    return lambda request: move_of(name, request)


def move_of(name: str, request: Request) -> Intent:
    """The move on the request's anomaly: its form with what was said, or the move itself."""
    step = STEPS_BY_NAME[name]
    sure = step.form is not None or names_nothing(request)
    about = AboutKey(request.key) if request.key else AboutHere(step.form.move if step.form else name, sure=sure)
    return Act(name, about) if step.what else Ask(name, about, said(request))


def said(request: Request) -> Mapping[str, str]:
    """The values that a form can be filled in with."""
    level = {"criticality": request.criticality.value} if request.criticality else {}
    return {**level, **({"rest": request.rest} if request.rest else {})}


def look(what: str) -> Callable[[Request], Intent]:
    """The intent of a subcommand that shows something of the anomaly whose key is given."""

    def wanted(request: Request) -> Intent:
        if request.key:
            return Consult(what, request.key)
        return Consult(what, here=AboutHere(sure=names_nothing(request)))

    return wanted


def names_nothing(request: Request) -> bool:
    """Whether no word that follows can be a key that is misspelt: what no form shows again must not be guessed."""
    return not any(letter.isdigit() for letter in request.rest)


def usage(request: Request) -> Consult:
    """The usage line of the subcommand."""
    return Consult("usage", values={"subcommand": request.subcommand})
