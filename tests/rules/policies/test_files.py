"""What is handed over in Slack reaches the issue: one errand a file, once it exists, whoever waited for it."""

from rules import events
from rules.contract import Criticality
from rules.decide import Decision
from rules.effects import AttachFile, CreateIssue, PostThread
from rules.events import Origin, System
from tests.rules.cast import AGENT, RM, after, fact, raised, told

ORIGIN = Origin("Agent", "https://slack.example/archives/C1/p1")
RAISED = events.Raised("Panier vide", Criticality.MAJEURE, files=("F0A1", "F0B2", "F0A1"))


def attached(decision: Decision) -> list[str]:
    """The files that a decision puts on the issue."""
    return [one.file for one in decision.effects if isinstance(one, AttachFile)]


def test_each_file_of_a_declaration_is_put_on_the_issue_once_and_after_it_is_created() -> None:
    decision = told((), fact(RAISED, RM))
    assert attached(decision) == ["F0A1", "F0B2"]
    kinds = [type(one) for one in decision.effects]
    assert kinds.index(CreateIssue) < kinds.index(AttachFile)


def test_a_detection_hands_its_files_and_its_message_on_and_attaches_nothing_yet() -> None:
    detected = fact(events.Detected("Panier vide", "rien", ("F0A1",), ORIGIN), AGENT, "08:30")
    assert attached(told((), detected)) == []
    assert after(detected).files == ("F0A1",)
    assert after(detected, fact(RAISED, RM)).origin == ORIGIN


def test_the_files_of_an_answer_are_attached_even_where_nothing_waited_for_one() -> None:
    answer = fact(events.ClientAnswered("voici", ("F0C3",)), RM, "10:00")
    assert attached(told(raised(), answer)) == ["F0C3"]


def test_a_file_that_the_client_put_in_jira_is_not_sent_back_there() -> None:
    assert attached(told(raised(), fact(events.ClientAnswered(), RM, "10:00", System.JIRA))) == []


def test_an_answer_that_is_refused_attaches_nothing() -> None:
    gone = (*raised(), fact(events.TicketRemoved(), RM, "09:30", System.JIRA))
    answer = fact(events.ClientAnswered("voici", ("F0C3",)), RM, "10:00")
    assert attached(told(gone, answer, refusable=True)) == []


def test_the_thread_says_how_many_files_came_with_the_words() -> None:
    answer = fact(events.ClientAnswered("voici", ("F0C3", "F0D4")), RM, "10:00")
    (line,) = [one.message for one in told(raised(), answer).effects if isinstance(one, PostThread)]
    assert line.values["files"] == 2
