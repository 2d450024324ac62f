"""The shared case files, where they lie: what other products' suites and libraries answer, and the slow oracle."""

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.cases.case import Case
from tests.cases.load import load
from tests.shared import there


def cases(*operations: str) -> list[Any]:
    """The cases of these operations as parameters; a single skipped one when the file is not there."""
    file = there("cases/cases.json")
    if file is None:
        return [pytest.param(None, id="absent", marks=pytest.mark.skip(reason="../shared/cases is not there"))]
    return [pytest.param(case, id=case.id) for case in _every(file) if case.op in operations]


def oracle() -> ModuleType | None:
    """`reference.py`, which steps real time minute by minute; None when it is not there."""
    file = there("cases/reference.py")
    if file is None:
        return None
    found = importlib.util.spec_from_file_location("reference", file)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@cache
def _every(file: Path) -> tuple[Case, ...]:
    return load(file)
