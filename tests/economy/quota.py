"""The `quota` model: functional questions."""

from collections.abc import Mapping
from typing import Any

from rules.contract.budget_terms import BeyondQuestions, Questions
from rules.economy.questions import counted
from tests.economy.terms import Given, cents, euros


def compute(given: Given) -> Mapping[str, Any]:
    """The questions of each month, and what is billed."""
    terms = Questions(int(given["included"]), BeyondQuestions.BILLED, cents(given.get("price", 0)))
    found = {month: counted(int(asked), terms) for month, asked in given["asked"].items()}
    months = {
        month: {"asked": one.asked, "beyond": one.beyond, "euros": euros(one.cents), "flag": one.exceeded}
        for month, one in found.items()
    }
    return {"months": months, "euros": euros(sum(one.cents for one in found.values()))}
