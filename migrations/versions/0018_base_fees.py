"""Base fees: duties, agreed terms, logged hours, attested months, what was earned, and meetings."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0018"
down_revision = "0017"

INSTANT = sa.DateTime(timezone=True)
ROLES = (
    "service-line administrator", "verifier", "approver", "payment releaser", "physician", "physician leader",
    "compliance officer", "independent reviewer", "executive", "system administrator",
)  # fmt: skip
TABLES = (
    "duty",
    "meeting",
    "base_fee_terms",
    "meeting_attendance",
    "meeting_decision",
    "time_entry",
    "base_fee_level",
    "month_attestation",
    "attested_entry",
    "base_fee_earned",
    "month_decision",
)
REFUSED = (
    # name, table, the condition on an inserted row
    (
        "duty_within_its_agreement",
        "duty",
        (
            "EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id AND (NEW.starts < "
            "agreement.starts OR NEW.starts > agreement.ends OR NEW.ends > agreement.ends))"
        ),
    ),
    (
        "duty_follows_its_own_code",
        "duty",
        (
            "EXISTS (SELECT 1 FROM duty AS earlier WHERE earlier.id = NEW.replaces_id AND "
            "(earlier.code <> NEW.code OR earlier.number <> NEW.number - 1 OR earlier.starts >= "
            "NEW.starts))"
        ),
    ),
    (
        "base_fee_terms_within_its_agreement",
        "base_fee_terms",
        (
            "EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id AND (NEW.starts < "
            "agreement.starts OR NEW.starts > agreement.ends))"
        ),
    ),
    (
        "base_fee_terms_follow_the_last",
        "base_fee_terms",
        (
            "EXISTS (SELECT 1 FROM base_fee_terms AS earlier WHERE earlier.participant_id = "
            "NEW.participant_id AND earlier.id <> NEW.id AND (earlier.number >= NEW.number OR "
            "earlier.starts >= NEW.starts))"
        ),
    ),
    (
        "base_fee_level_in_its_order",
        "base_fee_level",
        (
            "NEW.level > 1 + (SELECT count(*) FROM base_fee_level AS earlier WHERE earlier.terms_id ="
            " NEW.terms_id)"
        ),
    ),
    (
        "base_fee_level_before_its_use",
        "base_fee_level",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS used WHERE used.terms_id = NEW.terms_id) AND "
            "NOT EXISTS (SELECT 1 FROM base_fee_level AS same WHERE same.terms_id = NEW.terms_id AND "
            "same.level = NEW.level)"
        ),
    ),
    (
        "base_fee_earned_from_approved_work",
        "base_fee_earned",
        (
            "NOT EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.id = NEW.attestation_id"
            " AND month.agreement_id = NEW.agreement_id AND month.participant_id = NEW.participant_id"
            " AND month.terms_id = NEW.terms_id AND month.starts = NEW.month AND month.ends = "
            "NEW.month_ends AND EXISTS (SELECT 1 FROM month_decision AS first WHERE "
            "first.attestation_id = month.id) AND NOT EXISTS (SELECT 1 FROM month_decision AS other "
            "WHERE other.attestation_id = month.id AND other.decision <> 'approved') AND NOT EXISTS "
            "(SELECT 1 FROM base_fee_level AS asked WHERE asked.terms_id = month.terms_id AND NOT "
            "EXISTS (SELECT 1 FROM month_decision AS given WHERE given.attestation_id = month.id AND "
            "given.level = asked.level)) AND NOT EXISTS (SELECT 1 FROM time_entry AS logged WHERE "
            "logged.participant_id = month.participant_id AND logged.person_id = month.person_id AND "
            "logged.day BETWEEN month.starts AND month.ends AND NOT EXISTS (SELECT 1 FROM "
            "attested_entry AS held WHERE held.attestation_id = month.id AND held.entry_id = "
            "logged.id)) AND EXISTS (SELECT 1 FROM attested_entry AS covered JOIN time_entry AS entry"
            " ON entry.id = covered.entry_id WHERE covered.attestation_id = month.id AND "
            "entry.minutes > 0 AND NOT EXISTS (SELECT 1 FROM time_entry AS later WHERE "
            "later.replaces_id = entry.id)))"
        ),
    ),
    (
        "base_fee_earned_within_the_agreed_fee",
        "base_fee_earned",
        (
            "NEW.cents > 0 AND NEW.cents + (SELECT coalesce(sum(other.cents), 0) FROM base_fee_earned"
            " AS other WHERE other.agreement_id = NEW.agreement_id AND other.year_starts = "
            "NEW.year_starts AND other.id <> NEW.id) > (SELECT agreement.base_fee_cents FROM "
            "agreement WHERE agreement.id = NEW.agreement_id)"
        ),
    ),
    (
        "base_fee_earned_within_its_terms",
        "base_fee_earned",
        (
            "EXISTS (SELECT 1 FROM base_fee_terms AS terms WHERE terms.id = NEW.terms_id AND "
            "((terms.pays = 'rate an hour' AND (NEW.cents - 1) * 60 >= (SELECT "
            "coalesce(sum(entry.minutes), 0) FROM attested_entry AS covered JOIN time_entry AS entry "
            "ON entry.id = covered.entry_id WHERE covered.attestation_id = NEW.attestation_id AND NOT"
            " EXISTS (SELECT 1 FROM time_entry AS later WHERE later.replaces_id = entry.id)) * "
            "terms.cents) OR (terms.pays = 'fixed amount a month' AND NEW.cents > terms.cents - "
            "(SELECT coalesce(sum(other.cents), 0) FROM base_fee_earned AS other WHERE "
            "other.participant_id = NEW.participant_id AND other.month = NEW.month AND other.id <> "
            "NEW.id))))"
        ),
    ),
    (
        "time_entry_within_its_duty",
        "time_entry",
        (
            "EXISTS (SELECT 1 FROM duty WHERE duty.id = NEW.duty_id AND (NEW.day < duty.starts OR "
            "NEW.day > duty.ends OR EXISTS (SELECT 1 FROM duty AS next WHERE next.replaces_id = "
            "duty.id AND NEW.day >= next.starts)))"
        ),
    ),
    (
        "time_entry_within_its_agreement",
        "time_entry",
        (
            "EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id AND (NEW.day < "
            "agreement.starts OR NEW.day > agreement.ends))"
        ),
    ),
    (
        "time_entry_corrects_its_own_kind",
        "time_entry",
        (
            "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM time_entry AS old_entry WHERE "
            "old_entry.id = NEW.replaces_id AND old_entry.participant_id = NEW.participant_id AND "
            "old_entry.person_id = NEW.person_id AND substr(CAST(old_entry.day AS TEXT), 1, 7) = "
            "substr(CAST(NEW.day AS TEXT), 1, 7))"
        ),
    ),
    (
        "time_entry_in_an_open_month",
        "time_entry",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.participant_id = "
            "NEW.participant_id AND month.person_id = NEW.person_id AND NEW.day BETWEEN month.starts "
            "AND month.ends AND EXISTS (SELECT 1 FROM month_decision AS first WHERE "
            "first.attestation_id = month.id) AND NOT EXISTS (SELECT 1 FROM month_decision AS other "
            "WHERE other.attestation_id = month.id AND other.decision <> 'approved') AND NOT EXISTS "
            "(SELECT 1 FROM base_fee_level AS asked WHERE asked.terms_id = month.terms_id AND NOT "
            "EXISTS (SELECT 1 FROM month_decision AS given WHERE given.attestation_id = month.id AND "
            "given.level = asked.level)))"
        ),
    ),
    (
        "month_attestation_of_an_open_month",
        "month_attestation",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.participant_id = "
            "NEW.participant_id AND month.person_id = NEW.person_id AND month.starts = NEW.starts AND"
            " month.id <> NEW.id AND EXISTS (SELECT 1 FROM month_decision AS first WHERE "
            "first.attestation_id = month.id) AND NOT EXISTS (SELECT 1 FROM month_decision AS other "
            "WHERE other.attestation_id = month.id AND other.decision <> 'approved') AND NOT EXISTS "
            "(SELECT 1 FROM base_fee_level AS asked WHERE asked.terms_id = month.terms_id AND NOT "
            "EXISTS (SELECT 1 FROM month_decision AS given WHERE given.attestation_id = month.id AND "
            "given.level = asked.level)))"
        ),
    ),
    (
        "month_attestation_follows_the_last",
        "month_attestation",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS earlier WHERE earlier.participant_id = "
            "NEW.participant_id AND earlier.person_id = NEW.person_id AND earlier.starts = NEW.starts"
            " AND earlier.id <> NEW.id AND earlier.number >= NEW.number)"
        ),
    ),
    (
        "month_attestation_of_its_terms",
        "month_attestation",
        (
            "NOT EXISTS (SELECT 1 FROM base_fee_terms AS terms WHERE terms.id = NEW.terms_id AND "
            "terms.participant_id = NEW.participant_id AND terms.starts <= NEW.ends)"
        ),
    ),
    (
        "attested_entry_of_its_month",
        "attested_entry",
        (
            "NOT EXISTS (SELECT 1 FROM month_attestation AS month, time_entry AS entry WHERE month.id"
            " = NEW.attestation_id AND entry.id = NEW.entry_id AND entry.participant_id = "
            "month.participant_id AND entry.person_id = month.person_id AND entry.day BETWEEN "
            "month.starts AND month.ends)"
        ),
    ),
    (
        "attested_entry_before_a_decision",
        "attested_entry",
        (
            "EXISTS (SELECT 1 FROM month_decision AS given WHERE given.attestation_id = "
            "NEW.attestation_id) AND NOT EXISTS (SELECT 1 FROM attested_entry AS same WHERE "
            "same.attestation_id = NEW.attestation_id AND same.entry_id = NEW.entry_id)"
        ),
    ),
    (
        "month_decision_not_on_own_hours",
        "month_decision",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.id = NEW.attestation_id AND"
            " month.person_id = NEW.person_id)"
        ),
    ),
    (
        "month_decision_in_its_order",
        "month_decision",
        (
            "NEW.level > 1 + (SELECT count(*) FROM month_decision AS given WHERE given.attestation_id"
            " = NEW.attestation_id AND given.decision = 'approved')"
        ),
    ),
    (
        "month_decision_by_its_role",
        "month_decision",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.id = NEW.attestation_id AND"
            " NOT EXISTS (SELECT 1 FROM base_fee_level AS asked WHERE asked.terms_id = month.terms_id"
            " AND asked.level = NEW.level AND asked.role = NEW.role))"
        ),
    ),
    (
        "month_decision_on_what_was_shown",
        "month_decision",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.id = NEW.attestation_id AND"
            " month.content_hash <> NEW.content_hash)"
        ),
    ),
    (
        "month_decision_on_all_that_is_logged",
        "month_decision",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.id = NEW.attestation_id AND"
            " NOT (NOT EXISTS (SELECT 1 FROM time_entry AS logged WHERE logged.participant_id = "
            "month.participant_id AND logged.person_id = month.person_id AND logged.day BETWEEN "
            "month.starts AND month.ends AND NOT EXISTS (SELECT 1 FROM attested_entry AS held WHERE "
            "held.attestation_id = month.id AND held.entry_id = logged.id))))"
        ),
    ),
    (
        "month_decision_on_the_newest",
        "month_decision",
        (
            "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.id = NEW.attestation_id AND"
            " EXISTS (SELECT 1 FROM month_attestation AS again WHERE again.participant_id = "
            "month.participant_id AND again.person_id = month.person_id AND again.starts = "
            "month.starts AND again.number > month.number))"
        ),
    ),
    (
        "meeting_attendance_of_its_agreement",
        "meeting_attendance",
        (
            "EXISTS (SELECT 1 FROM meeting AS met, participant AS side WHERE met.id = NEW.meeting_id "
            "AND side.id = NEW.participant_id AND side.agreement_id <> met.agreement_id)"
        ),
    ),
)
IN_THE_WAY = (
    ("duty_key", "duty", "id = NEW.id"),
    (
        "duty_number_once_a_code",
        "duty",
        "agreement_id = NEW.agreement_id AND code = NEW.code AND number = NEW.number",
    ),
    ("base_fee_terms_key", "base_fee_terms", "id = NEW.id"),
    (
        "base_fee_terms_number_once_a_group",
        "base_fee_terms",
        "participant_id = NEW.participant_id AND number = NEW.number",
    ),
    (
        "base_fee_terms_one_from_a_day",
        "base_fee_terms",
        "participant_id = NEW.participant_id AND starts = NEW.starts",
    ),
    ("base_fee_level_key", "base_fee_level", "terms_id = NEW.terms_id AND level = NEW.level"),
    ("base_fee_earned_key", "base_fee_earned", "id = NEW.id"),
    (
        "base_fee_earned_once_an_attestation",
        "base_fee_earned",
        "attestation_id = NEW.attestation_id",
    ),
    ("time_entry_key", "time_entry", "id = NEW.id"),
    ("time_entry_replaced_once", "time_entry", "replaces_id = NEW.replaces_id"),
    ("month_attestation_key", "month_attestation", "id = NEW.id"),
    (
        "month_attestation_number_once_a_month",
        "month_attestation",
        (
            "participant_id = NEW.participant_id AND person_id = NEW.person_id AND starts = "
            "NEW.starts AND number = NEW.number"
        ),
    ),
    (
        "attested_entry_key",
        "attested_entry",
        "attestation_id = NEW.attestation_id AND entry_id = NEW.entry_id",
    ),
    ("month_decision_key", "month_decision", "id = NEW.id"),
    (
        "month_decision_once_a_level",
        "month_decision",
        "attestation_id = NEW.attestation_id AND level = NEW.level",
    ),
    (
        "month_decision_once_a_person",
        "month_decision",
        "attestation_id = NEW.attestation_id AND person_id = NEW.person_id",
    ),
    ("meeting_key", "meeting", "id = NEW.id"),
    ("meeting_replaced_once", "meeting", "replaces_id = NEW.replaces_id"),
    (
        "meeting_attendance_key",
        "meeting_attendance",
        "meeting_id = NEW.meeting_id AND place = NEW.place",
    ),
    (
        "meeting_attendance_once_a_name",
        "meeting_attendance",
        "meeting_id = NEW.meeting_id AND name = NEW.name",
    ),
    (
        "meeting_decision_key",
        "meeting_decision",
        "meeting_id = NEW.meeting_id AND number = NEW.number",
    ),
)


def upgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("delivers", sa.String(), nullable=False),
        sa.Column("most_minutes", sa.Integer(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("code <> ''", name="duty_has_a_code"),
        sa.CheckConstraint("delivers <> ''", name="duty_says_what_is_delivered"),
        sa.CheckConstraint("name <> ''", name="duty_says_what_is_done"),
        sa.CheckConstraint("number = 1 OR reason <> ''", name="duty_change_says_why"),
        sa.CheckConstraint(
            "(number = 1) = (replaces_id IS NULL)", name="duty_later_names_the_earlier"
        ),
        sa.CheckConstraint("most_minutes > 0", name="duty_most_above_zero"),
        sa.CheckConstraint(
            "number = 1 OR starts > entered_on", name="duty_changes_from_a_day_to_come"
        ),
        sa.CheckConstraint("starts <= ends", name="duty_runs_forward"),
        sa.ForeignKeyConstraint(
            ["agreement_id", "replaces_id"],
            ["duty.agreement_id", "duty.id"],
            name="duty_follows_one_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="duty_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name="duty_entered_by_id_exists"),
        sa.PrimaryKeyConstraint("id", name="duty_key"),
        sa.UniqueConstraint("agreement_id", "code", "number", name="duty_number_once_a_code"),
        sa.UniqueConstraint("agreement_id", "id", name="duty_of_one_agreement"),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("committee", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=False),
        sa.Column("document_sha256", sa.String(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("committee <> ''", name="meeting_names_its_committee"),
        sa.CheckConstraint(
            "replaces_id IS NULL OR reason <> ''", name="meeting_correction_says_why"
        ),
        sa.CheckConstraint("day <= recorded_on", name="meeting_not_of_a_day_to_come"),
        sa.ForeignKeyConstraint(
            ["agreement_id", "replaces_id"],
            ["meeting.agreement_id", "meeting.id"],
            name="meeting_replaces_one_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="meeting_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["document_sha256"], ["document.sha256"], name="meeting_document_sha256_exists"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name="meeting_recorded_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="meeting_key"),
        sa.UniqueConstraint("agreement_id", "id", name="meeting_of_one_agreement"),
        sa.UniqueConstraint("replaces_id", name="meeting_replaced_once"),
    )
    op.create_table(
        "base_fee_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column(
            "pays",
            _one_of("base_fee_terms_pays_is_known", "rate an hour", "fixed amount a month"),
            nullable=False,
        ),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("most_an_entry", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("most_a_month", sa.Integer(), nullable=True),
        sa.Column("most_a_year", sa.Integer(), nullable=True),
        sa.Column("fewest_a_month", sa.Integer(), nullable=True),
        sa.Column(
            "short", _one_of("base_fee_terms_short_is_known", "nothing", "prorated"), nullable=True
        ),
        sa.Column("deadline", sa.Integer(), nullable=False),
        sa.Column("sentences", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(fewest_a_month IS NULL) = (short IS NULL) AND (short IS NULL OR pays = 'fixed amount a month')",
            name="base_fee_terms_fewest_says_what_less_comes_to",
        ),
        sa.CheckConstraint("number = 1 OR reason <> ''", name="base_fee_terms_change_says_why"),
        sa.CheckConstraint("cents > 0", name="base_fee_terms_pay_something"),
        sa.CheckConstraint(
            "number = 1 OR starts > entered_on", name="base_fee_terms_change_from_a_day_to_come"
        ),
        sa.CheckConstraint("number >= 1", name="base_fee_terms_numbers_count_from_one"),
        sa.CheckConstraint(
            "step > 0 AND most_an_entry > 0 AND deadline >= 0 AND coalesce(most_a_month, 1) > 0 AND coalesce(most_a_year, 1) > 0 AND coalesce(fewest_a_month, 1) > 0",
            name="base_fee_terms_limits_above_zero",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="base_fee_terms_participant_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="base_fee_terms_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name="base_fee_terms_entered_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="base_fee_terms_key"),
        sa.UniqueConstraint("participant_id", "number", name="base_fee_terms_number_once_a_group"),
        sa.UniqueConstraint("participant_id", "starts", name="base_fee_terms_one_from_a_day"),
    )
    op.create_table(
        "meeting_attendance",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column(
            "presence",
            _one_of("meeting_attendance_is_known", "present", "excused", "absent"),
            nullable=False,
        ),
        sa.CheckConstraint("name <> ''", name="meeting_attendance_names_someone"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="meeting_attendance_meeting_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="meeting_attendance_participant_id_exists"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "place", name="meeting_attendance_key"),
        sa.UniqueConstraint("meeting_id", "name", name="meeting_attendance_once_a_name"),
    )
    op.create_table(
        "meeting_decision",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.CheckConstraint("words <> ''", name="meeting_decision_says_what"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="meeting_decision_meeting_id_exists"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "number", name="meeting_decision_key"),
    )
    op.create_table(
        "time_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("done", sa.String(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "replaces_id IS NULL OR reason <> ''", name="time_entry_correction_says_why"
        ),
        sa.CheckConstraint("day <= entered_on", name="time_entry_not_of_a_day_to_come"),
        sa.CheckConstraint("minutes > 0 OR replaces_id IS NOT NULL", name="time_entry_has_a_time"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name="time_entry_within_a_day"),
        sa.ForeignKeyConstraint(
            ["agreement_id", "duty_id"],
            ["duty.agreement_id", "duty.id"],
            name="time_entry_duty_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="time_entry_participant_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="time_entry_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="time_entry_person_id_exists"),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["time_entry.id"], name="time_entry_replaces_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="time_entry_key"),
        sa.UniqueConstraint("replaces_id", name="time_entry_replaced_once"),
    )
    op.create_index("time_entry_by_participant_id", "time_entry", ["participant_id"], unique=False)
    op.create_index("time_entry_by_person_id", "time_entry", ["person_id"], unique=False)
    op.create_table(
        "base_fee_level",
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("role", _one_of("base_fee_level_role_is_known", *ROLES), nullable=False),
        sa.CheckConstraint(
            "role IN ('service-line administrator', 'verifier', 'approver')",
            name="base_fee_level_role_may_approve",
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 6", name="base_fee_level_one_to_six"),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["base_fee_terms.id"], name="base_fee_level_terms_id_exists"
        ),
        sa.PrimaryKeyConstraint("terms_id", "level", name="base_fee_level_key"),
    )
    op.create_table(
        "month_attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("role", _one_of("month_attestation_role_is_known", *ROLES), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "printed_name <> '' AND meaning <> ''", name="month_attestation_says_who_and_what"
        ),
        sa.CheckConstraint("length(content_hash) = 64", name="month_attestation_names_its_content"),
        sa.CheckConstraint("minutes > 0", name="month_attestation_is_of_some_work"),
        sa.CheckConstraint("number >= 1", name="month_attestation_numbers_count_from_one"),
        sa.CheckConstraint("starts <= ends", name="month_attestation_runs_forward"),
        sa.ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="month_attestation_participant_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="month_attestation_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="month_attestation_person_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["base_fee_terms.id"], name="month_attestation_terms_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="month_attestation_key"),
        sa.UniqueConstraint(
            "participant_id",
            "person_id",
            "starts",
            "number",
            name="month_attestation_number_once_a_month",
        ),
    )
    op.create_index(
        "month_attestation_by_participant_id", "month_attestation", ["participant_id"], unique=False
    )
    op.create_index(
        "month_attestation_by_person_id", "month_attestation", ["person_id"], unique=False
    )
    op.create_table(
        "attested_entry",
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attestation_id"],
            ["month_attestation.id"],
            name="attested_entry_attestation_id_exists",
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["time_entry.id"], name="attested_entry_entry_id_exists"
        ),
        sa.PrimaryKeyConstraint("attestation_id", "entry_id", name="attested_entry_key"),
    )
    op.create_index("attested_entry_by_entry_id", "attested_entry", ["entry_id"], unique=False)
    op.create_table(
        "base_fee_earned",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("month_ends", sa.Date(), nullable=False),
        sa.Column("year_starts", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("trace", sa.String(), nullable=False),
        sa.Column("trace_hash", sa.String(), nullable=False),
        sa.Column("earned_at", INSTANT, nullable=False),
        sa.CheckConstraint("cents >= 0", name="base_fee_earned_not_below_zero"),
        sa.CheckConstraint("length(trace_hash) = 64", name="base_fee_earned_names_its_trace"),
        sa.CheckConstraint("year_starts <= month_ends", name="base_fee_earned_within_its_year"),
        sa.ForeignKeyConstraint(
            ["agreement_id", "participant_id"],
            ["participant.agreement_id", "participant.id"],
            name="base_fee_earned_participant_of_its_agreement",
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name="base_fee_earned_agreement_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["attestation_id"],
            ["month_attestation.id"],
            name="base_fee_earned_attestation_id_exists",
        ),
        sa.ForeignKeyConstraint(
            ["terms_id"], ["base_fee_terms.id"], name="base_fee_earned_terms_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="base_fee_earned_key"),
        sa.UniqueConstraint("attestation_id", name="base_fee_earned_once_an_attestation"),
    )
    op.create_table(
        "month_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attestation_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column(
            "decision", _one_of("month_decision_is_known", "approved", "returned"), nullable=False
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("printed_name", sa.String(), nullable=False),
        sa.Column("role", _one_of("month_decision_role_is_known", *ROLES), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "decision <> 'returned' OR reason <> ''", name="month_decision_return_says_why"
        ),
        sa.CheckConstraint(
            "printed_name <> '' AND meaning <> ''", name="month_decision_says_who_and_what"
        ),
        sa.ForeignKeyConstraint(
            ["attestation_id"],
            ["month_attestation.id"],
            name="month_decision_attestation_id_exists",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="month_decision_person_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="month_decision_key"),
        sa.UniqueConstraint("attestation_id", "level", name="month_decision_once_a_level"),
        sa.UniqueConstraint("attestation_id", "person_id", name="month_decision_once_a_person"),
    )

    bind = op.get_bind()
    guarding.make(bind, *guarding.append_only(*TABLES, dialect=bind.dialect.name))
    guarding.make(
        bind, *(Trigger(name, table, Event.INSERT, when) for name, table, when in REFUSED)
    )
    if bind.dialect.name == "sqlite":
        guarding.make(bind, *(guarding.not_written_over(*way) for way in IN_THE_WAY))


def downgrade() -> None:
    guarding.forget(op.get_bind(), *TABLES)
    for table in reversed(TABLES):
        op.drop_table(table)


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
