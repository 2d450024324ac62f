"""What a person acts on is known when they are heard, wherever they did not leave it to the place."""

import json

import pytest

from bot.slack.intake.intents import Act, Ask, Consult, Fill, Idle, Intent, Stay
from bot.slack.meaning.intent_topics import named
from bot.slack.meaning.slack_delivery_reader import new_anomaly
from connectors.parsed_delivery import AboutAnomaly, AboutHere, AboutKey

HERE = AboutHere("take", "", "U1", "C1", "1.1")


@pytest.mark.parametrize(
    ("wanted", "topics"),
    [
        (Act("take", AboutAnomaly("a1")), ("subject/a1",)),
        (Act("take", AboutKey("bou-1")), ("key/BOU-1",)),
        (Act("take", HERE), None),
        (Fill("answer", {}, json.dumps({"anomaly": "a1"})), ("subject/a1",)),
        (Fill("raise", {}, "{}"), (f"subject/{new_anomaly('7')}",)),
        (Ask("answer", HERE), ()),
        (Consult("list"), ()),
        (Stay("x"), ()),
        (Idle("slack: view_closed"), ()),
    ],
)
def test_an_intent_names_what_it_is_about(wanted: Intent, topics: tuple[str, ...] | None) -> None:
    assert named(wanted, "7") == topics
