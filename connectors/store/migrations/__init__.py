"""The tables through time: applied when the store opens, so that nobody has to run a command before starting."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

# Any number, as long as every replica asks for the same one.
_LOCK = text("SELECT pg_advisory_xact_lock(8647431)")


def apply(engine: Engine) -> None:
    """Bring the database to the newest tables, in one transaction; a second caller waits, then finds it done."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.begin() as tx:
        if engine.dialect.name == "postgresql":
            tx.execute(_LOCK)
        config.attributes["connection"] = tx
        command.upgrade(config, "head")
