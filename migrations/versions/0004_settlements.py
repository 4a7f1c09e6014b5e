"""Settlements, what they pay, and the statements that say so."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="document_named_by_its_sha256"),
        sa.PrimaryKeyConstraint("sha256", name="document_key"),
    )
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preliminary",
                "final",
                "approved",
                name="settlement_state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("document_hash", sa.String(), nullable=False),
        sa.Column("figures", sa.String(), nullable=False),
        sa.Column("figures_hash", sa.String(), nullable=False),
        sa.Column("possible_cents", sa.BigInteger(), nullable=False),
        sa.Column("earned_cents", sa.BigInteger(), nullable=False),
        sa.Column("calculated_by_id", sa.Integer(), nullable=False),
        sa.Column("calculated_at", INSTANT, nullable=False),
        sa.Column("finalized_by_id", sa.Integer(), nullable=True),
        sa.Column("finalized_at", INSTANT, nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('preliminary', 'final')) = (approved_by_id IS NULL)"
            " AND (approved_by_id IS NULL) = (approved_at IS NULL)",
            name="settlement_approved_names_its_approver",
        ),
        sa.CheckConstraint(
            "state = 'preliminary' OR (finalized_by_id IS NOT NULL AND finalized_at IS NOT NULL)",
            name="settlement_final_names_who_made_it_final",
        ),
        sa.CheckConstraint(
            "earned_cents >= 0 AND earned_cents <= possible_cents",
            name="settlement_earns_no_more_than_possible",
        ),
        sa.CheckConstraint("number >= 1", name="settlement_numbers_count_from_one"),
        sa.ForeignKeyConstraint(
            ["agreement_id", "period_id"],
            ["performance_period.agreement_id", "performance_period.id"],
            name="settlement_period_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "scorecard_id"],
            ["scorecard.agreement_id", "scorecard.id"],
            name="settlement_scorecard_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="settlement_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["person.id"], name="settlement_approved_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["calculated_by_id"], ["person.id"], name="settlement_calculated_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["finalized_by_id"], ["person.id"], name="settlement_finalized_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["settlement.id"], name="settlement_replaces_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="settlement_key"),
        sa.UniqueConstraint(
            "agreement_id", "period_id", "number", name="settlement_number_once_a_period"
        ),
        sa.UniqueConstraint("replaces_id", name="settlement_replaced_once"),
    )
    op.create_table(
        "payout_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.String(), nullable=False),
        sa.Column("payable_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("payable_cents >= 0", name="payout_record_not_below_zero"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="payout_record_participant_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="payout_record_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="payout_record_key"),
        sa.UniqueConstraint(
            "settlement_id", "participant_id", name="payout_record_once_a_participant"
        ),
    )
    op.create_index(
        "payout_record_by_participant_id", "payout_record", ["participant_id"], unique=False
    )
    op.create_table(
        "settlement_figure",
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["figure.id"], name="settlement_figure_figure_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="settlement_figure_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("settlement_id", "figure_id", name="settlement_figure_key"),
    )
    op.create_index(
        "settlement_figure_by_figure_id", "settlement_figure", ["figure_id"], unique=False
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=False),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name="statement_document_sha256_exists"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="statement_participant_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="statement_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="statement_key"),
        sa.UniqueConstraint("settlement_id", "participant_id", name="statement_once_a_participant"),
    )
    op.create_index("statement_by_participant_id", "statement", ["participant_id"], unique=False)


def downgrade() -> None:
    op.drop_table("statement")
    op.drop_table("document")
    op.drop_table("payout_record")
    op.drop_table("settlement_figure")
    op.drop_table("settlement")
