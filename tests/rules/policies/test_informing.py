"""News told from Slack go to the thread, to the client and to Jira; what was written in Jira is read there."""

from rules import events
from rules.decide import Outcome
from rules.effects import CommentIssue, PostThread, Say, Tell, UpdateCard, Write
from rules.events import System
from tests.rules.cast import CP, DEV, RM, fact, raised, told

NEWS = events.Informed("La cause est trouvée")


def test_news_from_slack_are_told_everywhere_once() -> None:
    decision = told(raised(), fact(NEWS, DEV, "09:10"))
    said = [(type(one), one.message.say) for one in decision.effects if not isinstance(one, UpdateCard)]  # type: ignore[union-attr]
    assert said == [
        (PostThread, Say.LOG_INFORMED),
        (CommentIssue, Say.LOG_INFORMED),
        (Tell, Say.INFORMED_TO_RM),
        (Write, Say.INFORMED_TO_RM),
    ]
    assert "informed" in decision.anomaly.made
    assert decision.anomaly.taken_at is None


def test_news_from_jira_are_recorded_and_not_repeated() -> None:
    decision = told(raised(), fact(NEWS, CP, "09:10", System.JIRA))
    assert decision.outcome is Outcome.RECORDED
    assert not [one for one in decision.effects if not isinstance(one, UpdateCard)]


def test_only_the_provider_informs_the_client() -> None:
    assert told(raised(), fact(NEWS, RM, "09:10"), refusable=True).outcome is Outcome.REFUSED
