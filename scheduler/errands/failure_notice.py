"""Notifies the CPs, and the person who acted, of an errand that failed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from connectors.delivery_errors import Never, Notice
from connectors.route import MAIL
from connectors.store.outbox import Errand
from rules.change import recipient
from rules.contract import Contract, Person, Role
from rules.effects import Message, PostRoom, PostThread, Say, Tell, UpdateCard, Value, Write
from rules.events import Fact, FieldsGiven
from rules.people.visibility import room_of
from scheduler.cases.case_loader import Case
from scheduler.errands.queueing import errand as queued


def told_parked(errand: Errand, case: Case | None, text: str, at: datetime, *, fillable: bool = False) -> list[Errand]:
    """The notices of a parked errand, with `text` about why: to who acted and to the CPs, with a retry button.

    Where what is missing is `fillable` in a form, the button that opens it comes first.
    """
    if case is None:
        return []
    values: dict[str, Value] = {"effect": type(errand.effect).__name__, "text": text}
    message = Message(Say.ERRAND_PARKED, values, ("fill", "retry") if fillable else ("retry",))
    people = {person.id: person for person in (*_cps(case), *_author(errand, case))}
    # Parked again after another try, it is told again.
    key = f"{errand.key}:{at.isoformat()}"
    return _tells(key, case, message, people.values(), at)


def told_in_part(case: Case | None, notices: Sequence[Notice], at: datetime) -> list[Errand]:
    """The notices of a part left out: to the CPs, once a month for each thing that stays refused."""
    if case is None:
        return []
    tells: list[Errand] = []
    for notice in notices:
        values: dict[str, Value] = {"text": notice.shown, "why": notice.why, "remedy": notice.remedy}
        tells += _tells(f"notice:{notice.key}:{at:%Y-%m}", case, Message(Say.FIELD_REFUSED, values), _cps(case), at)
    return tells


def told_refused(
    errand: Errand, case: Case | None, contract: Contract | None, never: Never, at: datetime
) -> list[Errand]:
    """That the chat or the mail server will not have it: by the other way, once a day for each cause.

    To the CPs, or to the direction where none of them can be reached that way; no client is named where it is refused
    for everybody.
    """
    mailed = errand.route.channel == MAIL
    values: dict[str, Value] = {"text": never.why, "remedy": never.remedy}
    if not never.alike and contract:
        values |= {"client": contract.client} | _subject(errand, case, contract)
    about = ":".join(str(values.get(name, "")) for name in ("client", "who", "place"))
    message = Message(Say.MAIL_REFUSED, values) if mailed else Message(Say.CHAT_REFUSES, values | _via(errand))
    return [
        queued(
            (Tell if mailed else Write)(recipient(contract, person), message),
            contract,
            "refused",
            key=f"refused:{never.why}:{about}:{at:%Y-%m-%d}:{person.id}",
            at=at,
        )
        for person in _reachable(contract, by_chat=mailed)
        if contract
    ]


def _via(errand: Errand) -> dict[str, Value]:
    return {"via": errand.route.channel}


def _subject(errand: Errand, case: Case | None, contract: Contract) -> dict[str, Value]:
    """For whom it was, or where it was to be said."""
    match errand.effect:
        case Tell(to=to) | Write(to=to):
            return {"who": to.name}
        case PostRoom():
            return {"place": errand.route.address}
        case PostThread() | UpdateCard() if case:
            return {"place": room_of(case.anomaly, contract)}
        case _:
            return {}


def _reachable(contract: Contract | None, *, by_chat: bool) -> tuple[Person, ...]:
    for role in (Role.CP, Role.DIRECTION):
        people = contract.holders(role) if contract else ()
        if reached := tuple(one for one in people if (one.chat if by_chat else one.email)):
            return reached
    return ()


def told_cp(errand: Errand, case: Case | None, say: Say, at: datetime, *, moves: tuple[str, ...] = ()) -> list[Errand]:
    """Something about an errand to the CPs, once."""
    return [] if case is None else _tells(errand.key, case, Message(say, {}, moves), _cps(case), at)


def told_undescribed(case: Case, status: str, line: str, at: datetime) -> list[Errand]:
    """That Jira ended an anomaly by a status that its contract does not describe: to the CPs, once for each status."""
    values: dict[str, Value] = {"status": status, "line": line}
    key = f"undescribed:{case.id}:{status}"
    return _tells(key, case, Message(Say.STATUS_UNDESCRIBED, values), _cps(case), at)


def _cps(case: Case) -> tuple[Person, ...]:
    return case.contract.holders(Role.CP)


def _author(errand: Errand, case: Case) -> tuple[Person, ...]:
    """Who made the move, and who gave what Jira asked for on its way, if the contract names them."""
    who = {fact.by.id for fact in case.history if errand.origin in (fact.id, _filled(fact))}
    return tuple(person for person in case.contract.people if person.id in who)


def _filled(fact: Fact) -> str | None:
    return fact.what.to if isinstance(fact.what, FieldsGiven) else None


def _tells(key: str, case: Case, message: Message, people: Iterable[Person], at: datetime) -> list[Errand]:
    """The message, completed by what the anomaly is, to each of the people who can be told."""
    anomaly = case.anomaly
    told: dict[str, Value] = {"name": anomaly.name, "title": anomaly.title, **message.values}
    if anomaly.criticality:
        told["criticality"] = anomaly.criticality
    if anomaly.raised_by:
        told["who"] = anomaly.raised_by.name
    return [
        queued(
            Tell(recipient(case.contract, person, Role.CP), replace(message, values=told)),
            case.contract,
            anomaly.id,
            key=f"{key}:{message.say}:{person.id}",
            at=at,
            anomaly_id=anomaly.id,
        )
        for person in people
        if person.chat
    ]
