"""Tells the author of a contract what is wrong, in one exception that carries every problem of every file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pydantic_core import PydanticCustomError

from connectors.wording import said

_LONGEST_QUOTE = 60
_ENOUGH = 2

# A sign in what the parser says -> the kind of the fault.
SYNTAX: Mapping[str, str] = MappingProxyType(
    {
        "found character '\\t'": "tab",
        "mapping values are not allowed": "colon",
        "expected <block end>": "alignment",
        "expected ',' or ']'": "open_list",
        "expected ',' or '}'": "open_group",
        "expected the node content": "no_value",
        "could not find expected ':'": "no_colon",
        "found unexpected end of stream": "open_quote",
        "special characters are not allowed": "unseen",
    }
)
ANY_SYNTAX = "any"

# The keys of which the sentences show, where they are missing, what they could say: by our names.
EXAMPLES = (
    "id",
    "client",
    "effective",
    "zone",
    "calendars",
    "holidays",
    "country",
    "jira",
    "projects",
    "issue_types",
    "statuses",
    "slack",
    "channel",
    "people",
    "rm",
    "cp",
    "target",
    "name",
    "turns",
    "since",
    "until",
    "who",
    "grant",
    "pays",
    "units",
    "price",
    "bought",
    "hourly_rate",
    "first_day",
    "last_day",
    "rates",
    "lot_budget",
    "included",
    "rounding_step",
    "flat_days",
    "over_rate",
    "carried",
    "warnings",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct: the file's name, the line, the key's path, and the two halves of a sentence.

    Lines count from 1; 0 is for what no line says, of a folder.
    """

    file: str
    line: int
    key: str
    found: str
    expected: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = ": ".join(part for part in (place, self.key) if part)
        told = said("contracts.expecting", found=self.found, expected=self.expected) if self.expected else self.found
        return f"{where}: {told}"


class ContractErrors(Exception):
    """Everything that is wrong in every file read, in the order of the files and of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def quoted(value: object) -> str:
    """A value as the sentences quote it: on one line, cut when long, lists and groups only named."""
    if value is None:
        return said("contracts.nothing")
    if not isinstance(value, str):
        return said("contracts.list_of_keys" if isinstance(value, dict) else "contracts.list")
    shown = " ".join("".join(mark if mark.isprintable() else " " for mark in value).split())
    return said("contracts.quote", text=shown if len(shown) <= _LONGEST_QUOTE else shown[:_LONGEST_QUOTE] + "…")


def enumerated(words: Iterable[str]) -> str:
    """« a », « b » ou « c »."""
    shown = [said("contracts.quote", text=word) for word in words]
    if len(shown) > 1:
        return said("contracts.one_of", others=", ".join(shown[:-1]), last=shown[-1])
    return shown[0] if shown else ""


def hint(near: str | None, otherwise: Iterable[str] = ()) -> str:
    """The nearest known word when there is one, else the list of words that would do."""
    return said("contracts.surely", near=said("contracts.quote", text=near)) if near else enumerated(otherwise)


def suggested(near: str | None, words: Iterable[str]) -> str:
    """Two or three words that would do, the nearest known one first when there is one."""
    others = [word for word in words if word != near][:_ENOUGH]
    if not (near and others):
        return hint(near, others)
    return said("contracts.surely_or", near=said("contracts.quote", text=near), others=enumerated(others))


def examples(words: Iterable[str], otherwise: str = "") -> str:
    """The first two words as examples; `otherwise` where there are not so many."""
    shown = list(words)[:_ENOUGH]
    return said("contracts.such_as", words=enumerated(shown)) if len(shown) == _ENOUGH else otherwise


def example(name: str) -> str:
    """What a missing key could say, by our name of the key; "" where its name says enough."""
    return said(f"contracts.example.{name}") if name in EXAMPLES else ""


def sentence(kind: str, **fields: object) -> tuple[str, str]:
    """The two halves of the sentence of a kind; KeyError for a kind or a field that does not exist."""
    given = {"hint": "", **fields}
    return said(f"contracts.{kind}.found", **given), said(f"contracts.{kind}.expected", **given)


FIRST_LINE = "{line}"
"""What stands in a sentence for the line of the place that came first, which the file alone knows."""


def refusal(kind: str, below: tuple[str | int, ...] = (), **fields: object) -> PydanticCustomError:
    """The error that a validator raises; `below` leads from the validated place to the shown one."""
    found, expected = sentence(kind, **fields)
    return PydanticCustomError("contract", "{found}", {"found": found, "expected": expected, "below": below})


def repetition(key: str, first: str) -> PydanticCustomError:
    """The error of a key that says what the `first` one said already, whose line the file alone knows."""
    found, expected = sentence("same_value", line=FIRST_LINE, value=quoted(key), other=quoted(first))
    told = {"found": found, "expected": expected, "below": (key,), "first": (first,)}
    return PydanticCustomError("contract", "{found}", told)
