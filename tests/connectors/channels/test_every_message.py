"""Everything that can be said goes through every channel, in both languages, within each one's limits."""

from dataclasses import replace

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels import CHANNELS, MailChannel, Outside, SlackChannel, channels
from connectors.channels.mail.mail_channel import written
from connectors.channels.slack.block_kit import Post
from connectors.channels.slack.message_blocks import answered, directed, in_room, in_thread
from connectors.parsed_delivery import Reply
from connectors.tls_context import tls_context
from connectors.wording import Wording
from connectors.wording.message_samples import SAMPLES
from rules.contract import Audience
from rules.effects import (
    Answer,
    Effect,
    Message,
    Offer,
    PostRoom,
    PostThread,
    Publish,
    Recipient,
    Tell,
    UpdateCard,
    Write,
)
from sandbox.mail import Mailbox
from sandbox.slack import Slack
from sandbox.slack.pings import pings
from scheduler.errands.routing import route
from tests.connectors.channels import cast
from tests.connectors.channels.block_kit import check
from tests.connectors.channels.cast import CONTRACT, DEV, ENGLISH, FRENCH, RM, after, buttons

ANOMALY = after(*cast.story())
TO_RM = Recipient(CONTRACT.id, RM.id, RM.name, "U0RM", "rm@boutique.example")
REPLY = Reply("U0CP", "C0BOUTIQUE")
# Longer than anything that is shown, so that each limit cuts between members of a family.
HOSTILE = "<!channel> <@U0RM> & \r\nBcc: all@boutique.example\n" + "👨\u200d👩\u200d👧" * 1_200


def hostile(message: Message) -> Message:
    """The same message, each of whose texts is somebody's bad joke."""
    codes = ("via", "move", "effect", "fact", "pool")
    values = {
        name: HOSTILE if type(value) is str and name not in codes else value for name, value in message.values.items()
    }
    return Message(message.say, values, message.moves)


def posts(message: Message, wording: Wording) -> tuple[Post, ...]:
    """The message in each of the ways in which Slack shows one."""
    stage = cast.stage(ANOMALY, ("C0BOUTIQUE", "1.1"), REPLY, wording=wording)
    return (
        in_thread(PostThread(message, mention=DEV), stage),
        directed(Tell(TO_RM, message), stage),
        in_room(PostRoom(CONTRACT.id, Audience.TEAM, message), stage),
        answered(Answer(message), stage),
        answered(Answer(message), replace(stage, anomaly=None, contract=None)),
    )


@pytest.mark.parametrize("wording", [FRENCH, ENGLISH], ids=lambda one: one.language)
@pytest.mark.parametrize("message", SAMPLES, ids=lambda one: one.say.value)
def test_slack_takes_every_message(message: Message, wording: Wording) -> None:
    for post in posts(message, wording):
        check(post)
        assert "…" not in post.text


@pytest.mark.parametrize("wording", [FRENCH, ENGLISH], ids=lambda one: one.language)
@pytest.mark.parametrize("message", SAMPLES, ids=lambda one: one.say.value)
def test_whatever_people_wrote_a_message_calls_nobody_but_its_one_person(message: Message, wording: Wording) -> None:
    for place, post in enumerate(posts(hostile(message), wording)):
        check(post)
        called = pings(post.text, list(post.blocks))
        assert set(called) <= ({DEV.id} if place == 0 else set())


@pytest.mark.parametrize("wording", [FRENCH, ENGLISH], ids=lambda one: one.language)
@pytest.mark.parametrize("message", SAMPLES, ids=lambda one: one.say.value)
def test_mail_takes_every_message(message: Message, wording: Wording) -> None:
    for one in (message, hostile(message)):
        letter = written(Write(TO_RM, one), cast.stage(ANOMALY, wording=wording))
        assert letter.text
        assert letter.subject
        assert "<!channel>" not in letter.html
        assert "<@U0RM>" not in letter.html


@pytest.mark.timeout(400)
async def test_the_stand_ins_receive_every_message(
    slack: Slack, channel: SlackChannel, mailbox: Mailbox, letters: MailChannel
) -> None:
    card = (await channel.perform(UpdateCard(), cast.stage(ANOMALY))).card
    for place, message in enumerate(map(hostile, SAMPLES)):
        effects: tuple[Effect, ...] = (
            PostThread(message, DEV),
            Tell(TO_RM, message),
            PostRoom(CONTRACT.id, Audience.TEAM, message),
            Answer(message),
        )
        for effect in effects:
            way = route(effect, CONTRACT, ANOMALY.id, REPLY)
            assert (await channel.perform(effect, cast.stage(ANOMALY, card, REPLY, address=way.address))).ref
        on_stage = cast.stage(ANOMALY, key=f"errand-{place}", address="rm@boutique.example")
        await letters.perform(Write(TO_RM, message), on_stage)
    assert [one.pings for one in slack.messages("C0BOUTIQUE")] == [(), *[(DEV.id,), ()] * len(SAMPLES)]
    assert {one.pings for one in slack.messages("C0EQUIPE")} == {()}
    assert [mail.recipients for mail in mailbox.mails] == [("rm@boutique.example",)] * len(SAMPLES)
    assert not [mail for mail in mailbox.mails if "Bcc" in mail.headers]


def test_a_private_message_offers_only_what_its_reader_may_do() -> None:
    message = Message(SAMPLES[2].say, SAMPLES[2].values, ("accept", "find_cause", "qualify"))
    stage = cast.stage(ANOMALY, reply=REPLY)
    assert buttons(directed(Tell(TO_RM, message), stage)) == ["accept"]
    assert buttons(answered(Answer(message), stage)) == ["find_cause", "requalify"]
    assert buttons(in_thread(PostThread(message), stage)) == ["accept", "find_cause", "requalify"]


def test_every_effect_that_reaches_people_has_its_channel() -> None:
    served = channels(_outside("smtp://127.0.0.1:1", "vigie@prestataire.example"))
    performed = [effect for one in served for effect in one.performs]
    assert performed == [UpdateCard, PostThread, Tell, PostRoom, Answer, Offer, Write, Tell, Publish]
    assert len(CHANNELS) == len(served)


def test_without_a_mail_server_there_is_no_mail_channel() -> None:
    assert [build(_outside("", "")) is None for build in CHANNELS] == [False, True, False]


def _outside(smtp_url: str, mail_from: str) -> Outside:
    client = AsyncWebClient(token="x", retry_handlers=[])
    return Outside(smtp_url, mail_from, client, lambda ticket: ticket.key, httpx.AsyncClient(verify=tls_context()))
