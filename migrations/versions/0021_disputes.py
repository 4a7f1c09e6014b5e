"""Disputes: what a group claims about a figure of a settlement, and every step of it."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0021"
down_revision = "0020"

INSTANT = sa.DateTime(timezone=True)
EXACT = sa.Numeric().with_variant(sa.Text(), "sqlite")
TABLES = ("dispute", "dispute_step")
LIMITS = ("days to settle a difference", "years that records are kept")
MORE_LIMITS = ("days to answer a dispute", "days to appeal an answer")
OF_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN settlement_figure AS used ON used.settlement_id = made.id"
    " JOIN participant AS asking ON asking.agreement_id = made.agreement_id"
    " WHERE made.id = NEW.settlement_id AND made.agreement_id = NEW.agreement_id"
    " AND used.figure_id = NEW.figure_id AND asking.id = NEW.participant_id)"
)
OPEN_ALREADY = (
    "EXISTS (SELECT 1 FROM dispute AS other WHERE other.settlement_id = NEW.settlement_id"
    " AND other.participant_id = NEW.participant_id AND other.figure_id = NEW.figure_id"
    " AND NOT EXISTS (SELECT 1 FROM dispute_step AS ended WHERE ended.dispute_id = other.id"
    " AND ended.state IN ('closed', 'withdrawn')))"
)
APPROVED = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NOT NULL)"
)
OVER = (
    "EXISTS (SELECT 1 FROM dispute_step AS ended WHERE ended.dispute_id = NEW.dispute_id"
    " AND ended.state IN ('closed', 'withdrawn'))"
)
OUT_OF_TURN = (
    "NEW.number <> 1 + (SELECT count(*) FROM dispute_step AS taken"
    " WHERE taken.dispute_id = NEW.dispute_id)"
)
TOOK_PART = (
    "NEW.step = 'decide' AND EXISTS (SELECT 1 FROM dispute AS raised"
    " JOIN figure AS one ON one.id = raised.figure_id"
    " JOIN figure AS other"
    " ON one.period_id = other.period_id AND one.measure_id = other.measure_id"
    " AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0)"
    " WHERE raised.id = NEW.dispute_id"
    " AND NEW.by_id IN (other.entered_by_id, other.verified_by_id))"
)
TRIGGERS = (
    Trigger("dispute_is_about_its_settlement", "dispute", Event.INSERT, OF_ANOTHER),
    Trigger("dispute_one_open_a_line", "dispute", Event.INSERT, OPEN_ALREADY),
    Trigger("dispute_comes_before_approval", "dispute", Event.INSERT, APPROVED),
    Trigger("dispute_is_over", "dispute_step", Event.INSERT, OVER),
    Trigger("dispute_step_follows_the_last", "dispute_step", Event.INSERT, OUT_OF_TURN),
    Trigger("dispute_not_decided_by_who_took_part", "dispute_step", Event.INSERT, TOOK_PART),
)
IN_THE_WAY = (
    ("dispute_key", "dispute", "id = NEW.id"),
    ("dispute_step_key", "dispute_step", "id = NEW.id"),
    (
        "dispute_step_number_once_a_dispute",
        "dispute_step",
        "dispute_id = NEW.dispute_id AND number = NEW.number",
    ),
)


def upgrade() -> None:
    _tables()
    bind = op.get_bind()
    guarding.make(bind, *guarding.append_only(*TABLES, dialect=bind.dialect.name), *TRIGGERS)
    if bind.dialect.name == "sqlite":
        guarding.make(bind, *(guarding.not_written_over(*way) for way in IN_THE_WAY))
    _limit_to((*LIMITS, *MORE_LIMITS))


def downgrade() -> None:
    _limit_to(LIMITS)
    guarding.forget(op.get_bind(), *TABLES)
    for table in reversed(TABLES):
        op.drop_table(table)


def _limit_to(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with (
        guarding.lifted(op.get_bind(), "oversight_limit"),
        op.batch_alter_table("oversight_limit") as limits,
    ):
        limits.drop_constraint("oversight_limit_is_known", type_="check")
        limits.create_check_constraint("oversight_limit_is_known", f"limited IN ({listed})")


def _tables() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("figure_id", sa.Integer(), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "attribution of a case",
                "version of the risk adjustment",
                "event outside control",
                "excluded patients",
                "small numbers",
                "choice of the data source",
                "rounding at a level",
                "gate applied or not",
                "another reason",
                name="dispute_ground_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("value", EXACT, nullable=True),
        sa.Column("numerator", EXACT, nullable=True),
        sa.Column("denominator", EXACT, nullable=True),
        sa.Column("absent", sa.String(), nullable=True),
        sa.Column("document_sha256", sa.String(), nullable=True),
        sa.Column("stakes", sa.String(), nullable=False),
        sa.Column("stakes_hash", sa.String(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=True),
        sa.CheckConstraint("words <> ''", name="dispute_says_why"),
        sa.CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)",
            name="dispute_numerator_goes_with_denominator",
        ),
        sa.CheckConstraint(
            "value IS NOT NULL OR numerator IS NOT NULL OR absent IS NOT NULL",
            name="dispute_claims_a_figure_or_none",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="dispute_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name="dispute_document_sha256_exists"
        ),
        sa.ForeignKeyConstraint(["figure_id"], ["figure.id"], name="dispute_figure_id_exists"),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="dispute_participant_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["person.id"], name="dispute_raised_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="dispute_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="dispute_key"),
    )
    op.create_index("dispute_by_agreement_id", "dispute", ["agreement_id"], unique=False)
    op.create_index("dispute_by_settlement_id", "dispute", ["settlement_id"], unique=False)
    op.create_table(
        "dispute_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "answer",
                "accept",
                "appeal",
                "decide",
                "withdraw",
                name="dispute_step_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "answered",
                "appealed",
                "closed",
                "withdrawn",
                name="dispute_step_state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "finding",
            sa.Enum(
                "upheld",
                "partly upheld",
                "declined",
                name="dispute_step_finding_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(step IN ('answer', 'decide')) = (finding IS NOT NULL)",
            name="dispute_step_finds_when_it_answers",
        ),
        sa.CheckConstraint("words <> '' OR step = 'accept'", name="dispute_step_says_why"),
        sa.CheckConstraint("number >= 1", name="dispute_step_numbers_count_from_one"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="dispute_step_by_id_exists"),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name="dispute_step_dispute_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name="dispute_step_document_sha256_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="dispute_step_key"),
        sa.UniqueConstraint("dispute_id", "number", name="dispute_step_number_once_a_dispute"),
    )
