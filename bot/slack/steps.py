"""The moves that can be made from Slack: at once, or through a form."""

from dataclasses import dataclass

from bot.slack.forms import FORMS
from bot.slack.forms.form import Form
from rules import events
from rules.events import Happening


@dataclass(frozen=True, slots=True)
class Step:
    """A move of the lifecycle table, with either the fact that it becomes at once or the form that asks for more."""

    move: str
    what: Happening | None = None
    form: Form | None = None


STEPS = (
    Step("take", events.Taken()),
    Step("diagnose", events.DiagnosisStarted()),
    Step("work", events.WorkStarted()),
    Step("validate_workaround", events.WorkaroundValidated()),
    Step("accept", events.Accepted()),
    Step("resume", events.Resumed()),
    *(Step(form.move, form=form) for form in FORMS),
)
BY_MOVE = {step.move: step for step in STEPS}
