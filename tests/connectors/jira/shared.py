"""Recorded payloads that are not ours to publish: tests read them where they lie, beside the repository."""

import os
from pathlib import Path

import pytest

PAYLOADS = Path(__file__).resolve().parents[3].parent / "shared" / "payloads"


def recorded() -> list[Path]:
    """The recorded Jira payloads, none where they are absent."""
    return sorted([*PAYLOADS.glob("jira/*.json"), *PAYLOADS.glob("derived/jira*.json")])


def payloads() -> Path:
    """Their directory; the test is skipped without it, or fails where VIGIE_REQUIRE_SHARED=1 says it must be there."""
    if not PAYLOADS.is_dir():
        if os.environ.get("VIGIE_REQUIRE_SHARED") == "1":
            pytest.fail("the shared payloads are absent")
        pytest.skip("the shared payloads are absent")
    return PAYLOADS
