"""Phase 3 again: the CP changes a criticality that was settled, having read each deadline before and after."""

from collections.abc import Mapping

from bot.slack.forms import deadline_preview
from bot.slack.forms.criticality_choice import LEVELS, definitions, levels
from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Choice, Text
from rules.anomaly.state import Anomaly
from rules.contract import Criticality
from rules.events import Happening, Qualified


def settled(anomaly: Anomaly | None) -> bool:
    """Whether there is a criticality to change: one that a CP settled, within the scope."""
    return anomaly is not None and anomaly.qualified_at is not None and anomaly.in_scope is True


def _others(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    present = sheet.anomaly.criticality if sheet.anomaly else None
    return tuple((level, label) for level, label in levels(sheet) if level != present)


def _outlook(sheet: Sheet) -> tuple[str, ...]:
    """The deadlines as they stand, then what each other level would make of them, one a paragraph."""
    anomaly = sheet.anomaly
    if anomaly is None:
        return ()
    others = (deadline_preview.line(sheet, anomaly, level) for level in Criticality if level is not anomaly.criticality)
    return (deadline_preview.today(sheet, anomaly), *others, *deadline_preview.held(sheet, anomaly))


def _what(values: Mapping[str, str]) -> Happening:
    """The scope stays as it is: `qualifier` changes it."""
    return Qualified(Criticality(values["criticality"]), None, values["reason"])


REQUALIFY = Form(
    "qualify",
    (Choice("criticality", _others, LEVELS, about=definitions), Text("reason")),
    _what,
    called="requalify",
    main="reason",
    notes=_outlook,
)
