"""Shortens people's text to one harmless line for a terminal, a message or a page."""

from connectors.wording.graphemes import cut
from connectors.wording.visible_text import visible

LONGEST = 200


def one_line(text: str, limit: int = LONGEST) -> str:
    """A text on one line of at most `limit` characters, without what acts on its reader's screen."""
    return cut(" ".join(visible(text).split()), limit)
