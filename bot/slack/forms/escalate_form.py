"""An anomaly goes to the people of another support level, up or back, for a reason."""

from collections.abc import Mapping

from bot.slack.forms.form import Form
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Choice, Text
from rules.contract import SupportLevel
from rules.events import LevelChanged
from rules.people.support_teams import project_of, team_of


def _others(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The other levels of the contract, with who answers at each."""
    if sheet.anomaly is None or sheet.contract.support is None:
        return ()
    levels = (one for one in sheet.contract.support.named if one is not sheet.anomaly.level)
    return tuple((one.value, _label(sheet, one)) for one in levels)


def _label(sheet: Sheet, level: SupportLevel) -> str:
    project = project_of(sheet.anomaly) if sheet.anomaly else ""
    people = tuple(one.name for one in team_of(sheet.contract, level, project))
    return sheet.words.text("form.escalate.level.option", level=level.value, people=people or None)


def _today(sheet: Sheet) -> tuple[str, ...]:
    level = sheet.anomaly.level if sheet.anomaly else None
    return (sheet.words.text("form.escalate.today", level=level.value),) if level else ()


def _start(sheet: Sheet) -> Mapping[str, str]:
    """The next level up, where there is one."""
    level = sheet.anomaly.level if sheet.anomaly else None
    named = sheet.contract.support.named if sheet.contract.support else ()
    above = next((one for one in named if level is not None and one > level), None)
    return {"level": above.value} if above else {}


ESCALATE = Form(
    "escalate",
    (Choice("level", _others, frozenset(one.value for one in SupportLevel)), Text("reason")),
    lambda values: LevelChanged(SupportLevel(values["level"]), values["reason"]),
    main="reason",
    start=_start,
    notes=_today,
)
