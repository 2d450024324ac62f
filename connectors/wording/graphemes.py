"""Text cut where a reader would cut it: between the characters that people see, never within one."""

import re
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"

_JOINER = "\u200d"
_EXTENDS = ("Mn", "Me", "Mc")
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_HANGUL_LEADS = range(0x1100, 0x1160)
_HANGUL_TAILS = range(0x1160, 0x1200)
_HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
# Nobody reads a longer one: it is a joke at the expense of the layout.
_LONGEST = 32
_TOKEN = re.compile(r"&(?:amp|lt|gt);|<[^<>\n]*>")


def units(text: str) -> int:
    """The length of a text in UTF-16 units, the strictest of the ways in which its readers may count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> Iterator[str]:
    """The characters as people see them: accents, emoji sequences and flags whole."""
    start = 0
    for place in range(1, len(text)):
        if place - start >= _LONGEST or not _joined(text, start, place):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` UTF-16 units, an ellipsis at its end when some is left out.

    An entity (`&amp;`) and a `<…>` token are kept whole or left out, so that the cut text means what it meant.
    """
    if units(text) <= limit:
        return text
    kept: list[str] = []
    room = limit - len(ELLIPSIS)
    for atom in atoms(text):
        room -= units(atom)
        if room < 0:
            break
        kept.append(atom)
    return "".join(kept).rstrip() + ELLIPSIS


def atoms(text: str) -> Iterator[str]:
    """The pieces that a cut may not split."""
    place = 0
    for token in _TOKEN.finditer(text):
        yield from graphemes(text[place : token.start()])
        yield token[0]
        place = token.end()
    yield from graphemes(text[place:])


def _joined(text: str, start: int, place: int) -> bool:
    before, here = text[place - 1], text[place]
    point, last = ord(here), ord(before)
    if point < 0x300:  # noqa: PLR2004 - nothing below combines
        return before == "\r" and here == "\n"
    if last in _REGIONAL and point in _REGIONAL:
        return (place - start) % 2 == 1
    if last in _HANGUL_LEADS and (point in _HANGUL_LEADS or point in _HANGUL_SYLLABLES):
        return True
    extends = point in _SKIN_TONES or point in _TAGS or point in _HANGUL_TAILS
    return extends or _JOINER in (here, before) or unicodedata.category(here) in _EXTENDS
