"""What Jira asks for before it takes a move: filled in here, and sent with the move that waits for it."""

from collections.abc import Mapping

from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.jira_fields import given
from rules.events import FieldsGiven


def _kept(sheet: Sheet) -> Mapping[str, str]:
    return {"to": sheet.to}


FILL = Form("fill", (), lambda values: FieldsGiven(values.get("to", ""), given(values)), kept=_kept)
