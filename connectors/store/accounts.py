"""Remembers the accounts under which Vigie writes to Jira, so that its echoes are recognised."""

from sqlalchemy import Connection, bindparam, select

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import accounts as table

_REMEMBER = keeping_the_first(table, ("site", "account"), same=("site", "account"))
_OF = Statement(select(table.c.account).where(table.c.site == bindparam("at_site")))


def remember(tx: Connection, site: str, account: str) -> None:
    """Keep an account; a token that changed leaves the earlier one known, for its echoes may still come."""
    _REMEMBER.change(tx, {"site": site, "account": account})


def of(tx: Connection, site: str) -> frozenset[str]:
    """Every account that was ever ours on the site."""
    return frozenset(account for (account,) in _OF.all(tx, {"at_site": site}))
