"""What may never happen to an entry of the audit log or an anchor of it: both stay."""

from comanage.records.guards.guard import Event, Guards, Trigger

LAST = "(SELECT {} FROM audit_entry AS last ORDER BY last.id DESC LIMIT 1)"
FOLLOWS_NOT = (
    f"(NEW.id <> coalesce({LAST.format('last.id')}, 0) + 1"  # noqa: S608 - the words above
    f" OR NEW.previous_hash <> coalesce({LAST.format('last.hash')}, '{'0' * 64}'))"
    " AND NOT EXISTS (SELECT 1 FROM audit_entry AS same WHERE same.id = NEW.id)"
)

ANCHORS_NOTHING = (
    "NOT EXISTS (SELECT 1 FROM audit_entry AS held"
    " WHERE held.id = NEW.entry_number AND held.hash = NEW.entry_hash)"
)

GUARDS = Guards(
    append_only=("audit_entry", "anchor"),
    triggers=(
        Trigger("audit_entry_follows_the_last", "audit_entry", Event.INSERT, FOLLOWS_NOT),
        Trigger("anchor_holds_an_entry", "anchor", Event.INSERT, ANCHORS_NOTHING),
    ),
    in_the_way=(
        ("audit_entry_key", "audit_entry", "id = NEW.id"),
        ("anchor_key", "anchor", "id = NEW.id"),
    ),
)
