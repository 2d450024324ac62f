"""`vigie messages`: what people read, before they read it."""

from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.console import say as line
from bot.commands.console import stop
from connectors.wording import said

if TYPE_CHECKING:
    from bot.commands.message_gallery import Piece, ShownOn


class Language(StrEnum):
    """The languages to choose among, as the command line wants them."""

    FR = "fr"
    EN = "en"


_ROADS: "dict[ShownOn, str]" = {
    "thread": "cli.messages.thread",
    "private": "cli.messages.private",
    "mail": "cli.messages.mail",
    "jira": "cli.messages.jira",
    "webhook": "cli.messages.webhook",
}


def messages(
    language: Annotated[Language | None, typer.Option(help=said("cli.help.messages.language"))] = None,
    say: Annotated[str, typer.Option(help=said("cli.help.messages.say"))] = "",
) -> None:
    """Show all messages with sample data."""
    from bot.commands.message_gallery import NAMES, gallery
    from connectors.wording import LANGUAGES

    if say and say not in NAMES:
        alike = get_close_matches(say, NAMES, n=1, cutoff=0.5)
        told = said("cli.messages.alike", name=say, alike=alike[0]) if alike else said("cli.messages.unknown", name=say)
        stop([told], code=2)
    for spoken in (language.value,) if language else LANGUAGES:
        for shown in gallery(spoken):
            if not say or shown.say == say:
                line(f"── {shown.say} · {shown.language}")
                for piece in shown.pieces:
                    _print(piece)


def _print(piece: "Piece") -> None:
    line(f"  {said(_ROADS[piece.road])}" + (f" · {piece.letter.subject}" if piece.letter else ""))
    for row in piece.text.rstrip().split("\n"):
        line(f"    {row}".rstrip())
    if piece.buttons:
        line(f"    {' '.join(f'[{label}]' for label in piece.buttons)}")
    line("")
