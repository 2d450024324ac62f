"""From a recorded request of Slack's to what it claims of an anomaly; pure, and read as often as needed."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.slack.forms import FORMS_BY_NAME, absence_form, ledger_forms, penalty_forms, quote_form
from bot.slack.forms.form import Carried, Form, carried, problems
from bot.slack.forms.form_moves import STEPS_BY_NAME
from bot.slack.intake.addressee import misdirected
from bot.slack.intake.intents import (
    About,
    Act,
    Ask,
    Book,
    BookFilled,
    BookForm,
    Consult,
    Fill,
    Idle,
    Leave,
    Log,
    Plan,
    Prefer,
    Preview,
    Quote,
    QuoteFilled,
    QuoteForm,
    Stay,
)
from bot.slack.intake.interaction import Gesture, Kind, gesture
from bot.slack.intake.slack_payload import Misshapen, decode
from bot.slack.meaning.intent_parser import intend
from connectors.contracts import Contracts
from connectors.parsed_delivery import (
    AboutAnomaly,
    Claim,
    Decided,
    Delivery,
    Heard,
    Ignored,
    PenaltyStep,
    Preferred,
    QuoteReplied,
    QuoteTyped,
    Reply,
    Stand,
    TimeTyped,
    Unreadable,
)
from connectors.store.slack_installations import Installation
from connectors.wording import said
from rules.contract import Contract
from rules.events import Fact, Happening, Source, System
from rules.people.visibility import actor_in

NOTHING = Carried()
# The keys of why nothing can be read.
_NAMELESS: Mapping[Kind, str] = {
    Kind.ACTION: "inbound.slack.no_actions",
    Kind.EVENT: "inbound.slack.no_event",
    Kind.OTHER: "inbound.slack.no_kind",
}


Ledgered = Book | BookFilled | Log | Quote | QuoteFilled
"""What goes to the ledger of a contract."""

Personal = Act | Ask | Consult | Fill | Prefer | Plan | Leave | Stay | BookForm | QuoteForm | Ledgered
"""What somebody wants, and no link or noise."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A person's act on an anomaly in Slack, and its reference there (`ref`)."""

    identity: str
    user: str
    ref: str
    what: Happening


@dataclass(frozen=True, slots=True)
class SlackReader:
    """The reader of Slack's deliveries; `contracts` gives those of the moment, which name people and forms.

    `ours` gives the installation that is Vigie's, None while it is not known.
    """

    contracts: Callable[[], Contracts]
    ours: Callable[[], Installation | None] = lambda: None

    def read(self, delivery: Delivery) -> Heard:
        """What a Slack delivery turns out to be."""
        return read(delivery, self.contracts(), self.ours())

    def facts(
        self, heard: Claim, contract: Contract, known: bool, stand: Stand = Stand.PRESENT
    ) -> tuple[Fact, ...] | Ignored:
        """What a claim tells under a contract."""
        return facts(heard, contract, known, stand)


def read(delivery: Delivery, contracts: Contracts, ours: Installation | None = None) -> Heard:
    """What a Slack delivery turns out to be; never raises.

    Forms that were opened and things that were shown are ignored by name here: the door has answered them.
    """
    try:
        payload = decode(delivery.body, delivery.headers.get("content-type", ""))
    except Misshapen as wrong:
        return Unreadable(f"slack: {wrong}")
    if why := misdirected(payload, ours):
        return Ignored(said(why))
    done = gesture(payload, delivery.body)
    if not done.name and done.kind in _NAMELESS:
        return Unreadable(said(_NAMELESS[done.kind]))
    return _heard(delivery, done, contracts)


def facts(heard: Claim, contract: Contract, _known: bool, _stand: Stand = Stand.PRESENT) -> tuple[Fact, ...]:
    """What was done, by the person whom the contract names."""
    deed: Deed = heard.said
    by, source = actor_in(contract, deed.user), Source(System.SLACK, deed.ref)
    return (Fact(f"slack:{deed.identity}", heard.at, by, source, deed.what),)


def new_anomaly(identity: str) -> str:
    """The id of an anomaly born in Slack: always the same for the same delivery (16 hexadecimal digits)."""
    return hashlib.sha256(f"slack:{identity}".encode()).hexdigest()[:16]


def _heard(delivery: Delivery, done: Gesture, contracts: Contracts) -> Heard:
    match intend(done):
        case Idle(name=name):
            return Ignored(name)
        case Preview():
            return Ignored(said("inbound.slack.link"))
        case wanted:
            return _wanted(delivery, done, contracts, wanted) if done.user else Unreadable(said("inbound.slack.nobody"))


def _wanted(delivery: Delivery, done: Gesture, contracts: Contracts, wanted: Personal) -> Heard:
    match wanted:
        case Ask() | Plan() | BookForm() | QuoteForm() | Consult():
            shown = isinstance(wanted, Consult)
            return Ignored(said("inbound.slack.shown") if shown else said("inbound.slack.form_opened"))
        case Act(move=move, about=about):
            return _claim(delivery, done, about, STEPS_BY_NAME[move].what)
        case Prefer() as chosen:
            return _preferred(delivery, done, contracts, chosen)
        case Leave() | Stay() as presence:
            return absence_form.planned(presence, done, contracts, delivery.received_at, new_anomaly(delivery.identity))
        case Book() | BookFilled() | Log() | Quote() | QuoteFilled() as booked:
            return _booked(delivery, done, contracts, booked)
        case Fill() as filled:
            return _filled(delivery, done, contracts, filled)


