"""Reads a Jira user in the three shapes that Jira's versions give."""

from dataclasses import dataclass

from connectors.jira.inbound.jira_payload import Json, string
from rules.contract import Contract, Person
from rules.events import Actor


@dataclass(frozen=True, slots=True)
class Account:
    """A Jira user: `id` is the best identifier there is, `ids` all of them, `app` whether no person is behind it.

    A `customer` is an account of a service project's portal, which is given to clients and to nobody else.
    """

    id: str
    ids: tuple[str, ...]
    name: str
    email: str = ""
    app: bool = False
    customer: bool = False


_DELETED = "unknown"  # the one accountId of all the users whom Cloud has forgotten
_PORTAL = "qm:"
NOBODY = Actor("jira", "Jira", human=False)


def account(user: Json, own: frozenset[str] = frozenset()) -> Account | None:
    """The account of a user object; None when it names nobody. `own` are Vigie's accounts, which are no person."""
    ids = tuple(filter(None, (string(user, name) for name in ("accountId", "name", "key"))))
    email = string(user, "emailAddress")
    if not ids and not email:
        return None
    best = (*ids, email)[0]
    if ids[:1] == (_DELETED,):
        ids = ()
    kind = string(user, "accountType")
    app = kind == "app" or bool(own.intersection(ids))
    customer = kind == "customer" or best.startswith(_PORTAL)
    return Account(best, ids, string(user, "displayName") or best, email, app, customer)


def person(who: Account, contract: Contract) -> Person | None:
    """The contract's person with that account: by accountId, else by name or key.

    The address in a profile is what its owner typed: Jira confirms it beforehand, for those without an account.
    """
    for known in who.ids:
        for named in contract.people:
            if named.jira == known:
                return named
    confirmed = (named for named in contract.people if not named.jira and named.account)
    return next((named for named in confirmed if named.account in who.ids), None)


def actor(who: Account | None, contract: Contract) -> Actor:
    """The account as the rules know it; somebody whom the contract does not name has no role.

    A portal customer whom it does not name is on the client's side all the same: in the contract's own project, nobody
    else has such an account.
    """
    if who is None:
        return NOBODY
    named = None if who.app else person(who, contract)
    if named is None:
        return Actor(f"jira:{who.id}", who.name, human=not who.app, customer=who.customer and not who.app)
    return as_actor(named)


def as_actor(named: Person) -> Actor:
    """A person of the contract, as the rules know them."""
    return Actor(named.id, named.name, named.roles)
