"""Phase 2: the RM raises an anomaly by the template, from nothing or from what an agent detected."""

from collections.abc import Mapping

from bot.slack.forms import form_attachments
from bot.slack.forms.criticality_choice import LEVELS, definitions, levels
from bot.slack.forms.form import Form, contract_choice
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Choice, Files, Text
from rules.contract import Criticality
from rules.events import Happening, Raised, Template

LONGEST_TITLE = 255  # Jira's limit on a summary


def start(sheet: Sheet) -> Mapping[str, str]:
    """The words of the detection; a title too long for Jira is kept whole in the description."""
    title, told = sheet.given.get("title", ""), sheet.given.get("observed", "")
    if sheet.anomaly is not None:
        title, told = sheet.anomaly.title, sheet.anomaly.description
    observed = f"{title}\n{told}".strip() if len(title) > LONGEST_TITLE else told
    return {"title": title, "observed": observed, "contract": sheet.contract.id}


def what(values: Mapping[str, str]) -> Happening:
    """The fact, the template filled in."""
    names = ("environment", "steps", "expected", "observed", "impact", "since")
    template = Template(**{name: values.get(name, "") for name in names})
    files, origin = form_attachments.files(values), form_attachments.origin(values)
    return Raised(values["title"], Criticality(values["criticality"]), template, files, origin)


RAISE = Form(
    "raise",
    (
        contract_choice(),
        Text("title", lines=False, most=LONGEST_TITLE),
        Choice("criticality", levels, LEVELS, about=definitions),
        Text("environment", lines=False, most=LONGEST_TITLE),
        Text("steps", required=False),
        Text("expected", required=False),
        Text("observed"),
        Text("impact", required=False),
        Text("since", required=False, lines=False, most=LONGEST_TITLE),
        Files("files"),
    ),
    what,
    start=start,
    kept=form_attachments.kept,
    brings=form_attachments.told,
)
