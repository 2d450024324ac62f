"""No sentence is left that nobody says: each key stands whole in the code, or is one of those that it puts together."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

from bot.slack.forms.absence_form import FIRST_DAY, LAST_DAY, STAND_IN
from bot.slack.forms.ledger_forms import LOT, MONTHS, NOTE, RATE, WAY
from bot.slack.forms.penalty_forms import PENALTY_FORMS
from bot.slack.forms.quote_form import ACCEPTED, AMOUNT, DAYS, OUTCOME, REFUSED
from connectors.channels.slack.home.home_figures import NOTABLE
from connectors.documents.agreed_clause import Chapter
from connectors.documents.month_figures import STOCK
from connectors.preference_choices import LANGUAGE, LISTS, MORNING, OFFERED, WEEKLY
from connectors.wording import Form
from connectors.wording.catalogue import catalogue
from connectors.wording.message_keys import candidates
from connectors.wording.message_samples import SAMPLES
from rules.anomaly.lifecycle import MOVES
from rules.clock import State, Verdict
from rules.clock.timeline import Exclusion
from rules.contract import ClockName, Contract, Duty, Side
from rules.contract.budget_terms import NON_BILLABLE, OUT_OF_SCOPE
from rules.contract.compensation_terms import Denominator, ExclusionCause, LateUnit
from rules.digest_model import Heading, Kind
from rules.economy.budget_summary import Todo
from rules.economy.budget_view import Term
from rules.economy.compensation.penalty_life import LifeState
from rules.economy.compensation.statement import Adjusted
from rules.economy.entries import Aside
from rules.events import Cause, Deadline, FieldGiven, Ruling, Shift, kind_name
from rules.events.compensation_events import CompensationEvent
from rules.events.ledger_events import OverrunWay, Pool
from rules.fold.steps import AT_TERM
from rules.people.ledger_rights import LEDGER_BUTTONS
from rules.people.next_owner import OWED
from rules.reports.month.page_word import Why, Word
from rules.workdays import Reason
from tests.connectors.wording.test_catalogue import EXPECTED

ROOT = Path(__file__).parents[3]
ROOMS = ("bot", "connectors", "rules", "scheduler")
FRENCH = catalogue("fr")
PENALTY_STEPS = [kind_name(one).removeprefix("compensation_") for one in get_args(CompensationEvent)]
BY_CLOCK = (
    *(f"sla.{told}" for told in (*Verdict, State.CANCELLED)),
    *(f"state.{told}" for told in ("late", "kept", "missed", State.WAITING, State.CANCELLED)),
    *(f"state.release.{state}" for state in (State.RUNNING, State.PAUSED, State.STOPPED)),
)
# Families that the code puts together, from the values that they are made of: not every member need have a sentence.
CONSTRUCTED = (
    *EXPECTED,
    *(f"{stem}.{clock}" for stem in BY_CLOCK for clock in ClockName),
    *(f"state.{told}" for told in ("running", "paused", "paused_late", "uncommitted")),
    *(f"sla.reason.{reason}" for reason in (*Reason, *Exclusion)),
    f"fact.{AT_TERM}",
    *(f"budget.aside.{reason}" for reason in Aside),
    *(f"portfolio.{name}{form}" for name in ("pressing", "exposed", "spending") for form in ("", ".none")),
    *(f"portfolio.todo.{todo}" for todo in Todo),
    *(f"budget.term.{term}" for term in Term),
    *(f"quote.{name}{part}" for name in (OUTCOME, AMOUNT, DAYS, NOTE) for part in ("", ".hint")),
    *(f"quote.outcome.{answer}" for answer in (ACCEPTED, REFUSED)),
    *(f"requests.{kind}" for kind in (OUT_OF_SCOPE, NON_BILLABLE)),
    *(f"compensation.adjusted.{one}" for one in Adjusted),
    *(f"compensation.cause.{cause}" for cause in ExclusionCause),
    *(f"compensation.denominator.{one}" for one in Denominator),
    *(f"compensation.fact.{kind}" for kind in PENALTY_STEPS),
    *(f"compensation.{said}.{kind}" for said in ("penalty", "name") for kind in ("miss", "rate", "availability")),
    *(f"penalty.{act}.{part}" for act in PENALTY_FORMS for part in ("title", "intro")),
    *(
        f"penalty.{act}.{name}{part}"
        for act, form in PENALTY_FORMS.items()
        for name in form.fields
        for part in ("", ".hint", ".placeholder")
    ),
    *(f"compensation.state.{state}" for state in LifeState),
    *(f"report.word.{word}" for word in Word),
    *(f"report.why.{why}" for why in Why),
    *(f"report.side.{side}" for side in (*Side, None)),
    *(f"report.stock.{name}" for name in STOCK),
    *(f"report.verdict.{verdict}" for verdict in (*Verdict, "excluded")),
    *(f"compensation.unit.{unit}" for unit in LateUnit),
    *(f"difference.chapter.{chapter}" for chapter in Chapter),
    *(f"difference.part.{one.name}" for one in fields(Contract)),
    *(f"terms.budget.category_{key}" for key in ("types", "labels")),
    *(f"terms.compensation.{name}" for name in ("anomaly_cap", "month_cap", "contract_cap")),
    *(f"fact.{type(code).__name__.lower()}.{code}" for code in (*Cause, *Ruling)),
    *(f"fact.item.{item.__name__.lower()}" for item in (Deadline, FieldGiven, Shift)),
    *(f"next.{move.name}" for move in MOVES),
    *(f"button.{move}.again" for move in ("qualify", "communicate")),
    *(f"card.step.{step}" for step in ("todo", "current", "skipped", "done")),
    *(f"passed.{day}" for day in ("today", "yesterday", "day")),
    *(f"form.choice.{answer}" for answer in ("yes", "no")),
    *(f"form.outlook.late.{clock}" for clock in ClockName),
    *(f"ruling.{ruling}" for ruling in Ruling),
    *(f"sla.promised.{verdict}" for verdict in (Verdict.PENDING, Verdict.KEPT, Verdict.MISSED)),
    *(f"personal.{duty}" for duty in Duty),
    *(f"form.decide_authority.{told}" for told in ("notified", "not_notified")),
    "emoji.none",
    *(f"home.owed.{move}" for move in OWED),
    *(f"home.{side}.{what}" for side, told in NOTABLE.items() for what in told),
    *(f"home.{name}{part}" for name in OFFERED for part in ("", ".about")),
    *(f"absence.{name}{part}" for name in (FIRST_DAY, LAST_DAY, STAND_IN) for part in ("", ".hint")),
    *(f"home.{name}.{value}" for name in (LANGUAGE, LISTS) for value in OFFERED[name]),
    *(f"home.{name}.none" for name in (MORNING, WEEKLY)),
    *(f"unit.{hours}" for hours in ("opening", "wall")),
    *(f"digest.{heading}" for heading in get_args(Heading)),
    *(f"digest.line.{kind}" for kind in get_args(Kind)),
    *(f"button.ledger.{one.name}" for one in LEDGER_BUTTONS.values()),
    *(f"pool.{one}" for one in Pool),
    *(f"ledger.way.{way}" for way in OverrunWay),
    *(f"ledger.decide.{name}{part}" for name in (WAY, MONTHS, RATE, LOT, NOTE) for part in ("", ".hint")),
)
_COUNTED = re.compile(r":n_(\w+)\}")


def written() -> Iterator[str]:
    """Every text that stands whole in the code."""
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def told() -> Iterator[str]:
    """The sentence that each message takes, in each form that a channel shows."""
    for message in SAMPLES:
        for form in get_args(Form):
            yield next(key for key in candidates(message, form) if key in FRENCH.keys)


def counted() -> Iterator[str]:
    """What the sentences count."""
    for key in FRENCH.keys:
        yield from (f"count.{what}" for what in _COUNTED.findall(FRENCH.sentence(key)))


def test_every_sentence_is_said_somewhere() -> None:
    said = {*written(), *CONSTRUCTED, *told(), *counted()}
    assert sorted((FRENCH.keys | FRENCH.plurals) - said) == []
