"""The vectors that Slack and others publish."""

import json
from datetime import UTC, datetime

from bot.slack.intake.slack_signature import genuine
from tests.shared import shared


def test_the_published_vectors_are_genuine_and_nothing_near_them_is() -> None:
    folder = shared("payloads")
    vectors = [one for one in json.loads((folder / "signing_vectors.json").read_text()) if one["scheme"] == "slack-v0"]
    assert vectors
    for vector in vectors:
        file = vector.get("body_file")
        body = (folder / file).read_bytes().strip() if file else vector["body"].encode()
        headers = {"x-slack-request-timestamp": vector["timestamp"], "x-slack-signature": vector["signature"]}
        at = datetime.fromtimestamp(int(vector["timestamp"]), UTC)
        assert genuine(vector["secret"], headers, body, at)
        assert not genuine(vector["secret"], headers, body + b" ", at)
        assert not genuine("", headers, body, at)
