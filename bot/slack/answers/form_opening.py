"""Opens the form that somebody asked for, or says why it cannot be."""

from bot.slack.answers.answer_places import meant, offer, reply_to
from bot.slack.answers.search_view import alike
from bot.slack.answers.source_message_fetch import Quoting
from bot.slack.forms.close_form import CLOSE
from bot.slack.forms.fill_form import FILL
from bot.slack.forms.form import Form, view
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_moves import STEPS_BY_NAME
from bot.slack.forms.qualify_form import QUALIFY
from bot.slack.forms.requalify_form import REQUALIFY, settled
from bot.slack.intake.intents import Ask
from bot.slack.intake.interaction import Gesture
from bot.slack.ports import House
from connectors.parsed_delivery import AboutAnomaly, AboutHere, AboutKey
from rules.anomaly.lifecycle import MOVES_BY_NAME, Missing, missing
from rules.anomaly.state import Anomaly
from rules.contract import Contract, JiraMeaning
from rules.effects import Message, Offer, Say
from rules.fold.given_fields import filling, given
from rules.people.visibility import actor_in
from rules.refused_moves import refusal


class Opening:
    """Forms, opened against the trigger of a gesture, which lives three seconds."""

    def __init__(self, house: House) -> None:
        self._house, self._quoting = house, Quoting(house.client)

    async def open(self, done: Gesture, ask: Ask) -> None:
        """Open the form where the move can be made; otherwise answer what stands against it."""
        match ask.about:
            case None:
                await self._of_new(done, ask)
            case AboutHere() as here:
                found = await self._house.cases.point(here, self._house.now())
                if isinstance(found, Offer):
                    await offer(self._house, done, found)
                else:
                    await self._of_known(done, ask, AboutAnomaly(found.id))
            case known if ask.move == FILL.name:
                await self._of_refused(done, known)
            case known:
                await self._of_known(done, ask, known)

    async def _of_known(self, done: Gesture, ask: Ask, about: AboutAnomaly | AboutKey) -> None:
        case = await meant(self._house, done, about)
        if case is None:
            return
        move = MOVES_BY_NAME[_form(ask.move, case.anomaly).move]
        against = missing(case.anomaly, move, actor_in(case.contract, done.user))
        if against:
            await self._refuse(done, case.anomaly, move.name, against, case.contract)
            return
        await self._show(done, ask, case.contract, (), case.anomaly)

    async def _of_refused(self, done: Gesture, about: AboutAnomaly | AboutKey) -> None:
        """The fields of a refused errand, kept with its refusal so that Jira is not asked again."""
        house = self._house
        case = await meant(house, done, about)
        if case is None:
            return
        anomaly = case.anomaly
        waits = await house.screens.unfilled(case.id)
        if waits is None:
            message = Message(Say.NOTHING_TO_FILL, {"name": anomaly.name})
            await house.answer(reply_to(done), message, case.contract, None)
            return
        move = filling(waits.to, case.history)
        if against := missing(anomaly, move, actor_in(case.contract, done.user)):
            await self._refuse(done, anomaly, move.name, against, case.contract)
            return
        sheet = Sheet(
            house.voice(case.contract),
            case.contract,
            house.now(),
            anomaly,
            channel=done.channel,
            wanted=waits.wanted,
            insists=True,
            typed=given(anomaly, waits.to),
            to=waits.to,
        )
        await house.client.views_open(trigger_id=done.trigger, view=view(FILL, sheet))

    async def _of_new(self, done: Gesture, ask: Ask) -> None:
        """For an anomaly that is not there yet, the contract comes from the channel, else from the person."""
        house, now = self._house, self._house.now()
        candidates = house.cases.contracts.around(done.user, done.channel, now)
        if not candidates:
            message = Message(Say.NO_CONTRACT)
            await house.answer(reply_to(done), message, None, None)
            return
        against: tuple[Missing, ...] = ()
        for name in filter(None, (ask.move, ask.otherwise)):
            refused = {
                one.id: missing(_unborn(one), MOVES_BY_NAME[name], actor_in(one, done.user)) for one in candidates
            }
            open_to = tuple(one for one in candidates if not refused[one.id])
            if open_to:
                given = {**ask.given, **await self._quoted(ask, open_to)}
                await self._show(done, Ask(name, None, given), open_to[0], open_to, None)
                return
            against = against or refused[candidates[0].id]
        await self._refuse(done, _unborn(candidates[0]), ask.move, against, candidates[0])

    async def _quoted(self, ask: Ask, contracts: tuple[Contract, ...]) -> dict[str, str]:
        """The text of the message that the form starts from, with the contracts' own names first."""
        if ask.quoted is None:
            return {}
        known = {person.chat: person.name for contract in contracts for person in contract.people if person.chat}
        return await self._quoting.given(ask.quoted, known)

    async def _show(
        self, done: Gesture, ask: Ask, contract: Contract, among: tuple[Contract, ...], anomaly: Anomaly | None
    ) -> None:
        form = _form(ask.move, anomaly)
        words = self._house.voice(contract)
        expected = self._house.screens.expected(anomaly, JiraMeaning.CLOSED) if anomaly and form is CLOSE else ()
        close = await self._alike(done, ask, contract, among, anomaly) if ask.move == "raise" else ()
        now, here = self._house.now(), done.home
        sheet = Sheet(words, contract, now, anomaly, among, ask.given, done.channel, expected, alike=close, home=here)
        await self._house.client.views_open(trigger_id=done.trigger, view=view(form, sheet))

    async def _alike(
        self, done: Gesture, ask: Ask, contract: Contract, among: tuple[Contract, ...], anomaly: Anomaly | None
    ) -> tuple[str, ...]:
        """Lines on the open anomalies that sound like what is being raised, where its contract is known."""
        said = anomaly.title if anomaly else ask.given.get("title") or ask.given.get("observed", "")
        if not said or len(among) > 1:
            return ()
        some = await self._house.cases.alike(contract, done.user, said)
        words = self._house.voice(contract)
        return tuple(alike(one, words) for one in some if anomaly is None or one.id != anomaly.id)

    async def _refuse(
        self, done: Gesture, anomaly: Anomaly, move: str, against: tuple[Missing, ...], contract: Contract
    ) -> None:
        await self._house.answer(reply_to(done), refusal(anomaly, move, against), contract, anomaly.id or None)


def _unborn(contract: Contract) -> Anomaly:
    return Anomaly("", contract.id, contract.effective)


def _form(name: str, anomaly: Anomaly | None) -> Form:
    """The form of that name; a criticality that nobody settled is qualified, not requalified."""
    form = STEPS_BY_NAME[name].form
    if form is None:
        raise LookupError(f"no form for {name}")
    return QUALIFY if form is REQUALIFY and not settled(anomaly) else form
