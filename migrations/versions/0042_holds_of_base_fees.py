"""A compliance officer holds the release of a base fee, too: a hold names either.

What is held is a settlement, as before, or what one approved month of work earned. On the way back
the holds of base fees go, since the table then has no place for them.
"""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0042"
down_revision = "0041"

TABLE, COLUMN = "release_hold", "base_fee_earned_id"
ONE, STANDING = "release_hold_one_at_a_time_of_a_base_fee", sa.text("lifted_by_id IS NULL")
NEVER = (
    "OLD.lifted_by_id IS NOT NULL OR (OLD.id, OLD.settlement_id, {0}OLD.reason, OLD.held_by_id,"
    " OLD.held_at) IS DISTINCT FROM (NEW.id, NEW.settlement_id, {1}NEW.reason, NEW.held_by_id,"
    " NEW.held_at)"
)
BEFORE = Trigger("release_hold_never_changed", TABLE, Event.UPDATE, NEVER.format("", ""))
NOW = (
    Trigger(
        "release_hold_never_changed", TABLE, Event.UPDATE,
        NEVER.format(f"OLD.{COLUMN}, ", f"NEW.{COLUMN}, "),
    ),
    Trigger(
        "payment_base_fee_not_while_held", "payment", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM release_hold AS stop"
            " WHERE stop.base_fee_earned_id = NEW.base_fee_earned_id AND stop.lifted_by_id IS NULL)"
        ),
    ),
)  # fmt: skip
IN_THE_WAY = (
    "base_fee_earned_id = NEW.base_fee_earned_id AND lifted_by_id IS NULL"
    " AND NEW.lifted_by_id IS NULL"
)


def upgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, (BEFORE.name, TABLE))
    with guarding.lifted(bind, TABLE), op.batch_alter_table(TABLE) as holds:
        holds.alter_column("settlement_id", existing_type=sa.Integer(), nullable=True)
        holds.add_column(sa.Column(COLUMN, sa.Integer(), nullable=True))
        holds.create_foreign_key(f"{TABLE}_{COLUMN}_exists", "base_fee_earned", [COLUMN], ["id"])
        holds.create_check_constraint(
            f"{TABLE}_of_one_thing", f"(settlement_id IS NULL) <> ({COLUMN} IS NULL)"
        )
        holds.create_index(
            ONE, [COLUMN], unique=True, sqlite_where=STANDING, postgresql_where=STANDING
        )
    guarding.make(bind, *_made(bind))


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in _made(bind)))
    with guarding.lifted(bind, TABLE):
        op.execute(f"DELETE FROM {TABLE} WHERE settlement_id IS NULL")  # noqa: S608 - its own words
        with op.batch_alter_table(TABLE) as holds:
            holds.drop_index(ONE)
            holds.drop_constraint(f"{TABLE}_of_one_thing", type_="check")
            holds.drop_constraint(f"{TABLE}_{COLUMN}_exists", type_="foreignkey")
            holds.drop_column(COLUMN)
            holds.alter_column("settlement_id", existing_type=sa.Integer(), nullable=False)
    guarding.make(bind, BEFORE)


def _made(bind: sa.Connection) -> tuple[Trigger, ...]:
    """List the triggers that this migration makes on a database."""
    if bind.dialect.name != "sqlite":
        return NOW
    return (*NOW, guarding.not_written_over(ONE, TABLE, IN_THE_WAY))
