"""The Slack installation behind each token, as Slack once said it; a token is known by its digest alone."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from connectors.store.conflict import keeping_the_last
from connectors.store.prepared_statement import Statement
from connectors.store.tables import slack_installations as table

_SAVE = keeping_the_last(table, ("token", "team", "enterprise", "app"))
_OF = Statement(select(table.c.team, table.c.enterprise, table.c.app).where(table.c.token == bindparam("digest")))


@dataclass(frozen=True, slots=True)
class Installation:
    """The workspace where Vigie's application is installed, by Slack's ids.

    `enterprise` is the organisation that installed it as a whole, `app` the application; each is "" where there is
    none, or where Slack does not say it.
    """

    team: str
    enterprise: str = ""
    app: str = ""


def remember(tx: Connection, digest: str, installation: Installation) -> None:
    """Keep what Slack says of a token."""
    found = {"team": installation.team, "enterprise": installation.enterprise, "app": installation.app}
    _SAVE.change(tx, {"token": digest, **found})


def of(tx: Connection, digest: str) -> Installation | None:
    """The installation of a token, None before Slack said it."""
    row = _OF.first(tx, {"digest": digest})
    return None if row is None else Installation(*row)
