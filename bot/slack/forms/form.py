"""A form: its fields, their first values, and the fact that its submission becomes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.slack.forms import jira_fields
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Choice, Field, Problem, said
from bot.slack.intake.slack_payload import Misshapen, decode, part, string
from connectors.channels.home_data import page_of
from connectors.channels.slack.block_kit import CONTEXT, TITLE, Block, context, plain
from rules.contract import Contract
from rules.events import Happening

STEMS = {"contract": "form.raise.contract", "files": "form.files"}  # said once for all the forms that ask for it


def nothing(_: Sheet) -> Mapping[str, str]:
    """The first values or carried data of a form that needs none."""
    return {}


def silent(_: Sheet) -> tuple[str, ...]:
    """The paragraphs of a form that has none of its own."""
    return ()


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a move. `main` is the field that takes what was typed after a command.

    `called` names a second form of the same move; the first bears the move's own name.
    `start` gives what the fields begin with, `kept` what the form carries along unseen, `notes` paragraphs above the
    fields, `brings` small print under those. `what` makes the fact from checked values (every field's, and what was
    kept); `check` judges the same values together.
    """

    move: str
    fields: tuple[Field, ...]
    what: Callable[[Mapping[str, str]], Happening]
    main: str = ""
    start: Callable[[Sheet], Mapping[str, str]] = nothing
    kept: Callable[[Sheet], Mapping[str, str]] = nothing
    notes: Callable[[Sheet], tuple[str, ...]] = silent
    brings: Callable[[Sheet], tuple[str, ...]] = silent
    check: Callable[[Mapping[str, str]], Mapping[str, Problem]] | None = None
    called: str = ""

    @property
    def name(self) -> str:
        """The form's unique name."""
        return self.called or self.move

    @property
    def stem(self) -> str:
        """The prefix of the form's keys in the wording."""
        return f"form.{self.name}"


def view(form: Form, sheet: Sheet) -> dict[str, Any]:
    """The modal (Block Kit), within Slack's limits whatever the sheet holds."""
    words = sheet.words
    return {
        "type": "modal",
        "callback_id": f"move:{form.name}",
        "title": plain(words.text(f"{form.stem}.title"), TITLE),
        "submit": plain(words.text(f"{form.stem}.submit"), TITLE),
        "close": plain(words.text("form.cancel"), TITLE),
        "private_metadata": _metadata(form, sheet),
        "blocks": [*_head(form, sheet), *_alike(sheet), *_inputs(form, sheet)],
    }


def problems(
    form: Form, values: Mapping[str, str], kept: Mapping[str, str], now: datetime, contract: Contract | None = None
) -> dict[str, Problem]:
    """The errors of values sent at `now`, by field; empty when all are valid.

    `contract` tells who has a Jira account, where Jira asks for somebody.
    """
    fields = (*form.fields, *jira_fields.carried_fields(kept, contract))
    found = {one.name: one.problem(values.get(one.name, ""), now) for one in fields}
    wrong = {name: problem for name, problem in found.items() if problem}
    return wrong or dict(form.check({**kept, **values}) if form.check else {})


@dataclass(frozen=True, slots=True)
class Carried:
    """A form's carried data as it came back: untrusted, like all input."""

    anomaly: str = ""
    contract: str = ""
    channel: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)
    home: int = 0


def carried(metadata: str) -> Carried:
    """The content of the private metadata; empty when it is not Vigie's."""
    try:
        found = decode(metadata.encode(), "json")
    except Misshapen:
        return Carried()
    kept = {name: string(part(found, "kept"), name) for name in part(found, "kept")}
    home = string(found, "home")
    return Carried(
        string(found, "anomaly"),
        string(found, "contract"),
        string(found, "channel"),
        kept,
        page_of(home) if home else 0,
    )


def _metadata(form: Form, sheet: Sheet) -> str:
    anomaly = sheet.anomaly.id if sheet.anomaly else ""
    kept = {**form.kept(sheet), **jira_fields.kept(jira_fields.asked(sheet))}
    found = {"anomaly": anomaly, "contract": sheet.contract.id, "channel": sheet.channel, "kept": kept}
    home = {"home": str(sheet.home)} if sheet.home else {}
    return json.dumps(found | home, separators=(",", ":"), ensure_ascii=False)


def _head(form: Form, sheet: Sheet) -> list[Block]:
    notes = [sheet.words.text(f"{form.stem}.intro"), *form.notes(sheet)]
    if sheet.anomaly and sheet.anomaly.title:
        notes.insert(0, sheet.words.text("sla.title", name=sheet.anomaly.name, title=sheet.anomaly.title))
    brought = form.brings(sheet)
    return [*(said(note) for note in notes), *([context(*brought)] if brought else [])]


def _alike(sheet: Sheet) -> list[Block]:
    """The data that may be known already; optional in the form."""
    if not sheet.alike:
        return []
    told = "\n".join((sheet.words.text("form.alike"), *sheet.alike))
    return [{"type": "context", "elements": [plain(told, CONTEXT)]}]


def _inputs(form: Form, sheet: Sheet) -> list[Block]:
    start = {**form.start(sheet), **({form.main: sheet.given["rest"]} if "rest" in sheet.given else {}), **sheet.given}
    stems = {one.name: STEMS.get(one.name, f"{form.stem}.{one.name}") for one in form.fields}
    drawn = (one.block(sheet, stems[one.name], start.get(one.name, "")) for one in form.fields)
    begun = jira_fields.starts(sheet)
    return [*filter(None, drawn), *(one.block(sheet, begun[one.name]) for one in jira_fields.asked(sheet))]


def contract_choice() -> Choice:
    """The contract, asked for only when there are several; which of them are the person's is for the rules to judge."""
    return Choice("contract", lambda sheet: _several(sheet.contracts), menu=True)


def _several(contracts: tuple[Any, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, one.client) for one in contracts) if len(contracts) > 1 else ()
