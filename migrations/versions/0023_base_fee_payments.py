"""Base fees: a payment of one names the approved work that it pays, once."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0023"
down_revision = "0022"

CHECK = "(kind = 'base fee') = (base_fee_earned_id IS NOT NULL)"
AFTER = Trigger(
    "payment_never_changed", "payment", Event.UPDATE,
    "(OLD.id, OLD.release_id, OLD.agreement_id, OLD.participant_id, OLD.settlement_id, OLD.period, OLD.starts, OLD.ends, OLD.year_starts, OLD.kind, OLD.sequence, OLD.amount_cents, OLD.reverses_id, OLD.corrects_id, OLD.base_fee_earned_id) IS DISTINCT FROM (NEW.id, NEW.release_id, NEW.agreement_id, NEW.participant_id, NEW.settlement_id, NEW.period, NEW.starts, NEW.ends, NEW.year_starts, NEW.kind, NEW.sequence, NEW.amount_cents, NEW.reverses_id, NEW.corrects_id, NEW.base_fee_earned_id)",
)  # fmt: skip
BEFORE = Trigger(
    "payment_never_changed", "payment", Event.UPDATE,
    "(OLD.id, OLD.release_id, OLD.agreement_id, OLD.participant_id, OLD.settlement_id, OLD.period, OLD.starts, OLD.ends, OLD.year_starts, OLD.kind, OLD.sequence, OLD.amount_cents, OLD.reverses_id, OLD.corrects_id) IS DISTINCT FROM (NEW.id, NEW.release_id, NEW.agreement_id, NEW.participant_id, NEW.settlement_id, NEW.period, NEW.starts, NEW.ends, NEW.year_starts, NEW.kind, NEW.sequence, NEW.amount_cents, NEW.reverses_id, NEW.corrects_id)",
)  # fmt: skip
WORK = Trigger(
    "payment_base_fee_of_approved_work", "payment", Event.INSERT,
    "NEW.kind = 'base fee' AND NOT EXISTS (SELECT 1 FROM base_fee_earned AS work WHERE work.id = NEW.base_fee_earned_id AND work.cents = NEW.amount_cents AND work.agreement_id = NEW.agreement_id AND work.participant_id = NEW.participant_id AND work.month = NEW.starts)",
)  # fmt: skip
ONCE = guarding.not_written_over(
    "payment_base_fee_once", "payment", "base_fee_earned_id = NEW.base_fee_earned_id"
)


def upgrade() -> None:
    with guarding.lifted(op.get_bind(), "payment"), op.batch_alter_table("payment") as payments:
        payments.add_column(sa.Column("base_fee_earned_id", sa.Integer(), nullable=True))
        payments.create_foreign_key(
            "payment_base_fee_earned_id_exists", "base_fee_earned", ["base_fee_earned_id"], ["id"]
        )
        payments.create_unique_constraint("payment_base_fee_once", ["base_fee_earned_id"])
        payments.create_check_constraint("payment_base_fee_names_its_work", CHECK)
    guarding.drop(op.get_bind(), (BEFORE.name, BEFORE.table))
    guarding.make(op.get_bind(), AFTER, WORK, *_here())


def downgrade() -> None:
    made = (AFTER, WORK, *_here())
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in made))
    guarding.make(op.get_bind(), BEFORE)
    with guarding.lifted(op.get_bind(), "payment"), op.batch_alter_table("payment") as payments:
        payments.drop_constraint("payment_base_fee_names_its_work", type_="check")
        payments.drop_constraint("payment_base_fee_once", type_="unique")
        payments.drop_constraint("payment_base_fee_earned_id_exists", type_="foreignkey")
        payments.drop_column("base_fee_earned_id")


def _here() -> tuple[Trigger, ...]:
    return (ONCE,) if op.get_bind().dialect.name == "sqlite" else ()
