"""What may never happen to the record of a meeting."""

from comanage.records.guards.guard import Event, Guards, Trigger

OF_ANOTHER_AGREEMENT = (
    "EXISTS (SELECT 1 FROM meeting AS met, participant AS side WHERE met.id = NEW.meeting_id"
    " AND side.id = NEW.participant_id AND side.agreement_id <> met.agreement_id)"
)

GUARDS = Guards(
    append_only=("meeting", "meeting_attendance", "meeting_decision"),
    triggers=(
        Trigger(
            "meeting_attendance_of_its_agreement",
            "meeting_attendance",
            Event.INSERT,
            OF_ANOTHER_AGREEMENT,
        ),
    ),
    in_the_way=(
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
    ),
)
