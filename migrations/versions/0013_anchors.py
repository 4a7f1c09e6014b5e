"""Anchors: that the head of the audit log was written down outside, where and when."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0013"
down_revision = "0012"

ANCHORS_NOTHING = (
    "NOT EXISTS (SELECT 1 FROM audit_entry AS held"
    " WHERE held.id = NEW.entry_number AND held.hash = NEW.entry_hash)"
)


def upgrade() -> None:
    op.create_table(
        "anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("entry_hash", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("entry_number >= 1", name="anchor_entry_counts_from_one"),
        sa.CheckConstraint("length(entry_hash) = 64", name="anchor_hash_is_sha256"),
        sa.PrimaryKeyConstraint("id", name="anchor_key"),
    )
    dialect = op.get_bind().dialect.name
    guarding.make(
        op.get_bind(),
        *guarding.append_only("anchor", dialect=dialect),
        Trigger("anchor_holds_an_entry", "anchor", Event.INSERT, ANCHORS_NOTHING),
    )
    if dialect == "sqlite":
        guarding.make(
            op.get_bind(), guarding.not_written_over("anchor_key", "anchor", "id = NEW.id")
        )


def downgrade() -> None:
    guarding.forget(op.get_bind(), "anchor")
    op.drop_table("anchor")
