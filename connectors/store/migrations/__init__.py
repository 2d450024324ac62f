"""The tables through time: applied when the store opens, so that nobody has to run a command before starting."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from connectors.store.engines import at_leisure

# Any number, as long as every replica asks for the same one.
_LOCK = text("SELECT pg_advisory_xact_lock(8647431)")


def apply(engine: Engine) -> None:
    """Bring the database to the newest tables, in one transaction; a second caller waits, then finds it done."""
    with engine.begin() as tx:
        at_leisure(tx)
        if engine.dialect.name == "postgresql":
            tx.execute(_LOCK)
        if MigrationContext.configure(tx).get_current_revision() == _newest():
            return
        config = _config()
        config.attributes["connection"] = tx
        command.upgrade(config, "head")


@cache
def _newest() -> str | None:
    """The last migration of the code; to find it, Alembic runs the file of each."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
