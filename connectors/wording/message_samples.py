"""A sample of every message with its values, for the gallery and the tests."""

from datetime import UTC, datetime, timedelta

from connectors.wording.ledger_message_samples import ANSWER, CLOSE, DECIDE, JUDGE, LEDGER_SAMPLES
from connectors.wording.operator_text import said
from connectors.wording.sample_instants import DUE, LATER, NOW, SINCE
from rules.anomaly.state import Phase, Ticket
from rules.contract import ClockName, Criticality, PauseReason
from rules.digest_model import Chapter, Kind, Line, Said
from rules.effects import Message, Overdue, Say, Value
from rules.events import Ruling, Shift

NAME: dict[str, Value] = {"name": "BOU-214", "title": "Panier vide"}
ABOUT: dict[str, Value] = {**NAME, "who": "Cheffe de projet"}
DUES: dict[str, Value] = {clock.value: DUE for clock in ClockName}
WAS: dict[str, Value] = {"resolution_was": DUE - timedelta(hours=3)}
DONE: dict[str, Value] = {"who": "Cheffe de projet", "via": "slack"}
NOTE: dict[str, Value] = {"text": "Un détail"}
LEVEL: dict[str, Value] = {"criticality": Criticality.MAJEURE}
OUTCOME: dict[str, Value] = {"cause": "Session trop courte", "answer": "Session allongée"}
LACKS: dict[str, Value] = {"move": "close", "missing": ("accepted", "cause"), "owes": ("rm", "developer")}
CLOCK: dict[str, Value] = {
    **NAME,
    "clock": ClockName.RESOLUTION,
    "percent": 90,
    "deadline": DUE,
    "client": "Boutique Exemple",
    "owner": "Développeur",
    "remaining": timedelta(hours=2, minutes=24),
    "next_stop": DUE - timedelta(hours=3, minutes=10),
}
WAIT: dict[str, Value] = {
    **ABOUT,
    "client": "Boutique Exemple",
    "since": SINCE,
    "reason": PauseReason.CLIENT,
    "text": "Un compte de test",
    "paused": "x",
}
JUST: dict[str, Value] = {"remaining": timedelta(seconds=-1), "deadline": NOW - timedelta(seconds=1)}
OVER = {name: value for name, value in CLOCK.items() if name != "remaining"} | {"over": timedelta(hours=2)}
UNHEARD: dict[str, Value] = {"who": "Développeur", "move": "qualify", **LEVEL}
PERIOD: dict[str, Value] = {"client": "Boutique Exemple", "open": 3}
SHIFTS = (
    Shift(ClockName.RESOLUTION, 1, DUE, NOW, Ruling.UPHELD),
    Shift(ClockName.WORKAROUND, 1, None, DUE),
    Shift(ClockName.ACKNOWLEDGEMENT, 1, NOW, None, Ruling.ANNULLED),
)
OWED: dict[str, Said] = {
    "clock": ClockName.RESOLUTION,
    "unit": "opening",
    "step": "deliver",
    "owes": ("Développeur",),
}
ASKED: dict[str, Said] = {"at": NOW, "who": ("Cheffe de projet",), "text": "Un compte de test"}
HELD: dict[str, Said] = {"reason": PauseReason.THIRD_PARTY, "at": NOW, "who": ("Développeur",)}
DEEDS: dict[str, Said] = {
    "deeds": ("Développeur:taken", "Développeur:cause_found", "Cheffe de projet:qualified"),
    "phase": Phase.RESOLUTION.value,
}
EXPOSED: dict[str, Value] = {"name": "BOU-214", "client": "Boutique Exemple", "who": "Cheffe de projet"}
DELAYS: dict[str, Value] = {"since": NOW, "warn_by": DUE, "decide_by": DUE}
TIME: dict[str, Value] = {"key": "BOU-214", "spent": timedelta(minutes=90)}
LEFT: dict[str, Value] = {"left": timedelta(hours=3)}
QUOTE: dict[str, Value] = {"name": "BOU-220", "title": "Refonte du panier"}
HOURS: dict[str, Value] = {"estimate": timedelta(hours=40)}
QUOTE_REFUSALS = ("unknown", "several", "role", "none")
QUESTIONS: dict[str, Value] = {"client": "Boutique Exemple", "key": "BOU-220", "asked": 4, "included": 4}
_SPENT: tuple[dict[str, Value], ...] = (
    {"percent": 75, "left": timedelta(hours=6)},
    {"percent": 100, "over": timedelta(hours=1)},
)
_KEPT = {f"{clock.value}_{verdict}": 1 for clock in ClockName for verdict in ("kept", "missed")}


