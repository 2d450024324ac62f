"""Alembic's environment: migrations run on the connection that the store hands over."""

from alembic import context

from connectors.store.tables import metadata

# Batch mode: SQLite alters a table by copying it.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
