"""Agreements, who takes part in them, their periods, scorecards and measures."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("service_line_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("base_fee_cents", sa.BigInteger(), nullable=False),
        sa.Column("verifier_may_approve", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("code <> ''", name="agreement_has_a_code"),
        sa.CheckConstraint("title <> ''", name="agreement_has_a_title"),
        sa.CheckConstraint("base_fee_cents >= 0", name="agreement_base_fee_not_below_zero"),
        sa.CheckConstraint("starts <= ends", name="agreement_runs_forward"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["person.id"], name="agreement_created_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["service_line_id"], ["service_line.id"], name="agreement_service_line_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="agreement_key"),
        sa.UniqueConstraint("code", name="agreement_once_per_code"),
    )
    op.create_index("agreement_by_service_line_id", "agreement", ["service_line_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.CheckConstraint("code <> ''", name="measure_has_a_code"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="measure_agreement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="measure_key"),
        sa.UniqueConstraint("agreement_id", "code", name="measure_code_once_an_agreement"),
        sa.UniqueConstraint("agreement_id", "id", name="measure_of_one_agreement"),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.CheckConstraint("code <> ''", name="participant_has_a_code"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="participant_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["physician_group.id"], name="participant_group_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="participant_key"),
        sa.UniqueConstraint("agreement_id", "code", name="participant_code_once_an_agreement"),
        sa.UniqueConstraint("agreement_id", "group_id", name="participant_group_once_an_agreement"),
        sa.UniqueConstraint("agreement_id", "id", name="participant_of_one_agreement"),
    )
    op.create_index("participant_by_group_id", "participant", ["group_id"], unique=False)
    op.create_table(
        "performance_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "locked",
                name="performance_period_state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("code <> ''", name="performance_period_has_a_code"),
        sa.CheckConstraint("starts <= ends", name="performance_period_runs_forward"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="performance_period_agreement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="performance_period_key"),
        sa.UniqueConstraint(
            "agreement_id", "code", name="performance_period_code_once_an_agreement"
        ),
        sa.UniqueConstraint("agreement_id", "id", name="performance_period_of_one_agreement"),
    )
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "locked",
                "superseded",
                name="scorecard_state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("terms_hash", sa.String(), nullable=False),
        sa.Column("locked_at", INSTANT, nullable=True),
        sa.Column("locked_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state = 'draft' OR (locked_at IS NOT NULL AND locked_by_id IS NOT NULL)",
            name="scorecard_locked_names_who_locked_it",
        ),
        sa.CheckConstraint("number >= 1", name="scorecard_numbers_count_from_one"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="scorecard_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["locked_by_id"], ["person.id"], name="scorecard_locked_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="scorecard_key"),
        sa.UniqueConstraint("agreement_id", "id", name="scorecard_of_one_agreement"),
        sa.UniqueConstraint("agreement_id", "number", name="scorecard_number_once_an_agreement"),
    )
    op.create_index(
        "scorecard_one_draft_an_agreement",
        "scorecard",
        ["agreement_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "scorecard_one_in_force_an_agreement",
        "scorecard",
        ["agreement_id", "state"],
        unique=True,
        sqlite_where=sa.text("state = 'locked'"),
        postgresql_where=sa.text("state = 'locked'"),
    )


def downgrade() -> None:
    op.drop_table("measure")
    op.drop_table("scorecard")
    op.drop_table("performance_period")
    op.drop_table("participant")
    op.drop_table("agreement")
