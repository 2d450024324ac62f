"""Renders the preview of an issue's link: three lines and no button, since a whole channel reads it."""

from collections.abc import Mapping, Sequence

from connectors.channels.slack.anomaly_card import headline
from connectors.channels.slack.block_kit import Block, context, section
from connectors.channels.slack.clock_text import in_words
from connectors.wording import Wording
from rules.anomaly.state import Anomaly
from rules.clock import Reading
from rules.contract import ClockName, Contract
from rules.people.next_owner import owed


def preview(
    anomaly: Anomaly, contract: Contract, readings: Mapping[ClockName, Reading], wording: Wording, url: str
) -> tuple[Block, ...]:
    """The anomaly's line: name, next deadline, who owes the next step; `url` opens the issue."""
    due = None if anomaly.closed else _next(tuple(readings.values()))
    clock = wording.text("card.clock", clock=due.clock, state=in_words(due, contract, wording)) if due else ""
    where = wording.text("preview.where", phase=anomaly.phase, clock=clock)
    move = owed(anomaly)
    return (
        section(f"{headline(anomaly, wording, url)}\n{where}"),
        *((context(wording.text(f"next.{move}")),) if move else ()),
    )


def _next(readings: Sequence[Reading]) -> Reading | None:
    """The clock that has not stopped and whose deadline comes first."""
    dated = [(one.deadline, one) for one in readings if one.deadline is not None and one.stopped_at is None]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None
