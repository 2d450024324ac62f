"""Shows one person what they asked to see, of the contracts that name them and of no other."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.slack.answers import help_answers
from bot.slack.answers.answer_places import meant, offer, reply_to
from bot.slack.answers.asked_month import Asked, asked_month
from bot.slack.answers.budget_answers import budget_shown, picture_of, requests_listed
from bot.slack.answers.compensation_answers import compensation_shown
from bot.slack.answers.contract_view import engagements
from bot.slack.answers.list_view import chosen, listing, row
from bot.slack.answers.search_view import found
from bot.slack.commands.liste import ALL
from bot.slack.intake.intents import Consult
from bot.slack.intake.interaction import Gesture, Kind
from bot.slack.meaning.client_names import named
from bot.slack.meaning.intent_parser import COMMANDS
from bot.slack.ports import House, Show
from connectors.channels.home_data import page_of
from connectors.channels.slack.block_kit import Post
from connectors.channels.slack.portfolio_blocks import portfolio_post
from connectors.parsed_delivery import AboutAnomaly, AboutKey
from connectors.wording import Wording
from rules.anomaly.personal_data import unsaid
from rules.contract import Contract
from rules.contract.budget_terms import ClientSees
from rules.effects import Offer
from rules.people.visibility import READINGS_BY_NAME, SEEN, Reading, budget_seen, reads, sees, sees_security, works_for
from rules.workdays.month import Month, local_day
from scheduler.cases.anomaly_picker import choice
from scheduler.cases.case_loader import Case

LIST, CONTRACT = READINGS_BY_NAME["list"], READINGS_BY_NAME["contract"]
BUDGET, REQUESTS = READINGS_BY_NAME["budget"], READINGS_BY_NAME["requests"]
COMPENSATIONS = READINGS_BY_NAME["compensations"]
_TYPED = {
    CONTRACT.name: "contrat",
    BUDGET.name: "budget",
    REQUESTS.name: "demandes",
    COMPENSATIONS.name: "compensations",
}
"""The command that a button types, once one of several contracts is chosen."""


class Consulting:
    """Answers to read-only requests, each by the name that `Consult.what` bears."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._tell: Mapping[str, Callable[[Gesture, Consult], Awaitable[None]]] = {
            "card": self._card,
            "sla": self._sla,
            "form": self._form,
            "list": self._list,
            "search": self._search,
            "contract": self._contract,
            "budget": self._budget,
            "requests": self._requests,
            "home": self._home,
            "portfolio": self._portfolio,
            "compensations": self._compensations,
        }
        self._say: Mapping[str, Callable[[Wording, str, Mapping[str, str]], Post]] = {
            "declare": lambda words, _, said: help_answers.declaration(words, said["button"], said["thread"]),
            "help": lambda words, command, _: help_answers.help_on(words, command),
            "time": lambda words, _, said: help_answers.no_time(words, said["said"]),
            "usage": lambda words, command, said: help_answers.usage(words, command, said["subcommand"]),
            "unknown": lambda words, _, said: help_answers.unknown(
                words, said["said"], said["suggestion"], said["instead"]
            ),
        }

    async def tell(self, done: Gesture, wanted: Consult) -> None:
        """Show what is wanted, privately."""
        if wanted.what in self._tell:
            await self._tell[wanted.what](done, wanted)
            return
        await self._respond(done, self._say[wanted.what](self._words(done), _command(done), wanted.values))

    async def _card(self, done: Gesture, wanted: Consult) -> None:
        await self._show(done, wanted, self._house.card)

    async def _sla(self, done: Gesture, wanted: Consult) -> None:
        await self._show(done, wanted, self._house.sla)

    async def _form(self, done: Gesture, wanted: Consult) -> None:
        """The answer to a mention that needs a form, which only a button can open."""

        def show(case: Case, _: datetime) -> Post:
            return help_answers.to_form(self._house.voice(case.contract), choice(case), wanted.values["said"])

        await self._show(done, wanted, show)

    async def _show(self, done: Gesture, wanted: Consult, show: Show) -> None:
        case = await self._meant(done, wanted)
        if case is not None:
            told = case if sees_security(case.contract, done.user) else replace(case, facts=unsaid(case.history))
            await self._respond(done, show(told, self._house.now()))

    async def _meant(self, done: Gesture, wanted: Consult) -> Case | None:
        """The case to show; None once the person is told why there is none, or asked which one."""
        reading = READINGS_BY_NAME[wanted.what]
        about: AboutAnomaly | AboutKey
        about = AboutKey(wanted.key, user=done.user, channel=done.channel, said=wanted.typed, page=wanted.page)
        if wanted.here:
            found = await self._house.cases.point(wanted.here, self._house.now())
            if isinstance(found, Offer):
                await offer(self._house, done, found)
                return None
            about = AboutAnomaly(found.id)
        return await meant(self._house, done, about, reading)

    async def _list(self, done: Gesture, wanted: Consult) -> None:
        said = wanted.values.get("client", "")
        contracts = self._named(done, said, LIST) if said else self._theirs(done, LIST)
        if not contracts and said and (theirs := self._all(done, LIST)):
            await self._respond(done, help_answers.nobody_named(self._words(done), said, theirs))
        else:
            await self._respond(done, await self._open_ones(done, contracts, wanted.values.get("scope", ALL), LIST))

    async def _search(self, done: Gesture, wanted: Consult) -> None:
        theirs = self._all(done, READINGS_BY_NAME["search"])
        if not theirs:
            await self._respond(done, help_answers.no_contract(self._words(done)))
            return
        asked = wanted.values["words"]
        some = await self._house.cases.search(done.user, asked, self._house.now())
        clients = {one.id: one.client for one in theirs} if len(theirs) > 1 else {}
        await self._respond(done, found(some, asked, clients, self._words(done), self._house.link))

    async def _contract(self, done: Gesture, wanted: Consult) -> None:
        one = await self._one(done, wanted, CONTRACT)
        if one is not None:
            words = self._house.voice(one)
            await self._respond(done, engagements(one, words, self._house.now(), _command(done)))

    async def _budget(self, done: Gesture, wanted: Consult) -> None:
        asked, one = await self._of_a_month(done, wanted, BUDGET)
        if one is None:
            return
        words, seen, house = self._house.voice(one), budget_seen(one, done.user), self._house
        view = None if seen is ClientSees.NOTHING else await house.ledgers.budget(one.id, house.now(), asked.month)
        provider, present = works_for(one, done.user), Month.of(local_day(house.now(), one.zone))
        month = None if asked.month == present else asked.month
        await self._respond(done, budget_shown(one, view, seen, words, provider=provider, month=month))
        drawn = await asyncio.to_thread(picture_of, one, view, words) if view else None
        if drawn:
            await house.picture(done.user, *drawn)

    async def _requests(self, done: Gesture, wanted: Consult) -> None:
        one = await self._one(done, wanted, REQUESTS)
        if one is not None:
            some = await self._house.ledgers.requests(one.id, self._house.now())
            await self._respond(done, requests_listed(some, one, self._house.voice(one), self._house.link))

    async def _compensations(self, done: Gesture, wanted: Consult) -> None:
        asked, one = await self._of_a_month(done, wanted, COMPENSATIONS)
        if one is not None and asked.month is not None:
            now, words = self._house.now(), self._house.voice(one)
            found = await self._house.ledgers.compensation(one.id, asked.month, now)
            await self._respond(done, compensation_shown(one, found, words, asked.page, done.user, now))

    async def _of_a_month(self, done: Gesture, wanted: Consult, reading: Reading) -> tuple[Asked, Contract | None]:
        """What was asked for, and the contract; None once the person is told that no month is understood, or more."""
        asked, command = (
            asked_month(wanted.values.get("said", ""), self._house.now(), self._theirs(done)),
            _TYPED[reading.name],
        )
        if asked.month is None and self._all(done, reading):
            told = self._words(done).text("month.unknown", said=asked.rest, command=command)
            await self._respond(done, help_answers.shown(told))
            return asked, None
        named = replace(wanted, values={"client": asked.rest})
        again = f"{command} {asked.month}" if asked.named else command
        return asked, await self._one(done, named, reading, again)

    async def _one(self, done: Gesture, wanted: Consult, reading: Reading, typed: str = "") -> Contract | None:
        """The contract that is meant; None once the person is told why there is none, or asked which one."""
        said, theirs = wanted.values.get("client", ""), self._all(done, reading)
        contracts = self._named(done, said, reading) if said else self._theirs(done, reading) or theirs
        words = self._words(done)
        if not theirs:
            named = self._theirs(done)
            post = help_answers.reserved(words, reading.roles) if named else help_answers.no_contract(words)
        elif not contracts:
            post = help_answers.nobody_named(words, said, theirs)
        elif len(contracts) > 1:
            post = help_answers.which_contract(words, contracts, typed or _TYPED[reading.name])
        else:
            return contracts[0]
        await self._respond(done, post)
        return None

    async def _home(self, done: Gesture, wanted: Consult) -> None:
        """The app's page."""
        await self._house.home(done.user, page_of(wanted.values.get("page", "")), self._house.now())

    async def _portfolio(self, done: Gesture, _wanted: Consult) -> None:
        now, words = self._house.now(), self._words(done)
        portfolio = await self._house.portfolio(done.user, now)
        if portfolio is not None:
            post = portfolio_post(portfolio, self._house.voice, now)
        elif self._theirs(done):
            post = help_answers.reserved(words, READINGS_BY_NAME["portfolio"].roles)
        else:
            post = help_answers.no_contract(words)
        await self._respond(done, post)

    async def _open_ones(self, done: Gesture, contracts: Sequence[Contract], scope: str, reading: Reading) -> Post:
        if not contracts:
            return help_answers.no_contract(self._words(done))
        now = self._house.now()
        cases = [case for one in contracts for case in await self._house.cases.open_of(one.id, now)]
        rows = [
            row(case.anomaly, case.contract, now)
            for case in cases
            if sees(case.contract, case.anomaly, done.user, reading)
        ]
        return listing(chosen(rows, scope, done.user), contracts, scope, self._house.voice, self._house.link)

    def _all(self, done: Gesture, reading: Reading) -> tuple[Contract, ...]:
        """Every contract of which the person may be shown this."""
        some = self._house.cases.contracts.for_person(done.user, self._house.now())
        return tuple(one for one in some if reads(one, done.user, reading))

    def _named(self, done: Gesture, said: str, reading: Reading) -> tuple[Contract, ...]:
        """Those whose name the words contain."""
        return named(self._all(done, reading), said)

    def _theirs(self, done: Gesture, reading: Reading = SEEN) -> tuple[Contract, ...]:
        """The channel's contract where it names them, else all those that do."""
        some = self._house.cases.contracts.around(done.user, done.channel, self._house.now())
        return tuple(one for one in some if reads(one, done.user, reading))

    def _words(self, done: Gesture) -> Wording:
        return self._house.voice(next(iter(self._theirs(done)), None))

    async def _respond(self, done: Gesture, post: Post) -> None:
        await self._house.respond(reply_to(done), post.text, post.blocks)


def _command(done: Gesture) -> str:
    """The command that the person types, to show it in examples."""
    return done.name if done.kind is Kind.COMMAND else COMMANDS[0]
