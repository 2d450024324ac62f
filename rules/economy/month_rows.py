"""Write the rows of one month: each id follows from what the row comes from, so that a fact heard twice adds none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from rules.contract.envelope_terms import DrawOrder, Envelope
from rules.economy.agreement import Part
from rules.economy.drawing import Drawing, Loss, Taken
from rules.economy.ledger_rows import COUNTERPARTS, Account, AccountKind, Kind, Row, Why, debt, lot
from rules.economy.month_terms import MonthTerms
from rules.economy.overrun import Exceeding
from rules.economy.settlements import Settlement, Way
from rules.workdays.month import Month

_WHY_OF_USE = {Kind.CORRECTION: Why.CLOSED_MONTH, Kind.GRANT: Why.AMENDED}
_LOST = {Why.CARRY_CAP: (Kind.CAP, AccountKind.CAPPED)}


@dataclass
class MonthRows:
    """The rows of a month in the order in which they are written; `closed_at` is None while it is open."""

    terms: MonthTerms
    closed_at: datetime | None
    wanted: bool = True
    rows: list[Row] = field(default_factory=list)

    def subscription(self) -> None:
        """The fee of the month, which moves no minute."""
        if self.terms.fee:
            client = COUNTERPARTS[AccountKind.CLIENT]
            self._add("", client, client, Kind.GRANT, Why.SUBSCRIPTION, cents=self.terms.fee)

    def fee_corrected(self, cents: int) -> None:
        """What an amendment known later changes to the fees of closed months."""
        if cents:
            client = COUNTERPARTS[AccountKind.CLIENT]
            self._add("", client, client, Kind.CORRECTION, Why.AMENDED, cents=cents)

    def grant(self, envelope: str, part: Part, minutes: int) -> None:
        """What one version grants."""
        why = Why.MONTHLY_GRANT if part.whole(self.terms.month) else Why.PRORATED_GRANT
        source, day = part.terms.effective.isoformat(), part.first
        target = lot(envelope, self.terms.month)
        client = COUNTERPARTS[AccountKind.CLIENT]
        self._add(envelope, client, target, Kind.GRANT, why, minutes=minutes, source=source, at=self._midnight(day))

    def repayment(self, envelope: str, minutes: int) -> None:
        """What a grant gives back to the debt."""
        month = self.terms.month
        self._add(envelope, lot(envelope, month), debt(envelope), Kind.REPAYMENT, Why.DEBT_FIRST, minutes=minutes)

    def exceeded(self, envelope: Envelope, excess: int, found: Exceeding) -> None:
        """What funds the excess, but for a cascade, which the paying envelope writes."""
        target = lot(envelope.name, self.terms.month)
        if found.owed:
            owing = debt(envelope.name)
            self._add(envelope.name, owing, target, Kind.DEBT, Why.ENVELOPE_EXCEEDED, minutes=found.owed)
        if found.billed:
            billed = COUNTERPARTS[AccountKind.BILLED]
            why = Why.ENVELOPE_EXCEEDED
            self._add(envelope.name, billed, target, Kind.BILLING, why, minutes=excess, cents=found.cents)
        if found.pending:
            waiting = COUNTERPARTS[AccountKind.TO_AGREE]
            why = Why.DEBT_CAP if found.owed else Why.ENVELOPE_EXCEEDED
            self._add(envelope.name, waiting, target, Kind.TO_AGREE, why, minutes=found.pending)

    def draws(self, envelope: Envelope, drawing: Drawing) -> None:
        """What each entry, correction and cascade took from each lot."""
        if not self.wanted:
            return
        usual = Why.CURRENT_FIRST if envelope.order is DrawOrder.CURRENT_FIRST else Why.OLDEST_FIRST
        for taken in drawing.taken:
            self._draw(envelope.name, taken, usual)

    def aside(self, taken: Taken) -> None:
        """An entry that is shown and draws nothing, or its correction."""
        if not self.wanted:
            return
        self._draw("", taken, Why.SET_ASIDE)

    def settled(self, one: Settlement) -> None:
        """What people agreed of an earlier excess."""
        accounts = {
            Way.SPREAD: (debt(one.envelope), Kind.DEBT),
            Way.INVOICE: (COUNTERPARTS[AccountKind.BILLED], Kind.BILLING),
            Way.LOT: (Account(AccountKind.BATCH, lot=one.lot), Kind.SETTLEMENT),
            Way.WAIVE: (COUNTERPARTS[AccountKind.WAIVED], Kind.SETTLEMENT),
        }
        source, kind = accounts[one.way]
        self._add(
            one.envelope,
            source,
            COUNTERPARTS[AccountKind.TO_AGREE],
            kind,
            Why.SETTLED,
            minutes=one.minutes,
            cents=one.cents,
            source=one.id,
            origin=one.month,
            at=one.at,
        )

    def window_end(self, envelope: str, minutes: int) -> None:
        """A debt that the end of a window leaves to be agreed."""
        waiting = COUNTERPARTS[AccountKind.TO_AGREE]
        self._add(envelope, waiting, debt(envelope), Kind.TO_AGREE, Why.WINDOW_END, minutes=minutes, at=self.closed_at)

    def lost(self, envelope: str, losses: Iterable[Loss], *, refunded: bool) -> None:
        """What is not carried; at the contract's end it may go back to the client."""
        for loss in losses:
            kind, account = _LOST.get(loss.why, (Kind.EXPIRY, AccountKind.LAPSED))
            if refunded and loss.why is Why.CONTRACT_END:
                kind, account = Kind.GIVEN_BACK, AccountKind.CLIENT
            source, target = lot(envelope, loss.lot), COUNTERPARTS[account]
            self._add(envelope, source, target, kind, loss.why, minutes=loss.minutes, at=self.closed_at)

    def carried(self, envelope: str, lots: Mapping[Month, int]) -> None:
        """What a close carries, lot by lot: the row moves nothing, and says what is there."""
        for origin, minutes in lots.items():
            one = lot(envelope, origin)
            self._add(envelope, one, one, Kind.CLOSE, Why.CARRIED, minutes=minutes, at=self.closed_at)

    def _draw(self, envelope: str, taken: Taken, usual: Why) -> None:
        use, fact = taken.use, taken.use.fact
        if use.account.kind is AccountKind.ASIDE:
            mine, theirs = use.account, COUNTERPARTS[AccountKind.CONSUMED]
        else:
            mine, theirs = lot(envelope, taken.lot), use.account
        given = taken.minutes >= 0
        source, target = (mine, theirs) if given else (theirs, mine)
        why = _WHY_OF_USE.get(use.kind, usual)
        self._add(
            envelope,
            source,
            target,
            use.kind,
            why,
            minutes=abs(taken.minutes),
            source=use.source,
            origin=use.origin,
            revision=use.revision,
            at=fact.at if fact else None,
            heard_at=fact.known if fact else None,
            reverses=use.reverses,
        )

    def _add(  # noqa: PLR0913 - a row has that many columns
        self,
        envelope: str,
        debit: Account,
        credit: Account,
        kind: Kind,
        why: Why,
        *,
        minutes: int = 0,
        cents: int = 0,
        source: str = "",
        origin: Month | None = None,
        revision: int = 0,
        at: datetime | None = None,
        heard_at: datetime | None = None,
        reverses: str | None = None,
    ) -> None:
        if not self.wanted:
            return
        month, contract = self.terms.month, self.terms.agreement.contract
        origin, instant = origin or month, at or self._midnight(month.first)
        lots = "+".join(f"{one.envelope}:{one.lot}" for one in (debit, credit) if one.lot or one.envelope)
        parts = (contract, month, origin, kind, envelope, source, revision, lots)
        self.rows.append(
            Row(
                id="/".join(str(part) for part in parts),
                at=instant,
                heard_at=heard_at or instant,
                month=month,
                origin=origin,
                contract=contract,
                version=self.terms.terms.effective.isoformat(),
                envelope=envelope,
                debit=debit,
                credit=credit,
                kind=kind,
                source=source,
                why=why,
                minutes=minutes,
                cents=cents,
                reverses=reverses,
            )
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.terms.agreement.zone))
