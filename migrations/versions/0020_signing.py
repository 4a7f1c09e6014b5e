"""Signatures: who approved, reviewed and released what; returns, holds, unlocks, duties handed over."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0020"
down_revision = "0019"

INSTANT = sa.DateTime(timezone=True)

TABLES = (
    "delegation",
    "payment_control",
    "acceptance",
    "period_unlock",
    "release_hold",
    "settlement_return",
    "signature",
)
MADE = (
    Trigger("signature_never_changed", "signature", Event.UPDATE),
    Trigger("settlement_return_never_changed", "settlement_return", Event.UPDATE),
    Trigger("acceptance_never_changed", "acceptance", Event.UPDATE),
    Trigger("payment_control_never_changed", "payment_control", Event.UPDATE),
    Trigger("signature_never_deleted", "signature", Event.DELETE),
    Trigger("settlement_return_never_deleted", "settlement_return", Event.DELETE),
    Trigger("acceptance_never_deleted", "acceptance", Event.DELETE),
    Trigger("payment_control_never_deleted", "payment_control", Event.DELETE),
    Trigger("release_hold_never_deleted", "release_hold", Event.DELETE),
    Trigger("period_unlock_never_deleted", "period_unlock", Event.DELETE),
    Trigger("delegation_never_deleted", "delegation", Event.DELETE),
    Trigger(
        "figure_not_entered_by_a_signer",
        "figure",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM settlement AS made JOIN signature AS signed ON signed.settlement_id = made.id JOIN agreement ON agreement.id = made.agreement_id WHERE made.period_id = NEW.period_id AND NEW.entered_by_id IN (signed.person_id, signed.for_id))",
    ),
    Trigger(
        "figure_not_verified_by_a_signer",
        "figure",
        Event.UPDATE,
        "NEW.verified_by_id IS NOT NULL AND NEW.verified_by_id IS DISTINCT FROM OLD.verified_by_id AND EXISTS (SELECT 1 FROM settlement AS made JOIN signature AS signed ON signed.settlement_id = made.id JOIN agreement ON agreement.id = made.agreement_id WHERE made.period_id = NEW.period_id AND NEW.verified_by_id IN (signed.person_id, signed.for_id) AND NOT (signed.purpose = 'approval' AND agreement.verifier_may_approve))",
    ),
    Trigger(
        "settlement_steps_in_order",
        "settlement",
        Event.UPDATE,
        "NEW.state IN ('preliminary', 'final', 'approved', 'released') AND NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ('preliminary>final', 'final>preliminary', 'final>approved', 'approved>released')",
    ),
    Trigger(
        "settlement_returned_with_a_reason",
        "settlement",
        Event.UPDATE,
        "((OLD.state = 'final' AND NEW.state = 'preliminary') AND (NEW.round <> OLD.round + 1 OR NOT EXISTS (SELECT 1 FROM settlement_return AS why WHERE why.settlement_id = NEW.id AND why.round = OLD.round))) OR (NEW.round <> OLD.round AND NOT (OLD.state = 'final' AND NEW.state = 'preliminary'))",
    ),
    Trigger(
        "settlement_approved_with_its_signatures",
        "settlement",
        Event.UPDATE,
        "OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM signature AS signed WHERE signed.settlement_id = NEW.id AND signed.purpose = 'approval' AND signed.round = NEW.round AND signed.document_hash = NEW.document_hash AND signed.person_id = NEW.approved_by_id) OR (SELECT count(*) FROM signature AS signed WHERE signed.settlement_id = NEW.id AND signed.purpose = 'approval' AND signed.round = NEW.round AND signed.document_hash = NEW.document_hash) < 1 + (SELECT count(*) FROM (SELECT control.second_approval_above_cents AS above, control.independent_review AS review FROM payment_control AS control WHERE control.agreement_id = NEW.agreement_id ORDER BY control.number DESC LIMIT 1) AS newest WHERE abs(NEW.earned_cents) > newest.above))",
    ),
    Trigger(
        "settlement_released_with_its_signature",
        "settlement",
        Event.UPDATE,
        "OLD.released_by_id IS NULL AND NEW.released_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM signature AS signed WHERE signed.settlement_id = NEW.id AND signed.purpose = 'release' AND signed.round = NEW.round AND signed.document_hash = NEW.document_hash AND signed.person_id = NEW.released_by_id)",
    ),
    Trigger(
        "settlement_released_after_its_review",
        "settlement",
        Event.UPDATE,
        "OLD.released_by_id IS NULL AND NEW.released_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM (SELECT control.second_approval_above_cents AS above, control.independent_review AS review FROM payment_control AS control WHERE control.agreement_id = NEW.agreement_id ORDER BY control.number DESC LIMIT 1) AS newest WHERE newest.review) AND NOT EXISTS (SELECT 1 FROM signature AS signed WHERE signed.settlement_id = NEW.id AND signed.purpose = 'review' AND signed.round = NEW.round AND signed.document_hash = NEW.document_hash)",
    ),
    Trigger(
        "settlement_not_released_while_held",
        "settlement",
        Event.UPDATE,
        "OLD.released_by_id IS NULL AND NEW.released_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM release_hold AS stop WHERE stop.settlement_id = NEW.id AND stop.lifted_by_id IS NULL)",
    ),
    Trigger(
        "settlement_released_while_it_stands",
        "settlement",
        Event.UPDATE,
        "OLD.released_by_id IS NULL AND NEW.released_by_id IS NOT NULL AND (EXISTS (SELECT 1 FROM performance_period AS period WHERE period.id = NEW.period_id AND period.state <> 'locked') OR EXISTS (SELECT 1 FROM settlement AS later WHERE later.period_id = NEW.period_id AND later.number > NEW.number))",
    ),
    Trigger(
        "settlement_release_stays",
        "settlement",
        Event.UPDATE,
        "OLD.released_by_id IS NOT NULL AND (OLD.released_by_id, OLD.released_at) IS DISTINCT FROM (NEW.released_by_id, NEW.released_at)",
    ),
    Trigger(
        "signature_of_what_stands",
        "signature",
        Event.INSERT,
        "NOT EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.document_hash = NEW.document_hash AND made.round = NEW.round AND ((NEW.purpose = 'approval' AND made.state = 'final') OR (NEW.purpose <> 'approval' AND made.state = 'approved')))",
    ),
    Trigger(
        "signature_not_by_an_enterer",
        "signature",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM settlement AS made JOIN figure AS one ON one.period_id = made.period_id JOIN agreement ON agreement.id = made.agreement_id WHERE made.id = NEW.settlement_id AND one.entered_by_id IN (NEW.person_id, NEW.for_id))",
    ),
    Trigger(
        "signature_not_by_a_verifier",
        "signature",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM settlement AS made JOIN figure AS one ON one.period_id = made.period_id JOIN agreement ON agreement.id = made.agreement_id WHERE made.id = NEW.settlement_id AND one.verified_by_id IN (NEW.person_id, NEW.for_id) AND NOT (NEW.purpose = 'approval' AND agreement.verifier_may_approve))",
    ),
    Trigger(
        "signature_for_one_purpose",
        "signature",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM settlement AS made JOIN settlement AS any_of_it ON any_of_it.period_id = made.period_id JOIN signature AS other ON other.settlement_id = any_of_it.id WHERE made.id = NEW.settlement_id AND other.purpose <> NEW.purpose AND (other.person_id IN (NEW.person_id, NEW.for_id) OR other.for_id IN (NEW.person_id, NEW.for_id)))",
    ),
    Trigger(
        "signature_by_two_people",
        "signature",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM signature AS other WHERE other.settlement_id = NEW.settlement_id AND other.round = NEW.round AND other.purpose = NEW.purpose AND (other.for_id IN (NEW.person_id, NEW.for_id) OR other.person_id = NEW.for_id))",
    ),
    Trigger(
        "settlement_return_of_a_final_one",
        "settlement_return",
        Event.INSERT,
        "NOT EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.state = 'final' AND made.round = NEW.round)",
    ),
    Trigger(
        "acceptance_while_preliminary",
        "acceptance",
        Event.INSERT,
        "NOT EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id AND made.state = 'preliminary')",
    ),
    Trigger(
        "acceptance_of_its_agreement",
        "acceptance",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM settlement AS made, participant AS paid WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id AND paid.agreement_id <> made.agreement_id)",
    ),
    Trigger(
        "release_hold_begins_standing", "release_hold", Event.INSERT, "NEW.lifted_by_id IS NOT NULL"
    ),
    Trigger(
        "release_hold_never_changed",
        "release_hold",
        Event.UPDATE,
        "OLD.lifted_by_id IS NOT NULL OR (OLD.id, OLD.settlement_id, OLD.reason, OLD.held_by_id, OLD.held_at) IS DISTINCT FROM (NEW.id, NEW.settlement_id, NEW.reason, NEW.held_by_id, NEW.held_at)",
    ),
    Trigger(
        "period_unlock_begins_undecided",
        "period_unlock",
        Event.INSERT,
        "NEW.confirmed_by_id IS NOT NULL OR NEW.refused_by_id IS NOT NULL",
    ),
    Trigger(
        "period_unlock_of_what_locked_it",
        "period_unlock",
        Event.INSERT,
        "NOT EXISTS (SELECT 1 FROM performance_period AS period WHERE period.id = NEW.period_id AND period.state = 'locked' AND NEW.settlement_id = (SELECT made.id FROM settlement AS made WHERE made.period_id = period.id AND made.approved_by_id IS NOT NULL ORDER BY made.number DESC LIMIT 1))",
    ),
    Trigger(
        "period_unlock_never_changed",
        "period_unlock",
        Event.UPDATE,
        "OLD.confirmed_by_id IS NOT NULL OR OLD.refused_by_id IS NOT NULL OR (OLD.id, OLD.agreement_id, OLD.period_id, OLD.settlement_id, OLD.reason, OLD.asked_by_id, OLD.asked_at) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.period_id, NEW.settlement_id, NEW.reason, NEW.asked_by_id, NEW.asked_at)",
    ),
    Trigger(
        "delegation_never_changed",
        "delegation",
        Event.UPDATE,
        "OLD.ended_by_id IS NOT NULL OR (OLD.id, OLD.giver_id, OLD.taker_id, OLD.role, OLD.service_line_id, OLD.starts, OLD.ends, OLD.reason, OLD.agreed_by_id, OLD.agreed_at) IS DISTINCT FROM (NEW.id, NEW.giver_id, NEW.taker_id, NEW.role, NEW.service_line_id, NEW.starts, NEW.ends, NEW.reason, NEW.agreed_by_id, NEW.agreed_at)",
    ),
)
MADE_ON_SQLITE = (
    Trigger(
        "signature_key_not_written_over",
        "signature",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM signature WHERE id = NEW.id)",
        "signature_key",
    ),
    Trigger(
        "signature_once_a_person_not_written_over",
        "signature",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM signature WHERE settlement_id = NEW.settlement_id AND round = NEW.round AND purpose = NEW.purpose AND person_id = NEW.person_id)",
        "signature_once_a_person",
    ),
    Trigger(
        "settlement_return_key_not_written_over",
        "settlement_return",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM settlement_return WHERE id = NEW.id)",
        "settlement_return_key",
    ),
    Trigger(
        "settlement_return_once_a_round_not_written_over",
        "settlement_return",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM settlement_return WHERE settlement_id = NEW.settlement_id AND round = NEW.round)",
        "settlement_return_once_a_round",
    ),
    Trigger(
        "acceptance_key_not_written_over",
        "acceptance",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM acceptance WHERE id = NEW.id)",
        "acceptance_key",
    ),
    Trigger(
        "acceptance_once_a_participant_not_written_over",
        "acceptance",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM acceptance WHERE settlement_id = NEW.settlement_id AND participant_id = NEW.participant_id)",
        "acceptance_once_a_participant",
    ),
    Trigger(
        "payment_control_key_not_written_over",
        "payment_control",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_control WHERE id = NEW.id)",
        "payment_control_key",
    ),
    Trigger(
        "payment_control_number_once_an_agreement_not_written_over",
        "payment_control",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM payment_control WHERE agreement_id = NEW.agreement_id AND number = NEW.number)",
        "payment_control_number_once_an_agreement",
    ),
    Trigger(
        "release_hold_key_not_written_over",
        "release_hold",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM release_hold WHERE id = NEW.id)",
        "release_hold_key",
    ),
    Trigger(
        "release_hold_one_at_a_time_not_written_over",
        "release_hold",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM release_hold WHERE settlement_id = NEW.settlement_id AND lifted_by_id IS NULL AND NEW.lifted_by_id IS NULL)",
        "release_hold_one_at_a_time",
    ),
    Trigger(
        "period_unlock_key_not_written_over",
        "period_unlock",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM period_unlock WHERE id = NEW.id)",
        "period_unlock_key",
    ),
    Trigger(
        "period_unlock_one_a_settlement_not_written_over",
        "period_unlock",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM period_unlock WHERE settlement_id = NEW.settlement_id AND refused_by_id IS NULL AND NEW.refused_by_id IS NULL)",
        "period_unlock_one_a_settlement",
    ),
    Trigger(
        "delegation_key_not_written_over",
        "delegation",
        Event.INSERT,
        "EXISTS (SELECT 1 FROM delegation WHERE id = NEW.id)",
        "delegation_key",
    ),
)
MADE_ON_POSTGRESQL = (
    Trigger("signature_never_emptied", "signature", Event.TRUNCATE),
    Trigger("settlement_return_never_emptied", "settlement_return", Event.TRUNCATE),
    Trigger("acceptance_never_emptied", "acceptance", Event.TRUNCATE),
    Trigger("payment_control_never_emptied", "payment_control", Event.TRUNCATE),
    Trigger("release_hold_never_emptied", "release_hold", Event.TRUNCATE),
    Trigger("period_unlock_never_emptied", "period_unlock", Event.TRUNCATE),
    Trigger("delegation_never_emptied", "delegation", Event.TRUNCATE),
)
CHANGED = (
    Trigger(
        "performance_period_locked_stays",
        "performance_period",
        Event.UPDATE,
        "OLD.state = 'locked' AND ((OLD.id, OLD.agreement_id, OLD.code, OLD.starts, OLD.ends) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.code, NEW.starts, NEW.ends) OR (NEW.state <> 'locked' AND NOT EXISTS (SELECT 1 FROM period_unlock AS unlocked WHERE unlocked.period_id = OLD.id AND unlocked.confirmed_by_id IS NOT NULL AND unlocked.settlement_id = (SELECT made.id FROM settlement AS made WHERE made.period_id = OLD.id AND made.approved_by_id IS NOT NULL ORDER BY made.number DESC LIMIT 1))))",
    ),
)
BEFORE = (
    Trigger(
        "performance_period_locked_stays",
        "performance_period",
        Event.UPDATE,
        "OLD.state = 'locked' AND (OLD.id, OLD.agreement_id, OLD.code, OLD.starts, OLD.ends, OLD.state) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.code, NEW.starts, NEW.ends, NEW.state)",
    ),
)
GONE = (
    Trigger(
        "settlement_not_approved_by_an_enterer",
        "settlement",
        Event.UPDATE,
        "OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM settlement_figure AS used JOIN figure AS one ON one.id = used.figure_id JOIN figure AS other ON one.period_id = other.period_id AND one.measure_id = other.measure_id AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0) WHERE used.settlement_id = NEW.id AND other.entered_by_id = NEW.approved_by_id)",
    ),
    Trigger(
        "settlement_not_approved_by_a_verifier",
        "settlement",
        Event.UPDATE,
        "OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM settlement_figure AS used JOIN figure AS one ON one.id = used.figure_id JOIN figure AS other ON one.period_id = other.period_id AND one.measure_id = other.measure_id AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0) JOIN agreement ON agreement.id = one.agreement_id WHERE used.settlement_id = NEW.id AND other.verified_by_id = NEW.approved_by_id AND NOT agreement.verifier_may_approve)",
    ),
)

STATES = "state IN ({})"
WORDS = "'preliminary', 'final', 'approved'"
CHECKS = {
    "settlement_released_names_its_releaser": (
        "(state = 'released') = (released_by_id IS NOT NULL)"
        " AND (released_by_id IS NULL) = (released_at IS NULL)"
    ),
    "settlement_rounds_count_from_one": "round >= 1",
}
# Whoever approved before signed with it: the same words, under the same document.
SIGN_AGAIN = (
    "INSERT INTO signature (settlement_id, round, purpose, person_id, for_id, role, meaning,"
    " printed_name, document_hash, at) SELECT settlement.id, 1, 'approval', person.id, NULL,"
    " 'approver', 'I approve these scores and amounts', person.name, settlement.document_hash,"
    " settlement.approved_at FROM settlement JOIN person ON person.id = settlement.approved_by_id"
    " ORDER BY settlement.id"
)


def upgrade() -> None:

    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("taker_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "service-line administrator",
                "verifier",
                "approver",
                "payment releaser",
                "physician",
                "physician leader",
                "compliance officer",
                "independent reviewer",
                "executive",
                "system administrator",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("service_line_id", sa.Integer(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("reason <> ''", name="delegation_says_why"),
        sa.CheckConstraint(
            "role IN ('service-line administrator', 'verifier', 'approver', 'payment releaser', 'compliance officer', 'independent reviewer')",
            name="delegation_of_a_duty_that_can_be_handed_over",
        ),
        sa.CheckConstraint(
            "(ended_by_id IS NULL) = (ended_on IS NULL)", name="delegation_names_who_ended_it"
        ),
        sa.CheckConstraint("giver_id <> taker_id", name="delegation_to_someone_else"),
        sa.CheckConstraint("starts <= ends", name="delegation_runs_forward"),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["person.id"], name="delegation_agreed_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name="delegation_ended_by_id_exists"
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name="delegation_giver_id_exists"),
        sa.ForeignKeyConstraint(
            ["service_line_id"], ["service_line.id"], name="delegation_service_line_id_exists"
        ),
        sa.ForeignKeyConstraint(["taker_id"], ["person.id"], name="delegation_taker_id_exists"),
        sa.PrimaryKeyConstraint("id", name="delegation_key"),
    )
    op.create_table(
        "payment_control",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("second_approval_above_cents", sa.BigInteger(), nullable=True),
        sa.Column("dispute_days", sa.Integer(), nullable=True),
        sa.Column("independent_review", sa.Boolean(), nullable=False),
        sa.Column("year_cap_cents", sa.BigInteger(), nullable=True),
        sa.Column("lifetime_cap_cents", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        sa.CheckConstraint("dispute_days >= 1", name="payment_control_dispute_lasts_a_day"),
        sa.CheckConstraint(
            "lifetime_cap_cents >= 0", name="payment_control_whole_cap_not_below_zero"
        ),
        sa.CheckConstraint("number >= 1", name="payment_control_numbers_count_from_one"),
        sa.CheckConstraint(
            "second_approval_above_cents >= 0", name="payment_control_second_approval_above_zero"
        ),
        sa.CheckConstraint("year_cap_cents >= 0", name="payment_control_year_cap_not_below_zero"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="payment_control_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name="payment_control_set_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="payment_control_key"),
        sa.UniqueConstraint(
            "agreement_id", "number", name="payment_control_number_once_an_agreement"
        ),
    )
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["person.id"], name="acceptance_accepted_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="acceptance_participant_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="acceptance_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="acceptance_key"),
        sa.UniqueConstraint(
            "settlement_id", "participant_id", name="acceptance_once_a_participant"
        ),
    )
    op.create_table(
        "period_unlock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", INSTANT, nullable=True),
        sa.Column("refused_by_id", sa.Integer(), nullable=True),
        sa.Column("refused_at", INSTANT, nullable=True),
        sa.CheckConstraint("reason <> ''", name="period_unlock_says_why"),
        sa.CheckConstraint(
            "(confirmed_by_id IS NULL) = (confirmed_at IS NULL)",
            name="period_unlock_names_who_confirmed_it",
        ),
        sa.CheckConstraint(
            "(refused_by_id IS NULL) = (refused_at IS NULL)",
            name="period_unlock_names_who_refused_it",
        ),
        sa.CheckConstraint("confirmed_by_id <> asked_by_id", name="period_unlock_by_two_people"),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR refused_by_id IS NULL",
            name="period_unlock_confirmed_or_refused",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "period_id"],
            ["performance_period.agreement_id", "performance_period.id"],
            name="period_unlock_period_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name="period_unlock_asked_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name="period_unlock_confirmed_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["refused_by_id"], ["person.id"], name="period_unlock_refused_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="period_unlock_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="period_unlock_key"),
    )
    op.create_table(
        "release_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=False),
        sa.Column("held_at", INSTANT, nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", INSTANT, nullable=True),
        sa.Column("lift_reason", sa.String(), nullable=True),
        sa.CheckConstraint("lift_reason <> ''", name="release_hold_lifted_says_why"),
        sa.CheckConstraint("reason <> ''", name="release_hold_says_why"),
        sa.CheckConstraint(
            "(lifted_by_id IS NULL) = (lifted_at IS NULL) AND (lifted_by_id IS NULL) = (lift_reason IS NULL)",
            name="release_hold_names_who_lifted_it",
        ),
        sa.ForeignKeyConstraint(
            ["held_by_id"], ["person.id"], name="release_hold_held_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["person.id"], name="release_hold_lifted_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="release_hold_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="release_hold_key"),
    )
    op.create_table(
        "settlement_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("returned_by_id", sa.Integer(), nullable=False),
        sa.Column("returned_at", INSTANT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="settlement_return_says_why"),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["person.id"], name="settlement_return_returned_by_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="settlement_return_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="settlement_return_key"),
        sa.UniqueConstraint("settlement_id", "round", name="settlement_return_once_a_round"),
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("settlement_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "approval",
                "review",
                "release",
                name="signature_purpose_is_known",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("document_hash", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("meaning <> ''", name="signature_says_what_it_means"),
        sa.CheckConstraint("printed_name <> ''", name="signature_has_a_printed_name"),
        sa.CheckConstraint("person_id <> for_id", name="signature_for_someone_else"),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name="signature_for_id_exists"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="signature_person_id_exists"),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["settlement.id"], name="signature_settlement_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="signature_key"),
        sa.UniqueConstraint(
            "settlement_id", "round", "purpose", "person_id", name="signature_once_a_person"
        ),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index("delegation_by_giver_id", ["giver_id"], unique=False)
        batch_op.create_index("delegation_by_taker_id", ["taker_id"], unique=False)

    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.create_index("acceptance_by_participant_id", ["participant_id"], unique=False)

    with op.batch_alter_table("period_unlock", schema=None) as batch_op:
        batch_op.create_index("period_unlock_by_period", ["period_id"], unique=False)
        batch_op.create_index(
            "period_unlock_one_a_settlement",
            ["settlement_id"],
            unique=True,
            sqlite_where=sa.text("refused_by_id IS NULL"),
            postgresql_where=sa.text("refused_by_id IS NULL"),
        )

    with op.batch_alter_table("release_hold", schema=None) as batch_op:
        batch_op.create_index(
            "release_hold_one_at_a_time",
            ["settlement_id"],
            unique=True,
            sqlite_where=sa.text("lifted_by_id IS NULL"),
            postgresql_where=sa.text("lifted_by_id IS NULL"),
        )

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index("signature_by_person_id", ["person_id"], unique=False)

    with guarding.lifted(op.get_bind(), "settlement"):
        with op.batch_alter_table("settlement") as settlements:
            settlements.add_column(
                sa.Column("round", sa.Integer(), nullable=False, server_default=sa.text("1"))
            )
            settlements.add_column(sa.Column("released_by_id", sa.Integer(), nullable=True))
            settlements.add_column(sa.Column("released_at", INSTANT, nullable=True))
            settlements.create_foreign_key(
                "settlement_released_by_id_exists", "person", ["released_by_id"], ["id"]
            )
            settlements.drop_constraint("settlement_state_is_known", type_="check")
            settlements.create_check_constraint(
                "settlement_state_is_known", STATES.format(f"{WORDS}, 'released'")
            )
            for name, condition in CHECKS.items():
                settlements.create_check_constraint(name, condition)
        op.execute(SIGN_AGAIN)
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in GONE))
    here = MADE_ON_SQLITE if op.get_bind().dialect.name == "sqlite" else MADE_ON_POSTGRESQL
    guarding.make(op.get_bind(), *MADE, *here)
    _exchange(CHANGED)


def downgrade() -> None:
    _exchange(BEFORE)
    on = op.get_bind().dialect.name
    made = (*MADE, *(MADE_ON_SQLITE if on == "sqlite" else MADE_ON_POSTGRESQL))
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in made))
    with guarding.lifted(op.get_bind(), "settlement"):
        op.execute(
            "UPDATE settlement SET state = 'approved', released_by_id = NULL, released_at = NULL"
            " WHERE state = 'released'"
        )
        with op.batch_alter_table("settlement") as settlements:
            for name in (*CHECKS, "settlement_state_is_known"):
                settlements.drop_constraint(name, type_="check")
            settlements.create_check_constraint("settlement_state_is_known", STATES.format(WORDS))
            settlements.drop_constraint("settlement_released_by_id_exists", type_="foreignkey")
            for name in ("round", "released_by_id", "released_at"):
                settlements.drop_column(name)
    guarding.make(op.get_bind(), *GONE)
    for table in reversed(TABLES):
        op.drop_table(table)


def _exchange(triggers: tuple[Trigger, ...]) -> None:
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in triggers))
    guarding.make(op.get_bind(), *triggers)
