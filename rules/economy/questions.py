"""Functional questions: those that a month includes, and what is beyond; months do not compensate each other."""

from dataclasses import dataclass

from rules.contract.budget_terms import BeyondQuestions, Questions


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """The questions of a month, those beyond what it includes, and their price in cents."""

    asked: int
    beyond: int
    cents: int

    @property
    def exceeded(self) -> bool:
        """Whether more were asked than the month includes."""
        return self.beyond > 0


def counted(asked: int, terms: Questions) -> QuestionFigures:
    """The figures of a month in which so many questions were asked."""
    beyond = max(0, asked - terms.included)
    price = terms.price if terms.beyond is BeyondQuestions.BILLED else 0
    return QuestionFigures(asked, beyond, beyond * price)


def refuses(asked: int, terms: Questions) -> bool:
    """Whether one more question is refused after so many in the month."""
    return terms.beyond is BeyondQuestions.REFUSED and asked >= terms.included
