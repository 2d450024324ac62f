"""Shows one person what they asked to see, of the contracts that name them and of no other."""

from collections.abc import Awaitable, Callable, Mapping

from bot.slack import answers
from bot.slack.gesture import Gesture, Kind
from bot.slack.intent import Consult
from bot.slack.meaning import COMMANDS
from bot.slack.needs import House, Show
from bot.slack.people import sees
from bot.slack.replying import reply_to, unknown
from connectors.channels.slack.blocks import Post
from connectors.heard import AboutKey
from connectors.wording import Wording
from rules.contract import Contract


class Consulting:
    """Answers to read-only requests, each by the name that `Consult.what` bears."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._tell: Mapping[str, Callable[[Gesture, Consult], Awaitable[None]]] = {
            "card": self._card,
            "sla": self._sla,
            "list": self._list,
            "home": self._home,
        }
        self._say: Mapping[str, Callable[[Wording, str, Mapping[str, str]], Post]] = {
            "help": lambda words, command, _: answers.help_on(words, command),
            "usage": lambda words, command, said: answers.usage(words, command, said["subcommand"]),
            "need_key": lambda words, command, said: answers.need_key(words, command, said["subcommand"]),
            "unknown": lambda words, _, said: answers.unknown(words, said["said"], said["suggestion"]),
        }

    async def tell(self, done: Gesture, wanted: Consult) -> None:
        """Show what is wanted, privately."""
        if wanted.what in self._tell:
            await self._tell[wanted.what](done, wanted)
            return
        command = done.name if done.kind is Kind.COMMAND else COMMANDS[0]
        await self._respond(done, self._say[wanted.what](self._words(done), command, wanted.values))

    async def _card(self, done: Gesture, wanted: Consult) -> None:
        await self._show(done, AboutKey(wanted.key), self._house.card)

    async def _sla(self, done: Gesture, wanted: Consult) -> None:
        await self._show(done, AboutKey(wanted.key), self._house.sla)

    async def _show(self, done: Gesture, about: AboutKey, show: Show) -> None:
        now = self._house.now()
        case = await self._house.cases.look(about, now)
        if case is None or not sees(case.contract, case.anomaly, done.user):
            await unknown(self._house, done, about)
        else:
            await self._respond(done, show(case, now))

    async def _list(self, done: Gesture, _: Consult) -> None:
        await self._respond(done, await self._open_ones(done))

    async def _home(self, done: Gesture, _: Consult) -> None:
        """The app's page: the same list, and what can be typed."""
        listed = await self._open_ones(done)
        helped = answers.help_on(self._words(done), COMMANDS[0])
        home = {"type": "home", "blocks": [*listed.blocks, *helped.blocks]}
        await self._house.client.views_publish(user_id=done.user, view=home)

    async def _open_ones(self, done: Gesture) -> Post:
        contracts = self._theirs(done)
        if not contracts:
            return answers.no_contract(self._words(done))
        told = []
        for contract in contracts:
            anomalies = await self._house.cases.open_of(contract.id)
            visible = tuple(one for one in anomalies if sees(contract, one, done.user))
            told.append(answers.listing(self._house.voice(contract), contract, visible))
        return answers.shown(*told)

    def _theirs(self, done: Gesture) -> tuple[Contract, ...]:
        """The channel's contract where it names them, else all those that do."""
        contracts, now = self._house.cases.contracts, self._house.now()
        naming = contracts.for_person(done.user, now)
        here = contracts.for_channel(done.channel, now) if done.channel else None
        return (here,) if here in naming and here is not None else naming

    def _words(self, done: Gesture) -> Wording:
        return self._house.voice(next(iter(self._theirs(done)), None))

    async def _respond(self, done: Gesture, post: Post) -> None:
        await self._house.respond(reply_to(done), post.text, post.blocks)
