"""The policies: what follows from a fact, one file each, asked in this order."""

from collections.abc import Callable, Iterable

from rules.change import Change, Follow
from rules.effects import Effect
from rules.policies import (
    arrival_answer,
    automatic_delay,
    clock_alerts,
    issue_creation,
    jira_mirror,
    living_card,
    moved_deadlines,
    next_steps,
    personal_data_words,
    premature_statuses,
    promise_alerts,
    security_call,
    silent_escalation,
    thread_history,
    wait_chasing,
    webhook_publishing,
)

Policy = Callable[[Change], Iterable[Effect | Follow]]

POLICIES: tuple[Policy, ...] = (
    issue_creation.create_the_issue,
    living_card.keep_the_living_message,
    premature_statuses.say_what_a_status_lacks,
    premature_statuses.answer_an_order,
    thread_history.tell_of_a_return,
    thread_history.tell_the_thread,
    jira_mirror.land_in_jira,
    issue_creation.attach_the_files,
    security_call.raise_the_alarm,
    next_steps.tell_whom_it_concerns,
    personal_data_words.tell_of_personal_data,
    moved_deadlines.journal_what_moved,
    moved_deadlines.tell_what_moved,
    automatic_delay.communicate_by_itself,
    promise_alerts.flag_what_goes_beyond,
    clock_alerts.warn,
    silent_escalation.go_up,
    promise_alerts.warn_of_a_promise,
    promise_alerts.tell_where_they_part,
    wait_chasing.chase,
    wait_chasing.come_to_term,
    wait_chasing.tell_of_the_term,
    arrival_answer.thank_the_reporter,
    webhook_publishing.publish,
)

LATE_POLICIES: tuple[Policy, ...] = (thread_history.tell_the_thread, webhook_publishing.publish)
"""What follows from a move that had waited: Jira shows it already, and the deadlines are told with its cause."""

LAST_POLICIES: tuple[Policy, ...] = (next_steps.tell_whom_it_concerns,)
"""What follows besides from the last of them: nobody is asked for a step that was made meanwhile."""
