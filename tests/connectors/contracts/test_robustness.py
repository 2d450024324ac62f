"""No value in any place of a contract makes the reader fail otherwise than by telling its author."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.contracts import ContractErrors, Problem, load
from tests.connectors.contracts.sample import SAMPLE, changed, written

RULES = "règles: {réouverture: {dans les: 5j}, alertes: {seuils: [50%], escalade: [chef de projet]}}\njira:\n"
FULL = changed(("jira:\n", RULES), ("{pays: FR}", "{pays: FR, ajouts: {2026-05-15: pont}, retraits: [Ascension]}"))
STRANGE: tuple[Any, ...] = (None, "", "-", "٣", {}, [], [[]], {"x": None}, ["x", None], "1" * 5000)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in below:
        yield from _places(each, (*path, key))


def _with(value: Any, path: tuple[Any, ...], strange: Any) -> Any:
    if not path:
        return strange
    copied = value.copy()
    copied[path[0]] = _with(value[path[0]], path[1:], strange)
    return copied


CONTENT = yaml.load(FULL, Loader=yaml.BaseLoader)  # noqa: S506 - texts only


def _told(path: Path) -> tuple[Problem, ...] | None:
    """What is said of a refused file, None for an accepted one."""
    try:
        load(path)
    except ContractErrors as errors:
        return errors.problems
    return None


@pytest.mark.parametrize("strange", STRANGE, ids=lambda strange: repr(strange)[:12])
def test_a_strange_value_anywhere_is_accepted_or_told(tmp_path: Path, strange: Any) -> None:
    for path in _places(CONTENT):
        text = yaml.safe_dump(_with(CONTENT, path, strange), allow_unicode=True, sort_keys=False)
        problems = _told(written(tmp_path, text))
        assert problems is None or problems, path
        assert all(1 <= each.line <= text.count("\n") + 1 and each.found for each in problems or ()), path


def test_a_file_cut_anywhere_is_accepted_or_told(tmp_path: Path) -> None:
    for length in range(0, len(SAMPLE), 7):
        problems = _told(written(tmp_path, SAMPLE[:length]))
        assert problems is None or problems, length
