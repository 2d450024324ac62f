"""Which transition leads to the status that the contract means, and what its screen must be given."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from connectors.contracts.yaml_words import MEANINGS
from connectors.delivery_errors import Never
from connectors.jira.inbound.choices import Choice
from connectors.jira.inbound.jira_payload import Json, mapping, mappings, string
from connectors.jira.inbound.name_spelling import same
from connectors.jira.inbound.statuses import DONE, meaning
from connectors.jira.outbound import screen_questions
from connectors.jira.outbound.connection import Connection
from connectors.jira.outbound.field_types import kind, shaped
from connectors.jira.outbound.jira_refusals import Refused
from connectors.required_field import Wanted
from connectors.wording import said, spoken
from rules.contract import Contract, JiraMeaning
from rules.events import FieldGiven

RESOLUTION = "resolution"
_CONTENT = 400


@dataclass(frozen=True, slots=True)
class Status:
    """A status as Jira shows it; its `category` is what it counts as, in no language."""

    id: str
    name: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A transition on offer: its target status, whether it may show a screen, and the fields of that by id if read."""

    id: str
    name: str
    target: Status
    screen: Json
    screened: bool = True


@dataclass(frozen=True, slots=True)
class Filling:
    """What there is to fill a screen with: `values` by our names or Jira's ids, and what people `given` for it.

    `user` names an account as the site does.
    """

    contract: Contract
    values: Mapping[str, str] = field(default_factory=dict)
    given: Sequence[FieldGiven] = ()
    user: Callable[[str], Any] = lambda account: {"name": account}


def ways(offered: Json) -> tuple[Way, ...]:
    """The transitions of Jira's answer, those of an issue or a list of their own."""
    return tuple(
        Way(
            string(one, "id"),
            string(one, "name"),
            _shown(mapping(one, "to")),
            mapping(one, "fields"),
            one.get("hasScreen") is not False,
        )
        for one in mappings(offered, "transitions")
    )


def targets(means: JiraMeaning, contract: Contract) -> tuple[str, ...]:
    """The statuses of that meaning, in the contract's order; empty when its people keep no such status."""
    return tuple(name for name, meant in contract.jira.statuses.items() if meant is means)


def bring(
    connection: Connection,
    path: str,
    means: JiraMeaning,
    filling: Filling,
    noted: Callable[[tuple[Wanted, ...]], None],
) -> bool:
    """Take the issue at `path` to a status of that meaning; False when it is there, or when no status means it.

    One read tells where it is and what is on offer, a second one what the screen of a transition asks, where it has
    one. Never, with a remedy, when no transition leads there or when its screen wants what nobody gave. `noted` hears
    what the screen asks people for.
    """
    contract = filling.contract
    if not targets(means, contract):
        return False
    issue = connection.get(path, fields="status", expand="transitions")
    status = _shown(mapping(mapping(issue, "fields"), "status"))
    if is_there(status, means, contract):
        return False
    way = choose(ways(issue), means, contract)
    if way.screened if way else "transitions" not in issue:
        way = choose(ways(_screens(connection, path, way)), means, contract)
    if way is None:
        raise _no_way(connection, means, status, contract)
    own, absent = filled(way, filling.values, contract)
    noted(screen_questions.wanted(way.screen, absent))
    told = {one.field: one for one in filling.given if one.field in way.screen}
    given = {
        name: screen_questions.sent(mapping(way.screen, name), one, contract, filling.user)
        for name, one in told.items()
    }
    given = {name: value for name, value in given.items() if value is not None}
    if missing := {name: label for name, label in absent.items() if name not in given}:
        _be_there(connection, path, way, missing, given)
    try:
        _take(connection, f"{path}/transitions", way, own | given, given)
    except Refused as refused:
        raise _explained(refused, way, (*absent, *given), contract.language) from None
    return True


def choose(offered: tuple[Way, ...], means: JiraMeaning, contract: Contract) -> Way | None:
    """The transition whose target status has that meaning, the contract's first such status before the others.

    Its own name is nobody's business. Of two that lead to statuses of one name, a closure takes the one that Jira
    counts as done, and any other move the other. None when none leads there.
    """
    rows = targets(means, contract)
    leading = [way for way in offered if is_there(way.target, means, contract)]

    def rank(way: Way) -> tuple[int, bool]:
        row = next((at for at, written in enumerate(rows) if _is_named(way.target, written)), len(rows))
        return row, (way.target.category == DONE) is not (means is JiraMeaning.CLOSED)

    return min(leading, key=rank, default=None)


def is_there(status: Status, means: JiraMeaning, contract: Contract) -> bool:
    """Whether a status has that meaning already, by its id or by its name."""
    return meaning(Choice(status.id, (status.name,)), contract) is means


