"""A repayment that was recorded wrongly is taken back, and one is recorded once per day and reference."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0041"
down_revision = "0040"

OF_SOMETHING = ("recovery_of_something", "cents > 0")
CHECKS = {
    "recovery_of_something": "cents <> 0 AND (cents < 0) = (reverses_id IS NOT NULL)",
    "recovery_repaid_counts_from_one": (
        "(number IS NOT NULL) = (against_id IS NULL AND reverses_id IS NULL) AND number >= 1"
    ),
    "recovery_reversal_says_why": "(reverses_id IS NULL) = (reason IS NULL) AND reason <> ''",
}
ONCE = {
    "recovery_repaid_once": ["debt_id", "on", "reference", "number"],
    "recovery_reversed_once": ["reverses_id"],
}
EXISTS = "recovery_reverses_id_exists"
NOW = (
    Trigger(
        "recovery_recorded_again_after_a_reversal", "recovery", Event.INSERT,
        (
            "NEW.number IS NOT NULL AND EXISTS (SELECT 1 FROM recovery AS same WHERE debt_id ="
            ' NEW.debt_id AND "on" = NEW."on" AND reference = NEW.reference AND number IS NOT NULL'
            " AND NOT EXISTS (SELECT 1 FROM recovery AS back WHERE back.reverses_id = same.id))"
        ),
        "recovery_repaid_once",
    ),
    Trigger(
        "recovery_reverses_what_was_repaid", "recovery", Event.INSERT,
        (
            "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM recovery AS repaid WHERE"
            " repaid.id = NEW.reverses_id AND repaid.debt_id = NEW.debt_id AND repaid.cents ="
            " -NEW.cents AND repaid.reference = NEW.reference AND repaid.number IS NOT NULL)"
        ),
    ),
)  # fmt: skip
NOT_WRITTEN_OVER = (
    guarding.not_written_over(
        "recovery_repaid_once",
        "recovery",
        'debt_id = NEW.debt_id AND "on" = NEW."on" AND reference = NEW.reference'
        " AND number = NEW.number",
    ),
    guarding.not_written_over(
        "recovery_reversed_once", "recovery", "reverses_id = NEW.reverses_id"
    ),
)
# Repayments of before may say the same day and reference twice: they count on.
COUNTED = (
    "UPDATE recovery SET number = 1 + (SELECT count(*) FROM recovery AS earlier"
    ' WHERE earlier.debt_id = recovery.debt_id AND earlier."on" = recovery."on"'
    " AND earlier.reference = recovery.reference AND earlier.id < recovery.id)"
    " WHERE against_id IS NULL"
)
TAKEN_BACK = "SELECT count(*) FROM recovery WHERE reverses_id IS NOT NULL"
NO_WAY_BACK = "Repayments were taken back since: the records before this step cannot say so. Nothing was changed."


def upgrade() -> None:
    bind = op.get_bind()
    with guarding.lifted(bind, "recovery"):
        with op.batch_alter_table("recovery") as recoveries:
            recoveries.add_column(sa.Column("number", sa.Integer(), nullable=True))
            recoveries.add_column(sa.Column("reverses_id", sa.Integer(), nullable=True))
            recoveries.add_column(sa.Column("reason", sa.String(), nullable=True))
            recoveries.create_foreign_key(EXISTS, "recovery", ["reverses_id"], ["id"])
        op.execute(COUNTED)
        with op.batch_alter_table("recovery") as recoveries:
            recoveries.drop_constraint(OF_SOMETHING[0], type_="check")
            for name, rule in CHECKS.items():
                recoveries.create_check_constraint(name, rule)
            for name, columns in ONCE.items():
                recoveries.create_unique_constraint(name, columns)
    guarding.make(bind, *NOW, *_of_one_database(bind))


def downgrade() -> None:
    bind = op.get_bind()
    if bind.execute(sa.text(TAKEN_BACK)).scalar_one():
        raise RuntimeError(NO_WAY_BACK)
    made = (*NOW, *_of_one_database(bind))
    guarding.drop(bind, *((each.name, each.table) for each in made))
    with guarding.lifted(bind, "recovery"), op.batch_alter_table("recovery") as recoveries:
        for name in ONCE:
            recoveries.drop_constraint(name, type_="unique")
        for name in CHECKS:
            recoveries.drop_constraint(name, type_="check")
        recoveries.create_check_constraint(*OF_SOMETHING)
        recoveries.drop_constraint(EXISTS, type_="foreignkey")
        for column in ("reason", "reverses_id", "number"):
            recoveries.drop_column(column)


def _of_one_database(bind: sa.Connection) -> Sequence[Trigger]:
    """List the triggers that one kind of database needs, and the other does not."""
    return NOT_WRITTEN_OVER if bind.dialect.name == "sqlite" else ()
