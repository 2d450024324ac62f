"""Every recorded payload goes through the door and the reader, and ends under a name."""

import json
import re
from pathlib import Path

import pytest

from bot.slack.intake.slack_payload import decode
from bot.slack.meaning.slack_delivery_reader import read
from connectors.parsed_delivery import Claim, Ignored
from tests.bot.slack.house import CONTRACTS, FORM, JSON, Room, interaction
from tests.shared import listed, shared

# Of HTTP alone, or bearing no identity because nothing is done by it.
ONLY_HERE = re.compile("url_verification|ssl_check|block_suggestion")
FILES = listed("payloads/slack/*", "payloads/derived/slack*")


def test_the_recorded_payloads_are_there() -> None:
    assert len(FILES) >= len(list(shared("payloads/slack").iterdir())) > 0


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.name)
async def test_a_recorded_payload_is_taken_and_understood(room: Room, file: Path) -> None:
    response = await room.send(*_as_sent(file))
    await room.door.settled()
    assert response.status_code == 200
    for kept in room.mailbox.all:
        assert isinstance(read(kept, CONTRACTS), Ignored | Claim)
    assert len(room.mailbox.all) == (0 if "url_verification" in file.name else 1)


@pytest.mark.parametrize("file", [one for one in FILES if not ONLY_HERE.search(one.name)], ids=lambda one: one.name)
async def test_a_recorded_payload_is_the_same_delivery_down_the_socket(room: Room, file: Path) -> None:
    body, kind = _as_sent(file)
    assert await room.door.take(json.dumps(decode(body, kind)).encode())
    assert (await room.send(body, kind)).status_code == 200
    assert len(room.mailbox.all) == 1


def _as_sent(file: Path) -> tuple[bytes, str]:
    """Events travel as JSON, interactions as JSON in a form; commands are recorded as forms."""
    body = file.read_bytes().strip()
    if file.suffix != ".json":
        return body, FORM
    payload = json.loads(body)
    return (body, JSON) if payload["type"] in ("event_callback", "url_verification") else (interaction(payload), FORM)
