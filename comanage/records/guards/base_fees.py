"""What may never happen to a duty, to the terms of a base fee, and to what it earned."""

from comanage.records.guards.agreed_fee import FEE_OF_THE_YEAR
from comanage.records.guards.guard import Event, Guards, Trigger
from comanage.records.guards.hours import ALL_COVERED, APPROVED_BY_ALL, STANDS

INSERT = Event.INSERT

OUTSIDE_THE_AGREEMENT = (
    "EXISTS (SELECT 1 FROM agreement WHERE agreement.id = NEW.agreement_id"
    " AND (NEW.starts < agreement.starts OR NEW.starts > agreement.ends{}))"
)
# A row of the duty of a new one, under the name "before", that is neither corrected nor being so.
DUTY_BEFORE = (
    "EXISTS (SELECT 1 FROM duty AS before WHERE before.agreement_id = NEW.agreement_id"
    " AND before.code = NEW.code AND before.id <> NEW.id"
    " AND NOT (NEW.corrects AND before.id = NEW.replaces_id)"
    " AND NOT EXISTS (SELECT 1 FROM duty AS instead WHERE instead.replaces_id = before.id"
    " AND instead.corrects){})"
)
FOLLOWS_ANOTHER = (
    "EXISTS (SELECT 1 FROM duty AS earlier WHERE earlier.id = NEW.replaces_id"  # noqa: S608 - the words of the guards
    " AND (earlier.code <> NEW.code OR earlier.number <> NEW.number - 1))"
    f" OR {DUTY_BEFORE.format(' AND before.starts >= NEW.starts')}"
)
CORRECTED_TOO_LATE = (
    "NEW.corrects AND NOT EXISTS (SELECT 1 FROM duty AS wrong WHERE wrong.id = NEW.replaces_id"
    " AND wrong.starts > NEW.entered_on AND wrong.entered_on <= NEW.entered_on"
    " AND NOT EXISTS (SELECT 1 FROM time_entry AS entry WHERE entry.duty_id = wrong.id))"
)
CORRECTED_BACKWARDS = f"NEW.corrects AND NEW.starts <= NEW.entered_on AND {DUTY_BEFORE.format('')}"
# Terms of the group of new ones, under the name "before", that are neither replaced nor being so.
TERMS_BEFORE = (
    "EXISTS (SELECT 1 FROM base_fee_terms AS before"
    " WHERE before.participant_id = NEW.participant_id"
    " AND before.id NOT IN (NEW.id, coalesce(NEW.replaces_id, 0))"
    " AND NOT EXISTS (SELECT 1 FROM base_fee_terms AS instead"
    " WHERE instead.replaces_id = before.id){})"
)
# Two codes that differ by capitals alone would name two duties that nobody tells apart.
CODE_OF_ANOTHER = (
    "NEW.number = 1 AND EXISTS (SELECT 1 FROM duty AS other"
    " WHERE other.agreement_id = NEW.agreement_id AND other.code <> NEW.code"
    " AND lower(other.code) = lower(NEW.code))"
)
TERMS_OUT_OF_ORDER = (
    "EXISTS (SELECT 1 FROM base_fee_terms AS earlier"  # noqa: S608 - the words of the guards
    " WHERE earlier.participant_id = NEW.participant_id AND earlier.id <> NEW.id"
    " AND earlier.number >= NEW.number)"
    f" OR {TERMS_BEFORE.format(' AND before.starts >= NEW.starts')}"
)
TERMS_REPLACED_TOO_LATE = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM base_fee_terms AS wrong"
    " WHERE wrong.id = NEW.replaces_id AND wrong.participant_id = NEW.participant_id"
    " AND wrong.number = NEW.number - 1"
    " AND wrong.starts > NEW.entered_on AND wrong.entered_on <= NEW.entered_on"
    " AND NOT EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.terms_id = wrong.id))"
)
TERMS_REPLACED_BACKWARDS = (
    f"NEW.replaces_id IS NOT NULL AND NEW.starts <= NEW.entered_on AND {TERMS_BEFORE.format('')}"
)
LEVEL_OUT_OF_ORDER = (
    "NEW.level > 1 + (SELECT count(*) FROM base_fee_level AS earlier"
    " WHERE earlier.terms_id = NEW.terms_id)"
)
TERMS_IN_USE = (
    "EXISTS (SELECT 1 FROM month_attestation AS used WHERE used.terms_id = NEW.terms_id)"
    " AND NOT EXISTS (SELECT 1 FROM base_fee_level AS same"
    " WHERE same.terms_id = NEW.terms_id AND same.level = NEW.level)"
)

