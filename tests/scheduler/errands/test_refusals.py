"""What Slack or the mail server refuses is kept, told once by the other way, and keeps nobody else waiting."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from structlog.testing import capture_logs

from connectors.channels import MailChannel, SlackChannel
from connectors.store import Store, outbox
from connectors.wording import Wording, said
from rules.change import recipient
from rules.contract import Audience, Role
from rules.effects import Message, PostRoom, PostThread, Say, UpdateCard, Write
from rules.events import VIGIE
from sandbox.mail import Mailbox
from sandbox.seed import BOT_USER
from sandbox.slack import Fault, Slack
from scheduler.bells import Bells
from scheduler.errands.relay import Relay
from scheduler.service_clocks import Clocks
from tests.scheduler.given import RAISED, TICKET, everywhere
from tests.scheduler.waiting import Waiting
from tests.stories.hands import text_of

FRENCH = Wording("fr", "Europe/Paris")
CP, RM = "cp@prestataire.example", "rm@boutique.example"
TAKEN = Message(Say.LOG_TAKEN, {"who": "Dev", "via": "slack"})


class World(Waiting):
    """A house that speaks to the stand-ins."""

    def __init__(
        self, store: Store, slack: Slack, mailbox: Mailbox, channel: SlackChannel, letters: MailChannel
    ) -> None:
        super().__init__(store)
        self.vendor, self.mailbox = slack, mailbox
        self.relay = Relay(
            store,
            self.casebook,
            (channel, letters, *everywhere(self.performer)),
            Clocks(self.hand.now, self.wall.now),
            "fr",
            Bells(refused=self.fallback.refused),
        )

    async def owe_mail(self, key: str, role: Role = Role.RM) -> None:
        """Owe a letter to whoever holds a role."""
        to = recipient(self.contract, self.contract.holders(role)[0])
        await self.owe(Write(to, Message(Say.CLOSED_TO_RM, {"name": "BOU-1", "title": "Panier", "who": "CP"})), key)

    def mailed(self, address: str, about: str) -> list[str]:
        """The mails to an address whose subject says that."""
        return [mail.text for mail in self.mailbox.to(address) if about in mail.subject]

    def private(self, user: str) -> list[str]:
        """What Slack told one person."""
        return [text_of(one) for one in self.vendor.messages(self.vendor.dm(user))]

    async def parked(self) -> list[str]:
        """Why things are parked."""
        return [str(one.error) for one in await self.store.read(outbox.parked)]


def _nothing() -> None:
    """Nobody is woken: the tests turn the crank themselves."""


@pytest.fixture
def world(sqlite_store: Store, slack: Slack, mailbox: Mailbox, channel: SlackChannel, letters: MailChannel) -> World:
    return World(sqlite_store, slack, mailbox, channel, letters)


async def raised(world: World) -> None:
    await world.hear(RAISED)
    await world.hear(TICKET, VIGIE)
    while await world.worker.once():
        pass


def _archive(slack: Slack) -> None:
    slack.workspace.archive("C0BOUTIQUE")


def _uninvite(slack: Slack) -> None:
    slack.workspace.leave("C0BOUTIQUE", BOT_USER)


@pytest.mark.parametrize(
    ("breaks", "code"),
    [(_archive, "is_archived"), (_uninvite, "not_in_channel")],
    ids=["archived", "not invited"],
)
async def test_a_channel_that_refuses_parks_its_own_messages_and_the_cp_is_mailed_once(
    world: World, breaks: Callable[[Slack], None], code: str
) -> None:
    breaks(world.vendor)
    await raised(world)
    await world.look()
    for number in range(3):
        await world.owe(PostThread(TAKEN), f"more:{number}", "a1")
    await world.owe(PostRoom("boutique-exemple", Audience.TEAM, world.tell().message), "team:0")
    await world.look()
    parked = await world.parked()
    assert len(parked) > 3
    assert set(parked) == {f"slack: {code}"}
    (mail,) = world.mailed(CP, "Slack refuse")
    assert "C0BOUTIQUE" in mail
    assert said(f"remedy.{code}").strip(".") in mail.replace("Invitez", "invitez").replace("Le canal", "le canal")
    assert world.private("U0CP")
    assert world.vendor.messages("C0EQUIPE")


async def test_once_the_bot_is_invited_the_thread_goes_on_by_itself(world: World) -> None:
    _uninvite(world.vendor)
    await raised(world)
    await world.look()
    room = world.vendor.workspace.rooms["C0BOUTIQUE"]
    world.vendor.workspace.rooms["C0BOUTIQUE"] = type(room)(room.id, room.name, (*room.members, BOT_USER))
    await world.owe(PostThread(TAKEN), "more:0", "a1")
    await world.look()
    assert [one.is_reply for one in world.vendor.messages("C0BOUTIQUE")] == [False, True]
    for one in await world.store.read(outbox.parked):
        await world.store.write(partial(outbox.replay, id=one.id))
    await world.look()
    assert [one.is_reply for one in world.vendor.messages("C0BOUTIQUE")].count(False) == 1
    assert await world.parked() == []


async def test_a_person_whom_slack_does_not_know_is_mailed_and_named_to_the_cp_once(world: World) -> None:
    world.vendor.faults.append(Fault("conversations.open", error="user_not_found", times=2))
    for number in range(2):
        await world.owe(world.tell(Role.RM), f"k{number}:0")
    await world.look()
    await world.pass_(10)
    assert await world.parked() == ["slack: user_not_found"] * 2
    (said,) = world.mailed(CP, "Slack refuse")
    assert "Responsable de maintenance" in said
    assert len(world.mailbox.to(RM)) == 2
    await world.owe(world.tell(Role.RM), "k9:0")
    await world.look()
    assert world.private("U0RM")


async def test_a_revoked_token_is_one_notice_for_the_cp_and_one_line_for_the_operator(world: World) -> None:
    world.vendor.bot_token = "xoxb-another"
    with capture_logs() as logs:
        for number in range(30):
            await world.owe(world.tell(), f"k{number}:0")
            await world.owe(world.tell(Role.RM), f"r{number}:0")
        await world.look()
        await world.pass_(30)
    assert set(await world.parked()) == {"slack: invalid_auth"}
    (said,) = world.mailed(CP, "Slack refuse")
    assert "tous les messages de Vigie" in said
    assert len([one for one in logs if one["log_level"] == "error"]) == 1
    assert len(world.mailbox.to(CP)) <= 8
    assert len(world.mailbox.to(RM)) <= 7


async def test_a_notice_is_mailed_in_the_language_of_its_reader_s_contract(world: World) -> None:
    world.casebook.learn(lambda known: replace(known, all=tuple(replace(one, language="en") for one in known.all)))
    world.vendor.bot_token = "xoxb-another"
    await world.owe(world.tell(), "k:0")
    await world.look()
    (mail,) = world.mailed(CP, "Slack")
    assert "The Slack token is no longer valid" in mail


async def test_an_address_that_bounces_is_told_to_the_cp_in_slack_once(world: World) -> None:
    world.mailbox.refused.add(RM)
    for number in range(3):
        await world.owe_mail(f"k{number}:0")
    await world.owe_mail("other:0", Role.DIRECTION)
    await world.look()
    assert await world.parked() == ["smtp: 550"] * 3
    (said,) = world.private("U0CP")
    assert "Responsable de maintenance" in said
    assert "smtp: 550" in said
    assert [mail.recipients for mail in world.mailbox.mails] == [("direction@prestataire.example",)]


async def test_a_server_that_refuses_everything_is_told_once_for_all(world: World) -> None:
    world.mailbox.unwelcome = "554 5.7.1 no"
    await world.owe_mail("k0:0")
    await world.owe_mail("k1:0")
    await world.look()
    assert await world.parked() == ["smtp: 554"] * 2
    assert len(world.private("U0CP")) == 1


async def test_a_server_that_is_silent_is_tried_again_and_told_after_half_an_hour(world: World) -> None:
    await world.mailbox.stop()
    await world.owe_mail("k0:0")
    await world.owe_mail("k1:0", Role.DIRECTION)
    await world.pass_(20)
    assert world.private("U0CP") == []
    await world.pass_(60)
    (said,) = world.private("U0CP")
    assert "Vigie réessaie" in said
    assert await world.parked() == []
    await world.mailbox.start()
    await world.pass_(10)
    assert len(world.mailbox.mails) == 2


async def test_when_both_ways_refuse_nothing_goes_round_in_circles(world: World) -> None:
    world.vendor.bot_token = "xoxb-another"
    world.mailbox.refused.add("*")
    await world.owe(world.tell(), "k0:0")
    await world.owe_mail("m0:0")
    await world.look()
    await world.pass_(60)
    before = len(await world.parked())
    await world.pass_(60)
    assert len(await world.parked()) == before < 12


async def test_what_is_about_nobody_in_particular_is_not_mailed(world: World) -> None:
    _archive(world.vendor)
    await raised(world)
    await world.owe(UpdateCard(), "card:0", "a1")
    await world.look()
    assert {mail.subject for mail in world.mailbox.to(CP)} == {"Boutique Exemple · Slack refuse des messages"}
