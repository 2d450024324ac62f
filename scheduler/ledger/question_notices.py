"""Tells both sides that the included questions of a month are used up, before the first one beyond is asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from connectors.contracts import Contracts
from connectors.store import Connection, contract_issues
from rules.budget_model import LedgerButton
from rules.change import recipient
from rules.contract import Contract, Role
from rules.contract.budget_terms import BeyondQuestions, ClientSees, Questions
from rules.economy.categories import category, is_question
from rules.economy.sold_beside import Shown, asked
from rules.effects import Message, Say, Tell, Value, Write
from rules.events.ledger_events import IssueShown
from rules.workdays.month import Month, local_day
from scheduler.ledger.ledger_book import agreed

FRESH = timedelta(days=3)
"""What an import or a recall finds later than that is no news to anybody."""


def question_notices(
    tx: Connection, contracts: Contracts, contract: Contract, shown: IssueShown, now: datetime
) -> dict[str, Tell | Write]:
    """The words, each by its key, that one more question of the present month calls for; none for any other issue."""
    budget, agreement = contract.budget, agreed(contracts, contract.id)
    if budget is None or budget.questions is None or agreement is None or shown.left or shown.opened is None:
        return {}
    month = Month.of(local_day(now, contract.zone))
    fresh = now - shown.opened <= FRESH
    of_now = fresh and Month.of(local_day(shown.opened, contract.zone)) == month
    if not of_now or not is_question(category(shown, budget)):
        return {}
    count = asked((Shown(one.shown, one.at) for one in contract_issues.of(tx, contract.id)), agreement, month)
    if count < budget.questions.included:
        return {}
    told = enumerate(_effects(contract, budget.questions, shown, count))
    return {f"questions:{contract.id}:{month}:{count}:{rank}": one for rank, one in told}


def _effects(contract: Contract, terms: Questions, shown: IssueShown, count: int) -> Iterator[Tell | Write]:
    say = Say.QUESTIONS_USED_UP if count == terms.included else Say.QUESTION_BEYOND
    values: dict[str, Value] = {
        "client": contract.client,
        "key": shown.key,
        "asked": count,
        "included": terms.included,
        "beyond": terms.beyond.value,
    }
    of = f"{shown.site}/{shown.issue}"
    judged = say is Say.QUESTION_BEYOND and terms.beyond is BeyondQuestions.REFUSED

    def _asked(role: Role) -> tuple[LedgerButton, ...]:
        """What the contract refuses is the CP's to decide."""
        acts = ("take_question", "refuse_question") if judged and role is Role.CP else ()
        return tuple(LedgerButton(act, contract.id, of, shown.key) for act in acts)

    for role in (Role.RM, Role.CP):
        sees = role is Role.CP or (contract.budget and contract.budget.client_sees is ClientSees.TIME_AND_MONEY)
        billed = terms.beyond is BeyondQuestions.BILLED and terms.price and sees
        for person in contract.holders(role):
            to = recipient(contract, person, role)
            message = Message(say, {**values, **({"cents": terms.price} if billed else {})}, buttons=_asked(role))
            yield Tell(to, message) if person.chat else Write(to, message)
