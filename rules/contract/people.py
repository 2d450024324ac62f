"""Somebody named in a contract, and what they are that day."""

from dataclasses import dataclass

from rules.contract.terms import Role


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody who is away, by id and name, and the roles that are held in their place by who has not got them."""

    id: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in the contract, with their identifiers in each tool (None where they have none).

    `chat` is their id in the contract's chat, or in the one that `via` names: that of somebody who stands in from
    another contract. `found` says that the contract does not give it, and that it was found by the e-mail address.
    `account` is the Jira account that Jira confirmed for the address of somebody to whom the contract gives none: they
    are heard by it, and nothing else.
    `zone` is where they live if it is not the contract's, `hours` the calendar of the contract by which they work.
    The rest is of the day (see `rules.people.stand_ins`): the `places` that they stand in for, the roles of theirs that
    are `silent` since somebody else is told, and whether they are `on_duty`.
    """

    roles: frozenset[Role]
    name: str
    chat: str | None = None
    email: str | None = None
    jira: str | None = None
    found: bool = False
    zone: str | None = None
    hours: str | None = None
    places: tuple[Place, ...] = ()
    silent: frozenset[Role] = frozenset()
    on_duty: bool = False
    via: str = ""
    account: str | None = None

    @property
    def id(self) -> str:
        """A stable identifier: the chat id that the contract gives, else the e-mail address, else the Jira account."""
        return (None if self.found else self.chat) or self.email or self.jira or self.name

    @property
    def own(self) -> frozenset[Role]:
        """The roles that they have by themselves, and in nobody's place."""
        return self.roles - frozenset(role for place in self.places for role in place.roles)
