"""What a subcommand is: its names, and what a request under that name wants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.slack.intent import Act, Ask, Consult, Intent
from bot.slack.request import Request
from bot.slack.steps import BY_NAME
from connectors.heard import AboutKey
from rules.contract import Criticality

KEY = "BOU-214"  # an example, in help


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One subcommand: the name shown in help (`help.<name>`), the other words for it, and what it wants.

    `example` is what follows the name in help. A `titled` one is followed by a title rather than by a key;
    `criticality` is the level that its name settles.
    """

    name: str
    words: tuple[str, ...]
    intent: Callable[[Request], Intent]
    titled: bool = False
    criticality: Criticality | None = None
    example: str = KEY


def move(name: str) -> Callable[[Request], Intent]:
    """The intent of a subcommand that makes one move on the anomaly whose key is given."""
    return lambda request: move_of(name, request)


def move_of(name: str, request: Request) -> Intent:
    """The move on the request's anomaly: its form with what was said, or the move itself; else a key is asked for."""
    if request.key is None:
        return need_key(request)
    about = AboutKey(request.key)
    return Act(name, about) if BY_NAME[name].what else Ask(name, about, said(request))


def said(request: Request) -> Mapping[str, str]:
    """What a form can be filled in with."""
    level = {"criticality": request.criticality.value} if request.criticality else {}
    return {**level, **({"rest": request.rest} if request.rest else {})}


def need_key(request: Request) -> Consult:
    """The answer to a command that does not say which anomaly it is about."""
    return Consult("need_key", values={"subcommand": request.subcommand})


def usage(request: Request) -> Consult:
    """How the subcommand is used."""
    return Consult("usage", values={"subcommand": request.subcommand})
