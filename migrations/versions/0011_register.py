"""The file of an agreement: its documents and signers, opinions of value, how it renews and ends."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0011"
down_revision = "0010"

INSTANT = sa.DateTime(timezone=True)
CHECKS = {
    "agreement_notice_goes_with_automatic_renewal":
        "(renewal = 'automatic') = (notice_days IS NOT NULL)",
    "agreement_notice_not_below_zero": "notice_days >= 0",
}  # fmt: skip
RENEWALS = sa.Enum("none", "by new signature", "automatic", name="agreement_renewal_is_known",
                   native_enum=False, create_constraint=True, length=40)  # fmt: skip
KINDS = sa.Enum("agreement", "exhibit", "amendment", "FMV opinion", "commercial reasonableness memo",
                "board approval", "disclosure", "other", name="agreement_document_kind_is_known",
                native_enum=False, create_constraint=True, length=40)  # fmt: skip
TRIGGERS = (
    Trigger(
        "agreement_document_never_changed", "agreement_document", Event.UPDATE,
    ),
    Trigger(
        "document_signer_never_changed", "document_signer", Event.UPDATE,
    ),
    Trigger(
        "fmv_opinion_never_changed", "fmv_opinion", Event.UPDATE,
    ),
    Trigger(
        "termination_never_changed", "termination", Event.UPDATE,
    ),
    Trigger(
        "agreement_document_never_deleted", "agreement_document", Event.DELETE,
    ),
    Trigger(
        "document_signer_never_deleted", "document_signer", Event.DELETE,
    ),
    Trigger(
        "fmv_opinion_never_deleted", "fmv_opinion", Event.DELETE,
    ),
    Trigger(
        "termination_never_deleted", "termination", Event.DELETE,
    ),
    Trigger(
        "agreement_term_stays", "agreement", Event.UPDATE,
        (
            "(OLD.starts, OLD.ends) IS DISTINCT FROM (NEW.starts, NEW.ends) AND EXISTS"
            " (SELECT 1 FROM scorecard WHERE scorecard.agreement_id = OLD.id AND"
            " scorecard.locked_at IS NOT NULL)"
        ),
    ),
    Trigger(
        "agreement_document_replaces_its_own_kind", "agreement_document", Event.INSERT,
        (
            "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreement_document AS"
            " old_one WHERE old_one.id = NEW.replaces_id AND old_one.agreement_id ="
            " NEW.agreement_id AND old_one.kind = NEW.kind)"
        ),
    ),
    Trigger(
        "document_signer_signed_before_it_was_added", "document_signer", Event.INSERT,
        (
            "NEW.number > (SELECT signers FROM agreement_document AS signed WHERE signed.id"
            " = NEW.agreement_document_id)"
        ),
    ),
    Trigger(
        "document_signer_of_its_agreement", "document_signer", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM participant AS party, agreement_document AS signed WHERE"
            " party.id = NEW.participant_id AND signed.id = NEW.agreement_document_id AND"
            " party.agreement_id <> signed.agreement_id)"
        ),
    ),
    Trigger(
        "fmv_opinion_rests_on_its_document", "fmv_opinion", Event.INSERT,
        (
            "NOT EXISTS (SELECT 1 FROM agreement_document AS written WHERE written.id ="
            " NEW.agreement_document_id AND written.agreement_id = NEW.agreement_id AND"
            " written.kind = 'FMV opinion')"
        ),
    ),
    Trigger(
        "fmv_opinion_replaces_one_of_its_agreement", "fmv_opinion", Event.INSERT,
        (
            "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fmv_opinion AS"
            " old_one WHERE old_one.id = NEW.replaces_id AND old_one.agreement_id ="
            " NEW.agreement_id)"
        ),
    ),
    Trigger(
        "termination_within_the_term", "termination", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id AND"
            " (NEW.last_day < agreement.starts OR NEW.last_day > agreement.ends))"
        ),
    ),
    Trigger(
        "termination_after_what_was_settled", "termination", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM performance_period AS period WHERE period.agreement_id ="
            " NEW.agreement_id AND period.state = 'locked' AND period.starts > NEW.last_day)"
        ),
    ),
)  # fmt: skip
SQLITE_ONLY = (
    Trigger(
        "agreement_document_key_not_written_over", "agreement_document", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM agreement_document WHERE id = NEW.id)"
        ),
        says="agreement_document_key",
    ),
    Trigger(
        "agreement_document_replaced_once_not_written_over", "agreement_document", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM agreement_document WHERE replaces_id = NEW.replaces_id)"
        ),
        says="agreement_document_replaced_once",
    ),
    Trigger(
        "document_signer_key_not_written_over", "document_signer", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM document_signer WHERE agreement_document_id ="
            " NEW.agreement_document_id AND number = NEW.number)"
        ),
        says="document_signer_key",
    ),
    Trigger(
        "fmv_opinion_key_not_written_over", "fmv_opinion", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM fmv_opinion WHERE id = NEW.id)"
        ),
        says="fmv_opinion_key",
    ),
    Trigger(
        "fmv_opinion_replaced_once_not_written_over", "fmv_opinion", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM fmv_opinion WHERE replaces_id = NEW.replaces_id)"
        ),
        says="fmv_opinion_replaced_once",
    ),
    Trigger(
        "termination_key_not_written_over", "termination", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM termination WHERE id = NEW.id)"
        ),
        says="termination_key",
    ),
    Trigger(
        "termination_number_once_an_agreement_not_written_over", "termination", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM termination WHERE agreement_id = NEW.agreement_id AND"
            " number = NEW.number)"
        ),
        says="termination_number_once_an_agreement",
    ),
)  # fmt: skip
POSTGRESQL_ONLY = (
    Trigger(
        "agreement_document_never_emptied", "agreement_document", Event.TRUNCATE,
    ),
    Trigger(
        "document_signer_never_emptied", "document_signer", Event.TRUNCATE,
    ),
    Trigger(
        "fmv_opinion_never_emptied", "fmv_opinion", Event.TRUNCATE,
    ),
    Trigger(
        "termination_never_emptied", "termination", Event.TRUNCATE,
    ),
)  # fmt: skip


def upgrade() -> None:
    _documents()
    _signers()
    _opinions()
    _terminations()
    with op.batch_alter_table("agreement") as agreements:
        agreements.add_column(sa.Column("sponsor", sa.String(), server_default="", nullable=False))
        agreements.add_column(sa.Column("renewal", RENEWALS, server_default="none", nullable=False))
        agreements.add_column(sa.Column("notice_days", sa.Integer(), nullable=True))
        for name, condition in CHECKS.items():
            agreements.create_check_constraint(name, condition)
    guarding.make(op.get_bind(), *_triggers())


def downgrade() -> None:
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in _triggers()))
    with op.batch_alter_table("agreement") as agreements:
        for name in (*CHECKS, "agreement_renewal_is_known"):
            agreements.drop_constraint(name, type_="check")
        for name in ("notice_days", "renewal", "sponsor"):
            agreements.drop_column(name)
    for table in ("termination", "fmv_opinion", "document_signer", "agreement_document"):
        op.drop_table(table)


def _triggers() -> tuple[Trigger, ...]:
    sqlite = op.get_bind().dialect.name == "sqlite"
    return TRIGGERS + (SQLITE_ONLY if sqlite else POSTGRESQL_ONLY)


def _documents() -> None:
    op.create_table(
        "agreement_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("for_all_parties", sa.Boolean(), nullable=False),
        sa.Column("signers", sa.Integer(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "NOT for_all_parties OR kind <> 'FMV opinion'",
            name="agreement_document_valuation_stays_with_the_sponsor",
        ),
        sa.CheckConstraint("title <> ''", name="agreement_document_has_a_title"),
        sa.CheckConstraint(
            "effective_on <= expires_on", name="agreement_document_expires_after_it_takes_effect"
        ),
        sa.CheckConstraint("signers >= 0", name="agreement_document_signers_not_below_zero"),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name="agreement_document_added_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="agreement_document_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["document_sha256"],
            ["document.sha256"],
            name="agreement_document_document_sha256_exists",
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["agreement_document.id"], name="agreement_document_replaces_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="agreement_document_key"),
        sa.UniqueConstraint("agreement_id", "id", name="agreement_document_of_one_agreement"),
    )
    op.create_index(
        "agreement_document_replaced_once", "agreement_document", ["replaces_id"], unique=True
    )


def _signers() -> None:
    op.create_table(
        "document_signer",
        sa.Column("agreement_document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.CheckConstraint("capacity <> ''", name="document_signer_says_in_what_capacity"),
        sa.CheckConstraint("name <> ''", name="document_signer_has_a_name"),
        sa.CheckConstraint("number >= 1", name="document_signers_count_from_one"),
        sa.ForeignKeyConstraint(
            ["agreement_document_id"],
            ["agreement_document.id"],
            name="document_signer_agreement_document_id_exists",
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="document_signer_participant_id_exists"
        ),
        sa.PrimaryKeyConstraint("agreement_document_id", "number", name="document_signer_key"),
    )


def _opinions() -> None:
    op.create_table(
        "fmv_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("firm", sa.String(), nullable=False),
        sa.Column("opinion_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("low_cents", sa.BigInteger(), nullable=False),
        sa.Column("high_cents", sa.BigInteger(), nullable=False),
        sa.Column("agreement_document_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("firm <> ''", name="fmv_opinion_names_its_firm"),
        sa.CheckConstraint("high_cents > 0", name="fmv_opinion_caps_above_zero"),
        sa.CheckConstraint("low_cents <= high_cents", name="fmv_opinion_range_runs_upward"),
        sa.CheckConstraint("low_cents >= 0", name="fmv_opinion_range_not_below_zero"),
        sa.CheckConstraint("opinion_on <= valid_until", name="fmv_opinion_runs_forward"),
        sa.ForeignKeyConstraint(
            ["agreement_document_id"],
            ["agreement_document.id"],
            name="fmv_opinion_agreement_document_id_exists",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="fmv_opinion_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name="fmv_opinion_recorded_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["fmv_opinion.id"], name="fmv_opinion_replaces_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="fmv_opinion_key"),
    )
    op.create_index("fmv_opinion_by_agreement_id", "fmv_opinion", ["agreement_id"], unique=False)
    op.create_index("fmv_opinion_replaced_once", "fmv_opinion", ["replaces_id"], unique=True)


def _terminations() -> None:
    op.create_table(
        "termination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="termination_says_why"),
        sa.CheckConstraint("number >= 1", name="terminations_count_from_one"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="termination_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name="termination_recorded_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="termination_key"),
        sa.UniqueConstraint("agreement_id", "number", name="termination_number_once_an_agreement"),
    )
