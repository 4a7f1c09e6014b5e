"""What may never happen to a dispute: it stays, its steps follow each other, and it ends once."""

from comanage.records.guards.guard import Event, Guards, Trigger, day_of, latest_day

OF_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN settlement_figure AS used ON used.settlement_id = made.id"
    " JOIN participant AS asking ON asking.agreement_id = made.agreement_id"
    " WHERE made.id = NEW.settlement_id AND made.agreement_id = NEW.agreement_id"
    " AND used.figure_id = NEW.figure_id AND asking.id = NEW.participant_id)"
)
# Of a dispute of another settlement: its answer stands, or may, since nobody appealed in time. The
# program knows the hospital's day, and from when days to appeal that were agreed later run.
LAPSED = (
    "EXISTS (SELECT 1 FROM dispute_step AS answer WHERE answer.dispute_id = other.id"  # noqa: S608 - the words of the guards
    " AND answer.state = 'answered' AND NOT EXISTS (SELECT 1 FROM dispute_step AS later"
    " WHERE later.dispute_id = answer.dispute_id AND later.number > answer.number)"
    f" AND ({day_of('answer.until')} < {latest_day('NEW.raised_at')}"
    " OR answer.until IS NULL AND EXISTS (SELECT 1 FROM oversight_limit AS agreed"
    " WHERE agreed.agreement_id = NEW.agreement_id"
    " AND agreed.limited = 'days to appeal an answer')))"
)
# What an earlier dispute claims does not stand in the settlement that took its place.
CLAIMS_ANOTHER = (
    "(other.value, other.numerator, other.denominator, coalesce(other.absent, ''))"
    " IS DISTINCT FROM (ours.value, ours.numerator, ours.denominator, coalesce(ours.absent, ''))"
)
# Calculating again ends no dispute: it goes on along the settlements of its period.
OPEN_ALREADY = (
    "EXISTS (SELECT 1 FROM dispute AS other"  # noqa: S608 - the words of the guards
    " JOIN settlement AS theirs ON theirs.id = other.settlement_id"
    " JOIN figure AS disputed ON disputed.id = other.figure_id"
    " JOIN settlement AS made ON made.id = NEW.settlement_id"
    " JOIN figure AS ours ON ours.id = NEW.figure_id"
    " WHERE other.participant_id = NEW.participant_id AND theirs.period_id = made.period_id"
    " AND disputed.measure_id = ours.measure_id"
    " AND coalesce(disputed.participant_id, 0) = coalesce(ours.participant_id, 0)"
    " AND NOT EXISTS (SELECT 1 FROM dispute_step AS ended WHERE ended.dispute_id = other.id"
    " AND ended.state IN ('closed', 'withdrawn'))"
    f" AND (theirs.id = made.id OR ({CLAIMS_ANOTHER} AND NOT {LAPSED})))"
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
        Trigger("dispute_one_open_a_line", "dispute", INSERT, OPEN_ALREADY, days=True),
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
