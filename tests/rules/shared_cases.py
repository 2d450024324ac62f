"""The shared case files, where they lie: what other products' suites and libraries answer, and the slow oracle."""

import importlib.util
import os
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.cases.case import Case
from tests.cases.load import load

FOLDER = Path(__file__).parents[3] / "shared" / "cases"


def cases(*operations: str) -> list[Any]:
    """The cases of these operations as parameters; a single skipped one when the file is not there."""
    file = FOLDER / "cases.json"
    if not there(file):
        return [pytest.param(None, id="absent", marks=pytest.mark.skip(reason=f"{file} is not there"))]
    return [pytest.param(case, id=case.id) for case in _every(file) if case.op in operations]


def oracle() -> ModuleType | None:
    """`reference.py`, which steps real time minute by minute; None when it is not there."""
    file = FOLDER / "reference.py"
    if not there(file):
        return None
    found = importlib.util.spec_from_file_location("reference", file)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def there(file: Path) -> bool:
    """Whether a shared file is there. Raises FileNotFoundError when it is not and VIGIE_REQUIRE_SHARED asks for it."""
    if not file.exists() and os.environ.get("VIGIE_REQUIRE_SHARED") == "1":
        raise FileNotFoundError(file)
    return file.exists()


@cache
def _every(file: Path) -> tuple[Case, ...]:
    return load(file)
