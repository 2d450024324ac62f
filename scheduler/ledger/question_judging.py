"""A question beyond those of the month that the contract refuses: the provider takes it all the same, or not."""

from collections.abc import Iterator
from dataclasses import replace

from connectors.store import contract_issues
from rules.contract import Role
from rules.effects import Answer, Effect, Message, Say, Value
from rules.events.ledger_events import QuestionJudged
from scheduler.ledger.ledger_sitting import Ruling, Sitting, refused, tell, tell_provider


def judge_question(sitting: Sitting, wish: QuestionJudged) -> Ruling:
    """Take a question of the contract or leave it for later; the first word holds."""
    known = contract_issues.get(sitting.tx, wish.site, wish.issue)
    if known is None or known.contract != sitting.contract.id:
        return refused(sitting, "no_question")
    if (wish.site, wish.issue) in sitting.history.questions:
        return refused(sitting, "question_judged", key=known.shown.key)
    judged = replace(wish, key=known.shown.key)
    return Ruling(judged, tuple(_told(sitting, judged)))


def _told(sitting: Sitting, judged: QuestionJudged) -> Iterator[Effect]:
    """The client hears of it whatever it reads of the budget: it asked."""
    contract = sitting.contract
    values: dict[str, Value] = {
        "client": contract.client,
        "key": judged.key,
        "who": sitting.who.name,
        "answer": "taken" if judged.taken else "refused",
    }
    message = Message(Say.QUESTION_JUDGED, values)
    yield Answer(message, contract.id)
    yield from tell_provider(contract, message, sitting.who.id)
    yield from tell(contract, Role.RM, message, sitting.who.id)
