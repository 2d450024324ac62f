"""Loads contract files and reports every problem at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from connectors.contracts.building import contract
from connectors.contracts.collection import Contracts
from connectors.contracts.compensation_conflicts import contradicted
from connectors.contracts.conflicts import Read, clashes
from connectors.contracts.contract_model import Sheet
from connectors.contracts.problems import (
    FIRST_LINE,
    ContractErrors,
    Problem,
    example,
    quoted,
    sentence,
)
from connectors.contracts.sections import Stray
from connectors.contracts.unreachable_targets import out_of_reach
from connectors.contracts.yaml_document import Document, read, understand
from connectors.contracts.yaml_words import SPELLINGS, fold
from connectors.wording import said
from rules.contract import Contract

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SUFFIXES = frozenset({".yaml", ".yml"})


def load(path: Path) -> Contract:
    """The contract of one file. Raises ContractErrors with everything that is wrong in it."""
    found, problems = _read(path)
    if found is None or problems:
        raise ContractErrors(problems)
    return found.contract


def load_text(text: str, source: str) -> Contract:
    """The contract that a file named `source` described once. Raises ContractErrors as `load`."""
    found, problems = _validated(*understand(text, source))
    if found is None or problems:
        raise ContractErrors(problems)
    return found.contract


def load_folder(folder: Path) -> Contracts:
    """The contracts of a folder's `.yaml` and `.yml` files (hidden ones apart, sub-folders too).

    Raises ContractErrors with everything that is wrong in any file or between two, and when there is no file.
    """
    if not folder.is_dir():
        raise ContractErrors([_of_folder(folder, "no_folder")])
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES and not path.name.startswith(".")]
    if not paths:
        raise ContractErrors([_of_folder(folder, "no_file")])
    outcomes = [_read(path) for path in paths]
    found = [contract for contract, _ in outcomes if contract is not None]
    problems = [problem for _, problems in outcomes for problem in problems] + clashes(found)
    if problems:
        raise ContractErrors(problems)
    texts = {(each.contract.id, each.contract.effective): each.document.text for each in found}
    return Contracts(tuple(each.contract for each in found), texts)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a contract file, for editors: keys in French and in English, in their usual spelling."""
    schema = Sheet.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": said("contracts.schema_title")} | schema


def _of_folder(folder: Path, kind: str) -> Problem:
    return Problem(folder.name or str(folder), 0, "", *sentence(kind))


def _read(path: Path) -> tuple[Read | None, list[Problem]]:
    return _validated(*read(path))


def _validated(document: Document | None, problems: list[Problem]) -> tuple[Read | None, list[Problem]]:
    if document is None:
        return None, problems
    try:
        sheet = Sheet.model_validate(document.content, context={"calendars": _calendar_names(document)})
    except ValidationError as error:
        return None, problems + [explained(detail, document) for detail in error.errors(include_url=False)]
    found = contract(sheet, document.file)
    refused = (*out_of_reach(found, sheet.commitments), *contradicted(found, sheet.compensations))
    problems += [document.problem(loc, *told) for loc, told in refused]
    return Read(found, document), problems


def _calendar_names(document: Document) -> tuple[str, ...]:
    """Known before anything is validated, so that a wrong calendar does not hide a wrong name of one."""
    groups = (value for key, value in document.content.items() if fold(key) in SPELLINGS["calendars"])
    return tuple(name for group in groups if isinstance(group, dict) for name in group)


def explained(error: "ErrorDetails", document: Document) -> Problem:
    """Pydantic's errors, with their lines and in our sentences."""
    loc, told = error["loc"], error.get("ctx", {})
    if error["type"] == "contract":
        found, expected = sentence(told["kind"]) if "kind" in told else (str(told["found"]), str(told["expected"]))
        if first := told.get("first"):
            found = found.replace(FIRST_LINE, str(document.locate((*loc, *first))[0]))
        return document.problem((*loc, *told.get("below", ())), found, expected)
    if isinstance(stray := error["input"], Stray):
        # The marked key carries a leading space, which no key of the file has.
        return document.problem((*loc[:-1], str(loc[-1])[1:]), *sentence(stray.kind, **stray.fields))
    if error["type"] in ("missing", "too_short"):
        return document.problem(loc, *sentence("missing", hint=example(str(loc[-1]))))
    wanted = "list_of_values" if error["type"] in ("tuple_type", "list_type") else "list_of_keys"
    hint = said(f"contracts.{wanted}")
    return document.problem(loc, *sentence("shape", value=quoted(error["input"]), hint=hint))
