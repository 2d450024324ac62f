"""Which anomaly somebody means who names none: the only one that can be meant, else the few to choose from."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from connectors.parsed_delivery import AboutHere, AboutKey
from rules.anomaly.lifecycle import MOVES_BY_NAME, missing
from rules.anomaly.state import Anomaly
from rules.contract import Contract
from rules.effects import Choice, Offer
from rules.people.visibility import actor_in, sees

MOST = 5


class Standing(Protocol):
    """An anomaly, and the contract that holds for it."""

    @property
    def contract(self) -> Contract:
        """The version that it is pinned to."""

    @property
    def anomaly(self) -> Anomaly:
        """The anomaly as it stands."""


C = TypeVar("C", bound=Standing)


def choose(here: AboutHere, contracts: Sequence[Contract], cases: Iterable[C]) -> C | Offer:
    """The case that is meant, or an offer of the first few that will do; `cases` are those of `contracts`.

    Only where a single contract can be meant does its only open case go without saying.
    """
    alone = len(contracts) == 1
    fitting: list[C] = []
    standing: list[C] = []
    for case in cases:
        if fits(here, case):
            fitting.append(case)
            standing += [] if case.anomaly.closed else [case]
        if len(fitting) >= MOST and (len(standing) > 1 or not alone):
            break
    if alone and here.sure and len(standing) == 1:
        return standing[0]
    return Offer(here.move, here.said, choices(fitting[:MOST]), contracts[0].id if alone else "")


def pick(about: AboutKey, cases: Sequence[C], here: Callable[[Contract], bool]) -> C | Offer | None:
    """The case of a key: the only one, else the only one of a contract that is `here`, else an offer of several."""
    near = [case for case in cases if here(case.contract)] or cases
    return Offer("", about.said, choices(near[:MOST])) if len(near) > 1 else next(iter(near), None)


def fits(here: AboutHere, case: Standing) -> bool:
    """Whether the person may see the case, and may do to it what they want."""
    anomaly, by = case.anomaly, actor_in(case.contract, here.user)
    if anomaly.gone or not sees(case.contract, anomaly, here.user):
        return False
    if here.move == "take" and anomaly.owner is not None and anomaly.owner.id == by.id:
        return False
    return not here.move or not missing(anomaly, MOVES_BY_NAME[here.move], by)


def choice(case: Standing, client: str = "") -> Choice:
    """The case as one to choose."""
    anomaly = case.anomaly
    return Choice(anomaly.id, anomaly.name, anomaly.title, anomaly.criticality, anomaly.closed, client)


def choices(cases: Sequence[Standing]) -> tuple[Choice, ...]:
    """The cases to choose from; with their clients, where two of them have one name."""
    shared = len({case.anomaly.name for case in cases}) < len(cases)
    return tuple(choice(case, case.contract.client if shared else "") for case in cases)
