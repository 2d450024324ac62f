"""The six-phase table: who may make each move, and what must hold before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rules import events
from rules.anomaly.state import Anomaly, Phase
from rules.contract import PauseReason, Role
from rules.events import Actor, Closed, Happening, System

Holds = Callable[[Anomaly, Happening | None], bool]


@dataclass(frozen=True, slots=True)
class Need:
    """A precondition: `holds` of the anomaly and of what is asked; else the `owes` role settles it by the move `by`.

    An `already` need fails when the move has been made before: harmless, and said differently.
    """

    code: str
    holds: Holds
    owes: Role | None = None
    by: str = ""
    already: bool = False


THERE = Need("there", lambda a, _: not a.gone)
RAISED = Need("raised", lambda a, _: a.raised_at is not None, Role.RM, "raise")
OPEN = Need("open", lambda a, _: not a.closed, Role.RM, "reopen")
QUALIFIED = Need("qualified", lambda a, _: a.in_scope is not None, Role.CP, "qualify")
IN_SCOPE = Need("in_scope", lambda a, _: a.in_scope is not False, Role.CP, "qualify")
DELIVERED = Need("delivered", lambda a, _: a.in_scope is False or a.delivered_at is not None, Role.DEVELOPER, "deliver")
ACCEPTED = Need("accepted", lambda a, _: a.in_scope is False or a.accepted_at is not None, Role.RM, "accept")
DEPLOYED = Need("deployed", lambda a, _: a.in_scope is False or a.deployed_at is not None, Role.DEVELOPER, "deploy")
WORKAROUND = Need("workaround", lambda a, _: a.workaround_at is not None, Role.DEVELOPER, "work_around")
CLOSED = Need("closed", lambda a, _: a.closed, Role.CP, "close")
WAITING = Need("waiting", lambda a, _: a.wait is not None, Role.CP, "pause")
CAUSE = Need(
    "cause",
    lambda a, what: a.in_scope is False or bool(a.cause or (isinstance(what, Closed) and what.cause)) or what is None,
    Role.DEVELOPER,
    "find_cause",
)
ANSWER = Need(
    "answer",
    lambda a, what: a.in_scope is False or bool(a.answer or (isinstance(what, Closed) and what.answer)) or what is None,
    Role.CP,
    "close",
)
TAKEN = Need("taken", lambda a, _: a.claimed_at is not None, Role.DEVELOPER, "take")
NOT_TAKEN = Need("not_taken", lambda a, _: a.claimed_at is None, by="take_over", already=True)
NOT_RAISED = Need("not_raised", lambda a, _: a.raised_at is None, already=True)
NOT_DELIVERED = Need("not_delivered", lambda a, _: a.delivered_at is None, already=True)
NOT_ACCEPTED = Need("not_accepted", lambda a, _: a.accepted_at is None, already=True)
NOT_DEPLOYED = Need("not_deployed", lambda a, _: a.deployed_at is None, already=True)
NOT_WAITING = Need("not_waiting", lambda a, _: a.wait is None, already=True)
NOT_VALIDATED = Need("not_validated", lambda a, _: a.workaround_validated_at is None, already=True)
NOT_CLOSED = Need("not_closed", lambda a, _: not a.closed, already=True)
ALERTED = Need("alerted", lambda a, _: bool(a.unanswered), already=True)
UNEXPLAINED = Need("not_explained", lambda a, _: a.wait is None or a.wait.unexplained, already=True)
WAITS_FOR_CLIENT = Need(
    "waits_for_client", lambda a, _: a.wait is not None and a.wait.reason is PauseReason.CLIENT, Role.CP, "pause"
)
CONCERNED = Need(
    "concerned", lambda a, _: a.personal is not None and a.personal.since is not None, Role.CP, "personal_data"
)
NOT_WARNED = Need("not_warned", lambda a, _: a.personal is None or a.personal.warned_at is None, already=True)
LEVELLED = Need("levelled", lambda a, _: a.level is not None)
ANOTHER_LEVEL = Need(
    "another_level",
    lambda a, what: not isinstance(what, events.LevelChanged) or what.level is not a.level,
    already=True,
)
HIDDEN = Need("hidden", lambda a, _: a.hidden_since is not None)
SPOKEN_OF = Need("there", lambda a, _: not a.gone or a.personal is not None)
AWARE = Need("aware", lambda a, what: not _before_detection(a, what))

_NOBODY: frozenset[Role] = frozenset()
_RM, _CP = frozenset({Role.RM}), frozenset({Role.CP})
_TEAM = frozenset({Role.CP, Role.DEVELOPER})
_ACTING = _TEAM | _RM
_ANYBODY = frozenset(Role)
_UNDERWAY = (THERE, RAISED, OPEN)
_ANSWERING = frozenset({Role.RM, Role.CP})


@dataclass(frozen=True, slots=True)
class Move:
    """A step that somebody makes: the fact that it becomes, the roles that may make it, and its preconditions.

    `in_jira` are those whose word counts in Jira besides, where it was said on the issue before Vigie heard of it.
    One made `at_once` asks nothing: a press of its button is enough.
    """

    name: str
    what: type[Happening]
    roles: frozenset[Role]
    needs: tuple[Need, ...] = _UNDERWAY
    in_jira: frozenset[Role] = _NOBODY
    at_once: bool = False

    def made(self) -> Happening:
        """The fact of a move made at once, which holds nothing else."""
        make: Callable[[], Happening] = self.what
        return make()

    def open_to(self, by: Actor, system: System = System.SLACK) -> bool:
        """Whether one of the person's roles may make it."""
        roles = self.roles if system is System.SLACK else self.roles | self.in_jira
        return not by.roles.isdisjoint(roles)


