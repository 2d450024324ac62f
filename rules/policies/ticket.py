"""An anomaly raised elsewhere than in Jira gets its Jira issue."""

from collections.abc import Iterator

from rules.change import Change
from rules.effects import CreateIssue, Effect
from rules.events import Raised


def create_the_issue(change: Change) -> Iterator[Effect]:
    """Ask for the issue once, at remontée."""
    if change.counted and isinstance(change.fact.what, Raised) and change.after.ticket is None and not change.from_jira:
        yield CreateIssue()
