"""Who a Slack user is in a contract."""

from datetime import datetime

from connectors.contracts import Contracts
from rules.anomaly import Anomaly
from rules.contract import Contract, Criticality, Person, Role
from rules.events import Actor


def actor_in(contract: Contract, user: str) -> Actor:
    """The contract's person of that Slack id, with their roles; somebody without a name or a role when it has none."""
    found = next((person for person in contract.people if user and person.slack == user), None)
    return _actor(found) if found else Actor(user, "")


def actor_of(contracts: Contracts, user: str, at: datetime) -> Actor:
    """The person, before it is known which contract is meant; with roles only where a single contract names them."""
    naming = contracts.for_person(user, at)
    if len(naming) == 1:
        return actor_in(naming[0], user)
    return Actor(user, actor_in(naming[0], user).name if naming else "")


def names(contract: Contract, user: str) -> bool:
    """Whether the contract names the Slack user."""
    return bool(actor_in(contract, user).roles)


def _actor(person: Person) -> Actor:
    return Actor(person.id, person.name, person.roles)


def sees(contract: Contract, anomaly: Anomaly, slack_id: str) -> bool:
    """Whether an anomaly may be shown to a Slack user: to whom the contract names, a security one not to agents."""
    roles = actor_in(contract, slack_id).roles
    return bool(roles - {Role.AGENT} if anomaly.criticality is Criticality.SECURITE else roles)
