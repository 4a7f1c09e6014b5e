"""What may never happen to who takes part in an agreement, and to what is measured: figures and payments name them."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

GUARDS = Guards(
    append_only=("measure",),
    never_deleted=("participant",),
    triggers=(
        Trigger(
            "participant_stays_the_same_group",
            "participant",
            Event.UPDATE,
            changed("id", "agreement_id", "group_id", "code"),
        ),
    ),
    in_the_way=(
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
