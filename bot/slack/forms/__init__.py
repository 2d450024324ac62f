"""The forms of the moves that ask for more than a button, in the order of the six phases."""

from bot.slack.forms.close_form import CLOSE
from bot.slack.forms.communicate_form import COMMUNICATE
from bot.slack.forms.detect_form import DETECT
from bot.slack.forms.escalate_form import ESCALATE
from bot.slack.forms.fill_form import FILL
from bot.slack.forms.form import Form
from bot.slack.forms.pause_form import PAUSE
from bot.slack.forms.personal_data_form import DECIDE_AUTHORITY, NO_PERSONAL_DATA, PERSONAL_DATA, WARN_CLIENT
from bot.slack.forms.qualify_form import QUALIFY
from bot.slack.forms.raise_form import RAISE
from bot.slack.forms.requalify_form import REQUALIFY
from bot.slack.forms.snooze_form import SNOOZE
from bot.slack.forms.text_forms import (
    ANSWER,
    DELIVER,
    DEPLOY,
    FIND_CAUSE,
    INFORM,
    REFUSE,
    REJECT_DESCRIPTION,
    REOPEN,
    SAY_WHY,
    WORK_AROUND,
)

FORMS: tuple[Form, ...] = (
    DETECT,
    RAISE,
    REJECT_DESCRIPTION,
    ANSWER,
    QUALIFY,
    REQUALIFY,
    ESCALATE,
    FIND_CAUSE,
    INFORM,
    PERSONAL_DATA,
    NO_PERSONAL_DATA,
    WARN_CLIENT,
    DECIDE_AUTHORITY,
    COMMUNICATE,
    WORK_AROUND,
    DELIVER,
    REFUSE,
    DEPLOY,
    CLOSE,
    REOPEN,
    PAUSE,
    SAY_WHY,
    SNOOZE,
    FILL,
)
FORMS_BY_NAME = {form.name: form for form in FORMS}
