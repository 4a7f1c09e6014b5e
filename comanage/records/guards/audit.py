"""What may never happen to an entry of the audit log: each follows the last one, and stays."""

from comanage.records.guards.guard import Event, Guards, Trigger

LAST = "(SELECT {} FROM audit_entry AS last ORDER BY last.id DESC LIMIT 1)"
FOLLOWS_NOT = (
    f"(NEW.id <> coalesce({LAST.format('last.id')}, 0) + 1"  # noqa: S608 - the words above
    f" OR NEW.previous_hash <> coalesce({LAST.format('last.hash')}, '{'0' * 64}'))"
    " AND NOT EXISTS (SELECT 1 FROM audit_entry AS same WHERE same.id = NEW.id)"
)

GUARDS = Guards(
    append_only=("audit_entry",),
    triggers=(Trigger("audit_entry_follows_the_last", "audit_entry", Event.INSERT, FOLLOWS_NOT),),
    in_the_way=(("audit_entry_key", "audit_entry", "id = NEW.id"),),
)
