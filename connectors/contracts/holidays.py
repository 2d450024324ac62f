"""The public holidays of a country or region, as the contract amends them, for any year that is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays as library
from holidays.registry import COUNTRIES

from connectors.contracts.bridges import bridges
from connectors.contracts.yaml_words import fold
from connectors.wording import LANGUAGES, spoken

_WHIT_MONDAY = frozenset({"lundi de pentecote", "whit monday", "pentecost monday"})
_CALLED: Mapping[str, str] = MappingProxyType({"fr": "fr", "en": "en_US"})
_A_PLAIN_YEAR = 2026
_SHORTEST_NAME = 4


@dataclass(frozen=True)
class PublicHolidays:
    """Holidays by local date, year by year: `country` and `region` are ISO codes or the region's own name.

    `removed` holds dates, and names that are worked every year; `added` holds the parties' own dates; `bridges` closes
    the days that those which are left separate from a week-end. Names are in `language` (fr or en) where the country
    has it. Source: the `holidays` library, whose rules follow each country's law; Alsace and Moselle add Good Friday
    and 26 December (in law, only some communes).
    """

    country: str
    region: str | None = None
    language: str = LANGUAGES[0]
    whit_monday: bool = True
    bridges: bool = False
    added: tuple[tuple[date, str], ...] = ()
    removed: frozenset[date | str] = frozenset()

    def __call__(self, year: int) -> Mapping[date, str]:
        """The holidays of a year, by date."""
        return _bridged(self, year) if self.bridges else _amended(self, year)


@cache
def _bridged(chosen: PublicHolidays, year: int) -> Mapping[date, str]:
    observed = _amended(chosen, year)
    # New Year's Day may make a bridge of 31 December, and a holiday of that day one of New Year's Day.
    around = {**_amended(chosen, year - 1), **observed, **_amended(chosen, year + 1)}
    made = {
        day: name
        for day, name in bridges(around, chosen.language).items()
        if day.year == year and day not in chosen.removed
    }
    return MappingProxyType(dict(sorted((made | dict(observed)).items())))


@cache
def _amended(chosen: PublicHolidays, year: int) -> Mapping[date, str]:
    worked = {fold(name) for name in chosen.removed if isinstance(name, str)}
    if not chosen.whit_monday:
        worked |= _WHIT_MONDAY
    others = [_published(chosen.country, chosen.region, language, year) for language in _CALLED]
    kept = {
        day: name
        for day, name in _published(chosen.country, chosen.region, chosen.language, year).items()
        if day not in chosen.removed
        and not any(worked & {fold(part) for part in other.get(day, "").split(";")} for other in others)
    }
    return MappingProxyType(
        dict(sorted((kept | {day: name for day, name in chosen.added if day.year == year}).items()))
    )


@cache
def _published(country: str, region: str | None, language: str, year: int) -> Mapping[date, str]:
    found = library.country_holidays(country, subdiv=region)
    if _CALLED[language] in found.supported_languages:
        found = library.country_holidays(country, subdiv=region, language=_CALLED[language])
    # The library answers "none" past its last year (2100 for France), although its rules still hold.
    found.end_year = max(found.end_year, year + 1)
    # A holiday of the next January may be observed in December: both years are computed.
    for computed in (year, year + 1):
        found.get(date(computed, 1, 1))
    return MappingProxyType({day: name for day, name in found.items() if day.year == year})


def countries() -> frozenset[str]:
    """The codes of the countries whose holidays are known."""
    return frozenset(library.list_supported_countries(include_aliases=False))


def country_named(text: str) -> str | None:
    """The code of the country that is so called in English, or by three letters; None for another text."""
    wanted = fold(text)
    return next((code for name, code, *more in COUNTRIES.values() if wanted in map(fold, (name, *more))), None)


def regions(country: str) -> Mapping[str, str]:
    """The regions of a country that have holidays of their own: every accepted spelling to its code.

    The code of `Métropole`, where the holidays are those of the whole of France, is empty.
    """
    found = library.country_holidays(country)
    codes = [code for code in found.subdivisions if not code.startswith("Zone ")]
    names = {alias: code for alias, code in found.subdivisions_aliases.items() if code in codes}
    joined = {"Alsace-Moselle": "57", "Métropole": ""} if country == "FR" else {}
    return joined | names | {code: code for code in codes}


def regions_shown(country: str) -> tuple[str, ...]:
    """The regions of a country as people call them; by their codes where the library knows no name."""
    known = regions(country)
    return tuple(name for name in known if len(name) >= _SHORTEST_NAME) or tuple(known)


def names(country: str, region: str | None) -> tuple[str, ...]:
    """The names of a country's holidays in the order of the year, in each language; the installation's comes first."""
    languages = sorted(_CALLED, key=lambda language: language != spoken())
    listings = (_published(country, region, language, _A_PLAIN_YEAR) for language in languages)
    found = (part.strip() for listing in listings for name in listing.values() for part in name.split(";"))
    return tuple(dict.fromkeys(found))


def has_whit_monday(country: str, region: str | None) -> bool:
    """Whether Whit Monday is a holiday there, so that the parties have a choice to make."""
    return any(fold(name) in _WHIT_MONDAY for name in names(country, region))
