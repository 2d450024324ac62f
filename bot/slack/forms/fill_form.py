"""The form for the fields that Jira requires before it accepts a move."""

from collections.abc import Mapping

from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.jira_fields import given
from rules.events import FieldsGiven


def _kept(sheet: Sheet) -> Mapping[str, str]:
    return {"to": sheet.to}


FILL = Form("fill", (), lambda values: FieldsGiven(values.get("to", ""), given(values)), kept=_kept)
