"""Which of the anomalies that share a key somebody means: one that they may see, their channel's first."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from connectors.contracts import Contracts
from connectors.contracts.collection import rooms
from connectors.parsed_delivery import AboutKey
from rules.contract import Contract
from rules.effects import Offer
from rules.people.visibility import sees
from scheduler.cases.anomaly_picker import Standing, pick

C = TypeVar("C", bound=Standing)


def meant(about: AboutKey, cases: Iterable[C], contracts: Contracts, at: datetime) -> C | Offer | None:
    """The case of a key among those that the asker may see, else those to choose from; None where they see none."""

    def here(contract: Contract) -> bool:
        return about.channel in rooms(contracts.current(contract.id, at) or contract)

    seen = [case for case in cases if not about.user or sees(case.contract, case.anomaly, about.user)]
    return pick(about, seen, here)
