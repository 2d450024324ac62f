"""The days that a holiday leaves alone beside a week-end, and what people call them (« pont de l'Ascension »)."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from connectors.contracts.yaml_words import fold
from connectors.wording import Sentence

_ONE_DAY = timedelta(days=1)
_BESIDE: Mapping[int, timedelta] = MappingProxyType({1: -_ONE_DAY, 3: _ONE_DAY})
"""From a Tuesday back to its Monday, from a Thursday on to its Friday."""

# The first word of a holiday -> the form that the French bridge takes.
FORMS = MappingProxyType(
    {
        "noel": "de",
        "paques": "de",
        "toussaint": "de_la",
        "fete": "de_la",
        "journee": "de_la",
        "jour": "du",
        "lundi": "du",
        "mardi": "du",
        "mercredi": "du",
        "jeudi": "du",
        "vendredi": "du",
        "samedi": "du",
        "dimanche": "du",
    }
)


def bridges(holidays: Mapping[date, str], language: str) -> dict[date, str]:
    """The Mondays and Fridays that Tuesdays and Thursdays off leave alone, those that are holidays themselves apart."""
    return {
        day: _called(name, language)
        for holiday, name in holidays.items()
        if (beside := _BESIDE.get(holiday.weekday())) and (day := holiday + beside) not in holidays
    }


def _called(name: str, language: str) -> str:
    """The bridge of a holiday; of the first of its names, when two fall on one date."""
    first = name.split(";", maxsplit=1)[0].strip()
    word = fold(first).split(" ")[0]
    form = "elided" if word[:1] in tuple("aeiou") else FORMS.get(word, "of")
    return Sentence(f"holidays.bridge.{form}", {"name": first}).said_in(language)
