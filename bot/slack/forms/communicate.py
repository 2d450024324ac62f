"""Phase 4: the CP sends the deadlines to the RM, in words drafted for them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.slack.forms.fields import Text
from bot.slack.forms.form import Form
from bot.slack.forms.sheet import Sheet
from rules.contract import ClockName
from rules.events import Deadline, DelayCommunicated, Happening


def _draft(sheet: Sheet) -> Mapping[str, str]:
    anomaly = sheet.anomaly
    if anomaly is None:
        return {}
    level = sheet.words.criticality(anomaly.criticality)
    return {"text": sheet.words.text("form.communicate.draft", name=anomaly.name, criticality=level)}


def _deadlines(sheet: Sheet) -> tuple[str, ...]:
    words = sheet.words
    return tuple(
        f"{words.text(f'clock.{clock}')} : {words.text('sla.deadline', deadline=at)}"
        for clock, at in sheet.deadlines().items()
    )


def _kept(sheet: Sheet) -> Mapping[str, str]:
    """What the CP saw when they wrote: the promise is that, whatever the clocks show when it is sent."""
    return {clock: at.isoformat() for clock, at in sheet.deadlines().items()}


def _promise(clock: ClockName, values: Mapping[str, str]) -> Deadline:
    try:
        at = datetime.fromisoformat(values.get(clock.value, ""))
    except ValueError:
        return Deadline(clock, None)
    return Deadline(clock, at.astimezone(UTC) if at.utcoffset() is not None else None)


def _what(values: Mapping[str, str]) -> Happening:
    return DelayCommunicated(values["text"], tuple(_promise(clock, values) for clock in ClockName))


COMMUNICATE = Form(
    "communicate",
    (Text("text"),),
    _what,
    main="text",
    start=_draft,
    kept=_kept,
    notes=lambda sheet: ("\n".join(_deadlines(sheet)),) if sheet.deadlines() else (),
)
