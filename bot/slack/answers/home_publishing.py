"""Publishes a person's Home: when they open it, turn its page, and once what they did on it is settled."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.meaning.intent_parser import COMMANDS
from connectors.channels import Result, Stage
from connectors.channels.slack import slack_errors
from connectors.channels.slack.home.home_view import home, nobody
from connectors.preference_choices import Preferences
from connectors.route import SLACK
from connectors.store import Connection, Store, preferences
from connectors.wording import Wording
from rules.anomaly.state import Ticket
from rules.contract import Contract
from rules.effects import Effect, ShowHome
from scheduler.cases.case_loader import Casebook
from scheduler.lists.home_pages import Reader, seen

Browse = Callable[[Ticket], str]


class Homes:
    """Reads a Home from the store and gives it to Slack; `language` serves where no contract tells one."""

    name: ClassVar[str] = SLACK
    performs: ClassVar[tuple[type[Effect], ...]] = (ShowHome,)

    def __init__(self, client: AsyncWebClient, store: Store, casebook: Casebook, language: str, browse: Browse) -> None:
        self._client, self._store, self._casebook = client, store, casebook
        self._language, self._browse = language, browse

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Show a Home again. Raises NotNow, or Never with its remedy."""
        if not isinstance(effect, ShowHome):
            raise TypeError(f"a home does not perform {type(effect).__name__}")
        view = await self.view(effect.user, effect.page, stage.now)
        await slack_errors.call(self._client.views_publish(user_id=effect.user, view=view))
        return Result()

    async def show(self, user: str, page: int, now: datetime) -> None:
        """Show a Home to whoever waits for it. Raises slack_sdk's errors."""
        await self._client.views_publish(user_id=user, view=await self.view(user, page, now))

    async def view(self, user: str, page: int, now: datetime) -> dict[str, Any]:
        """The view of one page."""
        return await self._store.read(partial(self._read, user, page, now))

    def _read(self, user: str, page: int, now: datetime, tx: Connection) -> dict[str, Any]:
        self._casebook.mind(tx, now)
        chosen = preferences.of(tx, user)
        speak = self._speaking(chosen, self._casebook.contracts.for_person(user, now))
        sheet = seen(tx, self._casebook, Reader(user, page, chosen, speak, self._browse), now)
        return nobody(speak(None)) if sheet is None else home(sheet, COMMANDS[0])

    def _speaking(self, chosen: Preferences, theirs: tuple[Contract, ...]) -> Callable[[Contract | None], Wording]:
        """One language for the whole page: the person's, else that of all their contracts, else the house's."""
        languages = {one.language for one in theirs}
        language = chosen.spoken(languages.pop() if len(languages) == 1 else self._language)
        zone = theirs[0].zone if theirs else "UTC"

        def speak(contract: Contract | None) -> Wording:
            return Wording(language, contract.zone, contract.labels) if contract else Wording(language, zone)

        return speak


def voice(chosen: Preferences, otherwise: str, contract: Contract | None) -> Wording:
    """The wording for one person of a contract; in their language, else the contract's, else `otherwise`."""
    if contract is None:
        return Wording(chosen.spoken(otherwise), "UTC")
    return Wording(chosen.spoken(contract.language), contract.zone, contract.labels)
