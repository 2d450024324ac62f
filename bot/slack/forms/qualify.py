"""Phase 3: the CP settles the criticality and the scope, seeing which deadlines each choice would give."""

from collections.abc import Mapping

from bot.slack.forms.fields import Choice, Problem, Text
from bot.slack.forms.form import Form
from bot.slack.forms.levels import LEVELS, levels
from bot.slack.forms.sheet import Sheet
from rules.anomaly import Anomaly
from rules.contract import Criticality, Role
from rules.events import Actor, Fact, Happening, Qualified, Source, System
from rules.fold import apply

_NO = "no"
_PREVIEWER = Actor("preview", "", frozenset({Role.CP}), human=False)


def _scope(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    return tuple((answer, sheet.words.text(f"form.choice.{answer}")) for answer in ("yes", _NO))


def _start(sheet: Sheet) -> Mapping[str, str]:
    if sheet.anomaly is None:
        return {}
    level = sheet.anomaly.criticality
    scope = _NO if sheet.anomaly.in_scope is False else "yes"
    return {"criticality": level.value if level else "", "in_scope": scope}


def _preview(sheet: Sheet) -> tuple[str, ...]:
    """The deadlines of each level, one a line: what choosing it would promise."""
    if sheet.anomaly is None:
        return ()
    return ("\n".join(_line(sheet, sheet.anomaly, level) for level in Criticality),)


def _line(sheet: Sheet, anomaly: Anomaly, level: Criticality) -> str:
    source = Source(System.CLOCK, "preview")
    chosen = apply(anomaly, Fact("preview", sheet.now, _PREVIEWER, source, Qualified(level)), sheet.contract)
    words, deadlines = sheet.words, sheet.deadlines(chosen, ended=False)
    told = [
        f"{words.text(f'clock.{clock}')}, {words.text('sla.deadline', deadline=at)}" for clock, at in deadlines.items()
    ]
    return " · ".join((words.criticality(level), *(told or [words.text("sla.none")])))


def _check(values: Mapping[str, str]) -> Mapping[str, Problem]:
    """Out of scope is a separate quote: the client is owed the reason."""
    unsaid = values["in_scope"] == _NO and not values.get("reason")
    return {"reason": Problem("error.empty")} if unsaid else {}


def _what(values: Mapping[str, str]) -> Happening:
    return Qualified(Criticality(values["criticality"]), values["in_scope"] != _NO, values.get("reason", ""))


QUALIFY = Form(
    "qualify",
    (
        Choice("criticality", levels, LEVELS),
        Choice("in_scope", _scope, frozenset({"yes", _NO})),
        Text("reason", required=False),
    ),
    _what,
    main="reason",
    start=_start,
    notes=_preview,
    check=_check,
)
