"""The forms that ask for one text: a cause, an answer, news, a workaround, a delivery, a reason."""

from collections.abc import Mapping

from bot.slack.forms import form_attachments
from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Files, Text
from rules import events


def _cause(sheet: Sheet) -> Mapping[str, str]:
    return {"cause": sheet.anomaly.cause} if sheet.anomaly else {}


REJECT_DESCRIPTION = Form(
    "reject_description",
    (Text("missing"),),
    lambda values: events.DescriptionRejected(values["missing"]),
    main="missing",
)
ANSWER = Form(
    "answer",
    (Text("text"), Files("files")),
    lambda values: events.ClientAnswered(values["text"], form_attachments.files(values)),
    main="text",
)
FIND_CAUSE = Form(
    "find_cause", (Text("cause"),), lambda values: events.CauseFound(values["cause"]), main="cause", start=_cause
)
INFORM = Form("inform", (Text("text"),), lambda values: events.Informed(values["text"]), main="text")
SAY_WHY = Form("say_why", (Text("note"),), lambda values: events.WaitExplained(values["note"]), main="note")
WORK_AROUND = Form(
    "work_around", (Text("note"),), lambda values: events.WorkaroundDelivered(values["note"]), main="note"
)
DELIVER = Form(
    "deliver",
    (Text("note", required=False),),
    lambda values: events.Delivered(values.get("note", "")),
    main="note",
)
REFUSE = Form("refuse", (Text("reason"),), lambda values: events.Refused(values["reason"]), main="reason")
DEPLOY = Form(
    "deploy", (Text("note", required=False),), lambda values: events.Deployed(values.get("note", "")), main="note"
)
REOPEN = Form("reopen", (Text("reason"),), lambda values: events.Reopened(values["reason"]), main="reason")
