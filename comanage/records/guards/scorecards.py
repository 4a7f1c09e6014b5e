"""What may never happen to terms that were locked, and to a period."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

INSERT, UPDATE, DELETE = Event.INSERT, Event.UPDATE, Event.DELETE

TERMS_AS_LOCKED = changed(
    "id", "agreement_id", "number", "terms", "terms_hash", "locked_at", "locked_by_id"
)
PERIOD_AS_LOCKED = changed("id", "agreement_id", "code", "starts", "ends")
# An unlock serves once: it names the settlement that was approved last.
UNLOCKED = (
    "EXISTS (SELECT 1 FROM period_unlock AS unlocked WHERE unlocked.period_id = OLD.id"
    " AND unlocked.confirmed_by_id IS NOT NULL AND unlocked.settlement_id ="
    " (SELECT made.id FROM settlement AS made WHERE made.period_id = OLD.id"
    " AND made.approved_by_id IS NOT NULL ORDER BY made.number DESC LIMIT 1))"
)

GUARDS = Guards(
    never_emptied=("scorecard", "performance_period"),
    triggers=(
        Trigger(
            "scorecard_locked_never_changed",
            "scorecard",
            UPDATE,
            f"OLD.state <> 'draft' AND {TERMS_AS_LOCKED}",
        ),
        Trigger(
            "scorecard_locked_stays",
            "scorecard",
            UPDATE,
            "OLD.state <> 'draft' AND NEW.state <> OLD.state AND NEW.state <> 'superseded'",
        ),
        Trigger("scorecard_locked_never_deleted", "scorecard", DELETE, "OLD.state <> 'draft'"),
        Trigger(
            "performance_period_locked_stays",
            "performance_period",
            UPDATE,
            f"OLD.state = 'locked' AND ({PERIOD_AS_LOCKED}"
            f" OR (NEW.state <> 'locked' AND NOT {UNLOCKED}))",
        ),
        Trigger(
            "performance_period_locked_never_deleted",
            "performance_period",
            DELETE,
            "OLD.state = 'locked'",
        ),
    ),
    in_the_way=(
        ("scorecard_key", "scorecard", "id = NEW.id"),
        (
            "scorecard_number_once_an_agreement",
            "scorecard",
            "agreement_id = NEW.agreement_id AND number = NEW.number",
        ),
        (
            "scorecard_one_in_force_an_agreement",
            "scorecard",
            "agreement_id = NEW.agreement_id AND state = 'locked' AND NEW.state = 'locked'",
        ),
        ("performance_period_key", "performance_period", "id = NEW.id"),
        (
            "performance_period_code_once_an_agreement",
            "performance_period",
            "agreement_id = NEW.agreement_id AND code = NEW.code",
        ),
    ),
)
