"""Which Slack user an e-mail address belongs to, as Slack last said it."""

from sqlalchemy import Connection, bindparam, select, update

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import slack_users as table

_KEEP = keeping_the_first(table, ("email", "slack"), same=("email",))
_CHANGE = Statement(update(table).where(table.c.email == bindparam("whose")).values(slack=bindparam("user")))
_EVERY = Statement(select(table.c.email, table.c.slack).where(table.c.slack != ""))


def remember(tx: Connection, email: str, slack: str | None) -> None:
    """Keep what Slack says now; None is nobody."""
    user = slack or ""
    if not _KEEP.change(tx, {"email": email, "slack": user}):
        _CHANGE.change(tx, {"whose": email, "user": user})


def every(tx: Connection) -> dict[str, str]:
    """The users known, by address."""
    return dict(_EVERY.all(tx))
