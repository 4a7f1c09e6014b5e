"""What may never happen to the status of a physician: it stays as it was recorded."""

from comanage.records.guards.guard import Guards

GUARDS = Guards(
    append_only=("physician_status",),
    in_the_way=(("physician_status_key", "physician_status", "id = NEW.id"),),
)
