"""Gathers the values given for Jira's screens, by the move that they belong to."""

from collections.abc import Sequence

from rules.anomaly.lifecycle import BY_EVENT, THERE, Move
from rules.anomaly.state import Anomaly, Given
from rules.contract import Role
from rules.events import Fact, FieldGiven, FieldsGiven


def given(anomaly: Anomaly, to: str) -> tuple[FieldGiven, ...]:
    """The latest value of each field given on the way of the move of the fact of id `to`."""
    return next((one.fields for one in anomaly.given if one.to == to), ())


def gathered(anomaly: Anomaly, to: str, fields: Sequence[FieldGiven]) -> tuple[Given, ...]:
    """The given fields with new ones, which replace those of the same fields and move."""
    kept = {one.field: one for one in (*given(anomaly, to), *fields)}
    others = tuple(one for one in anomaly.given if one.to != to)
    return (*others, Given(to, tuple(kept.values()))) if kept else others


def filling(to: str, history: Sequence[Fact]) -> Move:
    """Giving fields to the move of the fact of id `to`: under its name, for its roles; the CP's where none made it."""
    made = next((BY_EVENT.get(type(fact.what)) for fact in history if fact.id == to), None)
    name, roles = (made.name, made.roles) if made else ("close", frozenset({Role.CP}))
    return Move(name, FieldsGiven, roles, (THERE,))
