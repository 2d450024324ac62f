"""The Slack room put together: its door, its reader, and the voice that both answer with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.config.settings import Settings
from bot.slack.answers.home_publishing import Homes, voice
from bot.slack.door.installation_learning import Learning
from bot.slack.door.slack_intake import build
from bot.slack.door.socket_connection import Taken
from bot.slack.door.socket_mode_client import Socket
from bot.slack.door.user_linking import Linking
from bot.slack.meaning.slack_delivery_reader import SlackReader
from bot.slack.ports import House, Link, Locate, Screens
from connectors.channels.render_context import Stage
from connectors.channels.slack.anomaly_card import card
from connectors.channels.slack.block_kit import Block, Post
from connectors.channels.slack.clock_account import sla_post
from connectors.channels.slack.file_uploads import show_picture
from connectors.channels.slack.link_preview_blocks import preview
from connectors.channels.slack.message_blocks import answered
from connectors.channels.slack.slack_writer import Posts
from connectors.channels.slack.user_directory import Directory
from connectors.documents.explanation import explanation
from connectors.parsed_delivery import AboutAnomaly, Reply
from connectors.preference_choices import Preferences
from connectors.store import Store, preferences
from rules.clock import read
from rules.contract import Contract
from rules.effects import Answer, Message
from scheduler.cases.case_loader import Case, Casebook
from scheduler.ledger.ledger_reading import Ledgers
from scheduler.lists.contract_portfolio import read_portfolio
from scheduler.service_clocks import Clocks


@dataclass(frozen=True, slots=True)
class Issues:
    """Jira as Slack shows it: `link` gives the address of an issue, `locate` the issue of an address."""

    screens: Screens
    link: Link
    locate: Locate


class SlackRoom:
    """The whole Slack room; `heard` is called after each recorded delivery.

    `socket` is the way in where Vigie connects by Socket Mode, None where Slack calls it.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        cases: Casebook,
        issues: Issues,
        clocks: Clocks,
        heard: Callable[[], None],
    ) -> None:
        self._store, self._cases, self._now, self._link, self._heard = store, cases, clocks.now, issues.link, heard
        self._language = settings.language
        token = settings.slack_bot_token.get_secret_value()
        self.client = AsyncWebClient(token, base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
        self._posts = Posts(self.client)
        self._ledgers = Ledgers(store, cases)
        self._screens, self._locate = issues.screens, issues.locate
        self.learning = Learning(store, self.client, token)
        self.reader = SlackReader(lambda: cases.contracts, lambda: self.learning.known)
        self.homes = Homes(self.client, store, cases, settings.language, issues.link)
        secret = settings.slack_signing_secret.get_secret_value()
        self._door = build(
            self._house(Preferences()), signing_secret=secret, wall=clocks.wall, ours=lambda: self.learning.known
        )
        app_token = settings.slack_app_token.get_secret_value()
        self.linking = Linking(store, cases, Directory(self.client))
        self.socket = Socket(app_token, self.client, self._take) if app_token else None

    async def handle(self, request: Request) -> Response:
        """`POST /slack/events`."""
        response = await self._door.handle(request)
        self._heard()
        return response

    async def _take(self, body: bytes) -> Taken | None:
        taken = await self._door.take(body)
        self._heard()
        return taken

    async def close(self) -> None:
        """Finish what was begun for people who wait."""
        await self._door.settled()

    def _house(self, chosen: Preferences) -> House:
        return House(
            self.client,
            self._store,
            self._cases,
            self._screens,
            partial(voice, chosen, self._language),
            self._answer,
            self._respond,
            partial(self._card, chosen),
            partial(self._sla, chosen),
            self._now,
            self._link,
            self._preview,
            self._locate,
            self.homes.show,
            self._ledgers,
            partial(show_picture, self.client),
            partial(read_portfolio, self._store, self._cases),
            self._personal,
        )

    async def _personal(self, user: str) -> House:
        return self._house(await self._chosen(user))

    async def _chosen(self, user: str) -> Preferences:
        return await self._store.read(lambda tx: preferences.of(tx, user))

    async def _answer(self, reply: Reply, message: Message, contract: Contract | None, anomaly_id: str | None) -> None:
        case = await self._cases.look(AboutAnomaly(anomaly_id), self._now()) if anomaly_id else None
        post = answered(Answer(message), self._stage(await self._chosen(reply.user), case, contract, reply))
        await self._posts.answer(reply, post.text, post.blocks)

    async def _respond(self, reply: Reply, text: str, blocks: Sequence[dict[str, Any]]) -> None:
        await self._posts.answer(reply, text, blocks)

    def _stage(
        self, chosen: Preferences, case: Case | None, contract: Contract | None, reply: Reply | None = None
    ) -> Stage:
        anomaly = case.anomaly if case else None
        link = self._link(anomaly.ticket) if anomaly and anomaly.ticket else ""
        return Stage(anomaly, contract, voice(chosen, self._language, contract), self._now(), None, "", reply, link)

    def _card(self, chosen: Preferences, case: Case, now: datetime) -> Post:
        readings = {clock: read(clock, case.anomaly.marks, case.contract, now) for clock in case.contract.clocks}
        stage = self._stage(chosen, case, case.contract)
        return card(case.anomaly, case.contract, readings, now, stage.wording, stage.link, among_few=True)

    def _preview(self, case: Case, now: datetime) -> Sequence[Block]:
        """In the contract's language, since a whole channel reads it."""
        readings = {clock: read(clock, case.anomaly.marks, case.contract, now) for clock in case.contract.clocks}
        stage = self._stage(Preferences(), case, case.contract)
        return preview(case.anomaly, case.contract, readings, stage.wording, stage.link)

    def _sla(self, chosen: Preferences, case: Case, now: datetime) -> Post:
        words = voice(chosen, self._language, case.contract)
        return sla_post(explanation(case.anomaly, case.contract, now, words, case.history), words)
