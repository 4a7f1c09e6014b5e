"""A group that accepted a settlement does not dispute it afterwards."""

from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0033"
down_revision = "0032"

TRIGGERS = (
    Trigger(
        "dispute_not_of_what_was_accepted", "dispute", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM acceptance AS given WHERE given.settlement_id = NEW.settlement_id"
            " AND given.participant_id = NEW.participant_id)"
        ),
    ),
)  # fmt: skip


def upgrade() -> None:
    guarding.make(op.get_bind(), *TRIGGERS)


def downgrade() -> None:
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in TRIGGERS))
