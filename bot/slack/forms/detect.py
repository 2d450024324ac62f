"""Phase 1: anybody named in the contract describes a malfunction, and hands it to the RM."""

from collections.abc import Mapping

from bot.slack.forms import brought
from bot.slack.forms.fields import Files, Text
from bot.slack.forms.form import Form, contract_choice
from bot.slack.forms.raise_ import LONGEST_TITLE, start
from bot.slack.forms.sheet import Sheet
from rules.events import Detected


def _start(sheet: Sheet) -> Mapping[str, str]:
    told = start(sheet)
    return {"title": told["title"], "description": told["observed"], "contract": told["contract"]}


DETECT = Form(
    "detect",
    (contract_choice(), Text("title", lines=False, most=LONGEST_TITLE), Text("description"), Files("files")),
    lambda values: Detected(values["title"], values["description"], brought.files(values), brought.origin(values)),
    start=_start,
    kept=brought.kept,
    brings=brought.told,
)
