"""What may never happen to a dispute: it stays, its steps follow each other, and it ends once."""

from comanage.records.guards.guard import Event, Guards, Trigger

OF_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN settlement_figure AS used ON used.settlement_id = made.id"
    " JOIN participant AS asking ON asking.agreement_id = made.agreement_id"
    " WHERE made.id = NEW.settlement_id AND made.agreement_id = NEW.agreement_id"
    " AND used.figure_id = NEW.figure_id AND asking.id = NEW.participant_id)"
)
OPEN_ALREADY = (
    "EXISTS (SELECT 1 FROM dispute AS other WHERE other.settlement_id = NEW.settlement_id"
    " AND other.participant_id = NEW.participant_id AND other.figure_id = NEW.figure_id"
    " AND NOT EXISTS (SELECT 1 FROM dispute_step AS ended WHERE ended.dispute_id = other.id"
    " AND ended.state IN ('closed', 'withdrawn')))"
)
APPROVED = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NOT NULL)"
)
ACCEPTED = (
    "EXISTS (SELECT 1 FROM acceptance AS given WHERE given.settlement_id = NEW.settlement_id"
    " AND given.participant_id = NEW.participant_id)"
)
OVER = (
    "EXISTS (SELECT 1 FROM dispute_step AS ended WHERE ended.dispute_id = NEW.dispute_id"
    " AND ended.state IN ('closed', 'withdrawn'))"
)
OUT_OF_TURN = (
    "NEW.number <> 1 + (SELECT count(*) FROM dispute_step AS taken"
    " WHERE taken.dispute_id = NEW.dispute_id)"
)
TOOK_PART = (
    "NEW.step = 'decide' AND EXISTS (SELECT 1 FROM dispute AS raised"
    " JOIN figure AS one ON one.id = raised.figure_id"
    " JOIN figure AS other"
    " ON one.period_id = other.period_id AND one.measure_id = other.measure_id"
    " AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0)"
    " WHERE raised.id = NEW.dispute_id"
    " AND (NEW.by_id IN (other.entered_by_id, other.entered_for_id)"
    " OR NEW.by_id IN (other.verified_by_id, other.verified_for_id)"
    " OR NEW.for_id IN (other.entered_by_id, other.entered_for_id)"
    " OR NEW.for_id IN (other.verified_by_id, other.verified_for_id)))"
)

INSERT = Event.INSERT
GUARDS = Guards(
    append_only=("dispute", "dispute_step"),
    triggers=(
        Trigger("dispute_is_about_its_settlement", "dispute", INSERT, OF_ANOTHER),
        Trigger("dispute_one_open_a_line", "dispute", INSERT, OPEN_ALREADY),
        Trigger("dispute_comes_before_approval", "dispute", INSERT, APPROVED),
        Trigger("dispute_not_of_what_was_accepted", "dispute", INSERT, ACCEPTED),
        Trigger("dispute_is_over", "dispute_step", INSERT, OVER),
        Trigger("dispute_step_follows_the_last", "dispute_step", INSERT, OUT_OF_TURN),
        Trigger("dispute_not_decided_by_who_took_part", "dispute_step", INSERT, TOOK_PART),
    ),
    in_the_way=(
        ("dispute_key", "dispute", "id = NEW.id"),
        ("dispute_step_key", "dispute_step", "id = NEW.id"),
        (
            "dispute_step_number_once_a_dispute",
            "dispute_step",
            "dispute_id = NEW.dispute_id AND number = NEW.number",
        ),
    ),
)
