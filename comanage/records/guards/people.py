"""What may never happen to the installation, and to the roles that people hold."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

GUARDS = Guards(
    never_deleted=("installation",),
    never_emptied=("role_held",),
    triggers=(
        # A demo lets everybody in by one click: real data never become one, nor the other way.
        Trigger(
            "installation_stays_what_it_is",
            "installation",
            Event.UPDATE,
            changed("is_demo", "created_at"),
        ),
        # A role is ended and another one given, so that the log tells of both.
        Trigger("role_held_never_changed", "role_held", Event.UPDATE),
    ),
    in_the_way=(
        ("installation_key", "installation", "id = NEW.id"),
        ("role_held_key", "role_held", "id = NEW.id"),
        (
            "role_held_once",
            "role_held",
            (
                "person_id = NEW.person_id AND role = NEW.role"
                " AND coalesce(service_line_id, 0) = coalesce(NEW.service_line_id, 0)"
                " AND coalesce(group_id, 0) = coalesce(NEW.group_id, 0)"
            ),
        ),
    ),
)
