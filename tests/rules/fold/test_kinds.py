"""Each kind of fact has one row, and the rows agree with the lifecycle."""

from typing import get_args

import pytest

from rules import events
from rules.anomaly.lifecycle import BY_EVENT, MOVES_BY_NAME, USEFUL
from rules.anomaly.state import PHASES
from rules.effects import Say
from rules.events import Happening, kind_name
from rules.fold.folding import order
from rules.fold.kinds import KIND_OF, KINDS, Kind, Rank
from tests.rules.cast import RAISED, RM, TICKET, fact


def test_kinds_hold_exactly_one_row_for_each_happening() -> None:
    assert len(KINDS) == len(KIND_OF)
    assert set(KIND_OF) == set(get_args(Happening))


def test_kinds_go_by_names_of_their_own() -> None:
    assert len({kind_name(kind.event) for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", [one for one in KINDS if one.leads_on], ids=lambda one: one.event.__name__)
def test_a_kind_that_leads_on_is_a_status_of_a_move(kind: Kind) -> None:
    assert kind.status
    assert kind.event in BY_EVENT


@pytest.mark.parametrize("kind", [one for one in KINDS if one.line is Say.LOG_STEP], ids=lambda one: one.event.__name__)
def test_a_plain_line_belongs_to_a_move_made_at_once(kind: Kind) -> None:
    assert BY_EVENT[kind.event].at_once


def test_simultaneous_facts_are_ordered_by_the_rank_of_their_kind() -> None:
    whats = (events.TicketRemoved(), events.Accepted(), events.Taken(), events.Resumed(), TICKET, RAISED)
    facts = [fact(what, RM, "09:00") for what in (*whats, events.Detected("a", "b"))]
    ranks = [KIND_OF[type(one.what)].rank for one in sorted(facts, key=order)]
    assert ranks == sorted(ranks)
    assert ranks[:3] == [Rank.DETECTED, Rank.RAISED, Rank.TICKET]


def test_a_move_made_at_once_needs_no_word() -> None:
    for move in MOVES_BY_NAME.values():
        if move.at_once:
            assert type(move.made()) is move.what


def test_useful_moves_are_moves_of_the_table() -> None:
    assert tuple(USEFUL) == PHASES
    assert {name for names in USEFUL.values() for name in names} <= set(MOVES_BY_NAME)
