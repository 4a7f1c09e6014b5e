"""Payments: what was released, requested, paid, set off and repaid."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0022"
down_revision = "0021"

INSTANT = sa.DateTime(timezone=True)

TABLES = (
    "given_key",
    "vendor_number",
    "payment_request",
    "payment_release",
    "payment",
    "payment_request_line",
    "payment_return",
    "recovery",
)
MADE = (
    Trigger("payment_release_never_changed", "payment_release", Event.UPDATE),
    Trigger("recovery_never_changed", "recovery", Event.UPDATE),
    Trigger("payment_return_never_changed", "payment_return", Event.UPDATE),
    Trigger("payment_request_never_changed", "payment_request", Event.UPDATE),
    Trigger("payment_request_line_never_changed", "payment_request_line", Event.UPDATE),
    Trigger("vendor_number_never_changed", "vendor_number", Event.UPDATE),
    Trigger("given_key_never_changed", "given_key", Event.UPDATE),
    Trigger("payment_release_never_deleted", "payment_release", Event.DELETE),
    Trigger("recovery_never_deleted", "recovery", Event.DELETE),
    Trigger("payment_return_never_deleted", "payment_return", Event.DELETE),
    Trigger("payment_request_never_deleted", "payment_request", Event.DELETE),
    Trigger("payment_request_line_never_deleted", "payment_request_line", Event.DELETE),
    Trigger("vendor_number_never_deleted", "vendor_number", Event.DELETE),
    Trigger("given_key_never_deleted", "given_key", Event.DELETE),
    Trigger("payment_never_deleted", "payment", Event.DELETE),
    Trigger(
        "payment_never_changed",
        "payment",
        Event.UPDATE,
        "(OLD.id, OLD.release_id, OLD.agreement_id, OLD.participant_id, OLD.settlement_id, OLD.period, OLD.starts, OLD.ends, OLD.year_starts, OLD.kind, OLD.sequence, OLD.amount_cents, OLD.reverses_id, OLD.corrects_id) IS DISTINCT FROM (NEW.id, NEW.release_id, NEW.agreement_id, NEW.participant_id, NEW.settlement_id, NEW.period, NEW.starts, NEW.ends, NEW.year_starts, NEW.kind, NEW.sequence, NEW.amount_cents, NEW.reverses_id, NEW.corrects_id)",
    ),
    Trigger("payment_begins_payable", "payment", Event.INSERT, "NEW.state <> 'payable'"),
    Trigger(
        "payment_steps_in_order",
        "payment",
        Event.UPDATE,
        "NEW.state IN ('payable', 'requested', 'paid') AND NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ('payable>requested', 'requested>paid', 'requested>payable', 'paid>payable')",
    ),
    Trigger(
        "payment_stays_as_recorded",
        "payment",
        Event.UPDATE,
        "OLD.state = NEW.state AND (OLD.paid_on, OLD.paid_reference, OLD.paid_by_id, OLD.request_id) IS DISTINCT FROM (NEW.paid_on, NEW.paid_reference, NEW.paid_by_id, NEW.request_id)",
    ),
    Trigger(
        "payment_after_its_release",
        "payment",
        Event.INSERT,
        "NEW.settlement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM settlement AS made JOIN payment_release AS released ON released.settlement_id = made.id WHERE made.id = NEW.settlement_id AND made.state = 'released' AND made.agreement_id = NEW.agreement_id AND released.id = NEW.release_id)",
    ),
    Trigger(
        "payment_not_above_what_was_approved",
        "payment",
        Event.INSERT,
        "NEW.settlement_id IS NOT NULL AND NEW.kind <> 'reversal' AND NOT EXISTS (SELECT 1 FROM payout_record AS owed WHERE owed.settlement_id = NEW.settlement_id AND owed.participant_id = NEW.participant_id AND owed.payable_cents - owed.recover_cents >= NEW.amount_cents + (SELECT coalesce(sum(line.amount_cents), 0) FROM payment AS line WHERE line.agreement_id = NEW.agreement_id AND line.period = NEW.period AND line.participant_id = NEW.participant_id AND line.settlement_id IS NOT NULL))",
    ),
    Trigger(
        "payment_reverses_its_opposite",
        "payment",
        Event.INSERT,
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment AS old_line WHERE old_line.id = NEW.reverses_id AND old_line.amount_cents = -NEW.amount_cents AND old_line.participant_id = NEW.participant_id AND old_line.period = NEW.period AND old_line.kind <> 'reversal')",
    ),
    Trigger(
        "payment_corrects_what_was_reversed",
        "payment",
        Event.INSERT,
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment AS back WHERE back.reverses_id = NEW.corrects_id AND back.participant_id = NEW.participant_id AND back.period = NEW.period)",
    ),
    Trigger(
        "payment_within_the_year_cap",
        "payment",
        Event.INSERT,
        "NEW.amount_cents > 0 AND NEW.kind <> 'base fee' AND (SELECT control.year_cap_cents FROM payment_control AS control WHERE control.agreement_id = NEW.agreement_id ORDER BY control.number DESC LIMIT 1) < NEW.amount_cents + (SELECT agreement.base_fee_cents FROM agreement WHERE agreement.id = NEW.agreement_id) + (SELECT coalesce(sum(line.amount_cents), 0) FROM payment AS line WHERE line.agreement_id = NEW.agreement_id AND line.kind <> 'base fee' AND line.year_starts = NEW.year_starts)",
    ),
    Trigger(
        "payment_within_the_whole_cap",
        "payment",
        Event.INSERT,
        "NEW.amount_cents > 0 AND NEW.kind <> 'base fee' AND (SELECT control.lifetime_cap_cents FROM payment_control AS control WHERE control.agreement_id = NEW.agreement_id ORDER BY control.number DESC LIMIT 1) < NEW.amount_cents + (SELECT coalesce(sum(line.amount_cents), 0) FROM payment AS line WHERE line.agreement_id = NEW.agreement_id AND line.kind <> 'base fee')",
    ),
    Trigger(
        "payment_requested_in_a_request",
        "payment",
        Event.UPDATE,
        "NEW.state = 'requested' AND OLD.state <> 'requested' AND NOT EXISTS (SELECT 1 FROM payment_request_line AS asked WHERE asked.request_id = NEW.request_id AND asked.payment_id = NEW.id)",
    ),
    Trigger(
        "payment_returned_with_a_reason",
        "payment",
        Event.UPDATE,
        "NEW.state = 'payable' AND OLD.state <> 'payable' AND NOT EXISTS (SELECT 1 FROM payment_return AS back WHERE back.payment_id = NEW.id AND back.request_id = OLD.request_id)",
    ),
    Trigger(
        "recovery_not_above_the_debt",
        "recovery",
        Event.INSERT,
        "NOT EXISTS (SELECT 1 FROM payment AS debt WHERE debt.id = NEW.debt_id AND -debt.amount_cents >= NEW.cents + (SELECT coalesce(sum(other.cents), 0) FROM recovery AS other WHERE other.debt_id = NEW.debt_id OR other.against_id = NEW.debt_id))",
    ),
    Trigger(
        "recovery_against_what_is_payable",
        "recovery",
        Event.INSERT,
        "NEW.against_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payment AS paid JOIN payment AS debt ON debt.id = NEW.debt_id WHERE paid.id = NEW.against_id AND paid.state = 'payable' AND paid.participant_id = debt.participant_id AND paid.amount_cents >= NEW.cents + (SELECT coalesce(sum(other.cents), 0) FROM recovery AS other WHERE other.debt_id = NEW.against_id OR other.against_id = NEW.against_id))",
    ),
    Trigger(
        "payment_request_line_of_what_is_payable",
        "payment_request_line",
        Event.INSERT,
        "NOT EXISTS (SELECT 1 FROM payment AS paid WHERE paid.id = NEW.payment_id AND paid.state = 'payable' AND paid.amount_cents > 0 AND NEW.cents = paid.amount_cents - (SELECT coalesce(sum(other.cents), 0) FROM recovery AS other WHERE other.debt_id = NEW.payment_id OR other.against_id = NEW.payment_id))",
    ),
    Trigger(
        "payment_return_of_its_request",
        "payment_return",
        Event.INSERT,
        "NOT EXISTS (SELECT 1 FROM payment AS paid WHERE paid.id = NEW.payment_id AND paid.request_id = NEW.request_id)",
    ),
)
MADE_ON_SQLITE = (
    Trigger(
        "payment_release_key_not_written_over",
        "payment_release",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_release WHERE id = NEW.id)",
        "payment_release_key",
    ),
    Trigger(
        "payment_release_once_a_settlement_not_written_over",
        "payment_release",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_release WHERE settlement_id = NEW.settlement_id)",
        "payment_release_once_a_settlement",
    ),
    Trigger(
        "payment_key_not_written_over",
        "payment",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment WHERE id = NEW.id)",
        "payment_key",
    ),
    Trigger(
        "payment_once_a_period_participant_and_kind_not_written_over",
        "payment",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment WHERE agreement_id = NEW.agreement_id AND period = NEW.period AND participant_id = NEW.participant_id AND kind = NEW.kind AND sequence = NEW.sequence)",
        "payment_once_a_period_participant_and_kind",
    ),
    Trigger(
        "payment_reversed_once_not_written_over",
        "payment",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment WHERE reverses_id = NEW.reverses_id)",
        "payment_reversed_once",
    ),
    Trigger(
        "payment_corrected_once_not_written_over",
        "payment",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment WHERE corrects_id = NEW.corrects_id)",
        "payment_corrected_once",
    ),
    Trigger(
        "recovery_key_not_written_over",
        "recovery",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM recovery WHERE id = NEW.id)",
        "recovery_key",
    ),
    Trigger(
        "payment_return_key_not_written_over",
        "payment_return",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_return WHERE id = NEW.id)",
        "payment_return_key",
    ),
    Trigger(
        "payment_return_once_a_request_not_written_over",
        "payment_return",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_return WHERE payment_id = NEW.payment_id AND request_id = NEW.request_id)",
        "payment_return_once_a_request",
    ),
    Trigger(
        "payment_request_key_not_written_over",
        "payment_request",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_request WHERE id = NEW.id)",
        "payment_request_key",
    ),
    Trigger(
        "payment_request_number_once_not_written_over",
        "payment_request",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_request WHERE number = NEW.number)",
        "payment_request_number_once",
    ),
    Trigger(
        "payment_request_line_key_not_written_over",
        "payment_request_line",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_request_line WHERE request_id = NEW.request_id AND payment_id = NEW.payment_id)",
        "payment_request_line_key",
    ),
    Trigger(
        "vendor_number_key_not_written_over",
        "vendor_number",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM vendor_number WHERE id = NEW.id)",
        "vendor_number_key",
    ),
    Trigger(
        "vendor_number_once_a_sequence_not_written_over",
        "vendor_number",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM vendor_number WHERE group_id = NEW.group_id AND sequence = NEW.sequence)",
        "vendor_number_once_a_sequence",
    ),
    Trigger(
        "given_key_key_not_written_over",
        "given_key",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM given_key WHERE key = NEW.key)",
        "given_key_key",
    ),
)
MADE_ON_POSTGRESQL = (
    Trigger("payment_release_never_emptied", "payment_release", Event.TRUNCATE),
    Trigger("recovery_never_emptied", "recovery", Event.TRUNCATE),
    Trigger("payment_return_never_emptied", "payment_return", Event.TRUNCATE),
    Trigger("payment_request_never_emptied", "payment_request", Event.TRUNCATE),
    Trigger("payment_request_line_never_emptied", "payment_request_line", Event.TRUNCATE),
    Trigger("vendor_number_never_emptied", "vendor_number", Event.TRUNCATE),
    Trigger("given_key_never_emptied", "given_key", Event.TRUNCATE),
    Trigger("payment_never_emptied", "payment", Event.TRUNCATE),
)


def upgrade() -> None:

    op.create_table(
        "given_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("length(body_hash) = 64", name="given_key_names_its_request"),
        sa.CheckConstraint("length(key) BETWEEN 8 AND 100", name="given_key_of_some_length"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="given_key_person_id_exists"),
        sa.PrimaryKeyConstraint("key", name="given_key_key"),
    )
    op.create_table(
        "vendor_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.CheckConstraint("number <> ''", name="vendor_number_is_given"),
        sa.CheckConstraint("sequence >= 1", name="vendor_number_sequences_count_from_one"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["physician_group.id"], name="vendor_number_group_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name="vendor_number_set_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="vendor_number_key"),
        sa.UniqueConstraint("group_id", "sequence", name="vendor_number_once_a_sequence"),
    )
    op.create_table(
        "payment_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("csv_sha256", sa.String(), nullable=False),
        sa.Column("xlsx_sha256", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint("cents > 0", name="payment_request_for_something"),
        sa.CheckConstraint("number >= 1", name="payment_request_numbers_count_from_one"),
        sa.ForeignKeyConstraint(
            ["csv_sha256"], ["document.sha256"], name="payment_request_csv_sha256_exists"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name="payment_request_made_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["xlsx_sha256"], ["document.sha256"], name="payment_request_xlsx_sha256_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="payment_request_key"),
        sa.UniqueConstraint("number", name="payment_request_number_once"),
    )
    op.create_table(
        "payment_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("released_at", INSTANT, nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("printed_name <> ''", name="payment_release_has_a_printed_name"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="payment_release_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name="payment_release_for_id_exists"),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name="payment_release_released_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="payment_release_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="payment_release_key"),
        sa.UniqueConstraint("agreement_id", "id", name="payment_release_of_one_agreement"),
        sa.UniqueConstraint("settlement_id", name="payment_release_once_a_settlement"),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("year_starts", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "incentive",
                "base fee",
                "advance",
                "reversal",
                "correction",
                "recovery",
                name="payment_kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "payable",
                "requested",
                "paid",
                name="payment_state_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("paid_reference", sa.String(), nullable=True),
        sa.Column("paid_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'base fee') = (settlement_id IS NULL)", name="payment_names_what_it_pays"
        ),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL) AND (kind <> 'correction' OR corrects_id IS NOT NULL)",
            name="payment_correction_names_the_old_line",
        ),
        sa.CheckConstraint(
            "NOT (kind IN ('incentive', 'advance', 'base fee') AND amount_cents < 0)"
            " AND NOT (kind = 'recovery' AND amount_cents > 0)",
            name="payment_kind_goes_with_its_sign",
        ),
        sa.CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (paid_by_id IS NULL) AND (paid_on IS NULL) = (paid_reference IS NULL)",
            name="payment_paid_says_when_and_by_which_reference",
        ),
        sa.CheckConstraint(
            "(state = 'payable') = (request_id IS NULL)", name="payment_requested_names_its_request"
        ),
        sa.CheckConstraint(
            "amount_cents > 0 OR state = 'payable'", name="payment_debt_is_not_paid"
        ),
        sa.CheckConstraint("paid_reference <> ''", name="payment_paid_has_a_reference"),
        sa.CheckConstraint("amount_cents <> 0", name="payment_of_something"),
        sa.CheckConstraint("sequence >= 1", name="payment_sequences_count_from_one"),
        sa.CheckConstraint("starts <= ends", name="payment_period_runs_forward"),
        sa.ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="payment_participant_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "release_id"],
            ["payment_release.agreement_id", "payment_release.id"],
            name="payment_release_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="payment_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(["corrects_id"], ["payment.id"], name="payment_corrects_id_exists"),
        sa.ForeignKeyConstraint(["paid_by_id"], ["person.id"], name="payment_paid_by_id_exists"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["payment_request.id"], name="payment_request_id_exists"
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["payment.id"], name="payment_reverses_id_exists"),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="payment_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="payment_key"),
        sa.UniqueConstraint(
            "agreement_id",
            "period",
            "participant_id",
            "kind",
            "sequence",
            name="payment_once_a_period_participant_and_kind",
        ),
        sa.UniqueConstraint("corrects_id", name="payment_corrected_once"),
        sa.UniqueConstraint("reverses_id", name="payment_reversed_once"),
    )
    op.create_table(
        "payment_request_line",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cents >= 0", name="payment_request_line_not_below_zero"),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name="payment_request_line_payment_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["payment_request.id"], name="payment_request_line_request_id_exists"
        ),
        sa.PrimaryKeyConstraint("request_id", "payment_id", name="payment_request_line_key"),
    )
    op.create_table(
        "payment_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=False),
        sa.Column("returned_at", INSTANT, nullable=False),
        sa.CheckConstraint("reason <> ''", name="payment_return_says_why"),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name="payment_return_payment_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["payment_request.id"], name="payment_return_request_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["person.id"], name="payment_return_returned_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="payment_return_key"),
        sa.UniqueConstraint("payment_id", "request_id", name="payment_return_once_a_request"),
    )
    op.create_table(
        "recovery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("debt_id", sa.Integer(), nullable=False),
        sa.Column("against_id", sa.Integer(), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reference <> ''", name="recovery_repaid_has_a_reference"),
        sa.CheckConstraint(
            "(against_id IS NULL) = (reference IS NOT NULL)", name="recovery_set_off_or_repaid"
        ),
        sa.CheckConstraint("cents > 0", name="recovery_of_something"),
        sa.ForeignKeyConstraint(["against_id"], ["payment.id"], name="recovery_against_id_exists"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="recovery_by_id_exists"),
        sa.ForeignKeyConstraint(["debt_id"], ["payment.id"], name="recovery_debt_id_exists"),
        sa.PrimaryKeyConstraint("id", name="recovery_key"),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index("payment_by_participant", ["participant_id"], unique=False)
        batch_op.create_index("payment_by_request", ["request_id"], unique=False)
        batch_op.create_index("payment_by_settlement", ["settlement_id"], unique=False)

    with op.batch_alter_table("payment_request_line", schema=None) as batch_op:
        batch_op.create_index("payment_request_line_by_payment_id", ["payment_id"], unique=False)

    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.create_index("recovery_by_debt", ["debt_id"], unique=False)
        batch_op.create_index("recovery_by_payment", ["against_id"], unique=False)

    here = MADE_ON_SQLITE if op.get_bind().dialect.name == "sqlite" else MADE_ON_POSTGRESQL
    guarding.make(op.get_bind(), *MADE, *here)


def downgrade() -> None:
    on = op.get_bind().dialect.name
    made = (*MADE, *(MADE_ON_SQLITE if on == "sqlite" else MADE_ON_POSTGRESQL))
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in made))
    for table in reversed(TABLES):
        op.drop_table(table)
