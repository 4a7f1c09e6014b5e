"""What may never happen to logged hours, to an attested month and to what was decided on it."""

from comanage.records.guards.guard import Event, Guards, Trigger

INSERT = Event.INSERT

# Of an attested month under the name "month": every level has approved it, and none returned it.
APPROVED_BY_ALL = (
    "EXISTS (SELECT 1 FROM month_decision AS first WHERE first.attestation_id = month.id)"
    " AND NOT EXISTS (SELECT 1 FROM month_decision AS other"
    " WHERE other.attestation_id = month.id AND other.decision <> 'approved')"
    " AND NOT EXISTS (SELECT 1 FROM base_fee_level AS asked WHERE asked.terms_id = month.terms_id"
    " AND NOT EXISTS (SELECT 1 FROM month_decision AS given"
    " WHERE given.attestation_id = month.id AND given.level = asked.level))"
)
# Of an attested month under the name "month": it covers every entry of its physician.
ALL_COVERED = (
    "NOT EXISTS (SELECT 1 FROM time_entry AS logged"
    " WHERE logged.participant_id = month.participant_id AND logged.person_id = month.person_id"
    " AND logged.day BETWEEN month.starts AND month.ends AND NOT EXISTS"
    " (SELECT 1 FROM attested_entry AS held"
    " WHERE held.attestation_id = month.id AND held.entry_id = logged.id))"
)
# Of an entry under the name "entry": no later one corrects it.
STANDS = "NOT EXISTS (SELECT 1 FROM time_entry AS later WHERE later.replaces_id = entry.id)"

MONTH_IS_APPROVED = (
    "EXISTS (SELECT 1 FROM month_attestation AS month"  # noqa: S608 - the words of the guards
    " WHERE month.participant_id = NEW.participant_id AND month.person_id = NEW.person_id"
    f" AND {{}} AND {APPROVED_BY_ALL})"
)
OUTSIDE_ITS_DUTY = (
    "EXISTS (SELECT 1 FROM duty WHERE duty.id = NEW.duty_id AND (NEW.day < duty.starts"
    " OR NEW.day > duty.ends OR EXISTS (SELECT 1 FROM duty AS instead"
    " WHERE instead.replaces_id = duty.id AND instead.corrects)"
    " OR EXISTS (SELECT 1 FROM duty AS next WHERE next.agreement_id = duty.agreement_id"
    " AND next.code = duty.code AND next.number > duty.number AND NEW.day >= next.starts"
    " AND NOT EXISTS (SELECT 1 FROM duty AS instead"
    " WHERE instead.replaces_id = next.id AND instead.corrects))))"
)
OUTSIDE_THE_AGREEMENT = (
    "EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id"
    " AND (NEW.day < agreement.starts OR NEW.day > agreement.ends))"
)
CORRECTS_ANOTHER_KIND = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM time_entry AS old_entry"
    " WHERE old_entry.id = NEW.replaces_id AND old_entry.participant_id = NEW.participant_id"
    " AND old_entry.person_id = NEW.person_id"
    " AND substr(CAST(old_entry.day AS TEXT), 1, 7) = substr(CAST(NEW.day AS TEXT), 1, 7))"
)
NOT_THE_NEXT = (
    "EXISTS (SELECT 1 FROM month_attestation AS earlier"
    " WHERE earlier.participant_id = NEW.participant_id AND earlier.person_id = NEW.person_id"
    " AND earlier.starts = NEW.starts AND earlier.id <> NEW.id AND earlier.number >= NEW.number)"
)
TERMS_OF_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM base_fee_terms AS terms WHERE terms.id = NEW.terms_id"
    " AND terms.participant_id = NEW.participant_id AND terms.starts <= NEW.ends"
    " AND NOT EXISTS (SELECT 1 FROM base_fee_terms AS instead"
    " WHERE instead.replaces_id = terms.id))"
)
ENTRY_OF_ANOTHER_MONTH = (
    "NOT EXISTS (SELECT 1 FROM month_attestation AS month, time_entry AS entry"
    " WHERE month.id = NEW.attestation_id AND entry.id = NEW.entry_id"
    " AND entry.participant_id = month.participant_id AND entry.person_id = month.person_id"
    " AND entry.day BETWEEN month.starts AND month.ends)"
)
DECIDED_ALREADY = (
    "EXISTS (SELECT 1 FROM month_decision AS given"
    " WHERE given.attestation_id = NEW.attestation_id)"
    " AND NOT EXISTS (SELECT 1 FROM attested_entry AS same"
    " WHERE same.attestation_id = NEW.attestation_id AND same.entry_id = NEW.entry_id)"
)
OF_ITS_MONTH = (
    "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.id = NEW.attestation_id AND {})"
)
LEVEL_OUT_OF_ORDER = (
    "NEW.level > 1 + (SELECT count(*) FROM month_decision AS given"
    " WHERE given.attestation_id = NEW.attestation_id AND given.decision = 'approved')"
)
NOT_ITS_ROLE = (
    "NOT EXISTS (SELECT 1 FROM base_fee_level AS asked WHERE asked.terms_id = month.terms_id"
    " AND asked.level = NEW.level AND asked.role = NEW.role)"
)
# Whoever decided on another level, or whose duty that was: no giver and taker are two people.
DECIDED_THE_SAME = (
    "EXISTS (SELECT 1 FROM month_decision AS other"
    " WHERE other.attestation_id = NEW.attestation_id"
    " AND (other.for_id IN (NEW.person_id, NEW.for_id) OR other.person_id = NEW.for_id))"
)
ATTESTED_AGAIN = (
    "EXISTS (SELECT 1 FROM month_attestation AS again"
    " WHERE again.participant_id = month.participant_id AND again.person_id = month.person_id"
    " AND again.starts = month.starts AND again.number > month.number)"
)

