"""The `envelopes` model: versions, envelopes, time entries and closes, computed by the product's books."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rules.contract import Side
from rules.contract.budget_terms import (
    NON_BILLABLE,
    OUT_OF_SCOPE,
    AmendmentStart,
    BelongsBy,
    Budget,
    Proration,
    Rounding,
    RoundingScope,
    RoundingWay,
)
from rules.contract.envelope_terms import Carry, CarryMode, DrawOrder, Envelope, Overrun, OverrunMode, Window
from rules.economy.agreement import Agreement, Terms
from rules.economy.bookkeeping import keep
from rules.economy.closes import Close
from rules.economy.entries import Entry, EntryFact
from rules.economy.figures import EnvelopeFigures
from rules.workdays.month import Month
from tests.economy.terms import Given, cents, euros, minutes

_SIDES = {"cp": Side.PROVIDER, "dev": Side.PROVIDER}
_SPECIAL = {"hors périmètre": OUT_OF_SCOPE, "non facturable": NON_BILLABLE}
_SCOPES = {
    "worklog": RoundingScope.ENTRY,
    "ticket": RoundingScope.TICKET,
    "month": RoundingScope.MONTH,
    "person_day": RoundingScope.PERSON_DAY,
}
_PRORATIONS = {"thirtieths": Proration.THIRTIETHS, "none": Proration.NONE, "next_month": Proration.NONE}
_MODES = {"none": CarryMode.NONE, "unlimited": CarryMode.KEPT, "capped": CarryMode.KEPT, "window": CarryMode.WINDOW}
_OVERRUNS = {
    "pending": OverrunMode.TO_AGREE,
    "debt": OverrunMode.DEBT,
    "billed": OverrunMode.BILLED,
    "cascade": OverrunMode.CASCADE,
}
SITE = "default"


def compute(given: Given) -> Mapping[str, Any]:
    """The months, their lots, and what is set aside."""
    closes = [Close(Month.read(one["month"]), _instant(one["at"])) for one in given.get("closes", ())]
    months = [Month.read(text) for text in given["months"]]
    books = keep(agreement(given), facts(given), closes, months)
    return {
        "months": {
            str(one.month): {
                "fee": euros(one.fee),
                "envelopes": {each.envelope: _figures(each) for each in one.envelopes},
                "lots": {
                    each.envelope: {str(origin): left for origin, left in (each.lots or {}).items()}
                    for each in one.envelopes
                },
            }
            for one in books.months
        },
        "set_aside": {str(reason): found for reason, found in books.set_aside.items()},
    }


def agreement(given: Given) -> Agreement:
    """The versions of a case, each with the rules that the case states for all of them."""
    versions = tuple(
        Terms(date.fromisoformat(one["effective"]), _budget(given, one))
        for one in sorted(given["versions"], key=lambda version: str(version["effective"]))
    )
    end = date.fromisoformat(given["end"]) if given.get("end") else None
    return Agreement("case", given.get("timezone", "Europe/Paris"), date.fromisoformat(given["start"]), versions, end)


def _budget(given: Given, version: Given) -> Budget:
    proration = given.get("proration", "calendar")
    return Budget(
        fee=cents(version.get("fee", 0)),
        proration=_PRORATIONS.get(proration, Proration.CALENDAR),
        amendment=AmendmentStart.NEXT_MONTH if proration == "next_month" else AmendmentStart.AT_DATE,
        belongs_by=BelongsBy.ENTRY if given.get("belongs_by") == "created" else BelongsBy.WORK,
        rounding=_rounding(given.get("rounding") or {}),
        envelopes=tuple(_envelope(one) for one in version["envelopes"]),
    )


def _rounding(given: Given) -> Rounding | None:
    scope = _SCOPES.get(given.get("scope", "none"))
    return Rounding(minutes(given["step"]), scope, RoundingWay(given.get("mode", "up"))) if scope else None


def _envelope(given: Given) -> Envelope:
    return Envelope(
        name=given["id"],
        grant=minutes(given["grant"]),
        categories=tuple(given["categories"]),
        carry=_carry(given.get("carry") or {}),
        order=DrawOrder(given["draw"]) if given.get("draw") == "current_first" else DrawOrder.OLDEST_FIRST,
        overrun=_overrun(given.get("overrun") or {}),
    )


def _carry(given: Given) -> Carry:
    ends = given.get("window_ends") or ()
    return Carry(
        mode=_MODES[given.get("mode", "none")],
        cap=_maybe(given.get("cap")),
        expires_after=_maybe(given.get("expires_after")),
        window=Window(ends=frozenset(Month.read(text) for text in ends)),
        at_end=bool(given.get("at_end", False)),
    )


def _overrun(given: Given) -> Overrun:
    return Overrun(
        mode=_OVERRUNS[given.get("mode", "pending")],
        to=given.get("to", ""),
        rate=cents(given.get("rate", 0)),
        step=_maybe(given.get("step")),
        debt_cap=_maybe(given.get("debt_cap")),
    )


def _maybe(text: object) -> int | None:
    return None if text is None else minutes(text)


def facts(given: Given) -> Iterator[EntryFact]:
    """The movements of a case as facts: each says the whole state of its entry."""
    states: dict[str, Entry] = {}
    ordered = sorted(given["movements"], key=lambda one: _instant(one["at"]))
    for rank, movement in enumerate(ordered):
        at, key = _instant(movement["at"]), (SITE, movement["id"])
        if movement["op"] == "delete":
            states.pop(movement["id"], None)
            yield EntryFact(key, None, at, at, rank)
            continue
        if movement["op"] == "create":
            side = _side(given, movement["author"])
            states[movement["id"]] = Entry(
                *key, movement["issue"], movement["author"], side, None, at, int(movement["seconds"]), at
            )
        if movement["id"] not in states:
            continue
        state = _changed(states[movement["id"]], movement)
        states[movement["id"]] = state
        yield EntryFact(key, state, at, at, rank)


def _changed(entry: Entry, movement: Given) -> Entry:
    if "seconds" in movement:
        entry = replace(entry, seconds=int(movement["seconds"]))
    if "started" in movement:
        entry = replace(entry, started=_instant(movement["started"]))
    if "issue" in movement:
        entry = replace(entry, issue=movement["issue"])
    if "category" in movement:
        entry = replace(entry, category=_SPECIAL.get(movement["category"], movement["category"]))
    return entry


def _side(given: Given, author: str) -> Side | None:
    role = given.get("people", {}).get(author)
    return None if role is None else _SIDES.get(role, Side.CLIENT)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _figures(found: EnvelopeFigures) -> Mapping[str, Any]:
    names = (
        "opening granted consumed corrected cascaded_in cascaded_out excess pending billed lapsed lapsed_cap closing"
    )
    return {name: getattr(found, name) for name in names.split()} | {"euros": euros(found.cents)}
