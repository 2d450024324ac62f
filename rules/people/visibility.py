"""Who a user of the chat is in a contract, and what of it may be shown to them."""

from dataclasses import dataclass

from rules.anomaly.state import Anomaly
from rules.contract import SIDES, Audience, Contract, Criticality, Person, Role, Side
from rules.contract.budget_terms import ClientSees
from rules.events import Actor

_ANYBODY = frozenset(Role)
_MONEY = frozenset({Role.CP, Role.DIRECTION})


@dataclass(frozen=True, slots=True)
class Reading:
    """Something to be shown: the roles to which it is, and those to which it also shows security anomalies."""

    name: str
    roles: frozenset[Role] = _ANYBODY
    security: frozenset[Role] = _ANYBODY - {Role.AGENT}


READINGS = (
    Reading("card"),
    Reading("sla"),
    Reading("form"),
    Reading("list"),
    Reading("search"),
    Reading("home"),
    Reading("contract", security=frozenset()),
    Reading("budget", _ANYBODY - {Role.AGENT, Role.DEVELOPER}, security=frozenset()),
    Reading("requests", _ANYBODY - {Role.AGENT}, security=frozenset()),
    Reading("portfolio", _MONEY),
    Reading("compensations", _MONEY, security=frozenset()),
)
"""What changes nothing; `form` is the button that a mention gives, `contract` what it promises and who holds what.

`budget` is what is consumed and left, `requests` the open issues that are no anomalies, `portfolio` the contracts that
somebody answers for at the provider, `compensations` what the missed promises of a month cost.
"""
READINGS_BY_NAME = {one.name: one for one in READINGS}
SEEN = Reading("anomaly")
"""That an anomaly exists: what nobody else is told, whatever they type, press or send."""


def actor_in(contract: Contract, user: str) -> Actor:
    """The contract's person of that chat id, with their roles; somebody without a name or a role when it has none."""
    found = next((person for person in contract.people if user and person.chat == user), None)
    return _actor(found) if found else Actor(user, "")


def reads(contract: Contract, user: str, reading: Reading) -> bool:
    """Whether a user is shown something of a contract."""
    return bool(actor_in(contract, user).roles & reading.roles)


def sees_security(contract: Contract, user: str, reading: Reading = SEEN) -> bool:
    """Whether it shows a user security anomalies as well."""
    return bool(actor_in(contract, user).roles & reading.security)


def budget_seen(contract: Contract, user: str) -> ClientSees:
    """What a user reads of a budget: the chef de projet and the direction all, the client what the contract says."""
    roles = actor_in(contract, user).roles
    if roles & _MONEY:
        return ClientSees.TIME_AND_MONEY
    if Role.RM in roles and contract.budget is not None:
        return contract.budget.client_sees
    return ClientSees.NOTHING


def works_for(contract: Contract, user: str) -> bool:
    """Whether a user is of the provider's, in a contract."""
    return any(SIDES[role] is Side.PROVIDER for role in actor_in(contract, user).roles)


def secret(anomaly: Anomaly) -> bool:
    """True for an anomaly whose content stands only in the security channel and in private messages."""
    return anomaly.criticality is Criticality.SECURITE


def room_of(anomaly: Anomaly, contract: Contract) -> str:
    """The room of the contract's chat in which the anomaly is talked about today."""
    kept = contract.chat.room(Audience.FEW) if secret(anomaly) else None
    return kept or contract.chat.channel


def sees(contract: Contract, anomaly: Anomaly, user: str, reading: Reading = SEEN) -> bool:
    """Whether it shows a user this anomaly."""
    if secret(anomaly):
        return sees_security(contract, user, reading)
    return reads(contract, user, reading)


def _actor(person: Person) -> Actor:
    return Actor(person.id, person.name, person.roles)
