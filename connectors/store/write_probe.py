"""Finds out whether a delivery could be kept now: reading alone does not tell of a lock, nor of a disk that is full."""

import os
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete

from connectors.parsed_delivery import Delivery
from connectors.store import mailbox
from connectors.store.prepared_statement import Statement
from connectors.store.tables import deliveries

SOURCE = "probe"
SIZE = 16_384  # bytes: more than what is left of a page, and no content that a database could fold

_DROP = Statement(delete(deliveries).where(deliveries.c.source == SOURCE, deliveries.c.identity == bindparam("probe")))


def probe(tx: Connection, now: datetime) -> None:
    """Keep a delivery and take it away again, in one transaction: nobody ever sees it."""
    one = Delivery(SOURCE, "", uuid4().hex, os.urandom(SIZE), now, topics=())
    mailbox.keep(tx, [one])
    _DROP.change(tx, {"probe": one.identity})
