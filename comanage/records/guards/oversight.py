"""What may never happen to what oversight puts on record: it stays as it is."""

from comanage.records.guards.guard import Event, Guards, Trigger

LIFTS_ELSEWHERE = (
    "NEW.lifts_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM legal_hold AS held"
    " WHERE held.id = NEW.lifts_id AND held.agreement_id = NEW.agreement_id"
    " AND held.lifts_id IS NULL)"
)

TURNS_NOTHING = (
    "NEW.shown = COALESCE((SELECT stands.shown FROM outlook_switch AS stands WHERE"
    " stands.agreement_id = NEW.agreement_id ORDER BY stands.id DESC LIMIT 1), TRUE)"
)

GUARDS = Guards(
    append_only=("declaration", "oversight_limit", "legal_hold", "outlook_switch"),
    triggers=(
        Trigger("legal_hold_lifts_one_of_its_own", "legal_hold", Event.INSERT, LIFTS_ELSEWHERE),
        Trigger("outlook_switch_turns_what_stands", "outlook_switch", Event.INSERT, TURNS_NOTHING),
    ),
    in_the_way=(
        ("declaration_key", "declaration", "id = NEW.id"),
        ("oversight_limit_key", "oversight_limit", "id = NEW.id"),
        ("legal_hold_key", "legal_hold", "id = NEW.id"),
        ("outlook_switch_key", "outlook_switch", "id = NEW.id"),
        ("legal_hold_lifted_once", "legal_hold", "lifts_id = NEW.lifts_id"),
    ),
)
