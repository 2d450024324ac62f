"""What the versions in force say of one month: its fee, its envelopes with their rules, and their grants."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rules.contract.budget_terms import Rounding
from rules.contract.envelope_terms import Envelope
from rules.economy.agreement import Agreement, Part, Terms, envelopes
from rules.economy.proration import fee, granted
from rules.workdays.month import Month


@dataclass(frozen=True)
class MonthTerms:
    """The terms of a month, as the agreement says; without a version in force there is no fee and no envelope."""

    month: Month
    agreement: Agreement

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What each version in force holds of it."""
        return self.agreement.parts(self.month)

    @cached_property
    def envelopes(self) -> tuple[Envelope, ...]:
        """Its envelopes, in order."""
        return envelopes(self.parts)

    @cached_property
    def fee(self) -> int:
        """Its subscription, in cents."""
        return fee(self.parts, self.month)

    @property
    def rounding(self) -> Rounding | None:
        """Its rounding: that of the last version in force."""
        return self.parts[-1].terms.budget.rounding if self.parts else None

    @property
    def terms(self) -> Terms:
        """The last version in force, or the one that came before."""
        return self.parts[-1].terms if self.parts else self.agreement.terms_on(self.month.last)

    @property
    def ends(self) -> bool:
        """Whether the contract ends in it."""
        end: date | None = self.agreement.end
        return end is not None and Month.of(end) == self.month

    def grants(self, envelope: str) -> tuple[tuple[Part, int], ...]:
        """The minutes that each version grants to an envelope."""
        return granted(self.parts, self.month, envelope)

    def claiming(self, category: str | None) -> str | None:
        """The envelope that pays a category; None where none does."""
        return self._claims.get(category) if category is not None else None

    @cached_property
    def _claims(self) -> dict[str, str]:
        return {category: one.name for one in reversed(self.envelopes) for category in one.categories}
