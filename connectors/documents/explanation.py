"""Explains each figure of an anomaly as one value in words, shared by every document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.documents.compensation_costs import Costs
from connectors.documents.cycles import Clock, clock_of
from connectors.documents.facts_list import Told, chronicle
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from connectors.wording.personal_lines import personal_lines
from connectors.wording.support_line import support_line
from rules.anomaly.state import Anomaly
from rules.contract import Contract
from rules.events import Fact


@dataclass(frozen=True, slots=True)
class Explanation:
    """An anomaly's clocks, its support level ("" without), what its `personal` data entail, then its facts.

    `costs` say what it missed comes to, for who reads amounts.
    Every text is in its reader's language, on one line and harmless.
    """

    name: str
    title: str
    clocks: tuple[Clock, ...]
    facts: tuple[Told, ...]
    personal: tuple[str, ...] = ()
    costs: Costs | None = None
    support: str = ""


def explanation(
    anomaly: Anomaly,
    contract: Contract,
    now: datetime,
    wording: Wording,
    history: Iterable[Fact] = (),
    recorded: Mapping[str, datetime] | None = None,
) -> Explanation:
    """The account at `now`; `history` holds the anomaly's facts, `recorded` their recording instants by id."""
    opening = Anomaly(anomaly.id, anomaly.contract, anomaly.effective)
    return Explanation(
        name=one_line(anomaly.name),
        title=one_line(anomaly.title),
        clocks=tuple(clock_of(clock, anomaly, contract, now, wording) for clock in contract.clocks),
        facts=chronicle(history, opening, contract, wording, recorded or {}),
        personal=tuple(personal_lines(anomaly, contract, now, wording)),
        support=support_line(anomaly, wording),
    )
