"""What may never happen to a figure: it begins as a draft and takes its steps in order, each once.

The pairs of states come from the table of rules/signoff.py, so that the database
refuses whatever the table does not name.
"""

from comanage.records.guards.guard import Event, Guards, Trigger, changed
from comanage.rules.signoff import STEPS, FigureState

INSERT, UPDATE, DELETE = Event.INSERT, Event.UPDATE, Event.DELETE

FIGURE_AS_ENTERED = changed(
    "id", "agreement_id", "period_id", "measure_id", "participant_id", "value", "numerator",
    "denominator", "baseline", "absent", "source", "note", "entered_by_id", "entered_for_id",
    "entered_at", "replaces_id", "due_on",
)  # fmt: skip

REPLACES_ANOTHER_KIND = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM figure AS old_figure"
    " WHERE old_figure.id = NEW.replaces_id AND old_figure.agreement_id = NEW.agreement_id"
    " AND old_figure.period_id = NEW.period_id AND old_figure.measure_id = NEW.measure_id"
    " AND coalesce(old_figure.participant_id, 0) = coalesce(NEW.participant_id, 0))"
)
BEGINS_PAST_DRAFT = (
    "(NEW.state IN ('submitted', 'verified', 'returned', 'locked')"
    " OR (NEW.state = 'draft'"
    " AND (NEW.submitted_at IS NOT NULL OR NEW.verified_by_id IS NOT NULL"
    " OR NEW.verified_for_id IS NOT NULL OR NEW.verified_at IS NOT NULL OR NEW.return_reason IS NOT NULL"
    " OR NEW.out_of_pattern <> '')))"
    " AND NOT EXISTS (SELECT 1 FROM figure AS same WHERE same.id = NEW.id)"
)
MOVES = ", ".join(
    f"'{state} > {move.leads_to}'"
    for (state, _), move in STEPS.items()
    if isinstance(move.leads_to, FigureState)
)
OUT_OF_ORDER = f"NEW.state <> OLD.state AND OLD.state || ' > ' || NEW.state NOT IN ({MOVES})"
# Who verified, when it was submitted and why it was returned are written by that step alone.
SIGNED_BESIDE_ITS_STEP = (
    f"({changed('submitted_at', 'out_of_pattern')} AND NOT (OLD.state = 'draft' AND NEW.state = 'submitted'))"
    f" OR ({changed('verified_by_id', 'verified_for_id', 'verified_at')}"
    " AND NOT (OLD.state = 'submitted' AND NEW.state = 'verified'))"
    f" OR ({changed('return_reason')} AND NOT (OLD.state <> 'returned' AND NEW.state = 'returned'))"
)
# Whoever entered another version of the same figure counts, and whoever it was entered for, beside
# whoever verifies and for whom; its own enterer is a constraint.
VERIFIER_ENTERED = (
    f"{changed('verified_by_id', 'verified_for_id')} AND EXISTS (SELECT 1 FROM figure AS other"  # noqa: S608
    " WHERE other.id <> NEW.id AND other.period_id = NEW.period_id"
    " AND other.measure_id = NEW.measure_id"
    " AND coalesce(other.participant_id, 0) = coalesce(NEW.participant_id, 0)"
    " AND (other.entered_by_id IN (NEW.verified_by_id, NEW.verified_for_id)"
    " OR other.entered_for_id IN (NEW.verified_by_id, NEW.verified_for_id)))"
)
UNEXPLAINED = "NEW.out_of_pattern <> '' AND NEW.note = ''"
REPLACED = (
    "NEW.state <> OLD.state"
    " AND EXISTS (SELECT 1 FROM figure AS later WHERE later.replaces_id = OLD.id)"
)
PERIOD_IS_LOCKED = (
    "EXISTS (SELECT 1 FROM performance_period AS period"
    " WHERE period.id = NEW.period_id AND period.state = 'locked')"
)
# Whoever signed a settlement of a period takes no other part in it, after it was opened again too.
SIGNED_BY = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " JOIN signature AS signed ON signed.settlement_id = made.id"
    " JOIN agreement ON agreement.id = made.agreement_id"
    " WHERE made.period_id = NEW.period_id AND (NEW.{0}_by_id IN (signed.person_id, signed.for_id)"
    " OR NEW.{0}_for_id IN (signed.person_id, signed.for_id)){1})"
)
VERIFIED_BY_ANOTHER = (
    f"NEW.verified_by_id IS NOT NULL AND {changed('verified_by_id', 'verified_for_id')}"
)
UNLESS_IT_MAY_APPROVE = " AND NOT (signed.purpose = 'approval' AND agreement.verifier_may_approve)"

GUARDS = Guards(
    never_deleted=("figure",),
    triggers=(
        Trigger("figure_never_changed", "figure", UPDATE, FIGURE_AS_ENTERED),
        Trigger("figure_locked_stays", "figure", UPDATE, "OLD.state = 'locked'"),
        Trigger("figure_begins_as_a_draft", "figure", INSERT, BEGINS_PAST_DRAFT),
        Trigger("figure_takes_its_steps_in_order", "figure", UPDATE, OUT_OF_ORDER),
        Trigger("figure_signed_by_its_step_alone", "figure", UPDATE, SIGNED_BESIDE_ITS_STEP),
        Trigger("figure_not_verified_by_an_enterer", "figure", UPDATE, VERIFIER_ENTERED),
        Trigger("figure_out_of_pattern_has_a_note", "figure", UPDATE, UNEXPLAINED),
        Trigger("figure_replaced_stays_as_it_was", "figure", UPDATE, REPLACED),
        Trigger("figure_in_an_open_period", "figure", INSERT, PERIOD_IS_LOCKED),
        Trigger("figure_replaces_its_own_kind", "figure", INSERT, REPLACES_ANOTHER_KIND),
        Trigger(
            "figure_not_entered_by_a_signer",
            "figure",
            INSERT,
            SIGNED_BY.format("entered", ""),
        ),
        Trigger(
            "figure_not_verified_by_a_signer",
            "figure",
            UPDATE,
            f"{VERIFIED_BY_ANOTHER} AND " + SIGNED_BY.format("verified", UNLESS_IT_MAY_APPROVE),
        ),
    ),
    in_the_way=(
        ("figure_key", "figure", "id = NEW.id"),
        ("figure_replaced_once", "figure", "replaces_id = NEW.replaces_id"),
        (
            "figure_one_original",
            "figure",
            (
                "replaces_id IS NULL AND NEW.replaces_id IS NULL"
                " AND period_id = NEW.period_id AND measure_id = NEW.measure_id"
                " AND coalesce(participant_id, 0) = coalesce(NEW.participant_id, 0)"
            ),
        ),
    ),
)
