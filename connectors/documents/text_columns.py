"""An explanation as lines of plain text, aligned in columns: what a terminal prints, and Slack in fixed width."""

from collections.abc import Sequence

from connectors.documents.compensation_costs import Costs
from connectors.documents.cycles import Clock, Cycle
from connectors.documents.explanation import Explanation
from connectors.documents.facts_list import Told
from connectors.wording import Wording


def in_columns(told: Explanation, wording: Wording) -> str:
    """The whole explanation."""
    title = wording.text("sla.title", name=told.name, title=told.title)
    parts = [title, *("\n".join(clock_lines(clock, wording)) for clock in told.clocks)]
    if told.support:
        parts.append(told.support)
    if told.costs:
        parts.append("\n".join([wording.text("explain.costs"), *cost_lines(told.costs)]))
    if told.personal:
        parts.append("\n".join(told.personal))
    if told.facts:
        parts.append("\n".join([facts_title(told, wording), *fact_lines(told.facts)]))
    return "\n\n".join(parts)


def clock_lines(clock: Clock, wording: Wording) -> list[str]:
    """All the lines of one clock."""
    lines = [] if clock.cycles else [wording.text("sla.unstarted", clock=clock.name, state=clock.state)]
    for place, cycle in enumerate(clock.cycles):
        lines += [heading(clock, place, wording), *interval_lines(cycle), f" {cycle.sum}"]
    return [*lines, *(f" {ending}" for ending in clock.endings)]


def heading(clock: Clock, place: int, wording: Wording, *, whole: bool = False) -> str:
    """The first line of one of the cycles: what was promised and where, unless the cycle before says the same."""
    cycle = clock.cycles[place]
    before = clock.cycles[place - 1] if place and not whole else None
    if before and (before.promise, before.clause) == (cycle.promise, cycle.clause):
        return f"{clock.name} · {cycle.label}"
    said = wording.text("sla.clock", clock=clock.name, target=cycle.promise, clause=cycle.clause)
    return f"{said} · {cycle.label}" if cycle.label else said


def interval_lines(cycle: Cycle) -> list[str]:
    """Each interval on its line."""
    return aligned([(row.kind, row.when, row.lasting, row.reason) for row in cycle.rows])


def cost_lines(costs: Costs) -> list[str]:
    """Each missed clock on its line, what it rests on under it, then the reserve."""
    lines = [line for one in costs.lines for line in (f" {one.title}", *(f"   {part}" for part in one.parts))]
    return [*lines, f" {costs.reserve}"]


def facts_title(told: Explanation, wording: Wording) -> str:
    """The text above the facts."""
    return wording.plural("explain.facts", len(told.facts))


def fact_lines(facts: Sequence[Told]) -> list[str]:
    """Each fact on its line, why it changed nothing at the end."""
    ends = [" · ".join(part for part in (one.what, one.note, one.recorded) if part) for one in facts]
    return aligned([(one.when, one.by, one.source, end) for one, end in zip(facts, ends, strict=True)])


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Rows of cells, each column as wide as its widest cell; the last may run on."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        " " + "   ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
