"""Which transition leads to the status that the contract means, and what its screen must be given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.jira import remedies
from connectors.jira.payload import Json, mapping, mappings, string
from connectors.jira.spelling import same
from connectors.jira.statuses import meaning
from connectors.outcome import Never
from rules.contract import Contract, JiraMeaning

RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Way:
    """A transition on offer: its target status, and the fields of its screen by id."""

    id: str
    name: str
    target: str
    screen: Json


def ways(offered: Json) -> tuple[Way, ...]:
    """The transitions of Jira's answer (expanded with their fields)."""
    return tuple(
        Way(string(one, "id"), string(one, "name"), string(mapping(one, "to"), "name"), mapping(one, "fields"))
        for one in mappings(offered, "transitions")
    )


def targets(means: JiraMeaning, contract: Contract) -> tuple[str, ...]:
    """The statuses of that meaning, in the contract's order; empty when its people keep no such status."""
    return tuple(name for name, meant in contract.jira.statuses.items() if meant is means)


def choose(offered: tuple[Way, ...], means: JiraMeaning, status: str, contract: Contract) -> Way:
    """The transition whose target status has that meaning, the contract's first such status before the others.

    Its own name is nobody's business. Never, with a remedy, when none leads there.
    """
    wanted = targets(means, contract)
    for name in wanted:
        for way in offered:
            if same(way.target, name):
                return way
    named = " / ".join(f"« {name} »" for name in wanted)
    raise Never(
        remedies.NO_TRANSITION.format(meaning=means.value),
        remedies.ADD_TRANSITION.format(status=status, targets=named),
    )


def is_there(status: str, means: JiraMeaning, contract: Contract) -> bool:
    """Whether a status has that meaning already."""
    return meaning(status, contract) is means


def filled(way: Way, values: Mapping[str, str], contract: Contract) -> dict[str, Any]:
    """What to send for the screen's fields, from `values` by our names (`cause`, `answer`) or Jira's field ids.

    A required resolution that nobody chose takes the first one allowed. Never names the required fields left empty.
    """
    known = {contract.jira.fields.get(name, name): value for name, value in values.items() if value}
    sent: dict[str, Any] = {}
    missing: list[str] = []
    for name in way.screen:
        field = mapping(way.screen, name)
        value = _value(name, field, known.get(name, ""))
        if value is not None:
            sent[name] = value
        elif field.get("required") and not field.get("hasDefaultValue"):
            missing.append(string(field, "name") or name)
    if missing:
        raise Never(
            remedies.REQUIRED_FIELDS.format(fields=len(missing)),
            remedies.FILL_FIELDS.format(transition=way.name, fields=", ".join(missing)),
        )
    return sent


def _value(name: str, field: Json, value: str) -> Any:
    """A value as Jira wants it: an allowed one by its id, a text as it is; None when there is nothing to send."""
    if field.get("allowedValues") is None:
        return value or None
    options = mappings(field, "allowedValues")
    chosen = [one for one in options if value and same(value, string(one, "name") or string(one, "value"))]
    if not chosen and name == RESOLUTION and field.get("required"):
        chosen = list(options)
    return {"id": string(chosen[0], "id")} if chosen else None
