"""The deadlines that each criticality would give, in lines that a CP compares before they choose."""

from datetime import datetime

from bot.slack.forms.form_context import Sheet
from connectors.wording import Wording
from rules.anomaly.state import Anomaly
from rules.clock import State, Verdict
from rules.contract import Criticality, NextRelease
from rules.reports.criticality_preview import Outlook, preview


def today(sheet: Sheet, anomaly: Anomaly) -> str:
    """The present level and its deadlines."""
    level = anomaly.criticality or Criticality.MAJEURE
    told = (
        _clock(sheet.words, Outlook(one.now, one.now), "") for one in preview(anomaly, level, sheet.contract, sheet.now)
    )
    words = sheet.words
    return words.text("form.outlook.today", emoji=words.emoji(level), criticality=level, deadlines=", ".join(told))


def line(sheet: Sheet, anomaly: Anomaly, level: Criticality) -> str:
    """A level, and what each deadline would become."""
    words = sheet.words
    told = (_clock(words, one, _change(words, one)) for one in preview(anomaly, level, sheet.contract, sheet.now))
    return words.text("form.outlook.line", emoji=words.emoji(level), criticality=level, deadlines=", ".join(told))


def held(sheet: Sheet, anomaly: Anomaly) -> tuple[str, ...]:
    """The note that the dates hold for a clock that would resume at once, where one is paused."""
    level = anomaly.criticality or Criticality.MAJEURE
    paused = any(one.now.state is State.PAUSED for one in preview(anomaly, level, sheet.contract, sheet.now))
    return (sheet.words.text("form.outlook.paused"),) if paused else ()


def _clock(words: Wording, one: Outlook, change: str) -> str:
    label = words.clock(one.then.clock)
    return words.text("form.outlook.clock", clock=label[:1].lower() + label[1:], state=_state(words, one, change))


def _state(words: Wording, one: Outlook, change: str) -> str:
    clock, reading = one.then.clock.value, one.now if one.ended else one.then
    if reading.state in (State.WAITING, State.CANCELLED):
        return words.text(f"state.{reading.state}.{clock}")
    if one.ended and reading.verdict in (Verdict.KEPT, Verdict.MISSED):
        return words.text(f"sla.{reading.verdict}.{clock}")
    if reading.deadline is None:
        return words.text("target.release" if isinstance(reading.commitment.target, NextRelease) else "sla.none")
    if reading.breached:
        return words.text(f"form.outlook.late.{clock}", at=reading.deadline)
    return words.text("form.outlook.due", at=reading.deadline, change=change or None)


def _change(words: Wording, one: Outlook) -> str:
    """The difference between the two dates on the calendar."""
    before, after = one.before, one.after
    if before is None or after is None:
        return ""
    if _minute(before) == _minute(after):
        return words.text("form.outlook.same")
    return words.text("form.outlook.later" if after > before else "form.outlook.sooner", by=after - before)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
