"""`vigie doctor` names what is wrong between the settings, the contracts and Slack, with its remedy."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.commands.demo import demo_settings
from bot.config.settings import Settings
from bot.doctor import slack_findings
from bot.slack.manifest import SCOPES
from connectors.jira.setup.found import Found, Weight
from rules.contract import Contract
from sandbox.clock import DemoClock
from sandbox.sandbox_app import Sandbox, open_sandbox
from sandbox.seed import BOT_USER
from sandbox.slack import Fault
from tests.bot.slack.house import BOUTIQUE
from tests.sandbox.slack.test_socket_mode import APP_TOKEN

NOWHERE = "http://127.0.0.1:9/api/"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A Slack where nothing is wrong."""
    async with open_sandbox(DemoClock(datetime.now(UTC), speed=1)) as opened:
        opened.slack.scopes = tuple(scope for scope, _ in SCOPES)
        yield opened


async def examined(
    sandbox: Sandbox, folder: Path, *, socket_mode: bool = False, contract: Contract = BOUTIQUE, **settings: Any
) -> list[Found]:
    """What is found with these settings in the place of the right ones."""
    given = demo_settings(sandbox, folder, "http://vigie", socket_mode=socket_mode)
    return await slack_findings.workspace(Settings.given(**given.model_dump() | settings), [contract])


def bad(found: list[Found]) -> list[str]:
    return [one.said for one in found if one.weight is Weight.BAD]


def notes(found: list[Found]) -> list[str]:
    return [one.said for one in found if one.weight is Weight.NOTE]


@pytest.mark.parametrize("socket_mode", [False, True])
async def test_all_is_well_in_front_of_the_sandbox(sandbox: Sandbox, tmp_path: Path, socket_mode: bool) -> None:
    found = await examined(sandbox, tmp_path, socket_mode=socket_mode)
    assert (bad(found), notes(found)) == ([], [])
    said = "\n".join(one.said for one in found)
    assert "espace « tma-exemple », robot « vigie »" in said
    assert f"{len(SCOPES)} permissions" in said
    assert "Slack : 3 canaux, " in said
    assert ("Socket Mode" in said, "SLACK_SIGNING_SECRET" in said) == (socket_mode, not socket_mode)


async def test_slack_down_is_one_line(sandbox: Sandbox, tmp_path: Path) -> None:
    (said,) = bad(await examined(sandbox, tmp_path, slack_api_url=NOWHERE))
    assert "Slack ne répond pas" in said
    assert NOWHERE in said
    sandbox.slack.faults.append(Fault("users.info", status=503, times=99))
    (said,) = bad(await examined(sandbox, tmp_path))
    assert "HTTP 503" in said


async def test_a_refused_token_is_one_line_and_never_shown(sandbox: Sandbox, tmp_path: Path) -> None:
    (said,) = bad(await examined(sandbox, tmp_path, slack_bot_token=SecretStr("xoxb-tres-secret")))
    assert "invalid_auth" in said
    assert "SLACK_BOT_TOKEN" in said
    (kind,) = bad(await examined(sandbox, tmp_path, slack_bot_token=SecretStr("xoxp-tres-secret")))
    assert "pas un jeton de robot" in kind
    assert "tres-secret" not in said + kind


async def test_a_scope_that_is_missing_is_named_and_one_too_many_is_a_note(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.slack.scopes = (*(scope for scope, _ in SCOPES if scope != "links:read"), "admin")
    found = await examined(sandbox, tmp_path)
    (said,) = bad(found)
    assert said.startswith("il manque des permissions : links:read ; ")
    assert "vigie manifest" in said
    assert notes(found) == ["permissions dont Vigie ne se sert pas : admin ; vous pouvez les retirer"]


async def test_what_a_missing_scope_hides_is_said_as_such(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.slack.scopes = tuple(scope for scope, _ in SCOPES if scope != "groups:read")
    assert any("C0BOUSECU : missing_scope" in said for said in bad(await examined(sandbox, tmp_path)))


@pytest.mark.parametrize("secret", ["signature", "AbCdEfGhIjKlMnOpQrStUvWx", "5a17db0c" * 5])
async def test_a_signing_secret_of_another_shape_is_told(sandbox: Sandbox, tmp_path: Path, secret: str) -> None:
    (said,) = bad(await examined(sandbox, tmp_path, slack_signing_secret=SecretStr(secret)))
    assert "« Signing Secret »" in said
    assert secret not in said


async def test_an_app_token_that_slack_refuses_is_told(sandbox: Sandbox, tmp_path: Path) -> None:
    (said,) = bad(await examined(sandbox, tmp_path, slack_app_token=SecretStr(APP_TOKEN)))
    assert said.startswith("Socket Mode : invalid_auth ; ")
    assert "connections:write" in said


def _left(sandbox: Sandbox) -> None:
    sandbox.slack.workspace.leave("C0BOUTIQUE", BOT_USER)


def _hidden(sandbox: Sandbox) -> None:
    sandbox.slack.workspace.leave("C0BOUSECU", BOT_USER)


def _public(sandbox: Sandbox) -> None:
    rooms = sandbox.slack.workspace.rooms
    rooms["C0BOUSECU"] = replace(rooms["C0BOUSECU"], private=False)


def _archived(sandbox: Sandbox) -> None:
    sandbox.slack.workspace.archive("C0EQUIPE")


def _gone(sandbox: Sandbox) -> None:
    sandbox.slack.workspace.deactivated.add("U0RM")


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_left, "canal #tma-boutique (C0BOUTIQUE) : Vigie n'en est pas membre ; dans ce canal, tapez /invite @Vigie"),
        (_hidden, "canal sécurité C0BOUSECU : channel_not_found ; "),
        (_public, "canal sécurité #tma-boutique-securite (C0BOUSECU) est public : "),
        (_archived, "équipe #equipe-tma (C0EQUIPE) est archivé ; "),
        (_gone, "(U0RM) est désactivé dans Slack ; "),
    ],
)
async def test_what_a_contract_names_and_slack_has_not_is_told_with_its_remedy(
    sandbox: Sandbox, tmp_path: Path, spoil: Callable[[Sandbox], None], expected: str
) -> None:
    spoil(sandbox)
    found = await examined(sandbox, tmp_path)
    (said,) = bad(found)
    assert expected in said
    assert {one.about for one in found if one.weight is Weight.BAD} == {"contrat boutique-exemple du 01/01/2026"}


async def test_somebody_who_does_not_exist_and_a_robot_are_told(sandbox: Sandbox, tmp_path: Path) -> None:
    rm, cp = (next(one for one in BOUTIQUE.people if one.chat == user) for user in ("U0RM", "U0CP"))
    contract = replace(BOUTIQUE, people=(replace(rm, chat="U0PERSONNE"), replace(cp, chat=BOT_USER)))
    nobody, robot = bad(await examined(sandbox, tmp_path, contract=contract))
    assert "(U0PERSONNE) : user_not_found ; " in nobody
    assert "est un robot" in robot


async def test_a_channel_that_another_company_reads_is_worth_knowing(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.slack.workspace.connected.update(("C0BOUTIQUE", "C0EQUIPE"))
    found = await examined(sandbox, tmp_path)
    assert bad(found) == []
    (said,) = notes(found)
    assert said.startswith("équipe #equipe-tma (C0EQUIPE) est partagé avec une autre entreprise")
