"""Second factors: sealed secrets of one-time codes, and hashed recovery codes."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_step >= 0", name="second_factor_step_counts_from_zero"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="second_factor_person_id_exists"
        ),
        sa.PrimaryKeyConstraint("person_id", name="second_factor_key"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="recovery_code_person_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="recovery_code_key"),
        sa.UniqueConstraint(
            "person_id", "code_hash", name="recovery_code_once_per_person_id_code_hash"
        ),
    )


def downgrade() -> None:
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
