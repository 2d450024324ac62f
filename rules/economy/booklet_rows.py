"""Write the rows of booklets: each moves thousandths of a unit between a booklet, a request and the counterparts."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from rules.economy.booklets import Move
from rules.economy.ledger_rows import COUNTERPARTS, Account, AccountKind, Kind, Row, Why
from rules.workdays.month import Month


def booklet_rows(contract: str, zone: str, moves: Iterable[Move]) -> tuple[Row, ...]:
    """The rows of moves in their order; the id of each follows from its place among those of its day and request."""
    counted: dict[tuple[object, ...], int] = {}
    found: list[Row] = []
    for move in moves:
        source = (move.on, move.booklet, move.request)
        rank = counted[source] = counted.get(source, 0) + 1
        found.append(_row(contract, zone, move, rank))
    return tuple(found)


def _row(contract: str, zone: str, move: Move, rank: int) -> Row:
    kind, theirs, why = _meaning(move)
    mine = COUNTERPARTS[AccountKind.OVERRUN]
    if move.booklet is not None:
        mine = Account(AccountKind.BOOKLET, lot=move.booklet)
    given = move.to is not None or (move.units > 0 if move.request is not None else move.units < 0)
    at = datetime.combine(move.on, time(), ZoneInfo(zone))
    month, name = Month.of(move.on), move.booklet or ""
    return Row(
        id="/".join((contract, str(move.on), kind, name, move.request or "", str(rank))),
        at=at,
        heard_at=at,
        month=month,
        origin=month,
        contract=contract,
        version="",
        envelope="",
        debit=mine if given else theirs,
        credit=theirs if given else mine,
        kind=kind,
        source=move.request or name,
        why=why,
        units=abs(move.units),
    )


def _meaning(move: Move) -> tuple[Kind, Account, Why]:
    if move.to is not None:
        return Kind.GIVEN_BACK, Account(AccountKind.BOOKLET, lot=move.to), Why.LATEST_BOOKLET
    if move.request is not None:
        consumed = COUNTERPARTS[AccountKind.CONSUMED]
        if move.units > 0:
            return Kind.CONSUMPTION, consumed, Why.TARIFF
        return Kind.GIVEN_BACK, consumed, Why.REQUALIFIED
    if move.units > 0:
        return Kind.GRANT, COUNTERPARTS[AccountKind.BOUGHT], Why.PURCHASE
    return Kind.EXPIRY, COUNTERPARTS[AccountKind.LAPSED], Why.BOOKLET_EXPIRED
