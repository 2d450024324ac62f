"""The database of Vigie: the only room that speaks SQL."""

from sqlalchemy import Connection

from connectors.store.database import Store
from connectors.store.db_info import describe
from connectors.store.faults import lasting, passing
from connectors.store.write_probe import probe

__all__ = ["Connection", "Store", "describe", "lasting", "passing", "probe"]
