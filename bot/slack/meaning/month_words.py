"""The month that somebody's words name, and the words that remain."""

import re

from bot.slack.intake.text_normalizer import bare
from rules.workdays.month import Month

_NAMES = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_NUMBERS = {name: rank for rank, names in enumerate(_NAMES, start=1) for name in names}
_ISO, _FRENCH, _YEAR = re.compile(r"(\d{4})-(\d{1,2})"), re.compile(r"(\d{1,2})/(\d{4})"), re.compile(r"20\d\d")
_FIGURES = re.compile(r"\d[\d/.-]*")
_YEARS = range(2000, 2100)


def month_in(words: str, present: Month) -> tuple[Month | None, str]:
    """The month that words name, the present one where they name none, and the other words.

    A name without its year is that of the last such month. None for figures that name no month.
    """
    tokens, found = words.split(), None
    for place, token in enumerate(tokens):
        if found is None and (read := _read(token, tokens[place + 1 : place + 2], present)):
            found, taken = read
            tokens = [*tokens[:place], *tokens[place + taken :]]
            break
    rest = " ".join(tokens)
    if found is None:
        return (None if any(_FIGURES.fullmatch(one) for one in tokens) else present), rest
    return found, rest


def _read(token: str, following: list[str], present: Month) -> tuple[Month, int] | None:
    """A month and how many words name it."""
    if iso := _ISO.fullmatch(token):
        return _month(int(iso[1]), int(iso[2]), 1)
    if french := _FRENCH.fullmatch(token):
        return _month(int(french[2]), int(french[1]), 1)
    number = _NUMBERS.get(bare(token))
    if number is None:
        return None
    if following and _YEAR.fullmatch(following[0]):
        return _month(int(following[0]), number, 2)
    return _month(present.year - (number > present.number), number, 1)


def _month(year: int, number: int, taken: int) -> tuple[Month, int] | None:
    known = year in _YEARS and 1 <= number <= len(_NAMES)
    return (Month(year, number), taken) if known else None
