"""What happens just after the acknowledgement, while the person waits: a form is opened, or something is shown."""

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack import answers
from bot.slack.consulting import Consulting
from bot.slack.gesture import Gesture
from bot.slack.intent import Act, Ask, Consult, Intent, Preview
from bot.slack.needs import House
from bot.slack.opening import Opening
from bot.slack.previewing import Previewing
from bot.slack.replying import reply_to, unknown
from connectors.heard import AboutAnomaly, AboutKey
from rules.sight import names

log = structlog.get_logger("vigie.slack")


class Reception:
    """Attends to one gesture at a time; what it does may be lost, for nothing of it is recorded."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def attend(self, done: Gesture, wanted: Intent) -> None:
        """Never raises: what went wrong is logged without its content, and the person told to try again."""
        if not done.user:
            return
        try:
            await self._attend(done, wanted)
        except Exception as error:
            code = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
            log.warning("slack not attended", wanted=type(wanted).__name__, kind=done.kind.value, error=code)
            if not isinstance(wanted, Preview):  # whoever shares a link asked for nothing
                await self._apologise(done)

    async def _attend(self, done: Gesture, wanted: Intent) -> None:
        house = await self._house.personal(done.user)
        match wanted:
            case Ask():
                await Opening(house).open(done, wanted)
            case Consult():
                await Consulting(house).tell(done, wanted)
            case Preview():
                await Previewing(self._house).show(done, wanted)
            case Act(about=AboutAnomaly() | AboutKey() as about):
                await self._turn_away(done, about)

    async def _turn_away(self, done: Gesture, about: AboutAnomaly | AboutKey) -> None:
        """What the worker has nothing to say of: an anomaly that is not there, or a stranger who typed its key."""
        case = await self._house.cases.look(about, self._house.now())
        if case is None or (isinstance(about, AboutKey) and not names(case.contract, done.user)):
            await unknown(self._house, done, about)

    async def _apologise(self, done: Gesture) -> None:
        sorry = answers.unavailable(self._house.voice(None))
        try:
            await self._house.respond(reply_to(done), sorry.text, sorry.blocks)
        except Exception as error:
            log.warning("slack not answered", error=type(error).__name__)