MOVES = (
    Move("detect", events.Detected, _ACTING | {Role.AGENT}, (NOT_RAISED,)),
    Move("raise", events.Raised, _RM, (NOT_RAISED,)),
    Move("take", events.Taken, _TEAM, (*_UNDERWAY, NOT_TAKEN), at_once=True),
    Move("take_over", events.TakenOver, _TEAM, (*_UNDERWAY, TAKEN), at_once=True),
    Move("assign", events.Assigned, _TEAM, in_jira=_ANYBODY),
    Move("diagnose", events.DiagnosisStarted, _TEAM, in_jira=_ANYBODY, at_once=True),
    Move("reject_description", events.DescriptionRejected, _TEAM, (*_UNDERWAY, NOT_DELIVERED, NOT_WAITING)),
    # A word of the client's on the ticket is an answer, whoever wrote it.
    Move("answer", events.ClientAnswered, _RM, in_jira=frozenset({Role.AGENT})),
    Move("qualify", events.Qualified, _CP),
    Move("escalate", events.LevelChanged, _TEAM, (*_UNDERWAY, LEVELLED, ANOTHER_LEVEL), in_jira=_ANYBODY),
    Move("find_cause", events.CauseFound, _TEAM, (THERE, RAISED)),
    # What the client could read there was said to them, whoever of the provider's wrote it.
    Move("inform", events.Informed, _TEAM, in_jira=frozenset({Role.DIRECTION})),
    # Those delays run on when the anomaly is closed or its issue gone: what is owed for them can still be done.
    Move("personal_data", events.PersonalDataFound, _ACTING, (SPOKEN_OF, RAISED, AWARE)),
    Move("no_personal_data", events.NoPersonalData, _ANSWERING, (SPOKEN_OF, RAISED)),
    Move("warn_client", events.ClientWarned, _TEAM | {Role.DIRECTION}, (RAISED, CONCERNED, NOT_WARNED)),
    Move("decide_authority", events.AuthorityDecided, _RM, (RAISED, CONCERNED)),
    Move("communicate", events.DelayCommunicated, _CP, (*_UNDERWAY, QUALIFIED, IN_SCOPE)),
    Move("work", events.WorkStarted, _TEAM, (*_UNDERWAY, IN_SCOPE), in_jira=_ANYBODY, at_once=True),
    Move("work_around", events.WorkaroundDelivered, _TEAM, (*_UNDERWAY, QUALIFIED, IN_SCOPE, NOT_DEPLOYED)),
    Move("validate_workaround", events.WorkaroundValidated, _RM, (*_UNDERWAY, WORKAROUND, NOT_VALIDATED), at_once=True),
    Move("deliver", events.Delivered, _TEAM, (*_UNDERWAY, QUALIFIED, IN_SCOPE, NOT_DELIVERED)),
    Move("accept", events.Accepted, _RM, (*_UNDERWAY, DELIVERED, NOT_ACCEPTED), at_once=True),
    Move("refuse", events.Refused, _RM, (*_UNDERWAY, DELIVERED, NOT_DEPLOYED)),
    Move("deploy", events.Deployed, _TEAM, (*_UNDERWAY, DELIVERED, ACCEPTED, NOT_DEPLOYED)),
    Move("close", events.Closed, _CP, (THERE, RAISED, NOT_CLOSED, QUALIFIED, ACCEPTED, DEPLOYED, CAUSE, ANSWER)),
    Move("reopen", events.Reopened, _RM | _CP, (THERE, RAISED, CLOSED)),
    Move("pause", events.Paused, _TEAM, (*_UNDERWAY, NOT_WAITING)),
    Move("acknowledge", events.Acknowledged, _TEAM, (*_UNDERWAY, ALERTED), at_once=True),
    Move("snooze", events.Snoozed, _TEAM),
    Move("say_why", events.WaitExplained, _TEAM, (*_UNDERWAY, WAITING, UNEXPLAINED)),
    Move("resume", events.Resumed, _TEAM, (*_UNDERWAY, WAITING), at_once=True),
    Move("confirm_deletion", events.DeletionConfirmed, _CP, (THERE, HIDDEN), at_once=True),
)
RETRY = Move("retry", events.Retried, _ACTING, (THERE,), at_once=True)
"""What Jira refused is tried again: nothing of the lifecycle moves, but not everybody may ask for it."""

