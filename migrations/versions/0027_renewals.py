"""A renewal of an agreement: a further term, what it rests on, and the review before it."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0027"
down_revision = "0026"

TABLE = "agreement_renewal"
TERM = ("agreement_term_stays", "agreement")
BEFORE = (
    "(OLD.starts, OLD.ends) IS DISTINCT FROM (NEW.starts, NEW.ends) AND EXISTS"
    " (SELECT 1 FROM scorecard WHERE scorecard.agreement_id = OLD.id AND"
    " scorecard.locked_at IS NOT NULL)"
)
RENEWED = (
    "(OLD.starts = NEW.starts AND EXISTS (SELECT 1 FROM agreement_renewal AS further"
    " WHERE further.agreement_id = OLD.id AND further.last_day_before = OLD.ends"
    " AND further.last_day = NEW.ends))"
)
TRIGGERS = (
    Trigger(
        "agreement_renewal_joins_its_term", "agreement_renewal", Event.INSERT,
        (
            "NOT EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id AND "
            "agreement.ends = NEW.last_day_before)"
        ),
    ),
    Trigger(
        "agreement_renewal_of_none_that_was_terminated", "agreement_renewal", Event.INSERT,
        (
            "(SELECT said.last_day FROM termination AS said WHERE said.agreement_id = "
            "NEW.agreement_id ORDER BY said.number DESC LIMIT 1) IS NOT NULL"
        ),
    ),
    Trigger(
        "agreement_renewal_on_papers_of_its_own", "agreement_renewal", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM agreement_document AS paper WHERE paper.id IN "
            "(NEW.review_document_id, NEW.signed_document_id) AND paper.agreement_id <> "
            "NEW.agreement_id)"
        ),
    ),
    Trigger(
        "agreement_renewal_signed_in_time", "agreement_renewal", Event.INSERT,
        (
            "(NEW.signed_document_id IS NULL AND EXISTS (SELECT 1 FROM agreement WHERE "
            "agreement.id = NEW.agreement_id AND agreement.renewal <> 'automatic')) OR "
            "(NEW.signed_document_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM "
            "agreement_document AS paper WHERE paper.id = NEW.signed_document_id AND paper.kind "
            "IN ('agreement', 'amendment')) OR NOT EXISTS (SELECT 1 FROM document_signer AS "
            "signer WHERE signer.agreement_document_id = NEW.signed_document_id AND "
            "signer.participant_id IS NULL AND signer.signed_on <= NEW.last_day_before) OR EXISTS "
            "(SELECT 1 FROM participant AS party WHERE party.agreement_id = NEW.agreement_id AND "
            "NOT EXISTS (SELECT 1 FROM document_signer AS signer WHERE "
            "signer.agreement_document_id = NEW.signed_document_id AND signer.participant_id = "
            "party.id AND signer.signed_on <= NEW.last_day_before))))"
        ),
    ),
)  # fmt: skip


def upgrade() -> None:
    bind = op.get_bind()
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last_day_before", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("signed_document_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("review_document_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("review <> ''", name="agreement_renewal_says_what_the_review_found"),
        sa.CheckConstraint("last_day > last_day_before", name="agreement_renewal_looks_ahead"),
        sa.CheckConstraint("number >= 1", name="agreement_renewals_count_from_one"),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=f"{TABLE}_{column}_exists")
            for column, of in (
                ("agreement_id", "agreement"),
                ("recorded_by_id", "person"),
                ("review_document_id", "agreement_document"),
                ("signed_document_id", "agreement_document"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="agreement_renewal_key"),
        sa.UniqueConstraint("agreement_id", "number", name="agreement_renewal_number_once"),
    )
    guarding.drop(bind, TERM)
    guarding.make(bind, Trigger(*TERM, Event.UPDATE, f"{BEFORE} AND NOT {RENEWED}"))
    guarding.make(bind, *TRIGGERS, *guarding.append_only(TABLE, dialect=bind.dialect.name))
    if bind.dialect.name == "sqlite":
        same = "agreement_id = NEW.agreement_id AND number = NEW.number"
        guarding.make(
            bind,
            guarding.not_written_over("agreement_renewal_key", TABLE, "id = NEW.id"),
            guarding.not_written_over("agreement_renewal_number_once", TABLE, same),
        )


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, TERM)
    guarding.make(bind, Trigger(*TERM, Event.UPDATE, BEFORE))
    guarding.forget(bind, TABLE)
    op.drop_table(TABLE)
