"""A sample of every message on the economy of a contract: months, envelopes, questions, penalties."""

from datetime import UTC, datetime

from connectors.wording.sample_instants import LATER, NOW
from rules.budget_model import EnvelopeLine, LedgerButton, Money, PenaltyLine
from rules.contract import ClockName
from rules.effects import Message, Say, Value

MONTH: dict[str, Value] = {"client": "Boutique Exemple", "month": datetime(2026, 10, 1, 12, tzinfo=UTC)}
BUDGET: dict[str, Value] = MONTH | {
    "envelopes": (
        EnvelopeLine("Planifiée", 480, 510, corrected=30, given=60, closing=0),
        EnvelopeLine("Provision", 300, 390, pending=90, closing=0),
        EnvelopeLine("Support", 300, 360, lapsed=20, billed=60, price=Money(9_500), closing=-15),
    ),
}
SPENT: dict[str, Value] = MONTH | {"envelope": "Provision", "percent": 80, "used": 250, "available": 300}
NEARLY: dict[str, Value] = {
    "client": "Boutique Exemple",
    "envelope": "c1",
    "percent": 80,
    "expected_percent": 130,
    "empty_on": NOW,
}
_AMOUNTS: tuple[tuple[str, dict[str, Value]], ...] = (
    ("booklet", {"used_units": 16_500, "available_units": 20_000}),
    ("credit", {"used": 400, "available": 480}),
    ("lot", {"spent": Money(960_000), "budget": Money(1_200_000)}),
    ("lot", {}),
)
OVERRUN: dict[str, Value] = MONTH | {"envelope": "Provision", "minutes": 90, "who": "Cheffe de projet"}
AUTHOR: dict[str, Value] = {"client": "Boutique Exemple", "name": "Paul Stage", "minutes": 750}
CLOSE = LedgerButton("close_month", "boutique-exemple", "2026-10", month="2026-10")
ANSWER = LedgerButton("answer_quote", "boutique-exemple", "BOU-220")
DECIDE = LedgerButton("decide_overrun", "boutique-exemple", "2026-10|Provision", "Provision")
JUDGE = tuple(LedgerButton(act, "boutique-exemple", "acc-x", "Paul") for act in ("count_author", "leave_author"))
ANSWERS = tuple(LedgerButton(act, "boutique-exemple", "d1") for act in ("agree_overrun", "refuse_overrun"))
_WAYS: tuple[tuple[str, dict[str, Value]], ...] = (
    ("spread", {"months": 3}),
    ("lot", {"lot": "refonte-panier"}),
    ("invoice", {"amount": Money(14_250)}),
    ("waive", {}),
)
_REFUSALS: tuple[tuple[str, dict[str, Value]], ...] = (
    ("no_question", {}),
    ("question_judged", {"key": "BOU-31"}),
    ("role", {}),
    ("no_budget", {}),
    ("not_over", MONTH),
    ("already", MONTH | {"who": "Cheffe de projet", "at": NOW}),
    ("earlier_open", MONTH | {"first": datetime(2026, 9, 1, 12, tzinfo=UTC)}),
    ("outside", MONTH),
    ("nothing_to_decide", MONTH | {"envelope": "Provision"}),
    ("unknown_lot", {"text": "refonte"}),
    ("unknown_decision", {}),
    ("answered", {"who": "Responsable"}),
    ("no_stranger", {}),
)
NOTE: dict[str, Value] = {"text": "Un détail"}
PENALTY = PenaltyLine(Money(10_800), "BOU-214", ClockName.RESOLUTION)
PENALTIES: dict[str, Value] = MONTH | {
    "penalties": (PENALTY, PenaltyLine(Money(7_500), rate=True), PenaltyLine(Money(15_000))),
}
ENDS: dict[str, Value] = {"until": LATER}
STEPS = tuple(
    LedgerButton(act, "boutique-exemple", "a1:resolution:1@2026-10", "BOU-214")
    for act in ("notify_penalty", "observe_penalty", "apply_penalty", "waive_penalty", "exclude_penalty")
)
_ONE: dict[str, Value] = PENALTIES | {"penalties": (PENALTY,), "who": "Direction", "on": NOW}
_STEPPED: tuple[tuple[str, dict[str, Value]], ...] = (
    ("notified", ENDS),
    ("observed", NOTE),
    ("observed", NOTE | {"late": "x"}),
    ("applied", {"text": "Courrier 12"}),
    ("waived", NOTE | {"waived": Money(800), "left": Money(10_000)}),
    ("excluded", NOTE | {"causes": ("force_majeure",)}),
)
_LATE_ONE: dict[str, Value] = {"anomaly": "BOU-214", "clock": ClockName.RESOLUTION}
_NOT_STEPPED: tuple[tuple[str, dict[str, Value]], ...] = (
    ("role", {}),
    ("unknown", {}),
    ("month_open", MONTH),
    ("exempt", {}),
    ("not_calculated", {}),
    ("not_notified", _LATE_ONE),
    ("already_notified", _LATE_ONE | {"received": NOW}),
    ("too_early", _LATE_ONE | ENDS),
    ("more_than_left", _LATE_ONE | {"amount": Money(10_000)}),
    ("over", _LATE_ONE),
    ("cause_not_agreed", {"causes": ("client", "force_majeure")}),
    ("nothing", _LATE_ONE),
    ("before_month", MONTH),
    ("before_notice", {"received": NOW}),
)

