"""What other people recorded goes through the real doors: handled, ignored by name or refused, never an error."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.logs import set_up
from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.jira.inbound.jira_delivery_reader import read
from connectors.parsed_delivery import Claim, Delivery, Heard, Ignored
from rules.contract import Contract
from tests.payloads.contracts import covering
from tests.payloads.runner import payloads, run
from tests.payloads.table import JIRA
from tests.shared import shared

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.timeout(300)
async def test_every_recorded_payload_has_a_fate() -> None:
    folder = shared("payloads")
    set_up("ERROR", "console")
    fates = await run(folder)
    assert len(fates) == len(payloads(folder)) > 0
    assert [fate for fate in fates if fate.verdict == "error" or not fate.said] == []
    became = {Path(fate.file).stem: f"{fate.verdict}: {fate.said}" for fate in fates if fate.file.startswith("jira/")}
    assert became == {name: first for name, (first, _) in JIRA.items()}


@pytest.mark.parametrize("name", JIRA)
def test_every_recorded_payload_has_a_meaning_for_an_anomaly_that_is_known(name: str) -> None:
    folder = shared("payloads")
    under = covering(payloads(folder)).all[0]
    body = (folder / "jira" / f"{name}.json").read_bytes()
    assert _meaning(read(Delivery("jira", "default", name, body, AT), frozenset()), under) == JIRA[name][1]


def _meaning(heard: Heard, under: Contract) -> str:
    told = facts_of(heard, under, True) if isinstance(heard, Claim) else heard
    if isinstance(told, Ignored):
        return f"ignored: {told.name}"
    assert isinstance(told, tuple), told
    return f"handled: {', '.join(fact.what.kind for fact in told)}"


async def test_a_folder_with_what_cannot_be_read_has_no_error_either(tmp_path: Path) -> None:
    bodies = {
        "jira/vide.json": b"",
        "jira/octets.json": b"\xff\x00",
        "slack/liste.json": b"[]",
        "derived/slack_x.form.txt": b"%",
    }
    for name, body in bodies.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(body)
    fates = await run(tmp_path)
    assert {fate.verdict for fate in fates} <= {"ignored", "refused"}
    assert len(fates) == len(bodies)
