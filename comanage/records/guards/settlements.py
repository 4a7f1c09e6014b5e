"""What may never happen to a settlement, to what it pays and to its statements."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed
from comanage.rules.signoff import STEPS, SettlementState

INSERT, UPDATE, DELETE = Event.INSERT, Event.UPDATE, Event.DELETE

SETTLEMENT_AS_CALCULATED = changed(
    "id", "agreement_id", "period_id", "scorecard_id", "number", "document", "document_hash",
    "figures", "figures_hash", "possible_cents", "earned_cents", "calculated_by_id",
    "calculated_at", "replaces_id",
)  # fmt: skip
SETTLEMENT_AS_APPROVED = changed("finalized_by_id", "finalized_at", "approved_by_id", "approved_at")

BEING_APPROVED = "OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL"
FIGURE_NOT_VERIFIED = (
    "EXISTS (SELECT 1 FROM settlement_figure AS used"
    " JOIN figure AS one ON one.id = used.figure_id"
    " WHERE used.settlement_id = NEW.id AND one.state NOT IN ('verified', 'locked'))"
)
FIGURE_OF_ANOTHER_AGREEMENT = (
    "EXISTS (SELECT 1 FROM settlement AS made, figure AS one WHERE made.id = NEW.settlement_id"
    " AND one.id = NEW.figure_id AND one.agreement_id <> made.agreement_id)"
)
SETTLEMENT_PAST_PRELIMINARY = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " WHERE made.id = NEW.settlement_id AND made.state <> 'preliminary')"
)
PAID_TO_ANOTHER_AGREEMENT = (
    "EXISTS (SELECT 1 FROM settlement AS made, participant AS paid"
    " WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id"
    " AND paid.agreement_id <> made.agreement_id)"
)
SETTLEMENT_NOT_APPROVED = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NULL)"
)

WORDS = "('preliminary', 'final', 'approved', 'released')"  # another word is no state at all
STEPS_THERE_ARE = ", ".join(
    f"'{state}>{move.leads_to}'"
    for (state, _), move in STEPS.items()
    if isinstance(move.leads_to, SettlementState) and move.leads_to != state
)
BEING_RETURNED = "(OLD.state = 'final' AND NEW.state = 'preliminary')"
RETURNED_UNSAID = (
    f"({BEING_RETURNED} AND (NEW.round <> OLD.round + 1 OR NOT EXISTS ("  # noqa: S608 - the words above
    "SELECT 1 FROM settlement_return AS why"
    " WHERE why.settlement_id = NEW.id AND why.round = OLD.round)))"
    f" OR (NEW.round <> OLD.round AND NOT {BEING_RETURNED})"
)
SIGNED = (
    "signed.settlement_id = NEW.id AND signed.purpose = '{}' AND signed.round = NEW.round"
    " AND signed.document_hash = NEW.document_hash"
)
NEWEST_CONTROL = (
    "SELECT control.second_approval_above_cents AS above, control.independent_review AS review"
    " FROM payment_control AS control WHERE control.agreement_id = NEW.agreement_id"
    " ORDER BY control.number DESC LIMIT 1"
)
LACKS_APPROVALS = (
    f"(NOT EXISTS (SELECT 1 FROM signature AS signed WHERE {SIGNED.format('approval')}"  # noqa: S608
    " AND signed.person_id = NEW.approved_by_id)"
    f" OR (SELECT count(*) FROM signature AS signed WHERE {SIGNED.format('approval')})"
    f" < 1 + (SELECT count(*) FROM ({NEWEST_CONTROL}) AS newest"
    " WHERE abs(NEW.earned_cents) > newest.above))"
)
BEING_RELEASED = "OLD.released_by_id IS NULL AND NEW.released_by_id IS NOT NULL"
LACKS_RELEASE = (
    f"NOT EXISTS (SELECT 1 FROM signature AS signed WHERE {SIGNED.format('release')}"  # noqa: S608
    " AND signed.person_id = NEW.released_by_id)"
)
LACKS_REVIEW = (
    f"EXISTS (SELECT 1 FROM ({NEWEST_CONTROL}) AS newest WHERE newest.review)"  # noqa: S608
    f" AND NOT EXISTS (SELECT 1 FROM signature AS signed WHERE {SIGNED.format('review')})"
)
HELD = (
    "EXISTS (SELECT 1 FROM release_hold AS stop"
    " WHERE stop.settlement_id = NEW.id AND stop.lifted_by_id IS NULL)"
)
STANDS_NO_MORE = (
    "(EXISTS (SELECT 1 FROM performance_period AS period"
    " WHERE period.id = NEW.period_id AND period.state <> 'locked')"
    " OR EXISTS (SELECT 1 FROM settlement AS later"
    " WHERE later.period_id = NEW.period_id AND later.number > NEW.number))"
)
# What is left of a correction leaves the group with what counted for it before, to the cent.
LEFT_OF_NO_CORRECTION = (
    "NEW.left_cents <> 0 AND NOT EXISTS (SELECT 1 FROM settlement AS this"
    " JOIN settlement AS paid ON paid.period_id = this.period_id AND paid.number = ("
    "SELECT max(earlier.number) FROM settlement AS earlier"
    " WHERE earlier.period_id = this.period_id AND earlier.number < this.number"
    " AND earlier.state = 'released')"
    " JOIN payout_record AS before ON before.settlement_id = paid.id"
    " AND before.participant_id = NEW.participant_id"
    " WHERE this.id = NEW.settlement_id"
    " AND before.payable_cents - before.recover_cents + before.advanced_cents"
    " = NEW.payable_cents - NEW.recover_cents + NEW.advanced_cents)"
)

GUARDS = Guards(
    append_only=("settlement_figure", "payout_record", "statement"),
    never_deleted=("settlement",),
    triggers=(
        Trigger("settlement_never_changed", "settlement", UPDATE, SETTLEMENT_AS_CALCULATED),
        Trigger(
            "settlement_begins_preliminary", "settlement", INSERT, "NEW.state <> 'preliminary'"
        ),
        Trigger(
            "settlement_approval_stays",
            "settlement",
            UPDATE,
            f"OLD.approved_by_id IS NOT NULL AND {SETTLEMENT_AS_APPROVED}",
        ),
        Trigger(
            "settlement_approved_on_verified_figures",
            "settlement",
            UPDATE,
            f"{BEING_APPROVED} AND {FIGURE_NOT_VERIFIED}",
        ),
        Trigger(
            "settlement_steps_in_order",
            "settlement",
            UPDATE,
            f"NEW.state IN {WORDS} AND NEW.state <> OLD.state"
            f" AND OLD.state || '>' || NEW.state NOT IN ({STEPS_THERE_ARE})",
        ),
        Trigger("settlement_returned_with_a_reason", "settlement", UPDATE, RETURNED_UNSAID),
        Trigger(
            "settlement_approved_with_its_signatures",
            "settlement",
            UPDATE,
            f"{BEING_APPROVED} AND {LACKS_APPROVALS}",
        ),
        Trigger(
            "settlement_released_with_its_signature",
            "settlement",
            UPDATE,
            f"{BEING_RELEASED} AND {LACKS_RELEASE}",
        ),
        Trigger(
            "settlement_released_after_its_review",
            "settlement",
            UPDATE,
            f"{BEING_RELEASED} AND {LACKS_REVIEW}",
        ),
        Trigger(
            "settlement_not_released_while_held",
            "settlement",
            UPDATE,
            f"{BEING_RELEASED} AND {HELD}",
        ),
        Trigger(
            "settlement_released_while_it_stands",
            "settlement",
            UPDATE,
            f"{BEING_RELEASED} AND {STANDS_NO_MORE}",
        ),
        Trigger(
            "settlement_release_stays",
            "settlement",
            UPDATE,
            "OLD.released_by_id IS NOT NULL AND " + changed("released_by_id", "released_at"),
        ),
        Trigger(
            "settlement_figure_of_its_agreement",
            "settlement_figure",
            INSERT,
            FIGURE_OF_ANOTHER_AGREEMENT,
        ),
        Trigger(
            "settlement_figure_while_preliminary",
            "settlement_figure",
            INSERT,
            SETTLEMENT_PAST_PRELIMINARY,
        ),
        Trigger("payout_record_after_approval", "payout_record", INSERT, SETTLEMENT_NOT_APPROVED),
        Trigger(
            "payout_record_left_of_a_correction", "payout_record", INSERT, LEFT_OF_NO_CORRECTION
        ),
        Trigger("statement_after_approval", "statement", INSERT, SETTLEMENT_NOT_APPROVED),
        *(
            Trigger(f"{table}_of_its_agreement", table, INSERT, PAID_TO_ANOTHER_AGREEMENT)
            for table in ("payout_record", "statement")
        ),
    ),
    in_the_way=(
        ("statement_key", "statement", "id = NEW.id"),
        (
            "statement_once_a_participant",
            "statement",
            "settlement_id = NEW.settlement_id AND participant_id = NEW.participant_id",
        ),
        (
            "statement_once_of_the_whole",
            "statement",
            (
                "settlement_id = NEW.settlement_id AND participant_id IS NULL"
                " AND NEW.participant_id IS NULL"
            ),
        ),
        ("payout_record_key", "payout_record", "id = NEW.id"),
        (
            "payout_record_once_a_participant",
            "payout_record",
            "settlement_id = NEW.settlement_id AND participant_id = NEW.participant_id",
        ),
        (
            "settlement_figure_key",
            "settlement_figure",
            "settlement_id = NEW.settlement_id AND figure_id = NEW.figure_id",
        ),
        ("settlement_key", "settlement", "id = NEW.id"),
        (
            "settlement_number_once_a_period",
            "settlement",
            "agreement_id = NEW.agreement_id AND period_id = NEW.period_id AND number = NEW.number",
        ),
        ("settlement_replaced_once", "settlement", "replaces_id = NEW.replaces_id"),
    ),
)