# The attested month that an amount names: the same group, month and terms, approved by every
# level, nothing logged since, and some of its work standing.
WORK_NOT_APPROVED = (
    "NOT EXISTS (SELECT 1 FROM month_attestation AS month"  # noqa: S608 - the words of the guards
    " WHERE month.id = NEW.attestation_id AND month.agreement_id = NEW.agreement_id"
    " AND month.participant_id = NEW.participant_id AND month.terms_id = NEW.terms_id"
    " AND month.starts = NEW.month AND month.ends = NEW.month_ends"
    f" AND {APPROVED_BY_ALL} AND {ALL_COVERED}"
    " AND EXISTS (SELECT 1 FROM attested_entry AS covered"
    " JOIN time_entry AS entry ON entry.id = covered.entry_id"
    f" WHERE covered.attestation_id = month.id AND entry.minutes > 0 AND {STANDS}))"
)
PAST_THE_AGREED_FEE = (
    "NEW.cents > 0 AND NEW.cents + (SELECT coalesce(sum(other.cents), 0)"  # noqa: S608 - the words of the guards
    " FROM base_fee_earned AS other WHERE other.agreement_id = NEW.agreement_id"
    " AND other.year_starts = NEW.year_starts AND other.id <> NEW.id)"
    f" > {FEE_OF_THE_YEAR}"
)
WORK = (
    "(SELECT coalesce(sum(entry.minutes), 0) FROM attested_entry AS covered"  # noqa: S608 - the words of the guards
    " JOIN time_entry AS entry ON entry.id = covered.entry_id"
    f" WHERE covered.attestation_id = NEW.attestation_id AND {STANDS})"
)
# A cent of rounding is left to each of several physicians of a group.
PAST_THE_TERMS = (
    "EXISTS (SELECT 1 FROM base_fee_terms AS terms WHERE terms.id = NEW.terms_id"  # noqa: S608 - the words of the guards
    f" AND ((terms.pays = 'rate an hour' AND (NEW.cents - 1) * 60 >= {WORK} * terms.cents)"
    " OR (terms.pays = 'fixed amount a month' AND NEW.cents > terms.cents"
    " - (SELECT coalesce(sum(other.cents), 0) FROM base_fee_earned AS other"
    " WHERE other.participant_id = NEW.participant_id AND other.month = NEW.month"
    " AND other.id <> NEW.id))))"
)

GUARDS = Guards(
    append_only=("duty", "base_fee_terms", "base_fee_level", "base_fee_earned"),
    triggers=(
        Trigger(
            "duty_within_its_agreement",
            "duty",
            INSERT,
            OUTSIDE_THE_AGREEMENT.format(" OR NEW.ends > agreement.ends"),
        ),
        Trigger("duty_follows_its_own_code", "duty", INSERT, FOLLOWS_ANOTHER),
        Trigger("duty_corrected_before_it_begins", "duty", INSERT, CORRECTED_TOO_LATE),
        Trigger("duty_corrected_looks_ahead", "duty", INSERT, CORRECTED_BACKWARDS),
        Trigger("duty_code_not_like_anothers", "duty", INSERT, CODE_OF_ANOTHER),
        Trigger(
            "base_fee_terms_within_its_agreement",
            "base_fee_terms",
            INSERT,
            OUTSIDE_THE_AGREEMENT.format(""),
        ),
        Trigger("base_fee_terms_follow_the_last", "base_fee_terms", INSERT, TERMS_OUT_OF_ORDER),
        Trigger(
            "base_fee_terms_replaced_before_they_begin",
            "base_fee_terms",
            INSERT,
            TERMS_REPLACED_TOO_LATE,
        ),
        Trigger(
            "base_fee_terms_replaced_look_ahead",
            "base_fee_terms",
            INSERT,
            TERMS_REPLACED_BACKWARDS,
        ),
        Trigger("base_fee_level_in_its_order", "base_fee_level", INSERT, LEVEL_OUT_OF_ORDER),
        Trigger("base_fee_level_before_its_use", "base_fee_level", INSERT, TERMS_IN_USE),
        Trigger("base_fee_earned_from_approved_work", "base_fee_earned", INSERT, WORK_NOT_APPROVED),
        Trigger(
            "base_fee_earned_within_the_agreed_fee", "base_fee_earned", INSERT, PAST_THE_AGREED_FEE
        ),
        Trigger("base_fee_earned_within_its_terms", "base_fee_earned", INSERT, PAST_THE_TERMS),
    ),
    in_the_way=(
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
            "base_fee_terms_replaced_once",
            "base_fee_terms",
            "replaces_id = NEW.replaces_id",
        ),
        (
            "base_fee_level_key",
            "base_fee_level",
            "terms_id = NEW.terms_id AND level = NEW.level",
        ),
        ("base_fee_earned_key", "base_fee_earned", "id = NEW.id"),
        (
            "base_fee_earned_once_an_attestation",
            "base_fee_earned",
            "attestation_id = NEW.attestation_id",
        ),
    ),
)
