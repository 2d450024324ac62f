"""The Jira account of each address that Jira's user search confirmed: the first answer is kept for good."""

from sqlalchemy import Connection, select

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import jira_users as table

_KEEP = keeping_the_first(table, ("site", "email", "account"), same=("site", "email"))
_EVERY = Statement(select(table.c.site, table.c.email, table.c.account))


def pin(tx: Connection, site: str, email: str, account: str) -> None:
    """Keep the account of an address; one that is kept already stays."""
    _KEEP.change(tx, {"site": site, "email": email, "account": account})


def every(tx: Connection) -> dict[tuple[str, str], str]:
    """The accounts known, by site and address in small letters."""
    return {(site, email): account for site, email, account in _EVERY.all(tx)}
