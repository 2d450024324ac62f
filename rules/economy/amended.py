"""What an amendment known after a close changes to closed months: the difference, granted in the first open month."""

from rules.economy.agreement import Agreement
from rules.economy.drawing import Use
from rules.economy.ledger_rows import COUNTERPARTS, AccountKind, Kind
from rules.economy.month_terms import MonthTerms
from rules.workdays.month import Month


class Amended:
    """The grants and the fees of closed months, as they were posted."""

    def __init__(self) -> None:
        self.granted: dict[Month, dict[str, int]] = {}
        self.fees: dict[Month, int] = {}
        self.agreement: Agreement | None = None
        """The one by which they were posted; None before the first month."""

    def copy(self) -> "Amended":
        """Another one where this one stands."""
        other = Amended()
        other.granted, other.fees, other.agreement = {**self.granted}, {**self.fees}, self.agreement
        return other

    def regrants(self, agreement: Agreement) -> tuple[dict[str, list[Use]], int]:
        """What the envelopes get or give back for closed months, as negative and positive uses, and cents of fees.

        Nothing as long as the agreement is the one by which they were posted.
        """
        uses: dict[str, list[Use]] = {}
        cents = 0
        if agreement is not self.agreement:
            for month, posted in self.granted.items():
                terms = MonthTerms(month, agreement)
                now = _grants(terms)
                for name in posted.keys() | now.keys():
                    if difference := now.get(name, 0) - posted.get(name, 0):
                        account = COUNTERPARTS[AccountKind.CLIENT]
                        source = terms.terms.effective.isoformat()
                        uses.setdefault(name, []).append(Use(-difference, account, Kind.GRANT, month, source))
                cents += terms.fee - self.fees[month]
                self.granted[month], self.fees[month] = now, terms.fee
        self.agreement = agreement
        return uses, cents

    def close(self, terms: MonthTerms) -> None:
        """Freeze what a month gives."""
        self.granted[terms.month], self.fees[terms.month] = _grants(terms), terms.fee


def _grants(terms: MonthTerms) -> dict[str, int]:
    return {one.name: sum(minutes for _, minutes in terms.grants(one.name)) for one in terms.envelopes}
