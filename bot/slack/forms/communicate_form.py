"""Phase 4: the CP sends dates to the RM in words drafted for them, the contract's unless they promise others."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.slack.forms.date_inputs import kept_instant, same_minute
from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Moment, Text, seconds
from rules.anomaly.state import Anomaly
from rules.clock import Verdict
from rules.contract import CONTRACTED, ClockName
from rules.events import Deadline, DelayCommunicated, Happening
from rules.reminders.promised_dates import Promise, near, promises

_CHOSEN = {ClockName.WORKAROUND: "workaround_at", ClockName.RESOLUTION: "resolution_at"}


def _draft(sheet: Sheet) -> Mapping[str, str]:
    anomaly = sheet.anomaly
    if anomaly is None:
        return {}
    dates = {name: _first(sheet, clock) for clock, name in _CHOSEN.items()}
    return {"text": _words(sheet, anomaly), **{name: str(round(at.timestamp())) for name, at in dates.items() if at}}


def _words(sheet: Sheet, anomaly: Anomaly) -> str:
    """The words to the client, in the language of the contract; where dates were promised before, they say so."""
    words = replace(sheet.words, language=sheet.contract.language)
    before = _before(sheet)
    slipping = [made for made in before if _slips(made, sheet)]
    if not before:
        level = words.criticality(anomaly.criticality)
        return words.text("form.communicate.draft", name=anomaly.name, criticality=level)
    told = ", ".join(
        words.text("form.communicate.draft.date", clock=made.clock, promised=made.promised)
        for made in slipping or before
    )
    stem = "form.communicate.draft.correction" if slipping else "form.communicate.draft.again"
    return words.text(stem, name=anomaly.name, promised=told)


def _before(sheet: Sheet) -> tuple[Promise, ...]:
    """The dates promised before of what has not ended."""
    if sheet.anomaly is None:
        return ()
    made = promises(sheet.anomaly, sheet.contract, sheet.now)
    return tuple(one for one in made if one.reading.stopped_at is None)


def _slips(made: Promise, sheet: Sheet) -> bool:
    return made.verdict is Verdict.MISSED or near(made, sheet.contract, sheet.now)


def _first(sheet: Sheet, clock: ClockName) -> datetime | None:
    """A date's first value: the contract's, else one promised before; never a past one.

    A promise that slips is not put right by an earlier date of the contract's.
    """
    before = next((made for made in _before(sheet) if made.clock is clock), None)
    promised = before.promised if before else None
    due = sheet.deadlines.get(clock.value, promised)
    if before and due and _slips(before, sheet):
        due = max(due, before.promised)
    return due if due is not None and due > sheet.now else None


def _contract(sheet: Sheet) -> tuple[str, ...]:
    """The contract's own deadlines, whatever is promised instead."""
    words, due = sheet.words, sheet.deadlines
    told = (
        words.text("form.outlook.clock", clock=words.clock(ClockName(one)), state=words.instants.short(at))
        for one, at in due.items()
    )
    return (words.text("form.communicate.contract", deadlines=" · ".join(told)),) if due else ()


def _moment(clock: ClockName) -> Moment:
    """The date of one clock that has not ended; the client is bound to no later one than the contract's."""

    def about(sheet: Sheet) -> str:
        return sheet.words.text("form.communicate.about", deadline=sheet.deadlines.get(clock.value))

    return Moment(_CHOSEN[clock], lambda sheet: clock in sheet.open_clocks, about)


def _kept(sheet: Sheet) -> Mapping[str, str]:
    """The dates that the CP saw: one left as it was stays exactly the contract's."""
    return {clock: at.isoformat() for clock, at in sheet.deadlines.items()}


def _promise(clock: ClockName, values: Mapping[str, str]) -> Deadline:
    due = kept_instant(values.get(clock.value, ""))
    name = _CHOSEN.get(clock, "")
    if name not in values:
        return Deadline(clock, due)
    chosen = seconds(values[name])
    untouched = chosen is not None and due is not None and same_minute(chosen, due)
    return Deadline(clock, due if untouched else chosen)


def _what(values: Mapping[str, str]) -> Happening:
    return DelayCommunicated(values["text"], tuple(_promise(clock, values) for clock in CONTRACTED))


COMMUNICATE = Form(
    "communicate",
    (Text("text"), *map(_moment, _CHOSEN)),
    _what,
    main="text",
    start=_draft,
    kept=_kept,
    notes=_contract,
)