USEFUL: Mapping[Phase, tuple[str, ...]] = {
    Phase.DETECTION: ("raise",),
    Phase.REMONTEE: ("take", "qualify", "reject_description", "find_cause", "pause", "escalate"),
    Phase.DIAGNOSTIC: ("qualify", "reject_description", "find_cause", "pause", "escalate"),
    Phase.DELAY: ("communicate", "work_around", "deliver", "find_cause", "pause", "escalate", "qualify"),
    Phase.RESOLUTION: (
        *("accept", "deploy", "close", "work_around", "deliver", "refuse"),
        *("find_cause", "validate_workaround", "pause", "escalate", "qualify", "communicate"),
    ),
    Phase.CLOSURE: ("reopen",),
}
"""The moves offered in each phase, the most expected first."""

MOVES_BY_NAME = {move.name: move for move in MOVES}
BY_EVENT: dict[type[Happening], Move] = {move.what: move for move in MOVES}


def _before_detection(anomaly: Anomaly, what: Happening | None) -> bool:
    """Whether personal data would be known to be concerned before anybody had noticed anything."""
    since = what.since if isinstance(what, events.PersonalDataFound) else None
    return since is not None and anomaly.detected_at is not None and since < anomaly.detected_at


@dataclass(frozen=True, slots=True)
class Missing:
    """An obstacle to a move: a need's code, who can settle it (empty: nobody has to), and by which move."""

    code: str
    owes: tuple[Role, ...] = ()
    by: str = ""
    already: bool = False


def missing(
    anomaly: Anomaly, move: Move, by: Actor, what: Happening | None = None, system: System = System.SLACK
) -> tuple[Missing, ...]:
    """The obstacles to a move; empty when it may be made.

    `what` is None while the form that will fill it in is not open yet. In Jira the project's own permissions have
    judged people whom the contract does not name, so that only the preconditions count for them.
    """
    # Whoever Jira let create an issue of the contract's types has raised it.
    born_there = system is System.JIRA and move.what is events.Raised
    known = (system is System.SLACK or bool(by.roles)) and not born_there
    if known and not move.open_to(by, system):
        return (Missing("role", tuple(role for role in Role if role in move.roles)),)
    failed = [need for need in move.needs if not need.holds(anomaly, what)]
    if not failed:
        return ()
    if THERE in failed:
        failed = [THERE]
    if any(need.already for need in failed):
        failed = [need for need in failed if need.already]
    return tuple(Missing(need.code, (need.owes,) if need.owes else (), need.by, need.already) for need in failed)


def possible(anomaly: Anomaly, by: Actor | None = None) -> tuple[str, ...]:
    """The names of the moves that can be made now, in the table's order; by one person, or by anybody."""
    return tuple(
        move.name
        for move in MOVES
        if all(need.holds(anomaly, None) for need in move.needs) and (by is None or move.open_to(by))
    )
