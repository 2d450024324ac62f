"""Parses single values of a contract: durations, opening hours, days, dates, shares, identifiers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from connectors.contracts.problems import quoted, refusal, suggested
from connectors.contracts.yaml_words import DAYS, GROUPS_OF_DAYS, NEXT_RELEASE, NONE, fold, nearest, plain, spelled
from connectors.wording import spoken
from rules.contract import BusinessDays, Length, NextRelease, NoCommitment, OpeningTime, Target, WallClock

DAY = 24 * 60
_NOON = 12 * 60
_TIME = re.compile(
    r"(?:(?P<hours>\d{1,9}) ?(?:h|heures?|hours?) ?)?(?:(?P<minutes>\d{1,9}) ?(?:min|mn|m|minutes?)?)?", re.ASCII
)
_DAYS = re.compile(r"(?P<days>\d{1,9}) ?(?:j|jours?|d|(?:business )?days?)", re.ASCII)
_KIND = re.compile(
    r"(?P<amount>.+?) ?(?P<kind>ouvrees?|ouvres?|business|calendaires?|calendar|fin de journee|end of day)?"
)
_CLOCK = r"(\d{1,2})(?:[:h](\d{2})|h)"
_HOURS = re.compile(rf"{_CLOCK} ?[-–] ?{_CLOCK}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", re.ASCII)
_LONGEST_CLOSURE = timedelta(days=366)
LONGEST = timedelta(days=3653)
SHORTEST = timedelta(hours=1)
_NO_PLACE = frozenset({"localtime", "posixrules", "Factory"})
_ZONES = ("Europe/Paris", "Indian/Reunion", "America/Martinique")


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of a day: minutes since its midnight, `end` beyond 1440 when they reach into the next day."""

    start: int
    end: int
    written: str


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week (0 is Monday) as one key names them."""

    numbers: tuple[int, ...]
    written: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Every date from `first` to `last`, both included."""

    first: date
    last: date

    def each(self) -> tuple[date, ...]:
        """The dates one by one."""
        return tuple(self.first + timedelta(days=rank) for rank in range((self.last - self.first).days + 1))


def target(text: str) -> Target:
    """A commitment: `4h`, `1h30`, `2j`, `2j fin de journée`, `72h calendaires`, `prochaine version` or `aucun`."""
    if NONE.find(text):
        return NoCommitment()
    if NEXT_RELEASE.find(text):
        return NextRelease()
    kinds = _KIND.fullmatch(plain(text))
    if kinds is None:
        raise refusal("duration", value=quoted(text))
    found = _amount(kinds["amount"], kinds["kind"] or "")
    if found is None:
        raise refusal("duration", value=quoted(text))
    if found in (OpeningTime(timedelta()), WallClock(timedelta()), BusinessDays(0), BusinessDays(0, True)):
        raise refusal("zero", value=quoted(text))
    if (timedelta(days=found.days) if isinstance(found, BusinessDays) else found.duration) > LONGEST:
        raise refusal("too_long", value=quoted(text))
    return found


def reply(text: str) -> Target:
    """A delay of answering: a commitment, but not a release, which answers nobody."""
    found = target(text)
    if isinstance(found, NextRelease):
        raise refusal("no_release", value=quoted(text))
    return found


def pace(text: str) -> Length | None:
    """How often people are reminded, or how long a wait may last: a commitment of an hour at least, None for `aucune`.

    Anything less is rather a slip of the pen (`2m` for `2j`), which would have a client written to every two minutes.
    """
    found = target(text)
    if isinstance(found, NextRelease):
        raise refusal("length", value=quoted(text))
    if isinstance(found, NoCommitment):
        return None
    if not isinstance(found, BusinessDays) and found.duration < SHORTEST:
        raise refusal("too_short", value=quoted(text))
    return found


def _amount(amount: str, kind: str) -> OpeningTime | BusinessDays | WallClock | None:
    days = _DAYS.fullmatch(amount)
    if days is not None:
        number = int(days["days"])
        if kind.startswith("calend"):
            return WallClock(timedelta(days=number))
        return BusinessDays(number, end_of_day=kind in ("fin de journee", "end of day"))
    duration = _duration(amount)
    if duration is None or kind in ("fin de journee", "end of day"):
        return None
    return WallClock(duration) if kind.startswith("calend") else OpeningTime(duration)


def _duration(text: str) -> timedelta | None:
    found = _TIME.fullmatch(text)
    if found is None or not (found["hours"] or found["minutes"]):
        return None
    hours, minutes = int(found["hours"] or 0), int(found["minutes"] or 0)
    bare = text.isdecimal()
    beyond = found["hours"] is not None and minutes >= 60  # noqa: PLR2004 - minutes of an hour
    return None if bare or beyond else timedelta(hours=hours, minutes=minutes)


def duration(text: str) -> timedelta:
    """Hours and minutes (`15min`, `1h30`), nought included."""
    found = _duration(plain(text))
    if found is None:
        raise refusal("duration", value=quoted(text))
    if found > LONGEST:
        raise refusal("too_long", value=quoted(text))
    return found


def duration_or_none(text: str) -> timedelta:
    """The same, or `aucun` for none, which is nought."""
    return timedelta() if NONE.find(text) else duration(text)


def wall_hours(text: str) -> timedelta:
    """Hours and minutes that no closing stops (`24h`, `72h calendaires`)."""
    found = target(text)
    if not isinstance(found, OpeningTime | WallClock):
        raise refusal("wall_hours", value=quoted(text))
    return found.duration


