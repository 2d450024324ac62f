"""Who a Slack user is in a contract, and what of it may be shown to them."""

from rules.anomaly import Anomaly
from rules.contract import Contract, Criticality, Person, Role
from rules.events import Actor


def actor_in(contract: Contract, user: str) -> Actor:
    """The contract's person of that Slack id, with their roles; somebody without a name or a role when it has none."""
    found = next((person for person in contract.people if user and person.slack == user), None)
    return _actor(found) if found else Actor(user, "")


def names(contract: Contract, user: str) -> bool:
    """Whether the contract names the Slack user."""
    return bool(actor_in(contract, user).roles)


def sees_security(contract: Contract, user: str) -> bool:
    """Whether security anomalies may be shown to a Slack user: to whom the contract names, agents apart."""
    return bool(actor_in(contract, user).roles - {Role.AGENT})


def sees(contract: Contract, anomaly: Anomaly, user: str) -> bool:
    """Whether an anomaly may be shown to a Slack user: to whom the contract names, a security one not to agents."""
    if anomaly.criticality is Criticality.SECURITE:
        return sees_security(contract, user)
    return names(contract, user)


def _actor(person: Person) -> Actor:
    return Actor(person.id, person.name, person.roles)
