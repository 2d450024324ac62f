"""The kind of work of an issue, as the contract names it: by a label, by a field, else by its type."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rules.contract.budget_terms import Budget
from rules.events.ledger_events import IssueShown

CORRECTIVE = ("correctif", "corrective")
"""The category of an anomaly that no other takes, in the two languages of a contract's file."""
QUESTIONS = ("question", "questions", "question fonctionnelle", "functional question")
"""The category of functional questions, by the names that contracts give it."""


def category(issue: IssueShown, budget: Budget) -> str | None:
    """The category of an issue; None where the contract names none for it.

    What somebody wrote on the issue itself comes before its type: a label, then a field.
    """
    for one in budget.categories:
        if _shared(one.labels, issue.labels):
            return one.name
    for one in budget.categories:
        if any(_shared(values, (issue.fields.get(name, ""),)) for name, values in one.field.items()):
            return one.name
    for one in budget.categories:
        if _shared(one.issue_types, (issue.type,)):
            return one.name
    return _corrective(budget) if issue.anomaly else None


def is_question(name: str | None) -> bool:
    """Whether a category is that of functional questions."""
    return name is not None and plain(name) in QUESTIONS


def _corrective(budget: Budget) -> str | None:
    named = (*(one.name for one in budget.categories), *(name for one in budget.envelopes for name in one.categories))
    return next((name for name in named if plain(name) in CORRECTIVE), None)


def _shared(named: Iterable[str], there: Iterable[str]) -> bool:
    wanted = {plain(one) for one in named}
    return any(one and plain(one) in wanted for one in there)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without accents, capitals or blanks around it, to be compared."""
    spread = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))
