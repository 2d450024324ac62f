"""What Slack's channel does, over HTTP against the stand-in, breakdowns included."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
import respx
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels import SlackChannel
from connectors.channels.slack.block_kit import section
from connectors.channels.slack.slack_errors import HOOKS, hooks_of
from connectors.channels.slack.slack_refusals import REMEDIES, TRANSIENT
from connectors.delivery_errors import Never, NotNow
from connectors.parsed_delivery import Reply
from connectors.wording import said
from rules import events
from rules.contract import Audience, Criticality, Person, Role
from rules.effects import Answer, CreateIssue, Message, PostRoom, PostThread, Recipient, Say, Tell, UpdateCard
from rules.events import Actor
from sandbox.slack import Fault, Slack
from tests.connectors.channels import cast
from tests.connectors.channels.cast import CONTRACT, CP, after, at, fact, stage
from tests.connectors.channels.conftest import TOKEN

ANOMALY = after(*cast.story())
CARD = UpdateCard()
TAKEN = Message(Say.LOG_TAKEN, {"who": "Développeur", "via": "slack"})
READY = Message(Say.READY_TO_CLOSE, {"name": "BOU-214", "title": "Panier vide"}, ("close",))
TO_CP = Recipient(CONTRACT.id, "U0CP", "Cheffe de projet", "U0CP")
TO_TEAM = PostRoom(CONTRACT.id, Audience.TEAM, TAKEN)
BLOCKS = (section("Bonjour"),)


async def test_the_card_is_posted_once_then_edited_in_place(slack: Slack, channel: SlackChannel) -> None:
    first = await channel.perform(CARD, stage(ANOMALY))
    again = await channel.perform(CARD, stage(ANOMALY, first.card, key="errand-2", now=at(12, 12)))
    assert again.card == first.card
    (message,) = slack.messages("C0BOUTIQUE")
    assert message.edited
    assert message.metadata == {"event_type": "vigie_card", "event_payload": {"key": "errand-2"}}
    assert message.blocks[0]["text"]["text"].startswith(f"🟠 *<{cast.LINK}|BOU-214>*")


async def test_an_edit_that_a_later_one_would_redo_is_not_sent(slack: Slack, channel: SlackChannel) -> None:
    first = await channel.perform(CARD, stage(ANOMALY))
    redone = replace(stage(ANOMALY, first.card, key="errand-2"), redone=True)
    assert (await channel.perform(CARD, redone)).card == first.card
    assert [method for method, _ in slack.calls] == ["chat.postMessage"]


async def test_a_first_card_and_one_that_must_move_are_drawn_whatever_comes_later(
    slack: Slack, channel: SlackChannel
) -> None:
    first = await channel.perform(CARD, replace(stage(ANOMALY), redone=True))
    assert first.card
    secret = replace(ANOMALY, criticality=Criticality.SECURITE)
    moved = await channel.perform(CARD, replace(stage(secret, first.card, key="errand-2"), redone=True))
    assert moved.card
    assert moved.card[0] == "C0BOUSECU"


async def test_a_card_that_was_deleted_is_posted_anew(slack: Slack, channel: SlackChannel) -> None:
    result = await channel.perform(CARD, stage(ANOMALY, ("C0BOUTIQUE", "1700000000.000100")))
    assert result.card
    assert result.card[1] == slack.messages("C0BOUTIQUE")[0].ts


async def test_a_first_card_whose_answer_was_lost_is_found_again(slack: Slack, channel: SlackChannel) -> None:
    slack.faults.append(Fault("chat.postMessage", drop=True, after_work=True))
    with pytest.raises(NotNow):
        await channel.perform(CARD, stage(ANOMALY))
    result = await channel.perform(CARD, stage(ANOMALY, again=True))
    (message,) = slack.messages("C0BOUTIQUE")
    assert result.card == ("C0BOUTIQUE", message.ts)


@pytest.mark.parametrize(
    ("effect", "address"), [(PostThread(TAKEN), ""), (Tell(TO_CP, READY), CP.id), (TO_TEAM, "C0EQUIPE")]
)
async def test_a_message_whose_answer_was_lost_is_not_said_twice(
    effect: PostThread | Tell | PostRoom, address: str, slack: Slack, channel: SlackChannel
) -> None:
    card = (await channel.perform(CARD, stage(ANOMALY))).card
    slack.faults.append(Fault("chat.postMessage", drop=True, after_work=True))
    with pytest.raises(NotNow):
        await channel.perform(effect, stage(ANOMALY, card, key="errand-2", address=address))
    result = await channel.perform(effect, stage(ANOMALY, card, key="errand-2", again=True, address=address))
    room = result.ref.partition(":")[0]
    assert len([one for one in slack.messages(room) if one.metadata and "errand-2" in str(one.metadata)]) == 1


async def test_where_the_past_may_not_be_read_a_repeat_is_said_rather_than_lost(
    slack: Slack, channel: SlackChannel
) -> None:
    slack.faults.append(Fault("conversations.history", error="missing_scope"))
    assert (await channel.perform(Tell(TO_CP, READY), stage(ANOMALY, again=True, address=CP.id))).ref


async def test_what_follows_a_card_that_was_refused_makes_up_for_it(slack: Slack, channel: SlackChannel) -> None:
    slack.faults.append(Fault("chat.postMessage", error="not_in_channel"))
    with pytest.raises(Never, match="not_in_channel"):
        await channel.perform(CARD, stage(ANOMALY))
    result = await channel.perform(PostThread(TAKEN), stage(ANOMALY, key="errand-2"))
    card, told = slack.messages("C0BOUTIQUE")
    assert result.card == ("C0BOUTIQUE", card.ts)
    assert told.thread_ts == card.ts


async def test_a_card_made_up_for_is_not_posted_twice_when_what_follows_is_refused(
    slack: Slack, channel: SlackChannel
) -> None:
    slack.faults += [Fault("chat.postMessage", delay=0.01), Fault("chat.postMessage", drop=True, after_work=True)]
    with pytest.raises(NotNow):
        await channel.perform(PostThread(TAKEN), stage(ANOMALY))
    await channel.perform(PostThread(TAKEN), stage(ANOMALY, again=True))
    assert [one.is_reply for one in slack.messages("C0BOUTIQUE")] == [False, True]


async def test_nothing_is_shown_of_what_was_not_raised(slack: Slack, channel: SlackChannel) -> None:
    with pytest.raises(NotNow):
        await channel.perform(PostThread(TAKEN), stage(cast.OPENING))
    assert slack.messages("C0BOUTIQUE") == []


async def test_the_thread_is_told_under_the_card_and_calls_the_owner(slack: Slack, channel: SlackChannel) -> None:
    card = (await channel.perform(CARD, stage(ANOMALY))).card
    await channel.perform(PostThread(TAKEN, mention=CP), stage(ANOMALY, card))
    message = slack.messages("C0BOUTIQUE")[1]
    assert message.thread_ts == slack.messages("C0BOUTIQUE")[0].ts
    assert message.pings == ("U0CP",)


async def test_when_the_card_was_deleted_the_thread_is_told_in_the_channel(slack: Slack, channel: SlackChannel) -> None:
    await channel.perform(PostThread(TAKEN), stage(ANOMALY, ("C0BOUTIQUE", "1700000000.000100")))
    assert slack.messages("C0BOUTIQUE")[0].thread_ts is None


async def test_a_person_without_slack_is_called_by_name(slack: Slack, channel: SlackChannel) -> None:
    card = (await channel.perform(CARD, stage(ANOMALY))).card
    person = Person(frozenset({Role.DEVELOPER}), "Dev <!here>", email="dev@prestataire.example")
    here = replace(stage(ANOMALY, card), contract=replace(CONTRACT, people=(person,)))
    await channel.perform(PostThread(TAKEN, mention=Actor(person.id, person.name)), here)
    message = slack.messages("C0BOUTIQUE")[1]
    assert message.pings == ()
    assert message.text.endswith("Dev &lt;!here&gt;")


async def test_a_security_anomaly_lives_in_its_own_channel(slack: Slack, channel: SlackChannel) -> None:
    secret = after(*cast.story(level=Criticality.SECURITE))
    result = await channel.perform(CARD, stage(secret))
    assert result.card
    assert result.card[0] == "C0BOUSECU"
    assert slack.messages("C0BOUTIQUE") == []


async def test_an_anomaly_that_turns_out_to_be_security_leaves_no_trace(slack: Slack, channel: SlackChannel) -> None:
    title = "Mots de passe en clair"
    card = (await channel.perform(CARD, stage(after(*cast.story(title))))).card
    turned = after(*cast.story(title), fact(events.Qualified(Criticality.SECURITE), CP, at(10, 10)))
    result = await channel.perform(CARD, stage(turned, card, key="errand-2"))
    assert result.card
    assert result.card[0] == "C0BOUSECU"
    (left,) = slack.messages("C0BOUTIQUE")
    assert title not in str(left)
    assert title in str(slack.messages("C0BOUSECU")[0])


async def test_what_was_said_under_it_is_taken_back_and_what_people_wrote_stays(
    slack: Slack, channel: SlackChannel
) -> None:
    card = (await channel.perform(CARD, stage(ANOMALY))).card
    assert card
    await channel.perform(PostThread(TAKEN), stage(ANOMALY, card, key="errand-2"))
    await slack.say("U0CP", "C0BOUTIQUE", "Je regarde.", card[1])
    turned = after(*cast.story(), fact(events.Qualified(Criticality.SECURITE), CP, at(10, 10)))
    await channel.perform(CARD, stage(turned, card, key="errand-3"))
    assert [one.user for one in slack.messages("C0BOUTIQUE") if one.is_reply] == ["U0CP"]


async def test_a_thread_that_may_not_be_read_does_not_keep_a_security_card_from_moving(
    slack: Slack, channel: SlackChannel
) -> None:
    card = (await channel.perform(CARD, stage(ANOMALY))).card
    slack.faults.append(Fault("conversations.replies", error="missing_scope"))
    turned = after(*cast.story(), fact(events.Qualified(Criticality.SECURITE), CP, at(10, 10)))
    result = await channel.perform(CARD, stage(turned, card, key="errand-2"))
    assert result.card
    assert result.card[0] == "C0BOUSECU"


async def test_nothing_is_said_of_a_security_anomaly_where_it_stood_before(slack: Slack, channel: SlackChannel) -> None:
    card = (await channel.perform(CARD, stage(ANOMALY))).card
    turned = after(*cast.story(), fact(events.Qualified(Criticality.SECURITE), CP, at(10, 10)))
    result = await channel.perform(PostThread(TAKEN), stage(turned, card, key="errand-2"))
    assert len(slack.messages("C0BOUTIQUE")) == 1
    assert result.card
    assert result.card[0] == "C0BOUSECU"


async def test_without_a_security_channel_it_lives_in_the_shared_one(channel: SlackChannel) -> None:
    contract = replace(CONTRACT, chat=replace(CONTRACT.chat, security_channel=None))
    here = replace(stage(after(*cast.story(level=Criticality.SECURITE))), contract=contract)
    result = await channel.perform(CARD, here)
    assert result.card
    assert result.card[0] == "C0BOUTIQUE"


async def test_a_private_message_goes_to_its_person_with_its_buttons(slack: Slack, channel: SlackChannel) -> None:
    await channel.perform(Tell(TO_CP, READY), stage(ANOMALY, address=CP.id))
    (message,) = slack.messages(slack.dm("U0CP"))
    assert message.blocks[-1]["elements"][0]["action_id"] == "move:close"
    assert message.blocks[-1]["elements"][0]["value"] == ANOMALY.id


async def test_an_answer_is_for_one_person(slack: Slack, channel: SlackChannel) -> None:
    assert await channel.answer(Reply("U0CP", "C0BOUTIQUE"), "Bonjour", BLOCKS) == "ephemeral"
    assert slack.messages("C0BOUTIQUE")[0].only_for == "U0CP"


@pytest.mark.parametrize("room", ["C0INCONNU", "", "C0EQUIPE"])
async def test_an_answer_that_no_channel_takes_goes_to_the_person(
    room: str, slack: Slack, channel: SlackChannel
) -> None:
    assert await channel.answer(Reply("U0RM", room), "Bonjour", BLOCKS) == "private"
    assert slack.messages(slack.dm("U0RM"))[0].text == "Bonjour"


async def test_an_answer_that_nobody_waits_for_is_not_said(slack: Slack, channel: SlackChannel) -> None:
    assert (await channel.perform(Answer(READY), stage(ANOMALY))).ref == ""
    assert not slack.calls


@respx.mock
async def test_an_answer_prefers_the_one_time_address() -> None:
    url = f"{HOOKS}actions/T0/1/abc"
    door = respx.post(url).mock(return_value=httpx.Response(200, text="ok"))
    assert await _offline().answer(Reply("U0CP", "C0BOUTIQUE", url), "Bonjour", BLOCKS) == "response_url"
    assert door.calls.last.request.read().startswith(b'{"response_type":"ephemeral","replace_original":false')


@respx.mock
@pytest.mark.parametrize(("status", "after_"), [(500, None), (503, None), (429, timedelta(seconds=7))])
async def test_a_one_time_address_that_cannot_answer_now_is_tried_again(status: int, after_: timedelta | None) -> None:
    url = f"{HOOKS}actions/T0/1/abc"
    headers = {"Retry-After": "7"} if after_ else {}
    respx.post(url).mock(return_value=httpx.Response(status, headers=headers))
    with pytest.raises(NotNow) as later:
        await _offline().answer(Reply("U0CP", "", url), "Bonjour", BLOCKS)
    assert later.value.after == after_
    assert "abc" not in str(later.value)


@respx.mock
async def test_a_one_time_address_out_of_reach_is_tried_again() -> None:
    url = f"{HOOKS}actions/T0/1/abc"
    respx.post(url).mock(side_effect=httpx.ConnectTimeout("abc"))
    with pytest.raises(NotNow, match="ConnectTimeout"):
        await _offline().answer(Reply("U0CP", "", url), "Bonjour", BLOCKS)


@pytest.mark.parametrize("url", ["https://hooks.slack.com.evil.example/x", "http://169.254.169.254/latest", "file:///"])
async def test_an_address_that_is_not_slacks_is_never_called(url: str, slack: Slack, channel: SlackChannel) -> None:
    with respx.mock(assert_all_called=False, assert_all_mocked=False) as net:
        net.route(host="127.0.0.1").pass_through()
        evil = net.route(url=url).respond(200)
        assert await channel.answer(Reply("U0CP", "C0BOUTIQUE", url), "Bonjour", BLOCKS) == "ephemeral"
        assert not evil.called


async def test_a_worn_out_address_falls_back_on_the_channel(slack: Slack, channel: SlackChannel) -> None:
    url = f"{slack.base_url}/slack/response/unknown"
    assert await channel.answer(Reply("U0CP", "C0BOUTIQUE", url), "Bonjour", BLOCKS) == "ephemeral"


def test_trusted_addresses_follow_the_web_api() -> None:
    assert hooks_of("https://slack.com/api/") == (HOOKS,)
    assert hooks_of("http://127.0.0.1:9000/slack/api/") == (HOOKS, "http://127.0.0.1:9000/")


async def test_what_slack_cannot_do_now_is_done_later(slack: Slack, channel: SlackChannel) -> None:
    for code in TRANSIENT:
        slack.faults.append(Fault("*", error=code))
        with pytest.raises(NotNow, match=code):
            await channel.perform(CARD, stage(ANOMALY))


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_broken_slack_is_tried_again(status: int, slack: Slack, channel: SlackChannel) -> None:
    slack.faults.append(Fault("*", status=status))
    with pytest.raises(NotNow, match=str(status)):
        await channel.perform(CARD, stage(ANOMALY))


async def test_a_limit_says_for_how_long(slack: Slack, channel: SlackChannel) -> None:
    slack.faults.append(Fault("*", error="ratelimited", status=429, headers={"Retry-After": "30"}))
    with pytest.raises(NotNow) as later:
        await channel.perform(CARD, stage(ANOMALY))
    assert later.value.after == timedelta(seconds=30)


async def test_a_slack_that_does_not_answer_is_tried_again() -> None:
    with pytest.raises(NotNow) as later:
        await _offline().perform(CARD, stage(ANOMALY))
    assert TOKEN not in str(later.value)


@pytest.mark.parametrize(("remedy", "codes"), REMEDIES)
async def test_what_slack_refuses_comes_with_its_remedy(
    remedy: str, codes: tuple[str, ...], slack: Slack, channel: SlackChannel
) -> None:
    for code in codes:
        slack.faults.append(Fault("*", error=code))
        with pytest.raises(Never) as never:
            await channel.perform(TO_TEAM, stage(ANOMALY, address="C0EQUIPE"))
        assert never.value.why == f"slack: {code}"
        assert never.value.remedy == said(f"remedy.{remedy}")
        assert TOKEN not in str(vars(never.value))


async def test_the_stand_in_itself_refuses_as_slack_does(slack: Slack, channel: SlackChannel) -> None:
    with pytest.raises(Never, match="channel_not_found"):
        await channel.perform(TO_TEAM, stage(None, address="C0INCONNU"))
    slack.bot_token = "another"
    with pytest.raises(Never, match="invalid_auth") as never:
        await channel.perform(CARD, stage(ANOMALY))
    assert "jeton" in never.value.remedy


async def test_an_unknown_refusal_is_parked_with_a_way_forward(slack: Slack, channel: SlackChannel) -> None:
    slack.faults.append(Fault("*", error="something_new"))
    with pytest.raises(Never, match="something_new") as never:
        await channel.perform(CARD, stage(ANOMALY))
    assert never.value.remedy


async def test_an_errand_without_its_anomaly_is_parked(channel: SlackChannel) -> None:
    with pytest.raises(Never):
        await channel.perform(CARD, stage(None))


async def test_an_effect_of_another_channel_is_a_fault(channel: SlackChannel) -> None:
    with pytest.raises(TypeError):
        await channel.perform(CreateIssue(), stage(ANOMALY))


def _offline() -> SlackChannel:
    return SlackChannel(AsyncWebClient(token=TOKEN, base_url="http://127.0.0.1:9/api/", retry_handlers=[], timeout=2))


async def test_a_channel_that_the_contract_left_is_told_nothing_more(slack: Slack, channel: SlackChannel) -> None:
    """It may be another client's by now: the anomaly goes on in the channel of the version in force."""
    placed = await channel.perform(CARD, stage(ANOMALY))
    before = slack.messages("C0BOUTIQUE")
    moved = replace(CONTRACT, chat=replace(CONTRACT.chat, channel="C0PORTAIL"))
    result = await channel.perform(
        PostThread(TAKEN), replace(stage(ANOMALY, placed.card, key="errand-2"), contract=moved)
    )
    assert result.card is not None
    assert result.card[0] == "C0PORTAIL"
    assert slack.messages("C0BOUTIQUE") == before
    assert len(slack.messages("C0PORTAIL")) == 2
