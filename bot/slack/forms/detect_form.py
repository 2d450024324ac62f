"""Phase 1: anybody named in the contract describes a malfunction, and hands it to the RM."""

from collections.abc import Mapping

from bot.slack.forms import form_attachments
from bot.slack.forms.form import Form, contract_choice
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Files, Text
from bot.slack.forms.raise_form import LONGEST_TITLE, start
from rules.events import Detected


def _start(sheet: Sheet) -> Mapping[str, str]:
    told = start(sheet)
    return {"title": told["title"], "description": told["observed"], "contract": told["contract"]}


DETECT = Form(
    "detect",
    (contract_choice(), Text("title", lines=False, most=LONGEST_TITLE), Text("description"), Files("files")),
    lambda values: Detected(
        values["title"], values["description"], form_attachments.files(values), form_attachments.origin(values)
    ),
    start=_start,
    kept=form_attachments.kept,
    brings=form_attachments.told,
)
