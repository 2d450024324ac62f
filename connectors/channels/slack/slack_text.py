"""Escapes and shortens people's text for a Slack message."""

import re

from connectors.wording.graphemes import atoms, cut, units
from connectors.wording.visible_text import visible

__all__ = ["break_up", "cut", "escape", "line", "link", "literal", "still", "visible"]

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"[&<>]")
# Slack has no escape for its marks, and takes no blank without width for a space: where one could open or close (not
# within a word, nor alone between spaces), its nearest look-alike stands in its place.
_LOOKS = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
# It begins with the mark itself, so that the search skips all other text.
_MARK = re.compile(r"[`*_~](?:(?<=`)|(?!(?<=\s.)(?=\s))(?:(?<![0-9A-Za-z].)|(?![0-9A-Za-z])))")
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_APART = ":\u200b"
_BLANKS = re.compile(r"\s+")


def escape(text: str) -> str:
    """A text as Slack shows it literally: it names nobody, makes no link, no emoji, and marks nothing up."""
    return literal(_MARK.sub(lambda found: _LOOKS[found[0]], still(text)))


def literal(text: str) -> str:
    """A text for fixed width, where Slack marks nothing up: it can name nobody, call no channel and make no link.

    Only & < > are escaped, as Slack asks: without angle brackets nothing is a mention, provided that the message is
    sent with `verbatim` blocks and without `link_names`, as ours are.
    """
    return _SPECIAL.sub(lambda found: _ENTITIES[found[0]], visible(text))


def still(text: str) -> str:
    """Text for places that Slack decorates without markup: `:tada:` stays an emoji."""
    return _EMOJI.sub(_APART, visible(text))


def line(text: str, limit: int) -> str:
    """A text escaped, on one line, of at most `limit` characters."""
    return cut(escape(_BLANKS.sub(" ", text).strip()), limit)


def link(url: str, label: str) -> str:
    """An escaped label that opens an address; the label alone when there is no usable address."""
    if not url.startswith(("https://", "http://")) or set(url) & set("<>| \n"):
        return label
    return f"<{url.replace('&', '&amp;')}|{label.replace('|', '¦')}>"


def break_up(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` characters, broken between lines where its lines are short enough."""
    pieces: list[str] = []
    length = limit
    for row in text.split("\n"):
        for part, size in _short(row, limit):
            if pieces and length + 1 + size <= limit:
                pieces[-1] += f"\n{part}"
                length += 1 + size
            else:
                pieces.append(part)
                length = size
    return [piece for piece in pieces if piece.strip()]


def _short(row: str, limit: int) -> list[tuple[str, int]]:
    """The parts of a line that fit, each with its length: counting it again at each character would be quadratic."""
    if (whole := units(row)) <= limit:
        return [(row, whole)]
    parts: list[tuple[str, int]] = []
    kept: list[str] = []
    length = 0
    for atom in atoms(row):
        size = units(atom)
        if length + size > limit:
            parts.append(("".join(kept), length))
            kept, length = [], 0
        kept.append(atom)
        length += size
    return [*parts, ("".join(kept), length)]
