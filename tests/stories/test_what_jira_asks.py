"""A closure that Jira holds up for fields that Vigie cannot know: asked for in Slack, refused, corrected, done."""

from dataclasses import replace
from typing import Any

from sandbox.jira.ordered_faults import Fault
from tests.stories.hands import CP, DEV, RM, Hands, story

TYPE, VERSION = "Type de correction", "Version livrée"


def _demanding(hands: Hands) -> tuple[str, str, dict[str, str]]:
    """The boutique's closing screen requires a list and a text of its own: their ids, and the list's options."""
    home = hands.sandbox.jira.home
    kind, version = home.create_field(TYPE, "select"), home.create_field(VERSION, "textfield")
    options = {value: number for number, value in home.add_options(kind, ("Code", "Données"))}
    project = home.projects["10200"]
    ways = tuple(
        replace(one, required=(*one.required, kind.id, version.id)) if one.name == "Clôturer" else one
        for one in project.transitions
    )
    home.projects["10200"] = replace(project, transitions=ways)
    return kind.id, version.id, options


async def _ready(hands: Hands, title: str) -> None:
    """An anomaly out of scope, which its CP may close at once."""
    await hands.type(RM, f"mineure {title}")
    await hands.fill(RM, environment="production", observed="Un mot mal écrit.")
    await hands.press(CP, "qualify")
    await hands.fill(CP, criticality="mineure", in_scope="no", reason="évolution")


def _custom(issue: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in issue["custom"]}


async def test_what_jira_asks_for_at_the_closure_is_asked_in_slack_until_it_takes_it() -> None:
    async with story() as hands:
        kind, version, options = _demanding(hands)
        await _ready(hands, "Faute de frappe")
        await hands.press(CP, "close")
        await hands.fill(CP, answer="C'est une demande d'évolution.")
        assert hands.issue()["status"]["name"] != "Clos"
        asked = [told for told in hands.private(CP) if TYPE in told]
        assert len(asked) == 1
        assert VERSION in asked[0]

        await hands.press(CP, "fill")
        code, data = (f"{options[label]} {label}" for label in ("Code", "Données"))
        words = "Ce type est réservé aux correctifs."
        body = {"errorMessages": [], "errors": {kind: words}}
        hands.sandbox.jira.faults.append(Fault("POST", r"/transitions$", 400, body=body))
        assert await hands.fill(CP, **{f"jira:{kind}": code}) is not None
        assert await hands.fill(CP, **{f"jira:{kind}": code, f"jira:{version}": "2.4.1"}) is None
        assert hands.issue()["status"]["name"] != "Clos"
        refused = [told for told in hands.private(CP) if words in told]
        assert len(refused) == 1
        assert f"«\u00a0{TYPE}\u00a0»" in refused[0]

        await hands.press(CP, "fill")
        view = await hands._view(CP)
        inputs = {one["block_id"]: one for one in view.blocks if one["type"] == "input"}
        assert inputs[f"jira:{kind}"]["element"]["initial_option"]["value"] == code
        assert inputs[f"jira:{version}"]["element"]["initial_value"] == "2.4.1"
        assert words in inputs[f"jira:{kind}"]["hint"]["text"]
        assert await hands.fill(CP, **{f"jira:{kind}": data}) is None

        issue = hands.issue()
        assert issue["status"]["name"] == "Clos"
        assert (_custom(issue)[TYPE], _custom(issue)[VERSION]) == ("Données", "2.4.1")
        closings = [item for entry in issue["history"] for item in entry["items"] if item["to"] == "Clos"]
        assert len(closings) == 1
        said = [comment["body"] for comment in issue["comments"]]
        assert len(said) == len(set(said))
        await hands.press(CP, "fill")
        assert "n’attend plus rien" in hands.private(CP)[-1]


async def test_whoever_may_not_close_gives_jira_nothing() -> None:
    async with story() as hands:
        _demanding(hands)
        await _ready(hands, "Faute de frappe")
        await hands.press(CP, "close")
        await hands.fill(CP, answer="C'est une demande d'évolution.")
        button = hands._with_button(CP, "fill")
        anomaly = next(
            one["value"] for block in button[1].blocks for one in block.get("elements", ()) if "value" in one
        )
        for user in (RM, DEV, "U0RM2"):
            await _press_as(hands, user, anomaly)
            assert not hands.sandbox.slack.workspace.stacks.get(user)
        assert any("chef de projet" in told for told in hands.private(DEV)[-1:])
        assert "pas suivie ici" in hands.private("U0RM2")[-1]
        await _press_as(hands, CP, anomaly)
        assert hands.sandbox.slack.workspace.stacks.get(CP)


async def test_the_next_closure_asks_for_it_straight_away() -> None:
    async with story() as hands:
        kind, version, options = _demanding(hands)
        await _ready(hands, "Faute de frappe")
        await hands.press(CP, "close")
        await hands.fill(CP, answer="C'est une demande d'évolution.")
        await _ready(hands, "Autre faute")
        before = len([told for told in hands.private(CP) if TYPE in told])
        await hands.type(CP, "clore BOU-2")
        given = {f"jira:{kind}": f"{options['Code']} Code", f"jira:{version}": "2.4.2"}
        assert await hands.fill(CP, answer="Une autre évolution.", **given) is None
        issues = hands.sandbox.jira.snapshot()["projects"][0]["issues"]
        second = next(one for one in issues if one["key"] == "BOU-2")
        assert second["status"]["name"] == "Clos"
        assert _custom(second)[VERSION] == "2.4.2"
        assert len([told for told in hands.private(CP) if TYPE in told]) == before


async def _press_as(hands: Hands, user: str, anomaly: str) -> None:
    """The button as another person would have it: forged, since Slack shows it to the CP alone."""
    channel = hands.sandbox.slack.dm(user)
    message = await hands.vigie.slack.client.chat_postMessage(
        channel=channel,
        text="x",
        blocks=[
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "move:fill",
                        "text": {"type": "plain_text", "text": "x"},
                        "value": anomaly,
                    }
                ],
            }
        ],
    )
    assert (await hands.sandbox.slack.press(user, channel, message["ts"], "move:fill")).ok
    await hands.settle()
