"""List what Slack can ask for by name: a move made at once, or the form of one."""

from dataclasses import dataclass

from bot.slack.forms import FORMS
from bot.slack.forms.form import Form
from rules.anomaly.lifecycle import MOVES, RETRY
from rules.events import Happening


@dataclass(frozen=True, slots=True)
class Step:
    """The name of a move of the lifecycle table, with the fact that it becomes at once, or of a form of one."""

    name: str
    what: Happening | None = None
    form: Form | None = None


STEPS = (
    *(Step(move.name, move.made()) for move in (*MOVES, RETRY) if move.at_once),
    *(Step(form.name, form=form) for form in FORMS),
)
STEPS_BY_NAME = {step.name: step for step in STEPS}