def filled(way: Way, values: Mapping[str, str], contract: Contract) -> tuple[dict[str, Any], dict[str, str]]:
    """What to send for the screen's fields, from `values` by our names (`cause`, `answer`) or Jira's field ids.

    A required resolution that nobody chose takes the first one allowed. The second part is the names of the required
    fields for which there is nothing to send, by id.
    """
    known = {contract.jira.fields.get(name, name): value for name, value in values.items() if value}
    sent: dict[str, Any] = {}
    missing: dict[str, str] = {}
    for name in way.screen:
        shown = mapping(way.screen, name)
        value = _value(name, shown, known.get(name, ""), contract)
        if value is not None:
            sent[name] = value
        elif shown.get("required") and not shown.get("hasDefaultValue"):
            missing[name] = string(shown, "name") or name
    return sent, missing


def _shown(status: Json) -> Status:
    return Status(string(status, "id"), string(status, "name"), string(mapping(status, "statusCategory"), "key"))


def _is_named(status: Status, written: str) -> bool:
    return status.id == written or same(status.name, written)


def _screens(connection: Connection, path: str, way: Way | None) -> Json:
    """What is on offer with its screens; of one way alone, where the issue told which."""
    one = {"transitionId": way.id} if way else {}
    return connection.get(f"{path}/transitions", expand="transitions.fields", **one)


def _no_way(connection: Connection, means: JiraMeaning, status: Status, contract: Contract) -> Never:
    rows = targets(means, contract)
    known = _names(connection) if any(row.isdigit() for row in rows) else {}
    meant = MEANINGS.spelling(means, spoken())
    named = [known.get(row, "" if row.isdigit() else row) for row in rows]
    shown = (said("jira.status", name=name) if name else said("jira.status_of", meaning=meant) for name in named)
    return Never(
        said("jira.no_transition", meaning=means.value),
        said("jira.add_transition", status=status.name, targets=" / ".join(dict.fromkeys(shown))),
    )


def _names(connection: Connection) -> dict[str, str]:
    """What people call the statuses that a contract gives by their ids; nothing where the site does not tell."""
    try:
        told = connection.read("status")
    except Refused:
        return {}
    return {string(one, "id"): string(one, "name") for one in told} if isinstance(told, list) else {}


def _take(connection: Connection, path: str, way: Way, sent: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Take a transition; a value of Vigie's own that Jira refuses and its screen does not require is left out."""
    body: dict[str, Any] = {"transition": {"id": way.id}}
    try:
        connection.post(path, body | ({"fields": dict(sent)} if sent else {}))
    except Refused as refused:
        own = refused.fields & (sent.keys() - given.keys())
        wrong = {name for name in own if not mapping(way.screen, name).get("required")}
        if not wrong or refused.fields - wrong:
            raise
        left = {name: value for name, value in sent.items() if name not in wrong}
        connection.post(path, body | ({"fields": left} if left else {}))


def _be_there(
    connection: Connection, path: str, way: Way, missing: Mapping[str, str], given: Mapping[str, Any]
) -> None:
    """What a screen requires and nobody gave must be on the issue already. Never names what is not."""
    held = mapping(connection.get(path, fields=",".join(missing)), "fields")
    absent = {name: label for name, label in missing.items() if not held.get(name)}
    if not absent:
        return
    names = ", ".join(absent.values())
    wanted = screen_questions.wanted(way.screen, (*absent, *given))
    raise Never(
        said("jira.required_fields", fields=len(missing)),
        said("jira.fill_fields", transition=way.name, fields=names),
        said("jira.fill_them_here" if wanted else "jira.fill_them_in", transition=way.name, fields=names),
        wanted,
    )


def _explained(refused: Refused, way: Way, asked: Iterable[str], language: str) -> Never:
    """The refusal with each field under its name, and what people may give in another try."""
    if refused.status != _CONTENT:
        return refused
    shown = refused.shown
    for name in refused.fields & way.screen.keys():
        words, label = refused.errors[name], string(mapping(way.screen, name), "name") or name
        about = said("jira.about_field", field=label, answer=words).said_in(language)
        shown = shown.replace(words, about, 1) if words else shown
    wanted = screen_questions.wanted(way.screen, (*asked, *refused.fields), refused.errors)
    told = said("jira.correct_them", transition=way.name, answer=shown) if shown else ""
    return Never(refused.why, refused.remedy, told, wanted)


def _value(name: str, shown: Json, value: str, contract: Contract) -> Any:
    """A value as Jira wants it: an allowed one by its id, a text as it is; None when there is nothing to send."""
    if shown.get("allowedValues") is None:
        return shaped(value, kind(mapping(shown, "schema")), ZoneInfo(contract.zone)) if value else None
    options = mappings(shown, "allowedValues")
    chosen = [one for one in options if value and same(value, string(one, "name") or string(one, "value"))]
    if not chosen and name == RESOLUTION and shown.get("required"):
        chosen = list(options)
    return {"id": string(chosen[0], "id")} if chosen else None