def _preferred(delivery: Delivery, done: Gesture, contracts: Contracts, chosen: Prefer) -> Heard:
    """The preference of a person; ignored for somebody whom no contract names."""
    if not contracts.for_person(done.user, delivery.received_at):
        return Ignored(said("inbound.slack.stranger"))
    return Preferred(chosen.name, chosen.value, delivery.received_at, Reply(done.user, home=done.home))


def _booked(delivery: Delivery, done: Gesture, contracts: Contracts, booked: Ledgered) -> Heard:
    if isinstance(booked, Book | BookFilled):
        return _decided(delivery, done, contracts, booked)
    return _to_a_ledger(delivery, done, booked)


def _decided(delivery: Delivery, done: Gesture, contracts: Contracts, booked: Book | BookFilled) -> Heard:
    """What somebody decided on the ledger of a contract; ignored for a contract that is none."""
    along = carried(booked.meta) if isinstance(booked, BookFilled) else Carried(contract=booked.contract)
    contract = contracts.current(along.contract, delivery.received_at)
    if contract is None:
        return Ignored(said("inbound.slack.unknown_action"))
    reply = Reply(done.user, done.channel or along.channel, done.url, done.thread)
    if isinstance(booked, BookFilled) and booked.act in penalty_forms.PENALTY_FORMS:
        return _stepped(delivery, booked, contract, reply)
    what = ledger_forms.decision(booked)
    if what is None:
        return Ignored(said("inbound.slack.form_to_correct"))
    at, ref = delivery.received_at, _reference(delivery, done)
    return Decided(contract.id, f"slack:{delivery.identity}", booked.act, what, at, ref, reply)


def _stepped(delivery: Delivery, filled: BookFilled, contract: Contract, reply: Reply) -> Heard:
    """The step that somebody records on a penalty."""
    what = penalty_forms.step(filled, contract, delivery.received_at)
    if what is None:
        return Ignored(said("inbound.slack.form_to_correct"))
    return PenaltyStep(contract.id, f"slack:{delivery.identity}", filled.act, what, delivery.received_at, reply)


def _filled(delivery: Delivery, done: Gesture, contracts: Contracts, filled: Fill) -> Heard:
    form, along = FORMS_BY_NAME[filled.form], carried(filled.meta)
    contract = contracts.current(along.contract, delivery.received_at)
    if problems(form, filled.values, along.kept, delivery.received_at, contract):
        return Ignored(said("inbound.slack.form_to_correct"))
    about = _meant(delivery, form, filled, along)
    what = form.what({**along.kept, **filled.values})
    return _claim(delivery, done, about, what, along)


def _meant(delivery: Delivery, form: Form, filled: Fill, along: Carried) -> AboutAnomaly:
    """The anomaly of a form; a form that names none is refused, and its author is told."""
    if along.anomaly:
        return AboutAnomaly(along.anomaly)
    contract = filled.values.get("contract") or along.contract
    born = form.move in ("detect", "raise") and contract
    return AboutAnomaly(new_anomaly(delivery.identity), contract) if born else AboutAnomaly("")


def _claim(
    delivery: Delivery,
    done: Gesture,
    about: About,
    what: Happening | None,
    along: Carried = NOTHING,
) -> Claim | Ignored:
    if what is None:
        return Ignored(said("inbound.slack.unknown_action"))
    return Claim(
        about=about,
        at=delivery.received_at,
        said=Deed(delivery.identity, done.user, _reference(delivery, done), what),
        refusable=True,
        reply=Reply(done.user, done.channel or along.channel, done.url, done.thread, done.home or along.home),
    )


def _to_a_ledger(delivery: Delivery, done: Gesture, wanted: Log | Quote | QuoteFilled) -> Heard:
    """A gesture that the ledger of a contract takes, once its subject knows which."""
    at, ref, reply = delivery.received_at, _reference(delivery, done), _reply(done)
    match wanted:
        case Log():
            return TimeTyped(wanted.key, wanted.minutes, wanted.days, wanted.note, at, ref, reply)
        case Quote():
            return QuoteTyped(wanted.key, wanted.note, at, ref, reply)
    values = wanted.values
    if quote_form.wrong(values):
        return Ignored(said("inbound.slack.form_to_correct"))
    accepted, note = values[quote_form.OUTCOME] == quote_form.ACCEPTED, values.get(quote_form.NOTE, "")
    cents, days = quote_form.cents(values) or 0, quote_form.days(values) or Decimal(0)
    along = carried(wanted.meta)
    asked = Reply(done.user, done.channel or along.channel, done.url, done.thread, done.home)
    return QuoteReplied(quote_form.name_of(wanted), along.contract, accepted, cents, days, note, at, ref, asked)


def _reference(delivery: Delivery, done: Gesture) -> str:
    """Where Slack keeps what was done, or when it came."""
    return done.ref or f"{delivery.received_at.timestamp():.6f}"


def _reply(done: Gesture) -> Reply:
    return Reply(done.user, done.channel, done.url, done.thread, done.home)