def _line(kind: Kind, **values: Said) -> Line:
    told: dict[str, Said] = {"criticality": Criticality.MAJEURE, "title": "Panier vide", "client": "Boutique Exemple"}
    return Line(kind, "BOU-214", told | values, Ticket("default", "10214", "BOU-214"))


_OCTOBER = datetime(2026, 10, 1, 12, tzinfo=UTC)
_BUDGETS = (
    Line("to_close", "Boutique Exemple", {"month": _OCTOBER}),
    Line("overrun", "Boutique Exemple", {"month": _OCTOBER, "envelope": "Provision", "minutes": 90}),
    Line("stranger", "Boutique Exemple", {"who": "Paul Stage", "minutes": 750}),
    Line("spent", "Boutique Exemple", {"envelope": "Planifiée", "percent": 80, "used": 400, "available": 480}),
    Line("pool_spent", "Boutique Exemple", {"envelope": "c1", "percent": 80}),
    Line("pool_forecast", "Boutique Exemple", {"envelope": "refonte", "percent": 130}),
    Line("forecast", "Boutique Exemple", {"envelope": "Planifiée", "used": 300, "available": 480, "expected": 620}),
)
_COMPENSATIONS = (
    Line("penalty_notify", "Boutique Exemple", {"month": _OCTOBER, "penalties": 2}),
    Line("penalty_answer", "Boutique Exemple", {"month": _OCTOBER, "penalties": 1, "until": LATER}),
    Line("penalty_decide", "Boutique Exemple", {"month": _OCTOBER, "penalties": 1}),
)


