"""What people wrote, made harmless and short enough to stand in a Slack message."""

import re

from connectors.channels.graphemes import atoms, cut, units

__all__ = ["break_up", "cut", "escape", "line", "link", "visible"]

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"[&<>]")
# Controls, lone surrogates (which no UTF-8 can carry), and the overrides that make a line read backwards.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")


def escape(text: str) -> str:
    """A text as Slack shows it literally: it can name nobody, call no channel and make no link.

    Only & < > are escaped, as Slack asks: without angle brackets nothing is a mention, provided that the message is
    sent with `verbatim` blocks and without `link_names`, as ours are.
    """
    return _SPECIAL.sub(lambda found: _ENTITIES[found[0]], visible(text))


def visible(text: str) -> str:
    """A text without what would act on a terminal or a line instead of being read."""
    return _UNFIT.sub("", text.replace("\r\n", "\n"))


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
    for row in text.split("\n"):
        for part in _short(row, limit):
            if pieces and units(pieces[-1]) + 1 + units(part) <= limit:
                pieces[-1] += f"\n{part}"
            else:
                pieces.append(part)
    return [piece for piece in pieces if piece.strip()]


def _short(row: str, limit: int) -> list[str]:
    if units(row) <= limit:
        return [row]
    parts = [""]
    for atom in atoms(row):
        if units(parts[-1]) + units(atom) > limit:
            parts.append("")
        parts[-1] += atom
    return parts
