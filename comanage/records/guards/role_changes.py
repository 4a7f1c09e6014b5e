"""What may never happen to a change of roles that one asked for and another decides."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

AS_ASKED = changed(
    "id", "person_id", "change", "role", "service_line_id", "asked_by_id", "asked_at",
)  # fmt: skip

GUARDS = Guards(
    never_deleted=("role_change",),
    triggers=(
        Trigger(
            "role_change_begins_undecided", "role_change", Event.INSERT, "NEW.outcome IS NOT NULL"
        ),
        Trigger("role_change_never_changed", "role_change", Event.UPDATE, AS_ASKED),
        Trigger("role_change_decided_once", "role_change", Event.UPDATE, "OLD.outcome IS NOT NULL"),
    ),
    in_the_way=(
        ("role_change_key", "role_change", "id = NEW.id"),
        (
            "role_change_asked_once",
            "role_change",
            (
                "outcome IS NULL AND NEW.outcome IS NULL AND person_id = NEW.person_id"
                " AND change = NEW.change AND coalesce(role, '') = coalesce(NEW.role, '')"
                " AND coalesce(service_line_id, 0) = coalesce(NEW.service_line_id, 0)"
            ),
        ),
    ),
)
