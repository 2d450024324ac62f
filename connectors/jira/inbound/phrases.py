"""Recognises the known words at the beginning of a comment."""

from collections.abc import Mapping, Sequence
from itertools import dropwhile
from typing import TypeVar

from connectors.jira.inbound.name_spelling import bare

T = TypeVar("T")
Said = tuple[str, ...]
Phrases = Mapping[Said, T]

_LONGEST = 8
_EDGES = ".,;:!?()[]*_\"'«»-–—"
_FILLERS = frozenset({"je", "j", "le", "la", "l", "un", "une", "du", "de", "en", "a", "pour", "comme", "ticket"})


def phrases(*rows: tuple[T, Sequence[str]]) -> Phrases[T]:
    """Each spelling of each row, ready to be looked for."""
    return {compared(spelling.split()): meaning for meaning, spellings in rows for spelling in spellings}


def begins(text: str, known: Phrases[T]) -> tuple[T | None, str]:
    """The meaning of the longest known phrase that the text's first line begins with, and what follows it.

    What follows keeps its line breaks; small words before the phrase do not count. (None, text) when none is there.
    """
    line, broken, more = text.lstrip().partition("\n")
    words = line.split()
    first = next((place for place, word in enumerate(words) if _word(word) not in _FILLERS), 0)
    for start in dict.fromkeys((0, first)):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            meaning = known.get(compared(words[start:end]))
            if meaning is not None:
                return meaning, " ".join(words[end:]) + broken + more
    return None, text


def compared(words: Sequence[str]) -> Said:
    """Words as they are compared: without case, accents or punctuation."""
    return tuple(filter(None, map(_word, words)))


def meant(words: Sequence[str]) -> Said:
    """The same, without the small words that come first (`je prends` is `prends`)."""
    return tuple(dropwhile(_FILLERS.__contains__, compared(words)))


def _word(word: str) -> str:
    return bare(word).strip(_EDGES)
