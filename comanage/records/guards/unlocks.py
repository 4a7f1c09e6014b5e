"""What may never happen to an unlock of a period, and to a duty that was handed over."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

INSERT, UPDATE = Event.INSERT, Event.UPDATE

UNLOCK_AS_ASKED = changed(
    "id", "agreement_id", "period_id", "settlement_id", "reason", "asked_by_id", "asked_for_id",
    "asked_at",
)  # fmt: skip
DECIDED = "{0}.confirmed_by_id IS NOT NULL OR {0}.refused_by_id IS NOT NULL"
NOT_WHAT_LOCKED_IT = (
    "NOT EXISTS (SELECT 1 FROM performance_period AS period"
    " WHERE period.id = NEW.period_id AND period.state = 'locked'"
    " AND NEW.settlement_id = (SELECT made.id FROM settlement AS made"
    " WHERE made.period_id = period.id AND made.approved_by_id IS NOT NULL"
    " ORDER BY made.number DESC LIMIT 1))"
)
DELEGATION_AS_AGREED = changed(
    "id", "giver_id", "taker_id", "role", "service_line_id", "starts", "ends", "reason",
    "agreed_by_id", "agreed_at",
)  # fmt: skip

GUARDS = Guards(
    never_deleted=("period_unlock", "delegation"),
    triggers=(
        Trigger("period_unlock_begins_undecided", "period_unlock", INSERT, DECIDED.format("NEW")),
        Trigger("period_unlock_of_what_locked_it", "period_unlock", INSERT, NOT_WHAT_LOCKED_IT),
        Trigger(
            "period_unlock_never_changed",
            "period_unlock",
            UPDATE,
            f"{DECIDED.format('OLD')} OR {UNLOCK_AS_ASKED}",
        ),
        Trigger(
            "delegation_never_changed",
            "delegation",
            UPDATE,
            f"OLD.ended_by_id IS NOT NULL OR {DELEGATION_AS_AGREED}",
        ),
    ),
    in_the_way=(
        ("period_unlock_key", "period_unlock", "id = NEW.id"),
        (
            "period_unlock_one_a_settlement",
            "period_unlock",
            (
                "settlement_id = NEW.settlement_id AND refused_by_id IS NULL"
                " AND NEW.refused_by_id IS NULL"
            ),
        ),
        ("delegation_key", "delegation", "id = NEW.id"),
    ),
)
