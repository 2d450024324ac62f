"""Everything that Vigie remembers: the only place that speaks SQL."""

from sqlalchemy import Connection

from connectors.store.about import describe
from connectors.store.faults import passing
from connectors.store.store import Store

__all__ = ["Connection", "Store", "describe", "passing"]
