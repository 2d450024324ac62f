"""The vectors that Slack and others publish."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.slack.signature import genuine

SHARED = Path(__file__).parents[4] / "shared" / "payloads"


def test_the_published_vectors_are_genuine_and_nothing_near_them_is() -> None:
    if not SHARED.exists():
        if os.environ.get("VIGIE_REQUIRE_SHARED") == "1":
            pytest.fail(f"{SHARED} is required")
        pytest.skip("the published vectors are not beside the repository")
    vectors = [one for one in json.loads((SHARED / "signing_vectors.json").read_text()) if one["scheme"] == "slack-v0"]
    assert vectors
    for vector in vectors:
        file = vector.get("body_file")
        body = (SHARED / file).read_bytes().strip() if file else vector["body"].encode()
        headers = {"x-slack-request-timestamp": vector["timestamp"], "x-slack-signature": vector["signature"]}
        at = datetime.fromtimestamp(int(vector["timestamp"]), UTC)
        assert genuine(vector["secret"], headers, body, at)
        assert not genuine(vector["secret"], headers, body + b" ", at)
        assert not genuine("", headers, body, at)
