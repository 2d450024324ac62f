"""Creates the Jira issue of an anomaly raised elsewhere, and puts on it the files that were handed over."""

from collections.abc import Iterator

from rules.change import Change
from rules.effects import AttachFile, CreateIssue, Effect
from rules.events import ClientAnswered, Raised


def create_the_issue(change: Change) -> Iterator[Effect]:
    """Ask for the issue once, at remontée."""
    if change.counted and isinstance(change.fact.what, Raised) and change.after.ticket is None and not change.from_jira:
        yield CreateIssue()


def attach_the_files(change: Change) -> Iterator[Effect]:
    """One errand a file. What the client hands over is theirs to say, even where nothing waited for it."""
    what = change.fact.what
    raised = isinstance(what, Raised) and change.counted
    answered = isinstance(what, ClientAnswered) and change.after.raised_at is not None
    if isinstance(what, Raised | ClientAnswered) and (raised or answered):
        yield from (AttachFile(file) for file in dict.fromkeys(what.files))
