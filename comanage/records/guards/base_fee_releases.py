"""What may never happen when a base fee is released: by a part in the work, or while it is held."""

from comanage.records.guards.guard import Event, Guards, Trigger

# Whoever released, and whose duty that was, beside whoever did the work, approved it, or had it
# approved in their stead.
RELEASED_BY_A_PART = (
    "NEW.kind = 'base fee' AND EXISTS (SELECT 1 FROM base_fee_earned AS work"
    " JOIN month_attestation AS month ON month.id = work.attestation_id"
    " JOIN payment_release AS released ON released.id = NEW.release_id"
    " WHERE work.id = NEW.base_fee_earned_id"
    " AND (month.person_id IN (released.released_by_id, released.for_id)"
    " OR EXISTS (SELECT 1 FROM month_decision AS given"
    " WHERE given.attestation_id = month.id"
    " AND (given.person_id IN (released.released_by_id, released.for_id)"
    " OR given.for_id IN (released.released_by_id, released.for_id)))))"
)
HELD = (
    "EXISTS (SELECT 1 FROM release_hold AS stop"
    " WHERE stop.base_fee_earned_id = NEW.base_fee_earned_id AND stop.lifted_by_id IS NULL)"
)

GUARDS = Guards(
    triggers=(
        Trigger(
            "payment_base_fee_released_by_another", "payment", Event.INSERT, RELEASED_BY_A_PART
        ),
        Trigger("payment_base_fee_not_while_held", "payment", Event.INSERT, HELD),
    ),
)