SAMPLES: tuple[Message, ...] = (
    Message(Say.DONE, {"title": "Panier vide", "move": "detected"}),
    Message(Say.DONE, {"title": "Panier vide", "move": "raised"}),
    Message(Say.REFUSED, {"name": "BOU-214", **LACKS}, ("accept", "find_cause")),
    Message(Say.REFUSED, {"name": "BOU-214", "move": "accept", "missing": ("role",), "owes": ("rm",)}),
    Message(Say.REFUSED, {"name": "BOU-214", "move": "deliver", "missing": ("not_delivered",), "owes": ()}),
    Message(Say.UNCHANGED, {"name": "BOU-214", "move": "take"}),
    Message(Say.UNKNOWN_ANOMALY, {"key": "BOU-214"}),
    Message(Say.UNKNOWN_ANOMALY),
    Message(Say.WAITS_BEHIND, {"name": "BOU-214", "until": NOW + timedelta(hours=24)}),
    Message(Say.WAITS_BEHIND, {"name": "BOU-214"}),
    Message(Say.NO_CONTRACT),
    Message(Say.NOTHING_TO_FILL, {"name": "BOU-214"}),
    Message(Say.TIME_COUNTED, TIME | {"title": "Panier vide", "text": "analyse", "envelope": "provision", **LEFT}),
    Message(Say.TIME_COUNTED, TIME | {"envelope": "provision", "over": timedelta(hours=1)}),
    Message(Say.TIME_COUNTED, TIME),
    Message(Say.TIME_TAKEN_BACK, TIME),
    *(
        Message(Say.TIME_NOT_COUNTED, TIME | {"why": why, "client": "Boutique Exemple"})
        for why in ("unknown", "several", "role", "uncounted", "absurd", "nothing")
    ),
    Message(Say.QUOTE_ASKED, QUOTE | {"people": ("Direction de compte",)}),
    Message(
        Say.QUOTE_TO_ANSWER,
        QUOTE | {"who": "Cheffe de projet", "client": "Boutique Exemple", "text": "en décembre"},
        buttons=(ANSWER,),
    ),
    Message(
        Say.QUOTE_TO_ANSWER, QUOTE | {"who": "Cheffe de projet", "client": "Boutique Exemple", "text": "", **HOURS}
    ),
    Message(Say.QUOTE_SENT, {"name": "BOU-220", "who": "Cheffe de projet"}),
    Message(
        Say.QUOTE_ANSWERED, QUOTE | {"outcome": "accepted", "cents": 123_450, "worked": "3", "text": "sous 2 mois"}
    ),
    Message(Say.QUOTE_ANSWERED, QUOTE | {"outcome": "refused", "text": "hors de notre métier"}),
    *(Message(Say.QUOTE_NOT_TAKEN, {"why": why, "key": "BOU-220"}) for why in QUOTE_REFUSALS),
    *(
        Message(say, QUESTIONS | {"beyond": beyond, "cents": 4_500})
        for say in (Say.QUESTIONS_USED_UP, Say.QUESTION_BEYOND)
        for beyond in ("counted", "refused", "billed")
    ),
    Message(Say.HANDED_OVER, ABOUT | NOTE, ("raise",)),
    Message(Say.RAISED_TO_CP, ABOUT | LEVEL | DUES | {"key": "BOU-214"}, ("take", "qualify", "reject_description")),
    Message(Say.RAISED_TO_CP, ABOUT | LEVEL | {"key": "BOU-214"}, ("take",)),
    Message(Say.TICKET_LATE, ABOUT | LEVEL | NOTE, ("take", "qualify")),
    Message(Say.TICKET_LATE, {"title": "Panier vide"}),
    Message(Say.REOPENED_TO_PROVIDER, ABOUT | NOTE, ("take",)),
    Message(Say.REOPENED_TO_PROVIDER, ABOUT | {"text": ""}),
    Message(Say.SECURITY_RAISED, ABOUT | LEVEL | DUES | {"key": "BOU-214"}, ("take", "qualify")),
    Message(Say.DESCRIPTION_REJECTED, ABOUT | NOTE, ("answer",)),
    Message(Say.DESCRIPTION_REJECTED, ABOUT | NOTE | {"term": LATER}, ("answer",)),
    Message(Say.CLIENT_ANSWERED, ABOUT | NOTE, ("qualify",)),
    Message(Say.CLIENT_ANSWERED, ABOUT | NOTE, ("reopen",)),
    Message(Say.AUTOMATIC_REPLY, ABOUT | NOTE, ("resume",)),
    Message(Say.QUALIFIED_TO_RM, ABOUT | LEVEL | NOTE),
    Message(Say.LEVEL_REACHED, ABOUT | LEVEL | NOTE | {"level": "N2"}, ("take",)),
    Message(Say.LEVEL_REACHED, ABOUT | LEVEL | {"level": "N1", "text": ""}, ("take_over",)),
    Message(Say.OUT_OF_SCOPE, ABOUT | LEVEL | NOTE),
    Message(Say.DELAY_TO_SEND, ABOUT | LEVEL | NOTE | DUES, ("communicate",)),
    Message(Say.DELAY_TO_SEND, ABOUT | LEVEL | NOTE | DUES | WAS, ("communicate",)),
    Message(Say.DELAY_TO_SEND, ABOUT | LEVEL | NOTE, ("communicate",)),
    Message(Say.DELAY_COMMUNICATED, ABOUT | NOTE | DUES),
    Message(Say.DELAY_COMMUNICATED, ABOUT | NOTE),
    Message(Say.DELAY_COMMUNICATED, ABOUT | {"text": ""}),
    Message(Say.INFORMED_TO_RM, ABOUT | NOTE, ("answer",)),
    Message(Say.DELAY_CORRECTED, ABOUT | NOTE | DUES | WAS),
    Message(Say.DELAY_CORRECTED, ABOUT | {"text": "", "resolution_was": DUE}),
    Message(Say.WORKAROUND_TO_RM, ABOUT | NOTE, ("validate_workaround",)),
    Message(Say.RECETTE_ASKED, ABOUT | NOTE, ("accept", "refuse")),
    Message(Say.RECETTE_ACCEPTED, ABOUT, ("deploy",)),
    Message(Say.RECETTE_REFUSED, ABOUT | NOTE),
    Message(Say.READY_TO_CLOSE, ABOUT, ("close",)),
    Message(Say.CLOSED_TO_RM, ABOUT | OUTCOME),
    Message(Say.PAUSED_FOR_CLIENT, ABOUT | NOTE, ("answer",)),
    Message(Say.PAUSED_FOR_CLIENT, ABOUT | NOTE | {"term": LATER}, ("answer",)),
    Message(Say.WHY_ASKED, ABOUT | {"reason": PauseReason.CLIENT}, ("say_why",)),
    Message(Say.ANSWER_CHASED, WAIT | {"number": 2, "term": LATER}, ("answer",)),
    Message(Say.ANSWER_CHASED, WAIT | {"number": 1, "text": ""}, ("answer",)),
    Message(Say.RECETTE_CHASED, ABOUT | {"since": SINCE, "number": 1}, ("accept", "refuse")),
    Message(Say.WAIT_RECALLED, WAIT | {"number": 1, "reason": PauseReason.THIRD_PARTY}, ("resume",)),
    Message(Say.WAIT_OUTLASTED, WAIT, ("resume",)),
    Message(Say.WAIT_ENDED, WAIT | {"term": NOW}),
    Message(Say.RESUMED_AT_TERM, WAIT | {"term": NOW, "running": "x"}),
    Message(Say.LOG_RAISED, DONE | LEVEL | {"title": "Panier vide"}),
    Message(Say.LOG_TICKET, DONE | {"key": "BOU-214"}),
    Message(Say.LOG_MOVED, DONE | {"was": "BOU-214", "key": "POR-3"}),
    Message(Say.LOG_MOVED_AWAY, DONE),
    Message(Say.LOG_MOVED_BACK, DONE | {"key": "BOU-214", "since": SINCE}),
    Message(Say.LOG_TICKET_REMOVED, DONE),
    Message(Say.LOG_TICKET_RESTORED, DONE | NAME),
    Message(Say.LOG_DECLASSIFIED, DONE | {"type": "Évolution"}),
    Message(Say.LOG_RECLASSIFIED, DONE | {"type": "Anomalie"}),
    Message(Say.LOG_DUPLICATE, DONE | {"key": "BOU-200"}),
    Message(Say.LOG_NOT_DUPLICATE, DONE | {"key": "BOU-200"}),
    Message(Say.LOG_TAKEN, DONE),
    Message(Say.LOG_TAKEN_OVER, DONE),
    Message(Say.LOG_DESCRIPTION_REJECTED, DONE | NOTE),
    Message(Say.LOG_CLIENT_ANSWERED, DONE | NOTE),
    Message(Say.LOG_CLIENT_ANSWERED, DONE | {"text": ""}),
    Message(Say.LOG_QUALIFIED, DONE | LEVEL | NOTE),
    Message(Say.LOG_OUT_OF_SCOPE, DONE | LEVEL | NOTE),
    Message(Say.LOG_LEVEL_CHANGED, DONE | NOTE | {"was": "N2", "level": "N3"}),
    Message(Say.LOG_LEVEL_CHANGED, DONE | {"was": "N2", "level": "N1", "text": ""}),
    Message(Say.LOG_CAUSE, DONE | NOTE),
    Message(Say.LOG_INFORMED, DONE | NOTE),
    Message(Say.LOG_INFORMED, DONE | {"text": ""}),
    Message(Say.LOG_COMMUNICATED, DONE | NOTE | DUES),
    Message(Say.LOG_COMMUNICATED, DONE | {"text": ""}),
    Message(Say.LOG_CORRECTED, DONE | NOTE | DUES | WAS),
    Message(Say.LOG_CORRECTED, DONE | {"text": "", "resolution_was": DUE}),
    Message(Say.LOG_WORKAROUND, DONE | NOTE),
    Message(Say.LOG_STEP, DONE | {"fact": "workaround_validated"}),
    Message(Say.LOG_DELIVERED, DONE | NOTE),
    Message(Say.LOG_STEP, DONE | {"fact": "accepted"}),
    Message(Say.LOG_REFUSED, DONE | NOTE),
    Message(Say.LOG_DEPLOYED, DONE | NOTE),
    Message(Say.LOG_CLOSED, DONE | OUTCOME),
    Message(Say.LOG_REOPENED, DONE | NOTE),
    Message(Say.LOG_PAUSED, DONE | NOTE | {"reason": PauseReason.CLIENT}),
    Message(Say.LOG_RESUMED, DONE | NOTE),
    Message(Say.LOG_RESUMED_AT_TERM, {"term": NOW}),
    Message(Say.LOG_WAIT_EXPLAINED, DONE | NOTE),
    Message(Say.LOG_CHASED, WAIT | {"number": 2}),
    Message(Say.LOG_CHASED, WAIT | {"number": 1, "reason": PauseReason.RECETTE, "text": ""}),
    Message(Say.PREMATURE_STATUS, {"who": "Développeur", **LACKS}),
    Message(Say.PREMATURE_STATUS, {"who": "Développeur", "move": "accept", "missing": ("role",), "owes": ("rm",)}),
    Message(Say.STATUS_UNDESCRIBED, NAME | {"status": "Annulé", "line": "Annulé: annulée"}),
    Message(Say.PRIORITY_NOT_COUNTED, UNHEARD | {"missing": ("role",), "owes": ("cp",)}),
    Message(Say.PRIORITY_NOT_COUNTED, UNHEARD | {"missing": ("open",), "owes": ("rm",)}),
    Message(Say.WARNING, CLOCK, ("acknowledge", "snooze", "inform")),
    Message(Say.WARNING, CLOCK | {"owed_at": NOW - timedelta(hours=1)}, ("take", "snooze", "inform")),
    Message(Say.BREACH, CLOCK, ("acknowledge", "snooze", "inform")),
    Message(Say.BREACH, CLOCK | JUST, ("acknowledge", "snooze", "communicate")),
    Message(Say.BREACH_AGAIN, CLOCK, ("acknowledge", "snooze", "inform")),
    Message(Say.WARNING_TO_ROLE, CLOCK),
    Message(Say.UNANSWERED, CLOCK | {"since": NOW - timedelta(hours=1)}, ("acknowledge", "inform")),
    Message(Say.UNANSWERED, OVER | {"since": NOW}, ("acknowledge", "inform")),
    Message(Say.LOG_UNANSWERED, {"clock": ClockName.RESOLUTION, "since": NOW, "people": "Chef de projet"}),
    Message(Say.LOG_UNANSWERED, {"clock": ClockName.RESOLUTION, "since": NOW, "people": ""}),
    Message(Say.LOG_STEP, DONE | {"fact": "acknowledged"}),
    Message(Say.LOG_SNOOZED, DONE | NOTE | {"until": NOW + timedelta(hours=18)}),
    Message(Say.BREACH_TO_ROLE, CLOCK),
    Message(Say.BREACH_TO_ROLE, CLOCK | JUST),
    Message(Say.DEADLINES_MOVED, DONE | NOTE | {"cause": "requalified", "shifts": SHIFTS}),
    Message(Say.DEADLINES_MOVED, DONE | {"cause": "requalified", "shifts": SHIFTS[:1]}),
    Message(Say.DEADLINES_MOVED, DONE | NOTE | {"cause": "contract_edited", "shifts": SHIFTS}),
    Message(Say.DEADLINES_MOVED, DONE | {"cause": "history", "shifts": SHIFTS}),
    Message(Say.DEADLINES_MOVED, DONE | {"cause": "ticket", "shifts": SHIFTS}),
    Message(Say.BREACH_RULED, ABOUT | NOTE | {"client": "Boutique Exemple", "shifts": SHIFTS}),
    Message(Say.CONTRACT_EDITED, PERIOD | {"text": "boutique-2026-01.yaml", "moved": 2, "late": ("BOU-1", "BOU-2")}),
    Message(Say.PROMISE_BEYOND, CLOCK | ABOUT | {"promised": DUE}),
    Message(Say.PROMISE_NEAR, CLOCK | {"promised": DUE}, ("communicate",)),
    Message(Say.PROMISE_BROKEN, CLOCK | {"promised": DUE}, ("communicate",)),
    Message(Say.PROMISE_OVERTAKEN, CLOCK | {"promised": NOW + timedelta(hours=1)}, ("communicate",)),
    Message(Say.PERSONAL_DATA, EXPOSED | NOTE | DELAYS, ("warn_client",)),
    Message(Say.PERSONAL_DATA, EXPOSED | {"text": ""} | DELAYS, ("warn_client",)),
    Message(Say.NO_PERSONAL_DATA, EXPOSED | NOTE),
    Message(Say.CLIENT_WARNED_TO_RM, EXPOSED | DELAYS | {"words": "Des commandes ont été lues"}, ("decide_authority",)),
    Message(Say.CLIENT_WARNED, EXPOSED | NOTE),
    Message(Say.AUTHORITY_NOTIFIED, EXPOSED | {"at": NOW, "reference": "2026-118"}),
    Message(Say.AUTHORITY_NOT_NOTIFIED, EXPOSED | NOTE),
    *(
        Message(say, EXPOSED | {"since": NOW, "deadline": DUE} | spent, (move,))
        for say, move in (
            (Say.CLIENT_WARNING_DUE, "warn_client"),
            (Say.AUTHORITY_DECISION_DUE, "decide_authority"),
        )
        for spent in _SPENT
    ),
    Message(
        Say.OVERDUE,
        {
            "client": "Boutique Exemple",
            "since": NOW - timedelta(hours=3),
            "until": NOW,
            "count": 25,
            "more": 5,
            "overdue": (
                Overdue("BOU-1", Criticality.BLOQUANTE, ClockName.RESOLUTION, DUE, breached=True),
                Overdue("BOU-2", Criticality.MAJEURE, ClockName.WORKAROUND, DUE, breached=False),
                Overdue("BOU-3", Criticality.MINEURE, ClockName.RESOLUTION, DUE, breached=True, promised=True),
                Overdue("BOU-4", Criticality.MINEURE, ClockName.RESOLUTION, DUE, breached=False, promised=True),
            ),
        },
    ),
    Message(
        Say.UNDELIVERED,
        {
            "via": "slack",
            "since": NOW - timedelta(minutes=30),
            "count": 48,
            "more": 46,
            "unsaid": (
                "🚨 BOU-1 · Résolution, échéance dépassée",
                "🟠 BOU-2 · Panier vide · Majeure — Remontée par Agent",
            ),
        },
    ),
    Message(
        Say.DAILY,
        {
            "open": 24,
            "chapters": (
                Chapter("late", 14, (_line("late", over=timedelta(hours=3, minutes=20), **OWED),)),
                Chapter("today", 1, (_line("today", left=timedelta(hours=2, minutes=24), at=DUE, **OWED),)),
                Chapter("promised", 2, (_line("gone", at=NOW, **OWED), _line("promised", at=DUE, **OWED))),
                Chapter("waiting", 2, (_line("answer", **ASKED), _line("accept", at=NOW))),
                Chapter("unexplained", 1, (_line("unexplained", **HELD),)),
                Chapter("budget", 5, _BUDGETS),
                Chapter("compensation", 3, _COMPENSATIONS),
            ),
        },
        buttons=(CLOSE, DECIDE, *JUDGE),
    ),
    Message(
        Say.WEEKLY,
        {
            "count": 4,
            "chapters": (
                Chapter("answer", 1, (_line("answer", **ASKED),)),
                Chapter("accept", 1, (_line("accept", at=NOW),)),
                Chapter("workaround", 1, (_line("workaround", at=NOW),)),
                Chapter("raise", 1, (_line("raise", at=NOW, who=("Agent",)),)),
            ),
        },
    ),
    Message(
        Say.EVENING,
        {
            "count": 3,
            "since": NOW - timedelta(days=1),
            "until": NOW,
            "chapters": (
                Chapter(
                    "handled",
                    3,
                    (
                        _line("handled", left=timedelta(hours=2, minutes=24), at=DUE, **OWED, **DEEDS),
                        _line("handled", over=timedelta(hours=1), **OWED, **DEEDS),
                        _line("handled", reason=PauseReason.CLIENT, at=NOW, step="answer", **DEEDS),
                    ),
                ),
            ),
        },
    ),
    Message(
        Say.MONTHLY,
        PERIOD | {"month": NOW, "raised": 4, "closed": 1, "levels": ("bloquante:1", "majeure:3")} | _KEPT,
    ),
    Message(
        Say.MONTHLY,
        PERIOD | {"month": NOW, "raised": 1, "closed": 1, "climbs": 2, "support": ("N2 75 %", "N3 25 %")} | _KEPT,
    ),
    *LEDGER_SAMPLES,
    Message(Say.TICKET_HIDDEN, NAME, ("confirm_deletion",)),
    Message(Say.PROOF_SENT, NAME | {"at": NOW}),
    Message(
        Say.CHAT_REFUSES,
        {
            "via": "slack",
            "client": "Boutique Exemple",
            "place": "C0BOUTIQUE",
            "text": "slack: is_archived",
            "remedy": said("remedy.is_archived"),
        },
    ),
    Message(
        Say.CHAT_REFUSES,
        {
            "via": "slack",
            "client": "Boutique Exemple",
            "who": "Agent",
            "text": "slack: user_not_found",
            "remedy": said("remedy.user_not_found"),
        },
    ),
    Message(Say.CHAT_REFUSES, {"via": "slack", "text": "slack: token_revoked", "remedy": said("remedy.token")}),
    Message(
        Say.MAIL_REFUSED,
        {
            "client": "Boutique Exemple",
            "who": "Responsable",
            "text": "smtp: 550",
            "remedy": said("remedy.mail_recipient"),
        },
    ),
    Message(Say.MAIL_REFUSED, {"text": "smtp: 535", "remedy": said("remedy.mail_auth")}),
    Message(Say.ERRAND_PARKED, NAME | {"effect": "TransitionIssue", "text": "un écran demande un champ"}),
    Message(Say.ERRAND_PARKED, NAME | {"effect": "TransitionIssue", "text": "Option refusée"}, ("fill", "retry")),
    Message(Say.ERRAND_PARKED, {"effect": "CreateIssue"}),
    Message(
        Say.WEBHOOK_DISABLED,
        {"client": "Boutique Exemple", "webhook": "equipe", "since": NOW - timedelta(days=1), "why": "500"},
    ),
    Message(Say.FIELD_REFUSED, NAME | {"why": "Jira ne prend pas un champ", "text": "hors de l'écran", "remedy": "x"}),
)
