"""What a correction leaves, as agreed, stands on the payout record, with its reason."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0032"
down_revision = "0031"

TABLE = "payout_record"
SAYS_WHY = "payout_record_left_says_why"
WHY = "(left_cents = 0) = (left_because IS NULL) AND left_because <> ''"
OF_A_CORRECTION = Trigger(
    "payout_record_left_of_a_correction", TABLE, Event.INSERT,
    "NEW.left_cents <> 0 AND NOT EXISTS (SELECT 1 FROM settlement AS this"
    " JOIN settlement AS paid ON paid.period_id = this.period_id AND paid.number = ("
    "SELECT max(earlier.number) FROM settlement AS earlier"
    " WHERE earlier.period_id = this.period_id AND earlier.number < this.number"
    " AND earlier.state = 'released')"
    " JOIN payout_record AS before ON before.settlement_id = paid.id"
    " AND before.participant_id = NEW.participant_id"
    " WHERE this.id = NEW.settlement_id"
    " AND before.payable_cents - before.recover_cents + before.advanced_cents"
    " = NEW.payable_cents - NEW.recover_cents + NEW.advanced_cents)",
)  # fmt: skip


def upgrade() -> None:
    bind = op.get_bind()
    with guarding.lifted(bind, TABLE), op.batch_alter_table(TABLE) as payouts:
        payouts.add_column(
            sa.Column("left_cents", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
        )
        payouts.add_column(sa.Column("left_because", sa.String(), nullable=True))
        payouts.create_check_constraint(SAYS_WHY, WHY)
    guarding.make(bind, OF_A_CORRECTION)


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, (OF_A_CORRECTION.name, OF_A_CORRECTION.table))
    with guarding.lifted(bind, TABLE), op.batch_alter_table(TABLE) as payouts:
        payouts.drop_constraint(SAYS_WHY, type_="check")
        payouts.drop_column("left_because")
        payouts.drop_column("left_cents")
