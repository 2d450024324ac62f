"""Who a Slack user is, before it is known which contract is meant."""

from datetime import datetime

from connectors.contracts import Contracts
from rules.events import Actor
from rules.sight import actor_in


def actor_of(contracts: Contracts, user: str, at: datetime) -> Actor:
    """The person; with roles only where a single contract names them."""
    naming = contracts.for_person(user, at)
    if len(naming) == 1:
        return actor_in(naming[0], user)
    return Actor(user, actor_in(naming[0], user).name if naming else "")
