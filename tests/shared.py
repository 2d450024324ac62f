"""What is not ours to publish lies beside the repository: tests read it there, and skip, or fail, without it."""

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared"


def required() -> bool:
    """Whether a machine without it is at fault."""
    return os.environ.get("VIGIE_REQUIRE_SHARED") == "1"


def shared(path: str) -> Path:
    """A file or a folder below it, for a test that makes no sense without."""
    found = FOLDER / path
    if not found.exists():
        missing = f"{path} is not beside the repository, in ../shared"
        if required():
            pytest.fail(missing)
        pytest.skip(missing)
    return found


def there(path: str) -> Path | None:
    """The same for a list of parameters, which is made before any test runs; None where it is not there.

    Raises FileNotFoundError where it must be.
    """
    found = FOLDER / path
    if not found.exists() and required():
        raise FileNotFoundError(found)
    return found if found.exists() else None


def listed(*patterns: str) -> list[Path]:
    """The files of these patterns, in a steady order. Raises FileNotFoundError where there is none and must be."""
    files = sorted(file for pattern in patterns for file in FOLDER.glob(pattern))
    if not files and required():
        raise FileNotFoundError(FOLDER / patterns[0])
    return files
