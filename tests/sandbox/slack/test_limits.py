"""What Block Kit refuses, the stand-in refuses; what it accepts here, the shared schema accepts too."""

from typing import Any

import pytest

from sandbox.slack.block_limits import check_message, check_view
from sandbox.slack.pings import pings
from sandbox.slack.slack_refusal_values import Refused
from tests.connectors.channels.block_kit import validator
from tests.sandbox.slack.examples import FORM, HOME, LIVING_MESSAGE, Json, mrkdwn, option, plain


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "a", "text": plain("ok"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option("a", "a")], **more}


REFUSED: list[tuple[str, list[Json]]] = [
    ("51 blocks", [{"type": "divider"}] * 51),
    ("unknown type", [{"type": "carousel_of_dreams"}]),
    ("unknown property", [{"type": "divider", "colour": "red"}]),
    ("long section", [{"type": "section", "text": mrkdwn("x" * 3001)}]),
    ("empty section", [{"type": "section"}]),
    ("empty text", [{"type": "section", "text": mrkdwn("")}]),
    ("11 fields", [{"type": "section", "fields": [mrkdwn("x")] * 11}]),
    ("long field", [{"type": "section", "fields": [mrkdwn("x" * 2001)]}]),
    ("long header", [{"type": "header", "text": plain("x" * 151)}]),
    ("mrkdwn header", [{"type": "header", "text": mrkdwn("x")}]),
    ("11 context elements", [{"type": "context", "elements": [mrkdwn("x")] * 11}]),
    ("button in context", [{"type": "context", "elements": [button()]}]),
    ("no actions", [actions()]),
    ("26 actions", [actions(*[button(action_id=str(n)) for n in range(26)])]),
    ("same action_id", [actions(button(), button())]),
    ("same block_id", [{"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}]),
    ("long block_id", [{"type": "divider", "block_id": "b" * 256}]),
    ("long button", [actions(button(text=plain("x" * 76)))]),
    ("long value", [actions(button(value="x" * 2001))]),
    ("odd style", [actions(button(style="warning"))]),
    ("no options", [actions(select(options=[]))]),
    ("101 options", [actions(select(options=[option("a", str(n)) for n in range(101)]))]),
    ("long option", [actions(select(options=[option("x" * 76, "a")]))]),
    ("long option value", [actions(select(options=[option("a", "x" * 151)]))]),
    ("initial option not offered", [actions(select(initial_option=option("b", "b")))]),
    ("6 overflow options", [actions({"type": "overflow", "action_id": "o", "options": [option("a", "a")] * 6})]),
]


@pytest.mark.parametrize("blocks", [blocks for _, blocks in REFUSED], ids=[name for name, _ in REFUSED])
def test_a_message_beyond_block_kit_is_refused(blocks: list[Json]) -> None:
    with pytest.raises(Refused) as caught:
        check_message(blocks)
    assert caught.value.error == "invalid_blocks"
    assert all("json-pointer:/blocks" in message for message in caught.value.messages)


def test_many_blocks_that_are_each_allowed_may_be_too_long_together() -> None:
    with pytest.raises(Refused, match="msg_blocks_too_long"):
        check_message([{"type": "section", "text": mrkdwn("x" * 3000)}] * 5)


REFUSED_VIEWS: list[tuple[str, Json]] = [
    ("title of 25", FORM | {"title": plain("x" * 25)}),
    ("submit of 25", FORM | {"submit": plain("x" * 25)}),
    ("close of 25", FORM | {"close": plain("x" * 25)}),
    ("no title", {name: value for name, value in FORM.items() if name != "title"}),
    ("no submit", {name: value for name, value in FORM.items() if name != "submit"}),
    ("long metadata", FORM | {"private_metadata": "x" * 3001}),
    ("long callback", FORM | {"callback_id": "x" * 256}),
    ("101 blocks", FORM | {"blocks": [{"type": "divider"}] * 101}),
    ("no blocks", FORM | {"blocks": []}),
    ("message block", FORM | {"blocks": [{"type": "markdown", "text": "x"}]}),
    ("title on a home", HOME | {"title": plain("x")}),
    ("unknown surface", HOME | {"type": "poster"}),
]


@pytest.mark.parametrize("view", [view for _, view in REFUSED_VIEWS], ids=[name for name, _ in REFUSED_VIEWS])
def test_a_view_beyond_block_kit_is_refused(view: Json) -> None:
    with pytest.raises(Refused) as caught:
        check_view(view)
    assert caught.value.error == "invalid_arguments"


def test_a_view_over_250_kilobytes_is_refused() -> None:
    heavy = [{"type": "section", "text": mrkdwn("x" * 2999)}] * 90
    with pytest.raises(Refused, match="view_too_large"):
        check_view(FORM | {"blocks": heavy})


def test_what_the_examples_show_is_accepted() -> None:
    check_message(LIVING_MESSAGE)
    check_view(FORM)
    check_view(HOME)


@pytest.mark.parametrize(
    ("definition", "example"),
    [("BlockKitMessage", {"blocks": LIVING_MESSAGE}), ("BlockKitView", FORM), ("BlockKitView", HOME)],
)
def test_the_examples_are_valid_by_the_shared_schema(definition: str, example: Json) -> None:
    validator(definition)(example)


def test_every_way_to_call_people_is_heard() -> None:
    blocks: list[Json] = [
        {"type": "section", "text": mrkdwn("<@U0RM> et <!here|ici>"), "fields": [plain("<@U0CP>")]},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "user", "user_id": "U0DEV"},
                        {"type": "broadcast", "range": "channel"},
                        {"type": "text", "text": "<!everyone>"},
                    ],
                }
            ],
        },
    ]
    assert pings("<!subteam^S1>", blocks) == ("!subteam^S1", "U0RM", "!here", "U0DEV", "!channel")


@pytest.mark.parametrize(
    "title", ["&lt;!channel&gt;", "@channel", "&lt;@U0RM&gt;", "!channel", "<https://x.example|a>"]
)
def test_an_escaped_title_calls_nobody(title: str) -> None:
    assert pings(title, [{"type": "section", "text": mrkdwn(title)}]) == ()
    assert pings("", [{"type": "section", "text": plain("<!channel> <@U0RM>")}]) == ()


def test_link_names_make_a_bare_channel_call() -> None:
    assert pings("panne @channel", [], loose=True) == ("!channel",)
