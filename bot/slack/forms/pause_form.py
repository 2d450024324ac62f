"""The clocks stand still, for one of four reasons."""

from collections.abc import Mapping

from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Choice, Problem, Text
from rules.contract import PauseReason
from rules.events import Paused


def _reasons(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    labels = ((reason.value, sheet.words.text(f"pause.{reason.value}")) for reason in PauseReason)
    return tuple((value, label[:1].upper() + label[1:]) for value, label in labels)


def _check(values: Mapping[str, str]) -> Mapping[str, Problem]:
    """The client can answer only a question that it was told."""
    asked = values.get("note") or values["reason"] != PauseReason.CLIENT.value
    return {} if asked else {"note": Problem("error.empty")}


PAUSE = Form(
    "pause",
    (
        Choice("reason", _reasons, frozenset(reason.value for reason in PauseReason), menu=True),
        Text("note", required=False),
    ),
    lambda values: Paused(PauseReason(values["reason"]), values.get("note", "")),
    main="note",
    check=_check,
)
