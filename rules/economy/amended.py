"""What an amendment known after a close changes to closed months: the difference, granted in the first open month."""

from rules.economy.agreement import Agreement
from rules.economy.drawing import Use
from rules.economy.ledger_rows import COUNTERPARTS, AccountKind, Kind
from rules.economy.month_terms import MonthTerms
from rules.workdays.month import Month


class Amended:
    """The grants and the fees of closed months, as they were posted."""

    def __init__(self) -> None:
        self._granted: dict[Month, dict[str, int]] = {}
        self._fees: dict[Month, int] = {}
        self._agreement: Agreement | None = None

    def regrants(self, agreement: Agreement) -> tuple[dict[str, list[Use]], int]:
        """What the envelopes get or give back for closed months, as negative and positive uses, and cents of fees.

        Nothing as long as the agreement is the one by which they were posted.
        """
        uses: dict[str, list[Use]] = {}
        cents = 0
        if agreement is not self._agreement:
            for month, posted in self._granted.items():
                terms = MonthTerms(month, agreement)
                now = _grants(terms)
                for name in posted.keys() | now.keys():
                    if difference := now.get(name, 0) - posted.get(name, 0):
                        account = COUNTERPARTS[AccountKind.CLIENT]
                        source = terms.terms.effective.isoformat()
                        uses.setdefault(name, []).append(Use(-difference, account, Kind.GRANT, month, source))
                cents += terms.fee - self._fees[month]
                self._granted[month], self._fees[month] = now, terms.fee
        self._agreement = agreement
        return uses, cents

    def close(self, terms: MonthTerms) -> None:
        """Freeze what a month gives."""
        self._granted[terms.month], self._fees[terms.month] = _grants(terms), terms.fee


def _grants(terms: MonthTerms) -> dict[str, int]:
    return {one.name: sum(minutes for _, minutes in terms.grants(one.name)) for one in terms.envelopes}
