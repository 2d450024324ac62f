"""One pass of libyaml gives the nodes, lines and problems that the parser in Python gives."""

from pathlib import Path

import pytest
import yaml

from connectors.contracts import yaml_nodes
from connectors.contracts.yaml_nodes import Group, Items, Node, Text, parsed
from tests.connectors.contracts.sample import SAMPLE

EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "contracts").glob("*.yaml"))
TEXTS = (
    *(path.read_text("utf-8") for path in EXAMPLES),
    SAMPLE,
    SAMPLE.replace("\n", "\r\n"),
    "a: |\n  b\n\n  c\nd: 'e\n  f'\ng:\nh: [i, {j: k}, l: m]\n",
    "a: &b c\nd: *b\ne: !f g\n",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_both_parsers_give_the_same_nodes(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = parsed(text, "a.yaml")
    monkeypatch.setattr(yaml_nodes, "_FAST", yaml.SafeLoader)
    assert parsed(text, "a.yaml") == fast


def test_a_text_is_read_without_the_parser_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "_EXACT", None)
    assert parsed(SAMPLE, "a.yaml")[0] is not None


def test_a_node_keeps_the_line_where_it_begins() -> None:
    root, problems = parsed("a:\n  - b\n  - c: null\nd: 'null'\n", "a.yaml")
    inner: Node = Group(3, [(Text(3, "c", null=False), Text(3, "null", null=True))])
    items = Items(2, [Text(2, "b", null=False), inner])
    entries: list[tuple[Node, Node]] = [
        (Text(1, "a", null=False), items),
        (Text(4, "d", null=False), Text(4, "null", null=False)),
    ]
    assert (root, problems) == (Group(1, entries), [])


def test_a_tab_between_words_is_told_as_a_tab() -> None:
    with pytest.raises(yaml.YAMLError, match=r"found character '\\t'"):
        parsed("a:\tb\nc: d\n", "a.yaml")
