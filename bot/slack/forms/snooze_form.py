"""The reminders are put off until an instant of the coming days, for a reason."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Moment, Text, seconds
from rules.events import Happening, Snoozed
from rules.workdays import is_open, next_opening

LONGEST = timedelta(days=14)
_SOON = timedelta(hours=4)


def _start(sheet: Sheet) -> Mapping[str, str]:
    """The opening of the next day, or a few hours where nothing ever closes."""
    calendar = next(iter(sheet.contract.calendars.values()))
    zone = ZoneInfo(sheet.contract.zone)
    tomorrow = sheet.now.astimezone(zone).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), zone).astimezone(UTC)
    at = sheet.now + _SOON if is_open(calendar, midnight) else next_opening(calendar, midnight)
    return {"until": str(round(at.timestamp()))}


def _about(sheet: Sheet) -> str:
    return sheet.words.text("form.snooze.until.hint")


def _what(values: Mapping[str, str]) -> Happening:
    until = seconds(values["until"])
    if until is None:
        raise ValueError("a snooze needs an instant")
    return Snoozed(until, values["reason"])


SNOOZE = Form(
    "snooze",
    (Moment("until", lambda _: True, _about, required=True, within=LONGEST), Text("reason")),
    _what,
    main="reason",
    start=_start,
)
