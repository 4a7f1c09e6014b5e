"""Figures, as entered and as verified."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

EXACT = sa.Text().with_variant(sa.Numeric(), "postgresql")  # a numeric of SQLite is a float
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("numerator", EXACT, nullable=True),
        sa.Column("denominator", EXACT, nullable=True),
        sa.Column("baseline", EXACT, nullable=True),
        sa.Column("absent", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "verified",
                "returned",
                "locked",
                name="figure_state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", INSTANT, nullable=True),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("absent <> ''", name="figure_absent_says_why"),
        sa.CheckConstraint(
            "state <> 'returned' OR (return_reason IS NOT NULL AND return_reason <> '')",
            name="figure_returned_says_why",
        ),
        sa.CheckConstraint(
            "state = 'draft' OR submitted_at IS NOT NULL", name="figure_submitted_says_when"
        ),
        sa.CheckConstraint(
            "state NOT IN ('verified', 'locked')"
            " OR (verified_by_id IS NOT NULL AND verified_at IS NOT NULL)",
            name="figure_verified_names_its_verifier",
        ),
        sa.CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)",
            name="figure_numerator_goes_with_denominator",
        ),
        sa.CheckConstraint(
            "CAST(denominator AS NUMERIC) > 0", name="figure_denominator_above_zero"
        ),
        sa.CheckConstraint(
            "absent IS NULL OR (value IS NULL AND numerator IS NULL)",
            name="figure_absent_has_no_value",
        ),
        sa.CheckConstraint(
            "value IS NOT NULL OR numerator IS NOT NULL OR absent IS NOT NULL",
            name="figure_has_a_value_or_a_reason",
        ),
        sa.CheckConstraint(
            "verified_by_id <> entered_by_id", name="figure_not_verified_by_its_enterer"
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "measure_id"],
            ["measure.agreement_id", "measure.id"],
            name="figure_measure_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="figure_participant_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "period_id"],
            ["performance_period.agreement_id", "performance_period.id"],
            name="figure_period_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="figure_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name="figure_entered_by_id_exists"
        ),
        sa.ForeignKeyConstraint(["replaces_id"], ["figure.id"], name="figure_replaces_id_exists"),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["person.id"], name="figure_verified_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="figure_key"),
    )
    op.create_index("figure_by_period", "figure", ["period_id", "measure_id"], unique=False)
    op.create_index("figure_replaced_once", "figure", ["replaces_id"], unique=True)
    op.create_index(
        "figure_one_original",
        "figure",
        ["period_id", "measure_id", sa.text("coalesce(participant_id, 0)")],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NULL"),
        postgresql_where=sa.text("replaces_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("figure")
