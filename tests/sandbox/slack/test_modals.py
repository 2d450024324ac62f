"""Modals: triggers that expire, submissions in Slack's exact shapes, and the four answers a submission may get."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import Impossible, Slack, View
from tests.sandbox.slack.conftest import Monotonic
from tests.sandbox.slack.examples import FORM, option, plain
from tests.sandbox.slack.receiver import Receiver

FILLED = {
    "summary": "Panier vide",
    "criticality": "majeure",
    "environment": "prod",
    "signs": ["error", "slow"],
    "since": "2026-11-08",
    "witness": "U0AGENT",
    "story": "Après connexion",
}


async def opened(slack: Slack, receiver: Receiver, client: AsyncWebClient, view: dict[str, Any] = FORM) -> View:
    await slack.command("U0RM", "#tma-boutique", "/anomalie", "bloquante")
    await client.views_open(trigger_id=receiver.last["trigger_id"], view=view)
    front = slack.workspace.front("U0RM")
    assert front is not None
    return front


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: Slack, receiver: Receiver, client: AsyncWebClient, monotonic: Monotonic
) -> None:
    await opened(slack, receiver, client)
    again = client.views_open(trigger_id=receiver.last["trigger_id"], view=FORM)
    assert await refused(again) == "exchanged_trigger_id"
    await slack.command("U0RM", "#tma-boutique", "/anomalie")
    monotonic.now += 3.1
    late = client.views_open(trigger_id=receiver.last["trigger_id"], view=FORM)
    assert await refused(late) == "expired_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.three", view=FORM)) == "invalid_trigger_id"


async def test_a_submission_has_slack_s_exact_shapes(slack: Slack, receiver: Receiver, client: AsyncWebClient) -> None:
    view = await opened(slack, receiver, client)
    assert (await slack.submit("U0RM", view.id, FILLED)).ok
    heard = receiver.last
    assert heard["type"] == "view_submission"
    assert heard["view"]["private_metadata"] == FORM["private_metadata"]
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Après connexion"}]}
    assert heard["view"]["state"]["values"] == {
        "summary": {"text": {"type": "plain_text_input", "value": "Panier vide"}},
        "criticality": {"choice": {"type": "static_select", "selected_option": option("Majeure", "majeure")}},
        "environment": {"choice": {"type": "radio_buttons", "selected_option": option("Production", "prod")}},
        "signs": {
            "choices": {
                "type": "checkboxes",
                "selected_options": [option("Message d’erreur", "error"), option("Lenteur", "slow")],
            }
        },
        "since": {"date": {"type": "datepicker", "selected_date": "2026-11-08"}},
        "witness": {"user": {"type": "users_select", "selected_user": "U0AGENT"}},
        "story": {
            "rich": {
                "type": "rich_text_input",
                "rich_text_value": {"type": "rich_text", "elements": [section]},
            }
        },
    }
    assert slack.workspace.front("U0RM") is None


async def test_what_is_left_alone_keeps_its_initial_content(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    view = await opened(slack, receiver, client)
    await slack.submit("U0RM", view.id, {"summary": {"text": "Panier vide"}})
    values = receiver.last["view"]["state"]["values"]
    assert values["criticality"]["choice"]["selected_option"]["value"] == "bloquante"
    assert values["since"]["date"]["selected_date"] == "2026-11-09"
    assert values["environment"]["choice"] == {"type": "radio_buttons", "selected_option": None}
    assert values["signs"]["choices"] == {"type": "checkboxes", "selected_options": []}


async def test_the_client_itself_asks_for_what_is_required(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    view = await opened(slack, receiver, client)
    empty = await slack.submit("U0RM", view.id, {})
    long = await slack.submit("U0RM", view.id, {"summary": "x" * 81})
    assert (set(empty.errors), set(long.errors), empty.status) == ({"summary"}, {"summary"}, None)
    assert len(receiver.heard) == 1
    with pytest.raises(Impossible, match="inconnu"):
        await slack.submit("U0RM", view.id, {"sumary": "faute de frappe"})
    with pytest.raises(Impossible, match="proposées"):
        await slack.submit("U0RM", view.id, {"summary": "x", "criticality": "cosmique"})


def _dated(**element: Any) -> dict[str, Any]:
    """The form with a day and an hour to choose."""
    picker = {"type": "datetimepicker", "action_id": "at", **element}
    block = {"type": "input", "block_id": "due", "label": plain("Pour"), "element": picker, "optional": True}
    return FORM | {"blocks": [*FORM["blocks"], block]}


async def test_an_instant_comes_back_in_unix_seconds(slack: Slack, receiver: Receiver, client: AsyncWebClient) -> None:
    view = await opened(slack, receiver, client, _dated(initial_date_time=1794474120))
    with pytest.raises(Impossible, match="secondes"):
        await slack.submit("U0RM", view.id, FILLED | {"due": "2026-11-12"})
    for chosen, held in (({}, 1794474120), ({"due": 1794560520}, 1794560520), ({"due": None}, None)):
        view = await opened(slack, receiver, client, _dated(initial_date_time=1794474120))
        await slack.submit("U0RM", view.id, FILLED | chosen)
        values = receiver.last["view"]["state"]["values"]
        assert values["due"] == {"at": {"type": "datetimepicker", "selected_date_time": held}}


@pytest.mark.parametrize("wrong", [1794474120000, 0, "1794474120", 1794474120.5, True])
async def test_an_instant_that_is_not_ten_digits_is_refused(
    slack: Slack, receiver: Receiver, client: AsyncWebClient, wrong: Any
) -> None:
    await slack.command("U0RM", "#tma-boutique", "/anomalie")
    trigger = receiver.last["trigger_id"]
    call = client.views_open(trigger_id=trigger, view=_dated(initial_date_time=wrong))
    assert await refused(call) == "invalid_arguments"


async def test_errors_stay_on_the_form(slack: Slack, receiver: Receiver, client: AsyncWebClient) -> None:
    view = await opened(slack, receiver, client)
    receiver.answers.append({"response_action": "errors", "errors": {"summary": "Déjà signalée : BOU-1."}})
    reply = await slack.submit("U0RM", view.id, FILLED)
    front = slack.workspace.front("U0RM")
    assert not reply.ok
    assert front is not None
    assert front.errors == reply.errors == {"summary": "Déjà signalée : BOU-1."}
    receiver.answers.append({"response_action": "errors", "errors": {"elsewhere": "?"}})
    assert (await slack.submit("U0RM", view.id, FILLED)).error == "invalid_errors"


async def test_a_submission_may_update_push_or_clear(slack: Slack, receiver: Receiver, client: AsyncWebClient) -> None:
    view = await opened(slack, receiver, client)
    receiver.answers.append({"response_action": "update", "view": FORM | {"title": plain("Étape 2")}})
    await slack.submit("U0RM", view.id, FILLED)
    second = slack.workspace.front("U0RM")
    assert second is not None
    assert (second.id, second.body["title"]["text"]) == (view.id, "Étape 2")
    assert second.hash != view.hash
    receiver.answers.append({"response_action": "push", "view": FORM | {"title": plain("Étape 3")}})
    await slack.submit("U0RM", view.id, FILLED)
    third = slack.workspace.front("U0RM")
    assert third is not None
    assert (third.previous, third.root) == (view.id, view.id)
    receiver.answers.append({"response_action": "clear"})
    await slack.submit("U0RM", third.id, FILLED)
    assert slack.workspace.front("U0RM") is None


async def test_a_refused_view_or_a_late_answer_leaves_the_form_open(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    view = await opened(slack, receiver, client)
    receiver.answers.extend([{"response_action": "update", "view": FORM | {"title": plain("x" * 25)}}, 500])
    assert (await slack.submit("U0RM", view.id, FILLED)).error == "invalid_arguments"
    assert (await slack.submit("U0RM", view.id, FILLED)).error == "dispatch_failed"
    front = slack.workspace.front("U0RM")
    assert front is not None
    assert front.failure == "dispatch_failed"
    assert front.values["summary"]["text"]["value"] == "Panier vide"


async def test_views_update_guards_against_what_was_not_seen(
    slack: Slack, receiver: Receiver, client: AsyncWebClient
) -> None:
    view = await opened(slack, receiver, client, FORM | {"external_id": "form-1"})
    fresh = (await client.views_update(view_id=view.id, hash=view.hash, view=FORM))["view"]
    assert fresh["hash"] != view.hash
    assert await refused(client.views_update(view_id=view.id, hash=view.hash, view=FORM)) == "hash_conflict"
    assert await refused(client.views_update(view_id="V0", view=FORM)) == "not_found"
    assert await refused(client.views_update(external_id="form-1", view=FORM)) == "not_found"


async def test_three_modals_at_most_are_stacked(slack: Slack, receiver: Receiver, client: AsyncWebClient) -> None:
    more: dict[str, Any] = {"type": "button", "action_id": "more", "text": plain("Plus")}
    layered = FORM | {"blocks": [*FORM["blocks"], {"type": "actions", "block_id": "extra", "elements": [more]}]}
    view = await opened(slack, receiver, client, layered)
    for _ in range(2):
        await slack.press_in_view("U0RM", view.id, "more", values={"summary": "en cours"})
        assert receiver.last["view"]["state"]["values"]["summary"]["text"]["value"] == "en cours"
        await client.views_push(trigger_id=receiver.last["trigger_id"], view=layered)
        front = slack.workspace.front("U0RM")
        assert front is not None
        view = front
    await slack.press_in_view("U0RM", view.id, "more")
    fourth = client.views_push(trigger_id=receiver.last["trigger_id"], view=layered)
    assert await refused(fourth) == "push_limit_reached"


async def test_closing_is_told_when_asked_for(slack: Slack, receiver: Receiver, client: AsyncWebClient) -> None:
    view = await opened(slack, receiver, client)
    reply = await slack.close_view("U0RM", view.id)
    assert reply is not None
    assert (receiver.last["type"], receiver.last["is_cleared"]) == ("view_closed", False)
    quiet = await opened(slack, receiver, client, FORM | {"notify_on_close": False})
    assert await slack.close_view("U0RM", quiet.id) is None
    with pytest.raises(Impossible, match="plus ouverte"):
        await slack.submit("U0RM", quiet.id, FILLED)
