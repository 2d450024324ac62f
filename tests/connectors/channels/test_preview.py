"""Under a link, an anomaly in a few lines that call nobody, offer nothing to press, and that Slack takes."""

import pytest

from connectors.channels.slack.block_kit import Post
from connectors.channels.slack.link_preview_blocks import preview
from rules.anomaly.state import Anomaly
from rules.clock import read
from sandbox.slack.pings import pings
from tests.connectors.channels import cast
from tests.connectors.channels.block_kit import check
from tests.connectors.channels.cast import CONTRACT, FRENCH, LINK, RESOLVED, after, at, buttons, shown
from tests.connectors.channels.test_card import HOSTILE, NBSP


def _shown(anomaly: Anomaly, day: int = 9, hour: int = 15) -> Post:
    now = at(day, hour)
    readings = {clock: read(clock, anomaly.marks, CONTRACT, now) for clock in CONTRACT.clocks}
    return Post("x", preview(anomaly, CONTRACT, readings, FRENCH, LINK))


def test_it_says_what_it_is_where_it_stands_and_who_owes_the_next_step() -> None:
    post = _shown(after(*cast.story()[:2]))
    check(post)
    what, where, owed = (row.replace(NBSP, " ") for block in shown(post) for row in block.split("\n"))
    assert what == f"🟠 *<{LINK}|BOU-214>* · Panier vide après connexion · *Majeure*"
    assert where.startswith("Remontée · *Prise en charge :* ")
    assert "échéance" in where
    assert owed == "👉 À l’équipe du prestataire de prendre l’anomalie en charge."
    assert buttons(post) == []


def test_a_closed_one_shows_neither_deadline_nor_next_step() -> None:
    post = _shown(after(*cast.story(), *RESOLVED), 13)
    check(post)
    assert "Clôture" in str(shown(post))
    assert "échéance" not in str(shown(post))
    assert len(post.blocks) == 1


@pytest.mark.parametrize("title", HOSTILE, ids=[one[:12] for one in HOSTILE])
def test_whatever_a_title_holds_slack_takes_it_and_nobody_is_called(title: str) -> None:
    post = _shown(after(*cast.story(title)[:2]))
    check(post)
    assert pings(post.text, list(post.blocks)) == ()
