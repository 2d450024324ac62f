"""Does the work that follows an acknowledgement: opens a form, or shows an answer."""

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack.answers import help_answers
from bot.slack.answers.answer_places import reply_to
from bot.slack.answers.form_opening import Opening
from bot.slack.answers.link_previews import Previewing
from bot.slack.answers.read_commands import Consulting
from bot.slack.forms import absence_form, ledger_forms, penalty_forms, quote_form
from bot.slack.intake.intents import Ask, BookForm, Consult, Intent, Plan, Preview, QuoteForm
from bot.slack.intake.interaction import Gesture, Kind
from bot.slack.ports import House
from connectors.channels.slack.block_kit import Block, button
from connectors.channels.slack.buttons import ACTION as MOVE
from connectors.channels.slack.buttons import MORE
from connectors.channels.slack.choice_blocks import SAY, spoken
from connectors.wording import Wording

LATE = ("expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id")
"""What Slack says of a form that comes after the three seconds that it leaves, or for a gesture answered before."""

log = structlog.get_logger("vigie.slack")


class Reception:
    """Attends to one gesture at a time; what it does may be lost, for nothing of it is recorded."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def attend(self, done: Gesture, wanted: Intent) -> None:
        """Never raises: a failure is logged without its content, and the person is told to try again."""
        if not done.user:
            return
        try:
            await self._attend(done, wanted)
        except Exception as error:
            code = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
            log.warning("slack not attended", wanted=type(wanted).__name__, kind=done.kind.value, error=code)
            if not isinstance(wanted, Preview):  # whoever shares a link asked for nothing
                await self._apologise(done, late=code in LATE)

    async def _attend(self, done: Gesture, wanted: Intent) -> None:
        house = await self._house.personal(done.user)
        match wanted:
            case Ask():
                await Opening(house).open(done, wanted)
            case Consult():
                await Consulting(house).tell(done, wanted)
            case Plan():
                await absence_form.open_form(house, done, wanted)
            case QuoteForm():
                await quote_form.open_form(house, done, wanted)
            case BookForm(act=act) if act in penalty_forms.PENALTY_FORMS:
                await penalty_forms.open_form(house, done, wanted)
            case BookForm():
                await ledger_forms.open_form(house, done, wanted)
            case Preview():
                await Previewing(self._house).show(done, wanted)

    async def _apologise(self, done: Gesture, *, late: bool) -> None:
        words = self._house.voice(
            next(iter(self._house.cases.contracts.for_person(done.user, self._house.now())), None)
        )
        sorry = help_answers.expired(words, _again(done, words)) if late else help_answers.unavailable(words)
        try:
            await self._house.respond(reply_to(done), sorry.text, sorry.blocks)
        except Exception as error:
            log.warning("slack not answered", error=type(error).__name__)


def _again(done: Gesture, words: Wording) -> Block | None:
    """The button that does again what was done, and whose press has three seconds of its own."""
    match done.kind:
        case Kind.COMMAND:
            return button(words.text("choose.open"), f"{SAY}0", spoken(done.text))
        case Kind.ACTION if done.name != MORE:
            return button(words.text("choose.open"), done.name, done.text)
        case Kind.ACTION:
            move, _, anomaly = done.text.partition(":")
            return button(words.text("choose.open"), f"{MOVE}{move}", anomaly)
        case _:
            return None
