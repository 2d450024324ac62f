"""Words as a search compares them, and how well they tell what somebody looks for."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MOST_TERMS = 8

_WORD = re.compile(r"[^\W_]+")
_JOINED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
# Without them "le panier est vide" finds the title "Panier vide".
_SMALL = frozenset(
    words_of
    for line in (
        "a au aux avec ce ces c d dans de des du en est et il j je l la le les m me mes mon n ne on ou par pas pour",
        "qu que qui s sa se ses son sont sur un une y the an and are for in is it of to with",
    )
    for words_of in line.split()
)
_TITLE, _CAUSE, _ANSWER = 3.0, 2.0, 1.0
_WHOLE = 0.5


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[str, ...]:
    """Each word once, without accents or capitals."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_JOINED))
    plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return tuple(dict.fromkeys(_WORD.findall(plain)))


def terms(text: str) -> tuple[str, ...]:
    """The words that tell something, the first few; all of them where none does."""
    said = words(text)
    telling = tuple(word for word in said if word not in _SMALL)
    return (telling or said)[:MOST_TERMS]


def score(wanted: Sequence[str], title: str, cause: str, answer: str) -> float:
    """Ranks texts against terms: the title counts most, and whole words more than their beginning."""
    places = ((_TITLE, words(title)), (_CAUSE, words(cause)), (_ANSWER, words(answer)))
    return sum(max((_found(term, weight, said) for weight, said in places), default=0.0) for term in wanted)


def shared(wanted: Sequence[str], said: Sequence[str]) -> float:
    """The part of the terms (0 to 1) that are among the words said, or begin alike."""
    if not wanted:
        return 0.0
    return sum(any(_alike(term, word) for word in said) for term in wanted) / len(wanted)


_STEM = 4


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _STEM and (one.startswith(other) or other.startswith(one)))


def _found(term: str, weight: float, said: Sequence[str]) -> float:
    if term in said:
        return weight + _WHOLE
    return weight if any(word.startswith(term) for word in said) else 0.0
