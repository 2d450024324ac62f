"""Phase 6: the CP closes, and tells the cause and the answer given."""

from collections.abc import Mapping

from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Text
from bot.slack.forms.jira_fields import given
from rules.events import Closed


def _start(sheet: Sheet) -> Mapping[str, str]:
    return {"cause": sheet.anomaly.cause, "answer": sheet.anomaly.answer} if sheet.anomaly else {}


def _in_scope(sheet: Sheet) -> bool:
    """An anomaly out of scope was not diagnosed; the rules ask for the cause of all others."""
    return sheet.anomaly is None or sheet.anomaly.in_scope is not False


CLOSE = Form(
    "close",
    (Text("cause", required=False, insist=_in_scope), Text("answer")),
    lambda values: Closed(values.get("cause", ""), values["answer"], given(values)),
    main="answer",
    start=_start,
)
