"""Runs the migrations: in the connection that comanage hands over, else in one of its own."""

import os

from alembic import context
from sqlalchemy import Connection

from comanage.database import connect, migrating
from comanage.records.base import Base
from config import Settings


def run(connection: Connection) -> None:
    """Run the migrations in the transaction of a connection."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


handed: Connection | None = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    url = context.config.get_main_option("sqlalchemy.url")
    engine = connect(url or Settings.from_environment(os.environ).database_url)
    with migrating(engine) as own:
        run(own)
    engine.dispose()