LEDGER_SAMPLES: tuple[Message, ...] = (
    Message(Say.MONTH_TO_CLOSE, BUDGET | {"unknown": 90, "fee": Money(150_000)}, buttons=(CLOSE, DECIDE)),
    Message(Say.MONTH_CLOSED, BUDGET | {"who": "Cheffe de projet", "fee": Money(150_000)}, buttons=(DECIDE,)),
    Message(Say.MONTH_CLOSED_TO_RM, BUDGET | {"who": "Cheffe de projet", "fee": Money(150_000)}),
    Message(Say.MONTH_CLOSED_TO_RM, BUDGET | {"who": "Cheffe de projet"}),
    Message(
        Say.TIME_AHEAD,
        {"client": "Boutique Exemple", "key": "BOU-214", "who": "Développeur", "minutes": 90, "day": LATER},
    ),
    Message(Say.BUDGET_WARNING, SPENT | {"alarm": "consumed"}),
    Message(Say.BUDGET_WARNING, SPENT | {"alarm": "forecast", "expected": 620, "empty_on": NOW}),
    Message(Say.BUDGET_WARNING, SPENT | {"alarm": "exceeded", "pending": 90}),
    *(
        Message(Say.POOL_WARNING, NEARLY | {"pool": pool, "alarm": alarm} | amounts)
        for alarm in ("consumed", "forecast")
        for pool, amounts in _AMOUNTS
    ),
    Message(Say.OVERRUN_TO_DECIDE, SPENT | {"pending": 90}, buttons=(DECIDE,)),
    *(
        Message(
            say, OVERRUN | {"way": way, "text": "Décidé en comité"} | more, buttons=ANSWERS if way != "waive" else ()
        )
        for say in (Say.OVERRUN_DECIDED, Say.OVERRUN_TO_AGREE)
        for way, more in _WAYS
    ),
    Message(Say.OVERRUN_DECIDED, OVERRUN | {"way": "spread", "months": 3, "hidden": "x"}, buttons=ANSWERS),
    Message(Say.OVERRUN_ANSWERED, OVERRUN | {"answer": "agreed", "amount": Money(14_250)}),
    Message(Say.OVERRUN_ANSWERED, OVERRUN | {"answer": "refused"}, buttons=(DECIDE,)),
    *(
        Message(
            Say.QUESTION_JUDGED,
            {"client": "Boutique Exemple", "key": "BOU-230", "who": "Cheffe de projet", "answer": answer},
        )
        for answer in ("taken", "refused")
    ),
    Message(Say.AUTHOR_JUDGED, AUTHOR | {"answer": "counted"}),
    Message(Say.AUTHOR_JUDGED, AUTHOR | {"answer": "left_out"}),
    *(
        Message(Say.LEDGER_REFUSED, {"client": "Boutique Exemple", "reason": reason} | more)
        for reason, more in _REFUSALS
    ),
    Message(Say.COMPENSATION_SETTLED, PENALTIES | {"amount": Money(33_300), "said": "2026-10 boutique-exemple"}),
    *(
        Message(
            Say.COMPENSATION_STEPPED, _ONE | {"step": step} | more, buttons=STEPS[1:4] if step == "notified" else ()
        )
        for step, more in _STEPPED
    ),
    Message(Say.COMPENSATION_DIFFERENCE, PENALTIES),
    Message(Say.COMPENSATION_TERM, PENALTIES | ENDS | {"when": "today"}, buttons=STEPS[1:4]),
    Message(Say.COMPENSATION_TERM, PENALTIES | ENDS | {"when": "over"}, buttons=STEPS[2:4]),
    *(
        Message(Say.COMPENSATION_REFUSED, {"client": "Boutique Exemple", "reason": reason} | more)
        for reason, more in _NOT_STEPPED
    ),
)
