"""Finds contract files that contradict each other: same version, project or client channel, a booklet sold twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from connectors.contracts.collection import client_channels
from connectors.contracts.problems import Problem, quoted, sentence
from connectors.contracts.yaml_document import Document, Loc
from rules.contract import Contract


@dataclass(frozen=True)
class Read:
    """A contract and the document that it was read from."""

    contract: Contract
    document: Document


def clashes(found: list[Read]) -> list[Problem]:
    """Every contradiction between two of the contracts, told of the later file."""
    ends = {id(each): _end(each, found) for each in found}
    problems: list[Problem] = []
    for earlier, later in combinations(found, 2):
        if earlier.contract.id == later.contract.id:
            problems += [*_same_version(earlier, later), *_sold_twice(earlier, later)]
        elif _together(earlier, later, ends):
            problems += [*_same_project(earlier, later), *_same_channel(earlier, later)]
    return problems


def _end(each: Read, found: list[Read]) -> date:
    """The date from which the next version replaces this one."""
    followers = (other.contract.effective for other in found if other.contract.id == each.contract.id)
    return min((start for start in followers if start > each.contract.effective), default=date.max)


def _together(one: Read, other: Read, ends: dict[int, date]) -> bool:
    return one.contract.effective < ends[id(other)] and other.contract.effective < ends[id(one)]


def _same_version(earlier: Read, later: Read) -> Iterator[Problem]:
    mine, theirs = later.contract, earlier.contract
    if mine.effective == theirs.effective:
        fields = {"value": quoted(mine.id), "date": mine.effective.isoformat(), "file": theirs.source}
        yield later.document.problem(("effective",), *sentence("same_version", **fields))


def _sold_twice(earlier: Read, later: Read) -> Iterator[Problem]:
    """Every version repeats the booklets bought before it: under one name, one purchase."""
    theirs = {one.name: one for one in earlier.contract.budget.booklets} if earlier.contract.budget else {}
    for one in later.contract.budget.booklets if later.contract.budget else ():
        if one != theirs.get(one.name, one):
            fields = {"value": quoted(one.name), "file": earlier.contract.source}
            yield later.document.problem(("budget", "booklets", one.name), *sentence("booklet_sold_twice", **fields))


def _same_project(earlier: Read, later: Read) -> Iterator[Problem]:
    mine, theirs = later.contract.jira, earlier.contract.jira
    if mine.site == theirs.site:
        for rank, project in enumerate(mine.projects):
            if project in theirs.projects:
                yield _between("same_project", ("jira", "projects", rank), project, earlier, later)


def _same_channel(earlier: Read, later: Read) -> Iterator[Problem]:
    """Two clients in one channel would read each other; so would a client in another contract's team channel."""
    mine, theirs = later.contract.chat, client_channels(earlier.contract)
    for key, channel in (("channel", mine.channel), ("security_channel", mine.security_channel)):
        if channel is not None and channel in theirs:
            yield _between("same_channel", ("slack", key), channel, earlier, later)
        if channel is not None and channel == earlier.contract.chat.team_channel:
            yield _between("team_channel", ("slack", key), channel, earlier, later)
    if mine.team_channel in theirs:
        yield _between("client_channel", ("slack", "team_channel"), str(mine.team_channel), earlier, later)


def _between(kind: str, loc: Loc, value: str, earlier: Read, later: Read) -> Problem:
    fields = {"value": quoted(value), "other": earlier.contract.id, "file": earlier.contract.source}
    return later.document.problem(loc, *sentence(kind, **fields))
