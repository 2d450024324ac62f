"""In Slack an anomaly is explained as on a terminal, within what a message holds."""

from datetime import timedelta

import pytest

from connectors.wording import Wording
from rules import events
from rules.contract import Contract
from rules.events import Fact
from sandbox.slack.pings import pings
from tests.connectors.channels.block_kit import check
from tests.connectors.channels.cast import DEV, ENGLISH, FRENCH, at, fact, shown, story
from tests.connectors.documents.given import ANSWERED, CONTRACT, DISPUTED, LOOKED_AT, in_slack, left_by, sla


def lines(history: tuple[Fact, ...], contract: Contract = ANSWERED, wording: Wording = FRENCH) -> list[str]:
    """The lines that Slack shows in fixed width."""
    post = in_slack(left_by(history, contract), contract, LOOKED_AT, wording, history)
    check(post)
    assert pings(post.text, list(post.blocks)) == ()
    return [row.replace("```", "") for row in shown(post)[1:]]


def chatty(words: int) -> tuple[Fact, ...]:
    """A provider that tells its client how things go, again and again."""
    told = (fact(events.Informed("Encore."), DEV, at(10, 10) + timedelta(hours=2 * number)) for number in range(words))
    return (*story(), *told)


@pytest.mark.parametrize("wording", [FRENCH, ENGLISH])
def test_slack_and_the_command_line_give_the_same_explanation(wording: Wording) -> None:
    told = sla(left_by(DISPUTED, ANSWERED), ANSWERED, LOOKED_AT, wording, DISPUTED).split("\n")
    assert lines(DISPUTED, wording=wording) == [row for row in told[2:] if row]


def test_of_a_long_story_the_oldest_intervals_go_first_and_every_sum_stays() -> None:
    history = (*DISPUTED, fact(events.Refused("non"), DEV, LOOKED_AT))
    later = LOOKED_AT + timedelta(days=200)
    post = in_slack(left_by(history), CONTRACT, later, FRENCH, history)
    check(post)
    told = [row.replace("```", "") for row in shown(post)]
    whole = sla(left_by(history), CONTRACT, later, FRENCH, history).split("\n")
    sums = [row for row in whole if row.startswith((" total ", " cumul "))]
    assert [row for row in told if row.startswith((" total ", " cumul "))] == sums
    assert sum("plus anciens" in row for row in told) >= 2
    kept = [row for row in told if row.startswith((" compté", " exclu"))]
    assert len(kept) < sum(row.startswith((" compté", " exclu")) for row in whole)
    assert kept[-1] in whole


def test_of_very_many_cycles_the_oldest_go_and_the_promise_and_the_total_stay() -> None:
    told = lines(chatty(120))
    update = next(row for row in told if row.startswith("Point d’avancement"))
    assert "engagement 4" in update
    assert "cycles plus anciens" in update
    assert any(row.startswith(" cumul des 122 cycles") for row in told)
    assert any(row.startswith("Point d’avancement · cycle 122") for row in told)


def test_of_very_many_facts_the_latest_are_told() -> None:
    told = lines(chatty(120))
    assert any("faits plus anciens" in row for row in told)
    assert told[-1].endswith("Encore.")
    assert sum("Encore." in row for row in told) < 120