GUARDS = Guards(
    append_only=("time_entry", "month_attestation", "attested_entry", "month_decision"),
    triggers=(
        Trigger("time_entry_within_its_duty", "time_entry", INSERT, OUTSIDE_ITS_DUTY),
        Trigger("time_entry_within_its_agreement", "time_entry", INSERT, OUTSIDE_THE_AGREEMENT),
        Trigger("time_entry_corrects_its_own_kind", "time_entry", INSERT, CORRECTS_ANOTHER_KIND),
        Trigger(
            "time_entry_in_an_open_month",
            "time_entry",
            INSERT,
            MONTH_IS_APPROVED.format("NEW.day BETWEEN month.starts AND month.ends"),
        ),
        Trigger(
            "month_attestation_of_an_open_month",
            "month_attestation",
            INSERT,
            MONTH_IS_APPROVED.format("month.starts = NEW.starts AND month.id <> NEW.id"),
        ),
        Trigger("month_attestation_follows_the_last", "month_attestation", INSERT, NOT_THE_NEXT),
        Trigger("month_attestation_of_its_terms", "month_attestation", INSERT, TERMS_OF_ANOTHER),
        Trigger("attested_entry_of_its_month", "attested_entry", INSERT, ENTRY_OF_ANOTHER_MONTH),
        Trigger("attested_entry_before_a_decision", "attested_entry", INSERT, DECIDED_ALREADY),
        Trigger(
            "month_decision_not_on_own_hours",
            "month_decision",
            INSERT,
            OF_ITS_MONTH.format("month.person_id IN (NEW.person_id, NEW.for_id)"),
        ),
        Trigger("month_decision_by_another_a_level", "month_decision", INSERT, DECIDED_THE_SAME),
        Trigger("month_decision_in_its_order", "month_decision", INSERT, LEVEL_OUT_OF_ORDER),
        Trigger(
            "month_decision_by_its_role",
            "month_decision",
            INSERT,
            OF_ITS_MONTH.format(NOT_ITS_ROLE),
        ),
        Trigger(
            "month_decision_on_what_was_shown",
            "month_decision",
            INSERT,
            OF_ITS_MONTH.format("month.content_hash <> NEW.content_hash"),
        ),
        Trigger(
            "month_decision_on_all_that_is_logged",
            "month_decision",
            INSERT,
            OF_ITS_MONTH.format(f"NOT ({ALL_COVERED})"),
        ),
        Trigger(
            "month_decision_on_the_newest",
            "month_decision",
            INSERT,
            OF_ITS_MONTH.format(ATTESTED_AGAIN),
        ),
    ),
    in_the_way=(
        ("time_entry_key", "time_entry", "id = NEW.id"),
        ("time_entry_replaced_once", "time_entry", "replaces_id = NEW.replaces_id"),
        ("month_attestation_key", "month_attestation", "id = NEW.id"),
        (
            "month_attestation_number_once_a_month",
            "month_attestation",
            (
                "participant_id = NEW.participant_id AND person_id = NEW.person_id"
                " AND starts = NEW.starts AND number = NEW.number"
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
    ),
)
