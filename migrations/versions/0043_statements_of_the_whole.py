"""An agreement has a statement of its own, beside those of its groups: one that is no group's.

On the way back the statements of agreements go, since the table then has no place for them.
"""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Trigger

revision = "0043"
down_revision = "0042"

TABLE, COLUMN = "statement", "participant_id"
ONCE, WHOLE = "statement_once_of_the_whole", sa.text("participant_id IS NULL")
IN_THE_WAY = (
    "settlement_id = NEW.settlement_id AND participant_id IS NULL AND NEW.participant_id IS NULL"
)


def upgrade() -> None:
    bind = op.get_bind()
    with guarding.lifted(bind, TABLE), op.batch_alter_table(TABLE) as statements:
        statements.alter_column(COLUMN, existing_type=sa.Integer(), nullable=True)
        statements.create_index(
            ONCE, ["settlement_id"], unique=True, sqlite_where=WHOLE, postgresql_where=WHOLE
        )
    guarding.make(bind, *_made(bind))


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in _made(bind)))
    with guarding.lifted(bind, TABLE):
        op.execute(f"DELETE FROM {TABLE} WHERE {COLUMN} IS NULL")  # noqa: S608 - its own words
        with op.batch_alter_table(TABLE) as statements:
            statements.drop_index(ONCE)
            statements.alter_column(COLUMN, existing_type=sa.Integer(), nullable=False)


def _made(bind: sa.Connection) -> tuple[Trigger, ...]:
    """List the triggers that this migration makes on a database."""
    if bind.dialect.name != "sqlite":
        return ()
    return (guarding.not_written_over(ONCE, TABLE, IN_THE_WAY),)
