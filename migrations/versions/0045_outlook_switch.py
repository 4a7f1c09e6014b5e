"""Compliance may turn "To earn more" of an agreement off, and on again."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.base import Instant
from comanage.records.guards.guard import Event, Trigger

revision = "0045"
down_revision = "0044"

TABLE = "outlook_switch"
TURNS = Trigger(
    "outlook_switch_turns_what_stands", TABLE, Event.INSERT,
    (
        "NEW.shown = COALESCE((SELECT stands.shown FROM outlook_switch AS stands WHERE"
        " stands.agreement_id = NEW.agreement_id ORDER BY stands.id DESC LIMIT 1), TRUE)"
    ),
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=f"{TABLE}_says_why"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=f"{TABLE}_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=f"{TABLE}_by_id_exists"),
        sa.PrimaryKeyConstraint("id", name=f"{TABLE}_key"),
    )
    op.create_index(f"{TABLE}_by_agreement_id", TABLE, ["agreement_id"], unique=False)
    bind = op.get_bind()
    guarding.make(bind, *guarding.append_only(TABLE, dialect=bind.dialect.name), TURNS)
    if bind.dialect.name == "sqlite":
        guarding.make(bind, guarding.not_written_over(f"{TABLE}_key", TABLE, "id = NEW.id"))


def downgrade() -> None:
    guarding.forget(op.get_bind(), TABLE)
    op.drop_table(TABLE)
