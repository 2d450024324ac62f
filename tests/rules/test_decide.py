"""A decision records what happened, asks the world for what follows, and refuses with reasons."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules import events
from rules.clock import face
from rules.contract import CONTRACTED, Choices, ClockName, Criticality, DelayMessage, JiraMeaning
from rules.decide import Outcome
from rules.effects import (
    Answer,
    CommentIssue,
    CreateIssue,
    Effect,
    PostThread,
    Say,
    Tell,
    TransitionIssue,
    UpdateCard,
    Write,
    WriteIssue,
)
from rules.events import VIGIE, System, ThresholdReached
from rules.reminders.thresholds import next_alert
from tests.rules.calendars import at
from tests.rules.cast import (
    ACCEPTED,
    AGENT,
    CLOSED,
    COMMUNICATED,
    CONTRACT,
    CP,
    DELIVERED,
    DEPLOYED,
    DEV,
    OPENING,
    QUALIFIED,
    RAISED,
    RM,
    TICKET,
    after,
    fact,
    raised,
    told,
)
from tests.rules.due import share_due


def said(effects: tuple[Effect, ...], kind: type[Tell | Write | PostThread | Answer | CommentIssue]) -> list[Say]:
    """What is said by one kind of effect, in order."""
    return [one.message.say for one in effects if isinstance(one, kind)]


def listeners(effects: tuple[Effect, ...], say: Say) -> set[str]:
    """Who is told something in private."""
    return {one.to.id for one in effects if isinstance(one, Tell) and one.message.say is say}


def test_a_detection_goes_to_the_rm_and_nowhere_else() -> None:
    decision = told((), fact(events.Detected("Panier vide", "depuis ce matin"), AGENT))
    assert listeners(decision.effects, Say.HANDED_OVER) == {RM.id}
    assert not any(isinstance(one, CreateIssue | UpdateCard) for one in decision.effects)


def test_a_remontee_creates_the_ticket_posts_the_card_and_thanks_its_author() -> None:
    effects = told((), fact(RAISED, RM)).effects
    assert [type(one) for one in effects] == [UpdateCard, CreateIssue, PostThread, Answer]


def test_the_cp_is_told_the_key_once() -> None:
    attached = fact(TICKET, VIGIE, "09:01", System.JIRA)
    effects = told((fact(RAISED, RM),), attached).effects
    assert listeners(effects, Say.RAISED_TO_CP) == {CP.id}
    moved = fact(events.TicketAttached("martin", "10001", "POR-7"), VIGIE, "09:05", System.JIRA)
    assert not listeners(told(raised(), moved).effects, Say.RAISED_TO_CP)


def test_the_cp_is_told_who_raised_it_and_not_who_made_the_ticket() -> None:
    effects = told((fact(RAISED, RM),), fact(TICKET, VIGIE, "09:01", System.JIRA)).effects
    (news,) = [one for one in effects if isinstance(one, Tell)]
    assert news.message.values["who"] == RM.name


def test_what_happens_in_slack_lands_in_jira_and_not_the_other_way_round() -> None:
    here = told(raised(QUALIFIED), DELIVERED).effects
    assert TransitionIssue(JiraMeaning.RECETTE) in here
    assert said(here, CommentIssue) == [Say.LOG_DELIVERED]
    there = told(raised(QUALIFIED), replace(DELIVERED, source=events.Source(System.JIRA, "7"))).effects
    assert not any(isinstance(one, TransitionIssue | CommentIssue | WriteIssue) for one in there)
    assert UpdateCard() in there


def test_the_fields_and_the_comment_are_written_before_the_status_that_asks_for_them() -> None:
    mapped = replace(
        CONTRACT, jira=replace(CONTRACT.jira, fields={"cause": "customfield_1", "answer": "customfield_2"})
    )
    effects = told(raised(QUALIFIED, DELIVERED, ACCEPTED, DEPLOYED), CLOSED, contract=mapped).effects
    write, status = (one for one in effects if isinstance(one, WriteIssue | TransitionIssue | CommentIssue))
    assert isinstance(write, WriteIssue)
    assert isinstance(status, TransitionIssue)
    assert write.values == {"cause": "Cache périmé", "answer": "Cache vidé"}
    assert write.message is not None
    assert write.message.say is Say.LOG_CLOSED


def test_taking_charge_assigns_the_issue() -> None:
    assert WriteIssue({}, DEV) in told(raised(), fact(events.Taken(), DEV, "09:10")).effects


def test_the_delay_waits_for_the_cp_unless_the_contract_sends_it() -> None:
    waiting = told(raised(), QUALIFIED)
    assert listeners(waiting.effects, Say.DELAY_TO_SEND) == {CP.id}
    contract = replace(CONTRACT, choices=Choices(delay_message=DelayMessage.AUTOMATIC))
    sent = told(raised(), QUALIFIED, contract=contract)
    assert [one.what.kind for one in sent.facts] == ["qualified", "delay_communicated"]
    assert sent.anomaly.communicated_at == QUALIFIED.at
    assert said(sent.effects, Write) == [Say.DELAY_COMMUNICATED]


def test_the_delay_reaches_the_rm_in_slack_and_by_mail() -> None:
    effects = told(raised(QUALIFIED), COMMUNICATED).effects
    assert listeners(effects, Say.DELAY_COMMUNICATED) == {RM.id}
    assert said(effects, Write) == [Say.DELAY_COMMUNICATED]


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    effects = told(raised(QUALIFIED, DELIVERED), fact(ACCEPTED.what, RM, "11:30")).effects
    assert RM.id not in {one.to.id for one in effects if isinstance(one, Tell)}


def test_a_request_whose_preconditions_fail_is_answered_with_what_is_missing() -> None:
    decision = told(raised(QUALIFIED, DELIVERED), CLOSED, refusable=True)
    assert decision.outcome is Outcome.REFUSED
    assert decision.facts == ()
    (answer,) = decision.effects
    assert isinstance(answer, Answer)
    assert answer.message.say is Say.REFUSED
    assert answer.message.values["missing"] == ("accepted", "deployed")
    assert answer.message.moves == ("accept",)


def test_a_status_that_runs_ahead_in_jira_is_told_and_not_believed() -> None:
    early = replace(CLOSED, source=events.Source(System.JIRA, "9"))
    decision = told(raised(QUALIFIED), early)
    assert decision.outcome is Outcome.RECORDED
    assert not decision.anomaly.closed
    assert said(decision.effects, CommentIssue) == [Say.PREMATURE_STATUS]


def test_jira_repeating_what_slack_did_says_nothing() -> None:
    echo = replace(DELIVERED, id="echo", at=at("2026-11-09 11:01"), source=events.Source(System.JIRA, "9"))
    assert told(raised(QUALIFIED, DELIVERED), echo).effects == ()


def test_the_same_fact_twice_changes_nothing() -> None:
    decision = told(raised(QUALIFIED), QUALIFIED)
    assert (decision.outcome, decision.effects) == (Outcome.KNOWN, ())


def test_a_late_fact_is_put_where_it_belongs() -> None:
    late = fact(events.Taken(), DEV, "09:10")
    decision = told(raised(QUALIFIED), late, late=timedelta(hours=1))
    assert decision.anomaly == after(*raised(QUALIFIED, late))
    assert decision.anomaly.taken_at == late.at


def alert(share: float, when: str) -> events.Fact:
    """A threshold of the taking-charge clock, whose four hours end at 14:00."""
    what = ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, share, at("2026-11-09 14:00"))
    return fact(what, VIGIE, when, System.CLOCK)


def test_a_warning_is_said_once_with_what_is_left_and_when_it_next_runs() -> None:
    decision = told(raised(), alert(0.75, "12:00"))
    (post,) = [one for one in decision.effects if isinstance(one, PostThread)]
    assert post.message.say is Say.WARNING
    assert post.message.values["remaining"] == timedelta(hours=1)
    assert post.message.values["next_stop"] == at("2026-11-09 12:30")
    again = told(raised(*decision.facts), fact(decision.facts[0].what, VIGIE, "12:05", System.CLOCK))
    assert again.outcome is Outcome.STALE


def test_a_breach_goes_up_the_escalation() -> None:
    effects = told(raised(), alert(1.0, "14:10")).effects
    assert said(effects, PostThread) == [Say.BREACH]
    assert listeners(effects, Say.BREACH_TO_ROLE) == {CP.id, "U0DIR"}


def test_an_alert_on_a_clock_that_no_longer_runs_is_stale() -> None:
    taken = raised(fact(events.Taken(), DEV, "09:10"))
    assert told(taken, alert(0.75, "12:00")).outcome is Outcome.STALE


@pytest.mark.parametrize(
    ("now", "share"),
    [("10:59", None), ("11:00", 0.5), ("12:00", 0.75), ("12:20", 0.75), ("14:00", 0.9), ("14:01", 1.0)],
)
def test_after_a_downtime_only_the_gravest_state_is_due(now: str, share: float | None) -> None:
    anomaly = after(*raised())
    assert share_due(anomaly, ClockName.ACKNOWLEDGEMENT, CONTRACT, at(f"2026-11-09 {now}")) == share


def test_the_next_alert_leaves_the_least_notice_and_breach_is_strict() -> None:
    anomaly = after(*raised())
    now = at("2026-11-09 12:05")
    anomaly = replace(anomaly, alerts=told(raised(), alert(0.75, "12:00")).anomaly.alerts)
    due = next_alert(anomaly, face(ClockName.ACKNOWLEDGEMENT, anomaly.marks, CONTRACT, now), CONTRACT)
    assert due is not None
    assert (due.share, due.at) == (0.9, at("2026-11-09 13:36"))
    assert OPENING.alerts == ()


def test_a_paused_clock_owes_no_alert() -> None:
    paused = after(*raised(fact(events.DescriptionRejected("?"), CP, "09:30")))
    resolution = face(ClockName.RESOLUTION, paused.marks, CONTRACT, at("2026-11-09 10:00"))
    assert next_alert(paused, resolution, CONTRACT) is None


def test_a_premature_status_counts_at_its_own_instant_once_nothing_is_missing() -> None:
    early = fact(events.Delivered(), DEV, "09:30", System.JIRA)
    decision = told(raised(early), QUALIFIED)
    assert decision.facts == (QUALIFIED,)
    assert (decision.anomaly.delivered_at, decision.anomaly.delivered_by) == (early.at, DEV)
    assert decision.anomaly.pending == ()
    assert listeners(decision.effects, Say.RECETTE_ASKED) == {RM.id}


def test_of_several_moves_that_waited_each_is_told_in_the_thread_and_only_the_last_asks_for_the_next_step() -> None:
    queue = (
        fact(events.Delivered("v2"), DEV, "09:30", System.JIRA),
        fact(events.Accepted(), RM, "09:40", System.JIRA),
        fact(events.Deployed(), DEV, "09:50", System.JIRA),
    )
    effects = told(raised(*queue), QUALIFIED).effects
    assert said(effects, PostThread) == [Say.LOG_QUALIFIED, Say.LOG_DELIVERED, Say.LOG_STEP, Say.LOG_DEPLOYED]
    assert listeners(effects, Say.READY_TO_CLOSE) == {CP.id}
    assert not listeners(effects, Say.RECETTE_ASKED)
    assert not [one for one in effects if isinstance(one, TransitionIssue)]


def test_words_to_the_client_take_no_correction_back_out_of_recette() -> None:
    effects = told(raised(QUALIFIED, DELIVERED), replace(COMMUNICATED, at=at("2026-11-09 11:10"))).effects
    assert not [one for one in effects if isinstance(one, TransitionIssue)]


def test_a_priority_changed_by_whom_may_not_qualify_is_told_as_such() -> None:
    effects = told(raised(), fact(events.Qualified(Criticality.MINEURE, None), DEV, "09:30", System.JIRA)).effects
    assert said(effects, PostThread) == [Say.PRIORITY_NOT_COUNTED]


def test_a_client_who_writes_on_a_closed_anomaly_is_heard_by_the_cp_and_denounced_to_nobody() -> None:
    history = raised(QUALIFIED, DELIVERED, ACCEPTED, DEPLOYED, CLOSED)
    effects = told(history, fact(events.ClientAnswered("merci"), RM, "12:20", System.JIRA)).effects
    assert listeners(effects, Say.CLIENT_ANSWERED) == {CP.id}
    assert not said(effects, PostThread)


def test_a_request_that_changes_nothing_is_answered_and_not_journalled() -> None:
    decision = told(raised(QUALIFIED), replace(QUALIFIED, id="again", at=at("2026-11-09 10:30")), refusable=True)
    assert (decision.outcome, decision.facts) == (Outcome.UNCHANGED, ())
    assert said(decision.effects, Answer) == [Say.UNCHANGED]


def test_an_automatic_contract_communicates_the_new_deadlines_too() -> None:
    contract = replace(CONTRACT, choices=Choices(delay_message=DelayMessage.AUTOMATIC))
    graver = fact(events.Qualified(Criticality.BLOQUANTE), CP, "11:00")
    decision = told(raised(QUALIFIED, COMMUNICATED), graver, contract=contract)
    assert [one.what.kind for one in decision.facts] == ["qualified", "deadlines_moved", "delay_communicated"]


def test_while_nobody_owns_it_a_warning_calls_the_first_of_the_escalation() -> None:
    decision = told(raised(), alert(0.75, "12:00"))
    (post,) = [one for one in decision.effects if isinstance(one, PostThread)]
    assert post.mention is not None
    assert post.mention.id == CP.id


def test_a_warning_says_the_share_that_is_really_used_up() -> None:
    decision = told(raised(), alert(0.75, "12:00"), late=timedelta(minutes=15))
    (post,) = [one for one in decision.effects if isinstance(one, PostThread)]
    assert post.message.values["percent"] == 81


def test_whoever_acts_first_is_assigned_in_jira_however_they_took_charge() -> None:
    effects = told(raised(), fact(events.DescriptionRejected("un compte"), CP, "09:30")).effects
    assert any(isinstance(one, WriteIssue) and one.assignee == CP for one in effects)


def test_a_reopening_is_told_to_the_provider() -> None:
    history = raised(QUALIFIED, DELIVERED, ACCEPTED, DEPLOYED, CLOSED)
    effects = told(history, fact(events.Reopened("encore"), RM, "12:20")).effects
    assert listeners(effects, Say.REOPENED_TO_PROVIDER) == {CP.id, DEV.id}


def ordered(what: events.Happening, by: events.Actor, when: str) -> events.Fact:
    """What somebody asked for by a comment in Jira."""
    return replace(fact(what, by, when, System.JIRA), source=events.Source(System.JIRA, "commentaire 7"))


def test_an_order_given_by_a_comment_is_answered_on_the_issue_and_never_waits() -> None:
    decision = told(raised(QUALIFIED), ordered(events.Closed("cause", "réponse"), CP, "10:30"))
    assert said(decision.effects, CommentIssue) == [Say.REFUSED]
    assert decision.anomaly.pending == ()


def test_a_delay_communicated_without_figures_is_journalled_with_those_of_the_instant() -> None:
    decision = told(raised(QUALIFIED), ordered(events.DelayCommunicated("Ce soir."), CP, "10:30"))
    (journalled,) = decision.facts
    assert isinstance(journalled.what, events.DelayCommunicated)
    assert [one.clock for one in journalled.what.deadlines if one.at] == list(CONTRACTED)
    assert decision.anomaly.promised == journalled.what.deadlines


def test_an_order_given_by_a_comment_moves_the_issue_without_a_second_comment() -> None:
    effects = told(raised(QUALIFIED), ordered(events.Delivered("v2"), DEV, "11:00")).effects
    assert TransitionIssue(JiraMeaning.RECETTE) in effects
    assert not said(effects, CommentIssue)


def test_a_clients_comment_takes_the_issue_out_of_its_wait() -> None:
    waiting = raised(fact(events.DescriptionRejected("un compte"), CP, "09:30"))
    effects = told(waiting, ordered(events.ClientAnswered("voici"), RM, "10:00")).effects
    assert TransitionIssue(JiraMeaning.DIAGNOSIS) in effects
