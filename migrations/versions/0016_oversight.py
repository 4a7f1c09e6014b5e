"""Oversight: declarations about safeguards, limits that people set, legal holds."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0016"
down_revision = "0015"

INSTANT = sa.DateTime(timezone=True)
TABLES = ("declaration", "oversight_limit", "legal_hold")
LIFTS_ELSEWHERE = (
    "NEW.lifts_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM legal_hold AS held"
    " WHERE held.id = NEW.lifts_id AND held.agreement_id = NEW.agreement_id"
    " AND held.lifts_id IS NULL)"
)


def upgrade() -> None:
    _tables()
    bind = op.get_bind()
    guarding.make(bind, *guarding.append_only(*TABLES, dialect=bind.dialect.name))
    guarding.make(
        bind,
        Trigger("legal_hold_lifts_one_of_its_own", "legal_hold", Event.INSERT, LIFTS_ELSEWHERE),
    )
    if bind.dialect.name == "sqlite":
        guarding.make(
            bind,
            *(guarding.not_written_over(f"{table}_key", table, "id = NEW.id") for table in TABLES),
            guarding.not_written_over(
                "legal_hold_lifted_once", "legal_hold", "lifts_id = NEW.lifts_id"
            ),
        )


def downgrade() -> None:
    guarding.forget(op.get_bind(), *TABLES)
    for table in reversed(TABLES):
        op.drop_table(table)


def _tables() -> None:
    op.create_table(
        "declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("safeguard", sa.Integer(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "safeguard IN (2, 14, 22, 23, 28)",
            name="declaration_is_of_a_safeguard_that_is_declared",
        ),
        sa.CheckConstraint("statement <> ''", name="declaration_says_what_is_declared"),
        sa.CheckConstraint(
            "NOT applies OR document_sha256 IS NOT NULL OR reference <> ''",
            name="declaration_rests_on_a_document",
        ),
        sa.CheckConstraint("declared_on < expires_on", name="declaration_expires_after_it_is_made"),
        _names("declaration", "agreement_id", "agreement.id"),
        _names("declaration", "document_sha256", "document.sha256"),
        _names("declaration", "declared_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name="declaration_key"),
    )
    op.create_table(
        "oversight_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("limited", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "limited IN ('days to settle a difference', 'years that records are kept')",
            name="oversight_limit_is_known",
        ),
        sa.CheckConstraint("amount >= 1", name="oversight_limit_counts_from_one"),
        sa.CheckConstraint("reason <> ''", name="oversight_limit_says_why"),
        _names("oversight_limit", "agreement_id", "agreement.id"),
        _names("oversight_limit", "set_by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name="oversight_limit_key"),
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lifts_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("reason <> ''", name="legal_hold_says_why"),
        sa.UniqueConstraint("lifts_id", name="legal_hold_lifted_once"),
        _names("legal_hold", "agreement_id", "agreement.id"),
        _names("legal_hold", "lifts_id", "legal_hold.id"),
        _names("legal_hold", "by_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name="legal_hold_key"),
    )
    for table in TABLES:
        op.create_index(f"{table}_by_agreement_id", table, ["agreement_id"], unique=False)


def _names(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [other], name=f"{table}_{column}_exists")
