"""From a message with a screenshot to an issue that has both, and a link that only those concerned see shown."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from sandbox.jira import Fault
from sandbox.jira.records import Attachment
from sandbox.jira.site import JiraSite
from sandbox.slack.workspace_files import delete
from tests.stories.hands import AGENT, BOUTIQUE, CP, DEV, RM, Hands, story

PICTURE = b"\x89PNG" + bytes(range(256)) * 400
FORM = {"title": "Panier vide", "environment": "production"}
OTHERS = "C0PORTAIL"


def _attachments(hands: Hands) -> tuple[Attachment, ...]:
    site: JiraSite = hands.sandbox.jira
    return site.issue(hands.issue()["key"]).attachments


async def _declare(hands: Hands, shown: list[str], **more: Any) -> None:
    """The agent says it with files, and the RM makes an anomaly of it."""
    said = await hands.sandbox.slack.say(AGENT, BOUTIQUE, "Le panier de @rm est vide", files=shown)
    assert (await hands.sandbox.slack.message_shortcut(RM, BOUTIQUE, said.ts, "declare")).ok
    assert await hands.fill(RM, criticality="majeure", **FORM, **more) is None


async def test_a_message_becomes_an_issue_with_its_words_its_address_and_its_screenshot() -> None:
    async with story() as hands:
        slack = hands.sandbox.slack
        shown, added = await slack.upload(AGENT, "panier.png", PICTURE), await slack.upload(RM, "journal.txt", b"500")
        with capture_logs() as logs:
            await _declare(hands, [shown], files=[added])
        issue, said = hands.issue(), slack.messages(BOUTIQUE)[0]
        assert "Le panier de @" in issue["description"]
        assert f"archives/{BOUTIQUE}/p{said.ts.replace('.', '')}" in issue["description"]
        assert "Signalé par " in issue["description"]
        assert [(one.filename, one.content) for one in _attachments(hands)] == [
            (f"{shown}-panier.png", PICTURE),
            (f"{added}-journal.txt", b"500"),
        ]
        assert issue["comments"] == []
        assert any("Pièces jointes\u00a0: 2" in line for line in hands.thread())
        assert not any(name in str(logs) for name in ("panier.png", "journal.txt", "Le panier"))


async def test_the_clients_answer_brings_its_file_and_the_echo_of_it_answers_nothing() -> None:
    async with story() as hands:
        await hands.type(RM, "majeure Panier vide")
        await hands.fill(RM, environment="production", observed="vide")
        await hands.press(CP, "reject_description")
        await hands.fill(CP, missing="une capture")
        name = await hands.sandbox.slack.upload(RM, "capture.png", PICTURE)
        await hands.press(RM, "answer")
        await hands.fill(RM, text="voici", files=[name])
        assert [one.filename for one in _attachments(hands)] == [f"{name}-capture.png"]
        answers = [line for line in hands.thread() if "répond" in line]
        assert len(answers) == 1
        assert "Pièces jointes\u00a0: 1" in answers[0]


@pytest.mark.parametrize(
    "fault",
    [Fault("POST", "/attachments$", "lose"), Fault("POST", "/attachments$", "drop"), Fault("GET", "/meta", 503)],
)
async def test_whatever_becomes_of_the_upload_the_file_is_there_once(fault: Fault) -> None:
    async with story() as hands:
        hands.sandbox.jira.faults.append(fault)
        await _declare(hands, [await hands.sandbox.slack.upload(AGENT, "panier.png", PICTURE)])
        assert hands.sandbox.jira.faults == []
        assert [one.content for one in _attachments(hands)] == [PICTURE]


async def test_a_file_that_jira_will_not_have_is_told_to_who_declared_and_holds_nothing_up() -> None:
    async with story() as hands:
        hands.sandbox.jira.upload_limit = 10
        slack = hands.sandbox.slack
        large, small = await slack.upload(AGENT, "panier.png", PICTURE), await slack.upload(AGENT, "petit.txt", b"x")
        await _declare(hands, [large, small])
        assert [one.filename for one in _attachments(hands)] == [f"{small}-petit.txt"]
        told = [line for line in hands.private(RM) if "panier.png" in line]
        assert len(told) == 1
        assert "L’ajout d’une pièce jointe n’a pas abouti" in told[0]
        assert any("panier.png" in line for line in hands.private(CP))
        hands.sandbox.jira.upload_limit = 10**7
        await hands.press(RM, "retry")
        assert {one.filename for one in _attachments(hands)} == {f"{small}-petit.txt", f"{large}-panier.png"}


async def test_a_file_that_slack_has_no_more_is_told_too() -> None:
    async with story() as hands:
        slack = hands.sandbox.slack
        name = await slack.upload(AGENT, "panier.png", PICTURE)
        said = await slack.say(AGENT, BOUTIQUE, "Le panier est vide", files=[name])
        await slack.message_shortcut(RM, BOUTIQUE, said.ts, "declare")
        delete(slack, name)
        await hands.fill(RM, criticality="majeure", **FORM)
        assert _attachments(hands) == ()
        assert any("n’est plus dans Slack" in line for line in hands.private(RM))


async def test_a_link_is_shown_in_the_clients_channel_and_in_no_other_clients() -> None:
    async with story() as hands:
        slack, jira = hands.sandbox.slack, hands.sandbox.jira_url
        await hands.type(RM, "majeure Panier vide")
        await hands.fill(RM, environment="production", observed="vide")
        url = f"{jira}/browse/BOU-1"
        ours = await slack.say(DEV, BOUTIQUE, f"voir {url}")
        theirs = await slack.say(CP, OTHERS, f"voir {url}")
        await hands.settle()
        await hands.vigie.slack.close()
        shown = slack.workspace.find(BOUTIQUE, ours.ts)
        hidden = slack.workspace.find(OTHERS, theirs.ts)
        assert shown is not None
        assert hidden is not None
        (card,) = shown.attachments
        told = str(card["blocks"])
        for part in ("BOU-1", "Panier vide", "Majeure", "Remontée", "échéance", "prendre l’anomalie en charge"):
            assert part in told
        assert "actions" not in told
        assert hidden.attachments == ()
        assert not any(one.only_for for one in slack.messages(OTHERS))
