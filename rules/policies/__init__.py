"""What follows from a fact: one file a policy, asked in this order."""

from collections.abc import Callable, Iterable

from rules.change import Change, Follow
from rules.effects import Effect
from rules.policies import (
    alerts,
    answer,
    card,
    chasing,
    delay,
    history,
    mirror,
    moved,
    people,
    personal,
    premature,
    promises,
    publish,
    security,
    silence,
    ticket,
)

Policy = Callable[[Change], Iterable[Effect | Follow]]

POLICIES: tuple[Policy, ...] = (
    ticket.create_the_issue,
    card.keep_the_living_message,
    premature.say_what_a_status_lacks,
    premature.answer_an_order,
    premature.let_it_count,
    history.tell_of_a_return,
    history.tell_the_thread,
    mirror.land_in_jira,
    ticket.attach_the_files,
    security.raise_the_alarm,
    people.tell_whom_it_concerns,
    personal.tell_of_personal_data,
    moved.journal_what_moved,
    moved.tell_what_moved,
    delay.communicate_by_itself,
    promises.flag_what_goes_beyond,
    alerts.warn,
    silence.go_up,
    promises.warn_of_a_promise,
    promises.tell_where_they_part,
    chasing.chase,
    chasing.come_to_term,
    chasing.tell_of_the_term,
    answer.thank_the_reporter,
    publish.publish,
)
