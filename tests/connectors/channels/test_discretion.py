"""What a security anomaly is about is read in its own channel and in private words, and nowhere else."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest

from connectors.channels import SlackChannel, Stage
from connectors.channels.mail.mail_channel import written
from connectors.channels.render_context import REVEALING
from connectors.channels.slack.message_blocks import directed, in_room, in_thread
from connectors.jira.outbound.jira_performer import remark
from connectors.wording.message_samples import SAMPLES
from rules import events
from rules.anomaly.state import Wait
from rules.contract import Audience, Criticality, PauseReason
from rules.effects import Message, PostRoom, PostThread, Recipient, Say, Tell, UpdateCard, Write
from sandbox.slack import Slack
from tests.connectors.channels import cast
from tests.connectors.channels.cast import CONTRACT, CP, after, at, fact, stage

SECRETS = dict(zip(REVEALING, ("Injection SQL", "un panier", "requête brute", "paramètre lié"), strict=True))
ANOMALY = replace(
    after(*cast.story(SECRETS["title"], Criticality.SECURITE)),
    cause=SECRETS["cause"],
    answer=SECRETS["answer"],
    wait=Wait(at(10, 9), PauseReason.CLIENT, SECRETS["text"], CP),
)
OPEN = replace(CONTRACT, chat=replace(CONTRACT.chat, security_channel=None))
"""A contract that keeps no channel for security."""
RM = Recipient(CONTRACT.id, "U0RM", "Responsable", "U0RM", "rm@boutique.example")
BY_MAIL_ALONE = replace(RM, chat=None)

Surface = Callable[[Message], str]


def here(channel: str = "C0BOUSECU") -> Stage:
    """The stage of the security anomaly, whose card stands in a channel."""
    secret = stage(ANOMALY, (channel, "1700000000.000100"))
    return secret if channel == "C0BOUSECU" else replace(secret, contract=OPEN)


def in_the_team(told: Stage) -> Stage:
    """The same stage, for a message that goes to the team's room."""
    return replace(told, address="C0EQUIPE")


ELSEWHERE: Mapping[str, Surface] = {
    "a mail": lambda told: str(written(Write(RM, told), here())),
    "the team's channel": lambda told: str(in_room(PostRoom(CONTRACT.id, Audience.TEAM, told), in_the_team(here()))),
    "the team's channel, without one for security": lambda told: str(
        in_room(PostRoom(CONTRACT.id, Audience.TEAM, told), in_the_team(here("C0BOUTIQUE")))
    ),
    "a comment on the ticket": lambda told: remark(here(), told, internal=True).text,
    "a comment that customers read": lambda told: remark(here(), told, internal=False).text,
    "the thread of a shared channel": lambda told: str(in_thread(PostThread(told), here("C0BOUTIQUE"))),
}
AMONG_FEW: Mapping[str, Surface] = {
    "a private message": lambda told: str(directed(Tell(RM, told), here())),
    "the thread of the security channel": lambda told: str(in_thread(PostThread(told), here())),
}


def revealing() -> Iterator[Message]:
    """Every message that says something of what an anomaly is about."""
    for one in SAMPLES:
        if secrets := {name: told for name, told in SECRETS.items() if one.values.get(name)}:
            yield replace(one, values={**one.values, **secrets})


@pytest.mark.parametrize("surface", ELSEWHERE)
def test_no_message_says_elsewhere_what_a_security_anomaly_is_about(surface: str) -> None:
    for message in revealing():
        shown = ELSEWHERE[surface](message)
        assert not [told for told in SECRETS.values() if told in shown], (surface, message.say)


@pytest.mark.parametrize("surface", AMONG_FEW)
def test_those_whom_it_concerns_are_told_in_full(surface: str) -> None:
    known = {told for one in revealing() for told in SECRETS.values() if told in AMONG_FEW[surface](one)}
    assert known == set(SECRETS.values())


def test_whom_only_a_mail_reaches_reads_there_the_words_meant_for_them_and_no_title() -> None:
    for message in revealing():
        shown = str(written(Write(BY_MAIL_ALONE, message), here()))
        assert SECRETS["title"] not in shown, message.say
        if message.say is Say.INFORMED_TO_RM:
            assert SECRETS["text"] in shown


async def test_a_card_that_stands_in_a_shared_channel_says_where_the_anomaly_stands_and_no_more(
    slack: Slack, channel: SlackChannel
) -> None:
    for anomaly in (ANOMALY, replace(ANOMALY, wait=None, closed_at=at(12, 9))):
        await channel.perform(UpdateCard(), replace(stage(anomaly), contract=OPEN))
        shown = str(slack.messages("C0BOUTIQUE")[-1])
        assert "BOU-214" in shown
        assert not [told for told in SECRETS.values() if told in shown]


@pytest.mark.parametrize("level", [Criticality.MAJEURE, Criticality.SECURITE])
async def test_personal_data_are_shown_on_the_card_of_the_security_channel_alone(
    slack: Slack, channel: SlackChannel, level: Criticality
) -> None:
    exposed = after(*cast.story(level=level), fact(events.PersonalDataFound(note="cent adresses"), CP, at(10, 10)))
    for contract in (CONTRACT, OPEN):
        result = await channel.perform(UpdateCard(), replace(stage(exposed, key=contract.source), contract=contract))
        assert result.card
        shown = str(slack.messages(result.card[0])[-1])
        among_few = result.card[0] == "C0BOUSECU"
        assert among_few is (level is Criticality.SECURITE and contract is CONTRACT)
        assert [words in shown for words in ("cent adresses", "Client à avertir", "warn_client")] == [among_few] * 3


def test_an_anomaly_that_is_not_about_security_is_told_everywhere() -> None:
    message = next(one for one in revealing() if "title" in one.values)
    plain = stage(replace(ANOMALY, criticality=Criticality.MAJEURE))
    assert SECRETS["title"] in str(written(Write(RM, message), plain))
    assert SECRETS["title"] in str(in_room(PostRoom(CONTRACT.id, Audience.TEAM, message), in_the_team(plain)))
