"""What other people recorded goes through the real doors: handled, ignored by name or refused, never an error."""

import os
from pathlib import Path

import pytest

from bot.logs import set_up
from tests.payloads.runner import payloads, run

SHARED = Path(__file__).parents[3] / "shared" / "payloads"


@pytest.mark.timeout(300)
async def test_every_recorded_payload_has_a_fate() -> None:
    if not SHARED.is_dir() and not os.environ.get("VIGIE_REQUIRE_SHARED"):
        pytest.skip("../shared/payloads is not here")
    set_up("ERROR", "console")
    fates = await run(SHARED)
    assert len(fates) == len(payloads(SHARED)) > 0
    assert [fate for fate in fates if fate.verdict == "error" or not fate.said] == []


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
