"""What may never happen when a settlement is released: nobody pays what they had another part in.

The first release is signed, and a signature is held to this as well. The release of what was
held back has no signature of its own.
"""

from comanage.records.guards.guard import Event, Guards, Trigger

PEOPLE = "(NEW.released_by_id, NEW.for_id)"
# Every figure and signature of the period counts, those of replaced settlements too.
RELEASED_BY_A_PART = (
    "EXISTS (SELECT 1 FROM settlement AS made JOIN figure AS one ON one.period_id = made.period_id"  # noqa: S608 - the words of the guards
    f" WHERE made.id = NEW.settlement_id AND (one.entered_by_id IN {PEOPLE}"
    f" OR one.entered_for_id IN {PEOPLE} OR one.verified_by_id IN {PEOPLE}"
    f" OR one.verified_for_id IN {PEOPLE}))"
    " OR EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN settlement AS any_of_it ON any_of_it.period_id = made.period_id"
    " JOIN signature AS other ON other.settlement_id = any_of_it.id"
    " WHERE made.id = NEW.settlement_id AND other.purpose <> 'release'"
    f" AND (other.person_id IN {PEOPLE} OR other.for_id IN {PEOPLE}))"
)

GUARDS = Guards(
    triggers=(
        Trigger("payment_release_by_another", "payment_release", Event.INSERT, RELEASED_BY_A_PART),
    ),
)
