"""An anomaly explained, and a history with everything that a client may dispute."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from connectors.channels.slack.block_kit import Post
from connectors.channels.slack.clock_account import sla_post
from connectors.documents.explanation import explanation
from connectors.documents.text_columns import in_columns
from connectors.wording import Wording
from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import ClockName, Commitment, Contract, Criticality, OpeningTime, Requalification
from rules.events import Fact
from rules.fold.folding import fold
from tests.connectors.channels import cast
from tests.connectors.channels.cast import CP, DEV, OPENING, RESOLVED, RM, at, fact, story

NBSP = "\u00a0"
ANSWERING = {ClockName.FIRST_REPLY: 2, ClockName.NEXT_UPDATE: 4}
CONTRACT = replace(
    cast.CONTRACT,
    source="boutique-exemple-2026-01.yaml",
    calendars={"bureau": replace(cast.OFFICE, closures={date(2026, 11, 13): "inventaire annuel"})},
)
ANSWERED = replace(
    CONTRACT,
    commitments={
        **CONTRACT.commitments,
        **{
            (level, clock): Commitment(OpeningTime(timedelta(hours=hours)), "bureau")
            for level in Criticality
            for clock, hours in ANSWERING.items()
        },
    },
)
FROM_CHANGE = replace(CONTRACT, choices=replace(CONTRACT.choices, requalification=Requalification.FROM_CHANGE))
RESUMED_FOR_NOTHING = fact(events.Resumed(), DEV, at(10, 10))
REQUALIFIED = fact(events.Qualified(Criticality.BLOQUANTE, reason="plus rien ne marche"), CP, at(10, 10, 30))
LATE = fact(events.Reopened("revenue ce matin"), RM, at(24, 9, 15), "jira:changelog 51000")
TOO_EARLY = fact(events.Deployed("2.4.2"), DEV, at(24, 11), "jira:changelog 51002")
DISPUTED = (
    *story(),
    RESUMED_FOR_NOTHING,
    REQUALIFIED,
    *RESOLVED,
    LATE,
    fact(events.Taken(), DEV, at(24, 9, 40)),
    fact(events.Informed("La cause est cherchée."), DEV, at(24, 9, 45)),
    TOO_EARLY,
)
LOOKED_AT = at(26, 12)


def left_by(history: Iterable[Fact], contract: Contract = CONTRACT) -> Anomaly:
    """The anomaly that these facts leave under this contract."""
    return fold(history, OPENING, contract)


def sla(anomaly: Anomaly, contract: Contract, now: datetime, wording: Wording, history: Iterable[Fact] = ()) -> str:
    """What a terminal prints of it."""
    return in_columns(explanation(anomaly, contract, now, wording, history), wording)


def in_slack(
    anomaly: Anomaly, contract: Contract, now: datetime, wording: Wording, history: Iterable[Fact] = ()
) -> Post:
    """What Slack shows of it."""
    return sla_post(explanation(anomaly, contract, now, wording, history), wording)


def printed(history: Iterable[Fact], contract: Contract, now: datetime, wording: Wording) -> list[str]:
    """The lines of a terminal, their blanks brought to one."""
    told = sla(left_by(history, contract), contract, now, wording, history)
    return [" ".join(row.split()) for row in told.split("\n")]
