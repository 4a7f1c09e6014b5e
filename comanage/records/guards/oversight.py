"""What may never happen to declarations, to limits and to legal holds: they stay as they are."""

from comanage.records.guards.guard import Event, Guards, Trigger

LIFTS_ELSEWHERE = (
    "NEW.lifts_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM legal_hold AS held"
    " WHERE held.id = NEW.lifts_id AND held.agreement_id = NEW.agreement_id"
    " AND held.lifts_id IS NULL)"
)

GUARDS = Guards(
    append_only=("declaration", "oversight_limit", "legal_hold"),
    triggers=(
        Trigger("legal_hold_lifts_one_of_its_own", "legal_hold", Event.INSERT, LIFTS_ELSEWHERE),
    ),
    in_the_way=(
        ("declaration_key", "declaration", "id = NEW.id"),
        ("oversight_limit_key", "oversight_limit", "id = NEW.id"),
        ("legal_hold_key", "legal_hold", "id = NEW.id"),
        ("legal_hold_lifted_once", "legal_hold", "lifts_id = NEW.lifts_id"),
    ),
)
