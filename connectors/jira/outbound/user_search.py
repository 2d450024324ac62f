"""Finds the one Jira account of an e-mail address, by Jira's own search and never by what a payload says."""

from typing import Any

from connectors.jira.inbound.jira_payload import Json, string
from connectors.jira.inbound.jira_people import account
from connectors.jira.outbound.connection import Connection

MOST = 10


def account_of(connection: Connection, email: str) -> str | None:
    """The account of that address; None where there is none, or where several could be meant."""
    asked: dict[str, Any] = {"query" if connection.cloud() else "username": email, "maxResults": MOST}
    found = connection.read("user/search", **asked)
    users = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    suiting = [who for one in users if _suits(one, email) and (who := account(one)) and who.ids and not who.app]
    return suiting[0].ids[0] if len(suiting) == 1 and len(users) < MOST else None


def _suits(user: Json, email: str) -> bool:
    """Whether a user who was found by an address has it.

    Cloud hides most addresses; a name that spells the address is what its owner typed, and was found by that.
    """
    wanted, shown = email.casefold(), string(user, "emailAddress").casefold()
    if user.get("active") is False:
        return False
    return shown == wanted if shown else wanted not in string(user, "displayName").casefold()
