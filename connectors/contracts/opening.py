"""The calendars of a contract file: hours by day of the week, holidays, and the dates that make an exception."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    Tag,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)

from connectors.contracts import holidays, value_parsers
from connectors.contracts.jira_fields_section import (
    BridgesClosed,
    Date,
    DateSpan,
    Days,
    Hours,
    Region,
    Text,
    WhitMondayClosed,
)
from connectors.contracts.problems import quoted, refusal, suggested
from connectors.contracts.sections import ByShape, OneOrMany, Reads, Section
from connectors.contracts.yaml_words import CLOSED_ALL_DAY, DAYS, NONE, fold, nearest
from connectors.wording import said, spoken

ROUND_THE_CLOCK = "24/7"
_COUNTRIES = ("FR", "BE", "CH")


def _in_order(day: tuple[value_parsers.Hours, ...]) -> tuple[value_parsers.Hours, ...]:
    ordered = tuple(sorted(day, key=lambda hours: hours.start))
    _refuse_overlap(ordered)
    return ordered


def _refuse_overlap(ordered: Sequence[value_parsers.Hours]) -> None:
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            raise refusal("hours_overlap", value=quoted(earlier.written), other=quoted(later.written))


def _closed(value: Any) -> Any:
    return [] if isinstance(value, str) and CLOSED_ALL_DAY.find(value) else value


def _reason(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    return "" if value is None else read(value)


def _nothing(text: str) -> None:
    if not NONE.find(text):
        raise refusal("word", value=quoted(text), what=NONE.named(), hint=said("contracts.no_holidays"))


def _always(text: str) -> str:
    if text.replace(" ", "") != ROUND_THE_CLOCK:
        raise refusal("shape", value=quoted(text), hint=said("contracts.calendar_shape.expected"))
    return ROUND_THE_CLOCK


def _date_or_name(text: str) -> date | str:
    return value_parsers.day(text) if text[:1].isdecimal() else text.strip()


def _known_holiday(removed: date | str, info: ValidationInfo) -> date | str:
    """Refuses a name that the country, read before, gives to no holiday."""
    country, region = info.data.get("country"), info.data.get("region")
    if isinstance(removed, str) and country is not None:
        known = holidays.names(country, region)
        if fold(removed) not in {fold(name) for name in known}:
            suggestion = suggested(nearest(removed, known), known)
            raise refusal("holiday", value=quoted(removed), hint=said("contracts.or_date", suggestion=suggestion))
    return removed


def _country(text: str) -> str:
    code = text.strip().upper()
    if code not in holidays.countries():
        raise refusal("country", value=quoted(text), hint=suggested(holidays.country_named(text), _COUNTRIES))
    return code


DayHours = Annotated[tuple[Hours, ...], OneOrMany(), AfterValidator(_in_order), BeforeValidator(_closed)]
Country = Annotated[str, Reads(_country, {"type": "string", "pattern": "^[A-Za-z]{2}$", "examples": ["FR", "BE"]})]
Removed = Annotated[
    date | str,
    Reads(_date_or_name, {"type": "string", "examples": ["2026-05-08", "Ascension"]}),
    AfterValidator(_known_holiday),
]
Reason = Annotated[Text, WrapValidator(_reason)]
"""Why a date is closed, "" where the file does not say it."""


class Observed(Section):
    """The public holidays that a calendar observes, and what the parties added or removed."""

    country: Country
    region: Region | None = None
    whit_monday: WhitMondayClosed | None = None
    bridges: BridgesClosed | None = None
    added: dict[Date, Text] = Field(default_factory=dict)
    removed: Annotated[tuple[Removed, ...], OneOrMany()] = ()

    @field_validator("region")
    @classmethod
    def _known_region(cls, region: str | None, info: ValidationInfo) -> str | None:
        country = info.data.get("country")
        if region is None or country is None:
            return region
        known = holidays.regions(country)
        found = next((code for name, code in known.items() if fold(name) == fold(region)), None)
        if found is None:
            suggestion = suggested(nearest(region, known), holidays.regions_shown(country)) or said(
                "contracts.no_region"
            )
            raise refusal("region", value=quoted(region), country=country, hint=suggestion)
        return found or None

    @field_validator("whit_monday")
    @classmethod
    def _choosable(cls, closed: bool | None, info: ValidationInfo) -> bool | None:
        country, region = info.data.get("country"), info.data.get("region")
        if closed is not None and country is not None and not holidays.has_whit_monday(country, region):
            raise refusal("no_whit_monday")
        return closed


Holidays = Annotated[
    Annotated[None, Reads(_nothing, {"enum": ["aucun", "none"]}), Tag("text")] | Annotated[Observed, Tag("group")],
    ByShape("holidays_shape"),
]


class Week(Section):
    """A calendar by days of the week; every key that is not one of ours must name days."""

    others = "weekly"

    weekly: dict[Days, DayHours]
    holidays: Holidays
    closures: dict[DateSpan, Reason] = Field(default_factory=dict)
    openings: dict[Date, DayHours] = Field(default_factory=dict)

    @field_validator("weekly")
    @classmethod
    def _opens(
        cls, weekly: dict[value_parsers.Days, tuple[value_parsers.Hours, ...]]
    ) -> dict[value_parsers.Days, tuple[value_parsers.Hours, ...]]:
        if not any(weekly.values()):
            raise refusal("never_opens")
        named: set[int] = set()
        for days in weekly:
            twice = named & set(days.numbers)
            if twice:
                raise refusal(
                    "day_twice", (days.written,), value=quoted(days.written), day=DAYS.spelling(min(twice), spoken())
                )
            named |= set(days.numbers)
        _refuse_overlap(_one_after_another(weekly))
        return weekly

    @field_validator("closures")
    @classmethod
    def _closed_once(cls, closures: dict[value_parsers.Dates, str]) -> dict[value_parsers.Dates, str]:
        seen: set[Any] = set()
        for dates in closures:
            twice = seen & set(dates.each())
            if twice:
                raise refusal("closed_twice", value=min(twice))
            seen |= set(dates.each())
        return closures


def _one_after_another(weekly: dict[value_parsers.Days, tuple[value_parsers.Hours, ...]]) -> list[value_parsers.Hours]:
    """The hours of eight days in a row (a Monday again), so that a night is compared with its morning."""
    by_day = {number: hours for days, hours in weekly.items() for number in days.numbers}
    return [
        value_parsers.Hours(hours.start + day * value_parsers.DAY, hours.end + day * value_parsers.DAY, hours.written)
        for day in range(8)
        for hours in by_day.get(day % 7, ())
    ]


Calendar = Annotated[
    Annotated[str, Reads(_always, {"const": ROUND_THE_CLOCK}), Tag("text")] | Annotated[Week, Tag("group")],
    ByShape("calendar_shape"),
]
