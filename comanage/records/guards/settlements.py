"""What may never happen to a settlement, to what it pays and to its statements."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

INSERT, UPDATE, DELETE = Event.INSERT, Event.UPDATE, Event.DELETE

SETTLEMENT_AS_CALCULATED = changed(
    "id", "agreement_id", "period_id", "scorecard_id", "number", "document", "document_hash",
    "figures", "figures_hash", "possible_cents", "earned_cents", "calculated_by_id",
    "calculated_at", "replaces_id",
)  # fmt: skip
SETTLEMENT_AS_APPROVED = changed("finalized_by_id", "finalized_at", "approved_by_id", "approved_at")

BEING_APPROVED = "OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL"
# Whoever entered or verified any version of a figure counts, the replaced ones too.
ANY_VERSION = (
    "EXISTS (SELECT 1 FROM settlement_figure AS used"
    " JOIN figure AS one ON one.id = used.figure_id"
    " JOIN figure AS other"
    " ON one.period_id = other.period_id AND one.measure_id = other.measure_id"
    " AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0)"
)
APPROVER_ENTERED = (
    f"{ANY_VERSION} WHERE used.settlement_id = NEW.id AND other.entered_by_id = NEW.approved_by_id)"
)
APPROVER_VERIFIED = (
    f"{ANY_VERSION} JOIN agreement ON agreement.id = one.agreement_id"
    " WHERE used.settlement_id = NEW.id AND other.verified_by_id = NEW.approved_by_id"
    " AND NOT agreement.verifier_may_approve)"
)
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
            "settlement_not_approved_by_an_enterer",
            "settlement",
            UPDATE,
            f"{BEING_APPROVED} AND {APPROVER_ENTERED}",
        ),
        Trigger(
            "settlement_not_approved_by_a_verifier",
            "settlement",
            UPDATE,
            f"{BEING_APPROVED} AND {APPROVER_VERIFIED}",
        ),
        Trigger(
            "settlement_approved_on_verified_figures",
            "settlement",
            UPDATE,
            f"{BEING_APPROVED} AND {FIGURE_NOT_VERIFIED}",
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
