"""What is no answer of the client's leaves the clocks paused; where a machine wrote it, the CP is told."""

from rules import events
from rules.clock import State, read
from rules.contract import ClockName
from rules.effects import Say, Tell
from rules.events import System
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT, CP, DEV, RM, after, fact, raised, told

ASKED = fact(events.DescriptionRejected("un compte"), CP, "10:00")
NOTICE = fact(events.AutomaticReply("Réponse automatique"), RM, "10:30", System.JIRA)


def test_an_absence_notice_leaves_the_clocks_paused_and_is_told_to_the_cp() -> None:
    decision = told(raised(ASKED), NOTICE)
    told_to = {(one.to.id, one.message.moves) for one in decision.effects if isinstance(one, Tell)}
    assert decision.anomaly.wait is not None
    assert told_to == {(CP.id, ("resume",))}
    assert [one.message.say for one in decision.effects if isinstance(one, Tell)] == [Say.AUTOMATIC_REPLY]
    state = read(ClockName.RESOLUTION, decision.anomaly.marks, CONTRACT, at("2026-11-09 12:00")).state
    assert state is State.PAUSED


def test_an_absence_notice_while_nothing_waits_for_the_client_is_told_to_nobody() -> None:
    assert not [one for one in told(raised(), NOTICE).effects if isinstance(one, Tell)]


def test_words_written_before_the_pause_and_mended_after_it_are_no_answer() -> None:
    mended = events.ClientAnswered("Le compte", written=at("2026-11-09 09:30"))
    assert after(*raised(ASKED, fact(mended, RM, "10:30", System.JIRA))).wait is not None


def test_words_written_after_the_pause_are_an_answer_in_any_version() -> None:
    mended = events.ClientAnswered("Le compte", written=at("2026-11-09 10:10"))
    assert after(*raised(ASKED, fact(mended, RM, "10:30", System.JIRA))).wait is None


def test_an_absence_notice_takes_no_charge() -> None:
    notice = fact(events.AutomaticReply("Out of office"), DEV, "10:30", System.JIRA)
    assert after(*raised(notice)).taken_at is None
