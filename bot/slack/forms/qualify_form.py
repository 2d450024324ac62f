"""Phase 3: the CP settles the criticality and the scope, seeing which deadlines each choice would give."""

from collections.abc import Mapping

from bot.slack.forms import deadline_preview
from bot.slack.forms.criticality_choice import LEVELS, definitions, levels
from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Choice, Problem, Text
from connectors.contracts.yaml_words import fold
from connectors.documents.environment_text import environment_line
from connectors.wording.graphemes import cut
from rules.contract import Criticality
from rules.events import Happening, Qualified

_NO = "no"
LINE = 120


def _scope(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return tuple((answer, sheet.words.text(f"form.choice.{answer}")) for answer in ("yes", _NO))


def _start(sheet: Sheet) -> Mapping[str, str]:
    if sheet.anomaly is None:
        return {}
    level = sheet.anomaly.criticality
    scope = _NO if sheet.anomaly.in_scope is False else "yes"
    return {"criticality": level.value if level else "", "in_scope": scope}


def _kept(sheet: Sheet) -> Mapping[str, str]:
    """The level that was settled before: to leave it asks for a reason."""
    if sheet.anomaly is None or sheet.anomaly.qualified_at is None or sheet.anomaly.criticality is None:
        return {}
    return {"settled": sheet.anomaly.criticality.value}


def _outlook(sheet: Sheet) -> tuple[str, ...]:
    """The deadlines of each level, one a paragraph: what choosing it would promise."""
    if sheet.anomaly is None:
        return ()
    told = (deadline_preview.line(sheet, sheet.anomaly, level) for level in Criticality)
    return (*grid_lines(sheet), *environment_lines(sheet), *told, *deadline_preview.held(sheet, sheet.anomaly))


def grid_lines(sheet: Sheet) -> tuple[str, ...]:
    """The contract's own grid of what is maintained and what is quoted apart, where it has one."""
    lists = {"form.grid.included": sheet.contract.grid.included, "form.grid.quoted": sheet.contract.grid.quoted}
    return tuple(
        "\n".join((sheet.words.text(key), *(f"• {cut(one, LINE)}" for one in lines)))
        for key, lines in lists.items()
        if lines
    )


def environment_lines(sheet: Sheet) -> tuple[str, ...]:
    """The contract's environments that are not like production, that of the anomaly first."""
    named = fold(sheet.anomaly.template.environment) if sheet.anomaly else ""
    gaps = [one for one in sheet.contract.environments if not one.iso]
    gaps.sort(key=lambda one: not (named and fold(one.name) in named))
    told = (environment_line(one, sheet.words) for one in gaps)
    return ("\n".join((sheet.words.text("form.environments"), *(f"• {one}" for one in told))),) if gaps else ()


def _check(values: Mapping[str, str]) -> Mapping[str, Problem]:
    """Out of scope means a separate quote, and a new level moves announced deadlines: both need a reason."""
    moved = values.get("settled", values["criticality"]) != values["criticality"]
    unsaid = (moved or values["in_scope"] == _NO) and not values.get("reason")
    return {"reason": Problem("error.empty")} if unsaid else {}


def _what(values: Mapping[str, str]) -> Happening:
    return Qualified(Criticality(values["criticality"]), values["in_scope"] != _NO, values.get("reason", ""))


QUALIFY = Form(
    "qualify",
    (
        Choice("criticality", levels, LEVELS, about=definitions),
        Choice("in_scope", _scope, frozenset({"yes", _NO})),
        Text("reason", required=False),
    ),
    _what,
    main="reason",
    start=_start,
    kept=_kept,
    notes=_outlook,
    check=_check,
)
