"""What the statements of a contract add to the lives of its penalties: the amounts that nobody was told yet."""

from collections.abc import Iterator, Mapping, Sequence

from rules.economy.compensation.penalty_life import LifeState, Penalty
from rules.economy.compensation.statement import Statement
from rules.events.compensation_events import CompensationCalculated
from rules.workdays.month import Month


def penalty_id(line: str, month: Month) -> str:
    """The name of a line's penalty in one month: a line that lasts has one in each month that charges it."""
    return f"{line}@{month}"


def excluded_lines(penalties: Mapping[str, Penalty]) -> dict[str, str]:
    """The cause of each line that people excluded, by the line's own name."""
    found = {}
    for name, penalty in penalties.items():
        if penalty.cause is not None:
            found[name.rpartition("@")[0]] = penalty.cause.value
    return found


def calculations(statements: Sequence[Statement], penalties: Mapping[str, Penalty]) -> Iterator[CompensationCalculated]:
    """The calculations to journal, in the order of the months; none while the contract is under its exemption.

    A line whose amount is known already adds nothing; one that is charged no more is calculated at 0.
    """
    if not statements or statements[-1].total.exempt:
        return
    for statement in statements:
        amounts = {penalty_id(line.id, statement.month): line.net for line in statement.lines}
        gone = [name for name, one in penalties.items() if one.month == statement.month and name not in amounts]
        for name, cents in (*amounts.items(), *((name, 0) for name in gone)):
            if cents != _known(penalties.get(name)):
                yield CompensationCalculated(name, statement.month.first, cents)


def _known(penalty: Penalty | None) -> int:
    """The cents that the journal already has of a penalty."""
    if penalty is None or penalty.state is LifeState.EXCLUDED:
        return 0
    return penalty.cents + penalty.waived + penalty.difference
