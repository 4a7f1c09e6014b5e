"""Recoveries: what a group owes back and was paid before, losses, and more than the pool.

A settlement may now earn more than its pool, where the terms say so, or come to a
loss. SQLite rebuilds the table for that and loses its triggers, so they are made again
from the SQL beside 0006.
"""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ADDED = ("recover_cents", "advanced_cents")
CHECKS = {
    "payout_record_owed_back_not_below_zero": "recover_cents >= 0",
    "payout_record_paid_or_owed_back": "payable_cents = 0 OR recover_cents = 0",
}
WITHIN = ("settlement_earns_no_more_than_possible",
          "earned_cents >= 0 AND earned_cents <= possible_cents")  # fmt: skip
LOSSES = ("settlement_owes_only_a_loss", "earned_cents >= 0 OR possible_cents < 0")
GUARDS = Path(__file__).with_name("0006_guards.sqlite.sql")


def upgrade() -> None:
    with op.batch_alter_table("payout_record") as payouts:
        for name in ADDED:
            payouts.add_column(
                sa.Column(name, sa.BigInteger(), nullable=False, server_default=sa.text("0"))
            )
        for name, condition in CHECKS.items():
            payouts.create_check_constraint(name, condition)
    _exchange(WITHIN, LOSSES)
    _guard_again("payout_record", "settlement")


def downgrade() -> None:
    with op.batch_alter_table("payout_record") as payouts:
        for name in CHECKS:
            payouts.drop_constraint(name, type_="check")
        for name in ADDED:
            payouts.drop_column(name)
    _exchange(LOSSES, WITHIN)
    _guard_again("payout_record", "settlement")


def _exchange(old: tuple[str, str], new: tuple[str, str]) -> None:
    with op.batch_alter_table("settlement") as settlements:
        settlements.drop_constraint(old[0], type_="check")
        settlements.create_check_constraint(*new)


def _guard_again(*tables: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for statement in GUARDS.read_text("utf-8").split("\n\n"):
        made = re.match(r"CREATE TRIGGER \w+\s.*?\sON (\w+)", statement.strip(), re.DOTALL)
        if made and made[1] in tables:
            op.execute(statement.strip().removesuffix(";"))
