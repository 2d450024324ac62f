"""The fold as far as it came, so that only the facts behind it are folded: what a long history costs is paid once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rules.anomaly.state import Anomaly
from rules.contract import Contract
from rules.events import Fact
from rules.fold.folding import Order, apply, fold, order
from rules.fold.waiting_moves import ready


class HistoryWanted(Exception):
    """The whole history of an anomaly is needed, where only its checkpoint was read."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """An anomaly after some facts: how many they are, and the place of the last one in the order of the fold.

    It holds for one contract only, as its file says now. `last` is None before the first fact.
    """

    anomaly: Anomaly
    last: Order | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """An anomaly before a decision; `known` are the ids already journalled, at least of the facts to be decided.

    `facts` is None where only a checkpoint of them was read.
    """

    reached: Checkpoint
    known: Collection[str] = ()
    facts: tuple[Fact, ...] | None = None

    @property
    def history(self) -> tuple[Fact, ...]:
        """All the facts. Raises HistoryWanted where they were not read."""
        if self.facts is None:
            raise HistoryWanted
        return self.facts


def whole(facts: Sequence[Fact], opening: Anomaly, contract: Contract) -> Checkpoint:
    """The checkpoint after all of these facts, folded from the first."""
    reached = Checkpoint(fold(facts, opening, contract))
    return further(reached, reached.anomaly, facts)


def further(before: Checkpoint, anomaly: Anomaly, facts: Iterable[Fact]) -> Checkpoint:
    """The checkpoint after more facts, of which `anomaly` is the outcome."""
    places = [order(fact) for fact in facts]
    known = () if before.last is None else (before.last,)
    return Checkpoint(anomaly, max((*known, *places), default=None), before.length + len(places))


def follows(checkpoint: Checkpoint, fact: Fact, contract: Contract) -> bool:
    """Whether a fact comes after all those of a checkpoint, and after the last edit of the contract's file."""
    if contract.previous is not None and contract.since is not None and fact.at < contract.since:
        return False
    return checkpoint.last is None or order(fact) > checkpoint.last


def resume(checkpoint: Checkpoint, facts: Iterable[Fact], contract: Contract) -> Checkpoint | None:
    """The checkpoint after the facts behind it.

    None where one of them is older, or lets a move count that had waited: all must be folded again.
    """
    for fact in sorted(facts, key=order):
        if not follows(checkpoint, fact, contract):
            return None
        after = apply(checkpoint.anomaly, fact, contract)
        if ready(after):
            return None
        checkpoint = Checkpoint(after, order(fact), checkpoint.length + 1)
    return checkpoint
