"""Which transition leads to the status that the contract means, and what its screen must be given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from connectors.jira import remedies
from connectors.jira.connection import Connection
from connectors.jira.fieldtypes import kind, shaped
from connectors.jira.payload import Json, mapping, mappings, string
from connectors.jira.refusal import Refused
from connectors.jira.spelling import same
from connectors.jira.statuses import meaning
from connectors.outcome import Never
from rules.contract import Contract, JiraMeaning

RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Way:
    """A transition on offer: its target status, and the fields of its screen by id.

    `anywhere` is whether it may be on offer from its own target: only Cloud says of a transition that it is not.
    """

    id: str
    name: str
    target: str
    screen: Json
    anywhere: bool = True


def ways(offered: Json) -> tuple[Way, ...]:
    """The transitions of Jira's answer (expanded with their fields)."""
    return tuple(
        Way(
            string(one, "id"),
            string(one, "name"),
            string(mapping(one, "to"), "name"),
            mapping(one, "fields"),
            one.get("isGlobal") is not False or one.get("isLooped") is True or one.get("looped") is True,
        )
        for one in mappings(offered, "transitions")
    )


def targets(means: JiraMeaning, contract: Contract) -> tuple[str, ...]:
    """The statuses of that meaning, in the contract's order; empty when its people keep no such status."""
    return tuple(name for name, meant in contract.jira.statuses.items() if meant is means)


def bring(connection: Connection, path: str, means: JiraMeaning, contract: Contract, values: Mapping[str, str]) -> bool:
    """Take the issue at `path` to a status of that meaning; False when it is there, or when no status means it.

    The status itself is read only where the transitions on offer do not settle whether it is there already. Never,
    with a remedy, when no transition leads there or when its screen wants what nobody gave.
    """
    wanted = targets(means, contract)
    if not wanted:
        return False
    way = choose(ways(connection.get(f"{path}/transitions", expand="transitions.fields")), means, contract)
    if way is None or way.anywhere:
        status = _status(connection, path)
        if is_there(status, means, contract):
            return False
        if way is None:
            raise _no_way(means, status, wanted)
    sent, missing = filled(way, values, contract)
    if missing:
        _be_there(connection, path, way, missing)
    _take(connection, f"{path}/transitions", way, sent)
    return True


def choose(offered: tuple[Way, ...], means: JiraMeaning, contract: Contract) -> Way | None:
    """The transition whose target status has that meaning, the contract's first such status before the others.

    Its own name is nobody's business. None when none leads there.
    """
    return next((way for name in targets(means, contract) for way in offered if same(way.target, name)), None)


def _status(connection: Connection, path: str) -> str:
    issue = connection.get(path, fields="status")
    return string(mapping(mapping(issue, "fields"), "status"), "name")


def _no_way(means: JiraMeaning, status: str, wanted: tuple[str, ...]) -> Never:
    named = " / ".join(f"« {name} »" for name in wanted)
    return Never(
        remedies.NO_TRANSITION.format(meaning=means.value),
        remedies.ADD_TRANSITION.format(status=status, targets=named),
    )


def _take(connection: Connection, path: str, way: Way, sent: dict[str, Any]) -> None:
    """Take a transition; a value that Jira refuses and its screen does not require is left out of a second try."""
    body: dict[str, Any] = {"transition": {"id": way.id}}
    try:
        connection.post(path, body | ({"fields": sent} if sent else {}))
    except Refused as refused:
        wrong = {name for name in refused.fields & sent.keys() if not mapping(way.screen, name).get("required")}
        if not wrong or refused.fields - wrong:
            raise
        left = {name: value for name, value in sent.items() if name not in wrong}
        connection.post(path, body | ({"fields": left} if left else {}))


def is_there(status: str, means: JiraMeaning, contract: Contract) -> bool:
    """Whether a status has that meaning already."""
    return meaning(status, contract) is means


def filled(way: Way, values: Mapping[str, str], contract: Contract) -> tuple[dict[str, Any], dict[str, str]]:
    """What to send for the screen's fields, from `values` by our names (`cause`, `answer`) or Jira's field ids.

    A required resolution that nobody chose takes the first one allowed. The second part is the names of the required
    fields for which there is nothing to send, by id.
    """
    known = {contract.jira.fields.get(name, name): value for name, value in values.items() if value}
    sent: dict[str, Any] = {}
    missing: dict[str, str] = {}
    for name in way.screen:
        field = mapping(way.screen, name)
        value = _value(name, field, known.get(name, ""), contract)
        if value is not None:
            sent[name] = value
        elif field.get("required") and not field.get("hasDefaultValue"):
            missing[name] = string(field, "name") or name
    return sent, missing


def _be_there(connection: Connection, path: str, way: Way, missing: Mapping[str, str]) -> None:
    """What a screen requires and Vigie cannot give must be on the issue already. Never names what is not."""
    held = mapping(connection.get(path, fields=",".join(missing)), "fields")
    absent = ", ".join(name for field, name in missing.items() if not held.get(field))
    if absent:
        raise Never(
            remedies.REQUIRED_FIELDS.format(fields=len(missing)),
            remedies.FILL_FIELDS.format(transition=way.name, fields=absent),
            remedies.FILL_THEM_IN.format(transition=way.name, fields=absent),
        )


def _value(name: str, field: Json, value: str, contract: Contract) -> Any:
    """A value as Jira wants it: an allowed one by its id, a text as it is; None when there is nothing to send."""
    if field.get("allowedValues") is None:
        return shaped(value, kind(mapping(field, "schema")), ZoneInfo(contract.zone)) if value else None
    options = mappings(field, "allowedValues")
    chosen = [one for one in options if value and same(value, string(one, "name") or string(one, "value"))]
    if not chosen and name == RESOLUTION and field.get("required"):
        chosen = list(options)
    return {"id": string(chosen[0], "id")} if chosen else None
