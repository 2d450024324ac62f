"""What can be asked for from Slack by its name: a move made at once, or the form of one."""

from dataclasses import dataclass

from bot.slack.forms import FORMS
from bot.slack.forms.form import Form
from rules import events
from rules.events import Happening


@dataclass(frozen=True, slots=True)
class Step:
    """The name of a move of the lifecycle table, with the fact that it becomes at once, or of a form of one."""

    name: str
    what: Happening | None = None
    form: Form | None = None


STEPS = (
    Step("take", events.Taken()),
    Step("take_over", events.TakenOver()),
    Step("diagnose", events.DiagnosisStarted()),
    Step("work", events.WorkStarted()),
    Step("validate_workaround", events.WorkaroundValidated()),
    Step("accept", events.Accepted()),
    Step("resume", events.Resumed()),
    Step("acknowledge", events.Acknowledged()),
    Step("retry", events.Retried()),
    *(Step(form.name, form=form) for form in FORMS),
)
BY_NAME = {step.name: step for step in STEPS}
