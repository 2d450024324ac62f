"""`vigie messages`: what people read, before they read it."""

from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.console import say as line
from bot.commands.console import stop

if TYPE_CHECKING:
    from bot.commands.message_gallery import Piece, ShownOn


class Language(StrEnum):
    """The languages to choose among, as the command line wants them."""

    FR = "fr"
    EN = "en"


_ROADS: "dict[ShownOn, str]" = {
    "thread": "Slack, dans un canal",
    "private": "Slack, en privé",
    "mail": "Courriel",
    "jira": "Commentaire Jira",
    "webhook": "Webhook",
}


def messages(
    language: Annotated[Language | None, typer.Option(help="Une seule langue.")] = None,
    say: Annotated[str, typer.Option(help="Un seul message, par son nom : breach.")] = "",
) -> None:
    """Montrer tous les messages, en français et en anglais, avec des données d'exemple."""
    from bot.commands.message_gallery import NAMES, gallery
    from connectors.wording import LANGUAGES

    if say and say not in NAMES:
        alike = get_close_matches(say, NAMES, n=1, cutoff=0.5)
        more = f"essayez --say {alike[0]}" if alike else "« vigie messages » les donne tous"
        stop([f"{say} : aucun message de ce nom ; {more}."], code=2)
    for spoken in (language.value,) if language else LANGUAGES:
        for shown in gallery(spoken):
            if not say or shown.say == say:
                line(f"── {shown.say} · {shown.language}")
                for piece in shown.pieces:
                    _print(piece)


def _print(piece: "Piece") -> None:
    line(f"  {_ROADS[piece.road]}" + (f" · {piece.letter.subject}" if piece.letter else ""))
    for row in piece.text.rstrip().split("\n"):
        line(f"    {row}".rstrip())
    if piece.buttons:
        line(f"    {' '.join(f'[{label}]' for label in piece.buttons)}")
    line("")
