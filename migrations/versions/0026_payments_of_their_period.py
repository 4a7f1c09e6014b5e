"""A payment is for the period of its settlement, to the day: no second one under another name."""

from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0026"
down_revision = "0025"

TRIGGERS = (
    Trigger(
        "payment_of_the_period_of_its_settlement", "payment", Event.INSERT,
        (
            "NEW.settlement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM settlement AS made"
            " JOIN performance_period AS paid_for ON paid_for.id = made.period_id"
            " WHERE made.id = NEW.settlement_id AND paid_for.code = NEW.period"
            " AND paid_for.starts = NEW.starts AND paid_for.ends = NEW.ends)"
        ),
    ),
)  # fmt: skip


def upgrade() -> None:
    guarding.make(op.get_bind(), *TRIGGERS)


def downgrade() -> None:
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in TRIGGERS))
