"""What a decision on a contract's ledger is taken from, and what comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from connectors.store import Connection
from rules.budget_model import EnvelopeLine, LedgerButton, Money
from rules.change import recipient
from rules.contract import Contract, Role
from rules.economy.agreement import Agreement
from rules.economy.decisions import undecided
from rules.economy.figures import EnvelopeFigures, MonthFigures
from rules.economy.ledger_history import History
from rules.effects import Answer, Effect, Message, Say, Tell, Value, Write
from rules.events import Actor
from rules.events.ledger_events import LedgerHappening
from rules.workdays.month import Month
from scheduler.ledger.ledger_book import LedgerBook

PROVIDER = (Role.CP, Role.DIRECTION)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A ledger as it stands at `now`: the version of its contract, what was agreed and what was told.

    `who` acts, and `fact` is the id of what they would add.
    """

    tx: Connection
    contract: Contract
    agreement: Agreement
    book: LedgerBook
    who: Actor
    now: datetime
    fact: str

    @property
    def history(self) -> History:
        """What was told, but for the entries."""
        return self.book.history


@dataclass(frozen=True, slots=True)
class Ruling:
    """The fact that is added, None where it is refused, and what is told of it."""

    what: LedgerHappening | None
    effects: tuple[Effect, ...] = field(default=())


def refused(sitting: Sitting, reason: str, **values: Value) -> Ruling:
    """A clear word to who acted, and nothing else."""
    told: dict[str, Value] = {"client": sitting.contract.client, "reason": reason, **values}
    return Ruling(None, (Answer(Message(Say.LEDGER_REFUSED, told), sitting.contract.id),))


def tell(contract: Contract, role: Role, message: Message, but: str = "") -> Iterator[Effect]:
    """The message to each holder of a role but one person, said to who has a chat, else written."""
    for person in contract.holders(role):
        if person.id == but:
            continue
        to = recipient(contract, person, role)
        if person.chat:
            yield Tell(to, message)
        elif person.email:
            yield Write(to, message)


def tell_provider(contract: Contract, message: Message, but: str = "") -> Iterator[Effect]:
    """The message to the chef de projet and the direction, each person once."""
    told = {but}
    for role in PROVIDER:
        for effect in tell(contract, role, message):
            if isinstance(effect, Tell | Write) and effect.to.id not in told:
                told.add(effect.to.id)
                yield effect


def moment(month: Month, zone: str) -> datetime:
    """The instant at which a month begins, as messages name it."""
    return datetime.combine(month.first, time(), ZoneInfo(zone))


def lines(figures: MonthFigures, currency: str, *, money: bool) -> tuple[EnvelopeLine, ...]:
    """The envelopes of a month, with amounts only for who reads them."""
    return tuple(_line(one, currency, money=money) for one in figures.envelopes)


def _line(one: EnvelopeFigures, currency: str, *, money: bool) -> EnvelopeLine:
    return EnvelopeLine(
        name=one.envelope,
        available=one.opening + one.granted,
        used=one.consumed + one.cascaded_in,
        corrected=one.corrected,
        given=one.cascaded_out,
        lapsed=one.lapsed + one.lapsed_cap,
        pending=one.pending,
        billed=one.billed,
        price=Money(one.cents, currency) if money and one.cents else None,
        closing=one.closing,
    )


def to_decide(contract: Contract, figures: MonthFigures, history: History) -> tuple[LedgerButton, ...]:
    """A button for each envelope of a month that exceeds and of which nobody has decided."""
    month = str(figures.month)
    return tuple(
        LedgerButton("decide_overrun", contract.id, f"{month}|{one.envelope}", one.envelope)
        for one in figures.envelopes
        if undecided(figures.month, one, history.decisions)
    )
