"""What may never happen to a signature, a return, a hold, an acceptance and to payment controls."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

INSERT, UPDATE = Event.INSERT, Event.UPDATE

# A signature is under the document that stands, at the moment at which it is asked for.
NOT_WHAT_STANDS = (
    "NOT EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id"
    " AND made.document_hash = NEW.document_hash AND made.round = NEW.round"
    " AND ((NEW.purpose = 'approval' AND made.state = 'final')"
    " OR (NEW.purpose <> 'approval' AND made.state = 'approved')))"
)
# Every figure of the period counts, the replaced ones too.
FIGURE_BY_SIGNER = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN figure AS one ON one.period_id = made.period_id"
    " JOIN agreement ON agreement.id = made.agreement_id"
    " WHERE made.id = NEW.settlement_id AND (one.{0}_by_id IN (NEW.person_id, NEW.for_id)"
    " OR one.{0}_for_id IN (NEW.person_id, NEW.for_id)){1})"
)
SIGNER_ENTERED = FIGURE_BY_SIGNER.format("entered", "")
SIGNER_VERIFIED = FIGURE_BY_SIGNER.format(
    "verified",
    " AND NOT (NEW.purpose = 'approval' AND agreement.verifier_may_approve)",
)
SIGNED_OTHERWISE = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN settlement AS any_of_it ON any_of_it.period_id = made.period_id"
    " JOIN signature AS other ON other.settlement_id = any_of_it.id"
    " WHERE made.id = NEW.settlement_id AND other.purpose <> NEW.purpose"
    " AND (other.person_id IN (NEW.person_id, NEW.for_id)"
    " OR other.for_id IN (NEW.person_id, NEW.for_id)))"
)
SIGNED_THE_SAME = (
    "EXISTS (SELECT 1 FROM signature AS other WHERE other.settlement_id = NEW.settlement_id"
    " AND other.round = NEW.round AND other.purpose = NEW.purpose"
    " AND (other.for_id IN (NEW.person_id, NEW.for_id) OR other.person_id = NEW.for_id))"
)
RETURN_OF_ANOTHER = (
    "NOT EXISTS (SELECT 1 FROM settlement AS made WHERE made.id = NEW.settlement_id"
    " AND made.state = 'final' AND made.round = NEW.round)"
)
NOT_PRELIMINARY = (
    "NOT EXISTS (SELECT 1 FROM settlement AS made"
    " WHERE made.id = NEW.settlement_id AND made.state = 'preliminary')"
)
ACCEPTED_BY_ANOTHER = (
    "EXISTS (SELECT 1 FROM settlement AS made, participant AS paid"
    " WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id"
    " AND paid.agreement_id <> made.agreement_id)"
)
HOLD_AS_BEGUN = changed(
    "id", "settlement_id", "base_fee_earned_id", "reason", "held_by_id", "held_at"
)

GUARDS = Guards(
    append_only=("signature", "settlement_return", "acceptance", "payment_control"),
    never_deleted=("release_hold",),
    triggers=(
        Trigger("signature_of_what_stands", "signature", INSERT, NOT_WHAT_STANDS),
        Trigger("signature_not_by_an_enterer", "signature", INSERT, SIGNER_ENTERED),
        Trigger("signature_not_by_a_verifier", "signature", INSERT, SIGNER_VERIFIED),
        Trigger("signature_for_one_purpose", "signature", INSERT, SIGNED_OTHERWISE),
        Trigger("signature_by_two_people", "signature", INSERT, SIGNED_THE_SAME),
        Trigger("settlement_return_of_a_final_one", "settlement_return", INSERT, RETURN_OF_ANOTHER),
        Trigger("acceptance_while_preliminary", "acceptance", INSERT, NOT_PRELIMINARY),
        Trigger("acceptance_of_its_agreement", "acceptance", INSERT, ACCEPTED_BY_ANOTHER),
        Trigger(
            "release_hold_begins_standing", "release_hold", INSERT, "NEW.lifted_by_id IS NOT NULL"
        ),
        Trigger(
            "release_hold_never_changed",
            "release_hold",
            UPDATE,
            f"OLD.lifted_by_id IS NOT NULL OR {HOLD_AS_BEGUN}",
        ),
    ),
    in_the_way=(
        ("signature_key", "signature", "id = NEW.id"),
        (
            "signature_once_a_person",
            "signature",
            (
                "settlement_id = NEW.settlement_id AND round = NEW.round"
                " AND purpose = NEW.purpose AND person_id = NEW.person_id"
            ),
        ),
        ("settlement_return_key", "settlement_return", "id = NEW.id"),
        (
            "settlement_return_once_a_round",
            "settlement_return",
            "settlement_id = NEW.settlement_id AND round = NEW.round",
        ),
        ("acceptance_key", "acceptance", "id = NEW.id"),
        (
            "acceptance_once_a_participant",
            "acceptance",
            "settlement_id = NEW.settlement_id AND participant_id = NEW.participant_id",
        ),
        ("payment_control_key", "payment_control", "id = NEW.id"),
        (
            "payment_control_number_once_an_agreement",
            "payment_control",
            "agreement_id = NEW.agreement_id AND number = NEW.number",
        ),
        ("release_hold_key", "release_hold", "id = NEW.id"),
        (
            "release_hold_one_at_a_time",
            "release_hold",
            (
                "settlement_id = NEW.settlement_id AND lifted_by_id IS NULL"
                " AND NEW.lifted_by_id IS NULL"
            ),
        ),
        (
            "release_hold_one_at_a_time_of_a_base_fee",
            "release_hold",
            (
                "base_fee_earned_id = NEW.base_fee_earned_id AND lifted_by_id IS NULL"
                " AND NEW.lifted_by_id IS NULL"
            ),
        ),
    ),
)
