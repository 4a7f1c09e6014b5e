"""A reminder is of whatever waits for a person: hours, settlements and disputes besides figures."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding

revision = "0029"
down_revision = "0028"

OF_FIGURES = ("due soon", "overdue")
OF_OTHERS = (
    "to enter", "to attest", "to approve", "to accept or dispute", "to answer",
    "to accept or appeal", "to decide",
)  # fmt: skip
BEFORE = ("figures", "reminder_is_of_some_figures", OF_FIGURES)
AFTER = ("lines", "reminder_says_something", (*OF_FIGURES, *OF_OTHERS))


def upgrade() -> None:
    _exchange(BEFORE, AFTER)


def downgrade() -> None:
    """Go back to figures alone; the tables before have no word for the rest, so it is left out."""
    with guarding.lifted(op.get_bind(), "reminder"):
        op.execute(f"DELETE FROM reminder WHERE kind NOT IN ({_listed(OF_FIGURES)})")  # noqa: S608
    _exchange(AFTER, BEFORE)


def _exchange(old: tuple[str, str, tuple[str, ...]], new: tuple[str, str, tuple[str, ...]]) -> None:
    (column, rule, _), (to, says, words) = old, new
    with (
        guarding.lifted(op.get_bind(), "reminder"),
        op.batch_alter_table("reminder") as reminders,
    ):
        for name in (rule, "reminder_kind_is_known"):
            reminders.drop_constraint(name, type_="check")
        reminders.alter_column(column, new_column_name=to, existing_type=sa.Integer())
        reminders.create_check_constraint(says, f"{to} >= 1")
        reminders.create_check_constraint("reminder_kind_is_known", f"kind IN ({_listed(words)})")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)
