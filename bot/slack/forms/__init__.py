"""The forms of the moves that ask for more than a button, in the order of the six phases."""

from bot.slack.forms.close import CLOSE
from bot.slack.forms.communicate import COMMUNICATE
from bot.slack.forms.detect import DETECT
from bot.slack.forms.fill import FILL
from bot.slack.forms.form import Form
from bot.slack.forms.pause import PAUSE
from bot.slack.forms.personal import DECIDE_AUTHORITY, NO_PERSONAL_DATA, PERSONAL_DATA, WARN_CLIENT
from bot.slack.forms.qualify import QUALIFY
from bot.slack.forms.raise_ import RAISE
from bot.slack.forms.requalify import REQUALIFY
from bot.slack.forms.snooze import SNOOZE
from bot.slack.forms.texts import (
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
BY_NAME = {form.name: form for form in FORMS}