def days_count(text: str) -> int:
    """A number of days (`5j`)."""
    found = _DAYS.fullmatch(plain(text))
    if found is None:
        raise refusal("days_count", value=quoted(text))
    if int(found["days"]) > LONGEST.days:
        raise refusal("too_long", value=quoted(text))
    return int(found["days"])


def share(text: str) -> float:
    """A percentage from 1 to 100 (`75%`), as a share of one."""
    found = re.fullmatch(r"(\d{1,3})\s*%?", text.strip(), re.ASCII)
    if found is None or not 1 <= int(found[1]) <= 100:  # noqa: PLR2004 - a percentage
        raise refusal("percent", value=quoted(text))
    return int(found[1]) / 100


def hours(text: str) -> Hours:
    """Opening hours (`09:00-12:30`); from an evening to a morning they reach into the next day (`22:00-06:00`)."""
    found = _HOURS.fullmatch(text.strip())
    start, end = (_minutes(found[1], found[2]), _minutes(found[3], found[4])) if found else (None, None)
    if start is None or end is None or start == DAY:
        raise refusal("hours", value=quoted(text))
    if start == end:
        raise refusal("hours_equal", value=quoted(text))
    if end < start:
        if start < _NOON or end > _NOON:
            raise refusal("hours_reversed", value=quoted(text))
        end += DAY
    return Hours(start, end, text.strip())


def _minutes(hour: str, minute: str | None) -> int | None:
    total = int(hour) * 60 + int(minute or 0)
    return total if int(minute or 0) < 60 and total <= DAY else None  # noqa: PLR2004 - minutes of an hour


def days(text: str) -> Days:
    """Days of the week: `lundi`, `lundi-jeudi`, `lundi, mercredi`, `week-end`, `tous les jours`."""
    numbers: list[int] = []
    for part in text.split(","):
        found = GROUPS_OF_DAYS.find(part) or _day_range(part)
        if not found:
            monday, thursday = (DAYS.spelling(number, spoken()) for number in (0, 3))
            calendar_keys = [spelled(name) for name in ("holidays", "closures", "openings")]
            near = nearest(part, [*DAYS.values, *GROUPS_OF_DAYS.values, *calendar_keys])
            raise refusal("days", value=quoted(text), hint=suggested(near, (monday, f"{monday}-{thursday}")))
        numbers += [number for number in found if number not in numbers]
    return Days(tuple(numbers), text)


def _day_range(text: str) -> tuple[int, ...]:
    edges = [DAYS.find(word) for word in re.split(r"\s*[-–]\s*|\s+(?:à|au|to)\s+", text.strip().removeprefix("du "))]
    if not 1 <= len(edges) <= 2 or edges[0] is None or edges[-1] is None:  # noqa: PLR2004 - both edges of a range
        return ()
    first, last = edges[0], edges[-1]
    return tuple((first + rank) % 7 for rank in range((last - first) % 7 + 1))


def day(text: str) -> date:
    """A date, year first (`2026-12-24`)."""
    try:
        return date.fromisoformat(text.strip()) if _DATE.fullmatch(text.strip()) else _no_date(text)
    except ValueError:
        return _no_date(text)


def _no_date(text: str) -> date:
    raise refusal("date", value=quoted(text))


def instant(text: str) -> datetime:
    """A day and an hour, without their zone (`2026-11-20 18:00`)."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise refusal("instant", value=quoted(text)) from None
    if found.tzinfo is not None or not _INSTANT.fullmatch(text.strip()):
        raise refusal("instant", value=quoted(text))
    return found


def dates(text: str) -> Dates:
    """A date, or a first and a last one (`2026-12-24..2026-12-31`), at most a year apart."""
    edges = [edge.strip() for edge in text.split("..")]
    try:
        first, last = date.fromisoformat(edges[0]), date.fromisoformat(edges[-1])
    except ValueError:
        raise refusal("date_span", value=quoted(text)) from None
    if not all(_DATE.fullmatch(edge) for edge in edges) or len(edges) > 2:  # noqa: PLR2004 - both edges of a span
        raise refusal("date_span", value=quoted(text))
    if last < first:
        raise refusal("span_reversed", value=quoted(text))
    if last - first >= _LONGEST_CLOSURE:
        raise refusal("span_long", value=quoted(text))
    return Dates(first, last)


def zone(text: str) -> str:
    """An IANA time zone (`Europe/Paris`); not the machine's own, under which the same file would count otherwise."""
    name = text.strip()
    if name not in zones():
        raise refusal("zone", value=quoted(text), hint=suggested(_near_zone(name, zones()), _ZONES))
    return name


@cache
def zones() -> frozenset[str]:
    """Every zone of the IANA database; listed once, since that reads hundreds of files."""
    return frozenset(available_timezones() - _NO_PLACE)


def _near_zone(text: str, zones: Iterable[str]) -> str | None:
    """The zone of a city, or the one whose whole name looks most like the text; `Etc` zones are signed backwards."""
    named = sorted(name for name in zones if "/" in name and not name.startswith("Etc/"))
    of_city = (name for name in named if fold(name.rpartition("/")[2]) == fold(text))
    return next(of_city, None) or nearest(text, named)


def shaped(kind: str, pattern: str) -> "Shape":
    """A reader of texts of one shape; `kind` names the sentence that refuses the others."""
    return Shape(kind, re.compile(pattern, re.ASCII))


@dataclass(frozen=True, slots=True)
class Shape:
    """A text accepted when it matches the whole pattern."""

    kind: str
    pattern: re.Pattern[str]

    def __call__(self, text: str) -> str:
        if not self.pattern.fullmatch(text.strip()):
            raise refusal(self.kind, value=quoted(text))
        return text.strip()
