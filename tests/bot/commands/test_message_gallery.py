"""`vigie messages` and the sandbox's page show everything that can be said, in both languages, without a hole."""

from datetime import UTC, datetime

import httpx
import pytest
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.commands.demo import MESSAGES
from bot.commands.message_gallery import NAMES, Road, as_json, gallery, roads
from connectors.tls_context import tls_context
from connectors.wording import LANGUAGES
from connectors.wording.template import ELLIPSIS
from rules.effects import Answer, CommentIssue, Effect, PostRoom, PostThread, Tell, Write, WriteIssue
from sandbox.clock import DemoClock
from sandbox.sandbox_app import open_sandbox
from tests.connectors.wording.test_message_keys import LIFE
from tests.rules import cast

TAKEN: dict[type[Effect], Road] = {
    PostThread: "thread",
    PostRoom: "thread",
    Tell: "private",
    Answer: "private",
    Write: "mail",
    CommentIssue: "jira",
    WriteIssue: "jira",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_said_is_shown_without_a_hole(language: str) -> None:
    shown = gallery(language)
    assert {one.say for one in shown} == set(NAMES)
    for one in shown:
        assert one.pieces
        for piece in one.pieces:
            told = piece.text + (piece.letter.subject + piece.letter.html if piece.letter else "")
            assert piece.text.strip()
            assert ELLIPSIS not in told
            assert "{" not in piece.text


def test_the_two_languages_are_two() -> None:
    french, english = gallery("fr"), gallery("en")
    assert [one.say for one in french] == [one.say for one in english]
    for one, other in zip(french, english, strict=True):
        assert [piece.road for piece in one.pieces] == [piece.road for piece in other.pieces]
        assert all(piece.text != same.text for piece, same in zip(one.pieces, other.pieces, strict=True))


def test_no_road_is_forgotten_that_a_message_takes_in_a_whole_life() -> None:
    seen = set()
    for place, step in enumerate(LIFE):
        for effect in cast.told(LIFE[:place], step).effects:
            if type(effect) in TAKEN and (message := getattr(effect, "message", None)):
                seen.add((message.say, TAKEN[type(effect)]))
    assert len(seen) > 40
    assert sorted((say, road) for say, road in seen if road not in set(roads(say))) == []


def test_the_command_prints_both_languages_or_one_and_one_message() -> None:
    run = CliRunner()
    both = run.invoke(app, ["messages"])
    assert both.exit_code == 0
    for say in NAMES:
        assert f"── {say} · fr" in both.output
        assert f"── {say} · en" in both.output
    one = run.invoke(app, ["messages", "--language", "fr", "--say", "warning"])
    assert one.output.replace("\u00a0", " ").split("\n")[:5] == [
        "── warning · fr",
        "  Slack, dans un canal",
        "    ⏳ BOU-214 · Résolution : il reste 2 h 24 ouvrées (90 % écoulé), échéance aujourd’hui 15:40.",
        "    Le décompte s’arrête à 12:30 et reprend à 13:30.",
        "    [Je m’en occupe] [Reporter les rappels…] [Informer le client]",
    ]


def test_a_message_that_does_not_exist_is_answered_with_the_one_that_does() -> None:
    refused = CliRunner().invoke(app, ["messages", "--say", "breech"])
    assert refused.exit_code == 2
    assert "--say breach" in refused.output


async def test_the_sandbox_serves_the_page_and_what_it_shows() -> None:
    clock = DemoClock(datetime(2026, 11, 9, 8, 5, tzinfo=UTC), speed=0)
    async with (
        open_sandbox(clock, messages=MESSAGES) as sandbox,
        httpx.AsyncClient(verify=tls_context(), base_url=sandbox.url) as client,
    ):
        page = await client.get("/messages")
        assert "messages.js" in page.text
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        english = (await client.get("/ui/messages", params={"language": "en"})).json()
        assert english["languages"] == list(LANGUAGES)
        assert english["messages"] == as_json("en")
        assert (await client.get("/ui/messages", params={"language": "de"})).json()["messages"] == []
