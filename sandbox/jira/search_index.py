"""The search index, which lags behind writes as Jira Cloud's does."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from sandbox.jira.records import Issue


class Index:
    """The issues as the search sees them, `lag` late on the site's clock (none by default).

    A change made while there is no lag is seen at once, and stays so when one is set afterwards.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.lag = timedelta(0)
        self._now = now
        self._seen: dict[str, list[tuple[datetime, Issue | None]]] = {}

    def note(self, issue_id: str, before: Issue | None, after: Issue | None) -> None:
        """An issue changes from one state to another; None before its birth and after its end."""
        if not self.lag:
            self._seen.pop(issue_id, None)
            return
        now = self._now()
        versions = self._seen.setdefault(issue_id, [(datetime.min.replace(tzinfo=now.tzinfo), before)])
        versions.append((now, after))

    def seen(self, issues: Iterable[Issue], afresh: Collection[str] = ()) -> list[Issue]:
        """The state in which the search finds each issue; those of the ids `afresh` are read as they are."""
        if not self._seen:
            return list(issues)
        horizon = self._now() - self.lag
        found = (issue if issue.id in afresh else self._indexed(issue, horizon) for issue in issues)
        return [issue for issue in found if issue]

    def _indexed(self, issue: Issue, horizon: datetime) -> Issue | None:
        versions = self._seen.get(issue.id)
        if versions is None:
            return issue
        while len(versions) > 1 and versions[1][0] <= horizon:
            del versions[0]
        return versions[0][1]
