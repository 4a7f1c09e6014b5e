"""What may never happen to an agreement, to who takes part in it, and to what is measured.

Figures and payments name them. Until a scorecard is locked an agreement is a draft, and changes.
"""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

# A version that was superseded was locked once: what was agreed with it stays.
A_SCORECARD_WAS_LOCKED = (
    "EXISTS (SELECT 1 FROM scorecard AS version WHERE version.agreement_id = OLD.id"
    " AND version.state IN ('locked', 'superseded'))"
)

GUARDS = Guards(
    append_only=("measure",),
    never_deleted=("participant",),
    never_emptied=("agreement",),
    triggers=(
        Trigger(
            "agreement_stays_as_agreed",
            "agreement",
            Event.UPDATE,
            f"{changed('id', 'code', 'service_line_id', 'base_fee_cents', 'verifier_may_approve')}"
            f" AND {A_SCORECARD_WAS_LOCKED}",
        ),
        Trigger(
            "participant_stays_the_same_group",
            "participant",
            Event.UPDATE,
            changed("id", "agreement_id", "group_id", "code"),
        ),
    ),
    in_the_way=(
        ("agreement_key", "agreement", "id = NEW.id"),
        ("agreement_once_per_code", "agreement", "code = NEW.code"),
        ("measure_key", "measure", "id = NEW.id"),
        (
            "measure_code_once_an_agreement",
            "measure",
            "agreement_id = NEW.agreement_id AND code = NEW.code",
        ),
        ("participant_key", "participant", "id = NEW.id"),
        (
            "participant_code_once_an_agreement",
            "participant",
            "agreement_id = NEW.agreement_id AND code = NEW.code",
        ),
        (
            "participant_group_once_an_agreement",
            "participant",
            "agreement_id = NEW.agreement_id AND group_id = NEW.group_id",
        ),
    ),
)
