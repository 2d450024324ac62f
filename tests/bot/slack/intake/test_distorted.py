"""Recorded payloads bent out of shape, one place at a time: nothing raises, and nothing answers 5xx."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.slack.meaning.slack_delivery_reader import read
from connectors.parsed_delivery import Delivery
from tests.bot.slack.house import CONTRACTS, FORM, JSON, NOW, Room, interaction, press, submission
from tests.bot.slack.intake.test_payloads import FILES

INSTEAD: tuple[Any, ...] = (None, [], {}, "x", 7, [None])
OWN = (
    press("U0RM", "move:take", "a1"),
    submission("U0RM", "answer", {"text": "oui"}, {"anomaly": "a1"}),
    submission("U0RM", "raise", {"title": "x"}, {"contract": "boutique-exemple"}),
)


def _payloads() -> Iterator[dict[str, Any]]:
    yield from OWN
    for file in FILES:
        if file.suffix == ".json":
            yield json.loads(file.read_text())


def _paths(part: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    places = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, inner in places:
        yield (*here, name)
        yield from _paths(inner, (*here, name))


def _bent(payload: dict[str, Any], path: tuple[Any, ...], instead: Any) -> dict[str, Any]:
    bent = copy.deepcopy(payload)
    part: Any = bent
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = instead
    return bent


@pytest.mark.parametrize("instead", INSTEAD, ids=repr)
def test_the_reader_never_raises(instead: Any) -> None:
    for payload in _payloads():
        for path in _paths(payload):
            body = json.dumps(_bent(payload, path, instead)).encode()
            read(Delivery("slack", "default", "i1", body, NOW, {"content-type": JSON}), CONTRACTS)


@pytest.mark.parametrize("instead", [None, "x"], ids=repr)
async def test_the_door_never_fails(room: Room, instead: Any) -> None:
    for payload in _payloads():
        for path in _paths({name: payload[name] for name in payload if name != "message"}):
            if len(path) > 3:
                continue
            bent = _bent(payload, path, instead)
            event = bent.get("type") in ("event_callback", "url_verification")
            response = await room.send(
                json.dumps(bent).encode() if event else interaction(bent), JSON if event else FORM
            )
            assert response.status_code == 200, path
    await room.door.settled()
