"""Steps of figures: each is taken in order, and every version counts when it is asked who took part."""

from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0010"
down_revision = "0009"

OTHER = (
    "other.period_id = NEW.period_id AND other.measure_id = NEW.measure_id"
    " AND coalesce(other.participant_id, 0) = coalesce(NEW.participant_id, 0)"
)
STEPS = (
    Trigger(
        "figure_begins_as_a_draft",
        "figure",
        Event.INSERT,
        "(NEW.state IN ('submitted', 'verified', 'returned', 'locked')"
        " OR (NEW.state = 'draft'"
        " AND (NEW.submitted_at IS NOT NULL OR NEW.verified_by_id IS NOT NULL"
        " OR NEW.verified_at IS NOT NULL OR NEW.return_reason IS NOT NULL)))"
        " AND NOT EXISTS (SELECT 1 FROM figure AS same WHERE same.id = NEW.id)",
    ),
    Trigger(
        "figure_takes_its_steps_in_order",
        "figure",
        Event.UPDATE,
        "NEW.state <> OLD.state AND OLD.state || ' > ' || NEW.state NOT IN ("
        "'draft > submitted', 'submitted > verified', 'submitted > returned',"
        " 'verified > returned', 'verified > locked')",
    ),
    Trigger(
        "figure_signed_by_its_step_alone",
        "figure",
        Event.UPDATE,
        "((OLD.submitted_at) IS DISTINCT FROM (NEW.submitted_at)"
        " AND NOT (OLD.state = 'draft' AND NEW.state = 'submitted'))"
        " OR ((OLD.verified_by_id, OLD.verified_at)"
        " IS DISTINCT FROM (NEW.verified_by_id, NEW.verified_at)"
        " AND NOT (OLD.state = 'submitted' AND NEW.state = 'verified'))"
        " OR ((OLD.return_reason) IS DISTINCT FROM (NEW.return_reason)"
        " AND NOT (OLD.state <> 'returned' AND NEW.state = 'returned'))",
    ),
    Trigger(
        "figure_not_verified_by_an_enterer",
        "figure",
        Event.UPDATE,
        "(OLD.verified_by_id) IS DISTINCT FROM (NEW.verified_by_id)"  # noqa: S608
        " AND EXISTS (SELECT 1 FROM figure AS other"
        f" WHERE other.id <> NEW.id AND {OTHER} AND other.entered_by_id = NEW.verified_by_id)",
    ),
    Trigger(
        "figure_replaced_stays_as_it_was",
        "figure",
        Event.UPDATE,
        "NEW.state <> OLD.state"
        " AND EXISTS (SELECT 1 FROM figure AS later WHERE later.replaces_id = OLD.id)",
    ),
)
APPROVER_VERIFIED = (
    "OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL"
    " AND EXISTS (SELECT 1 FROM settlement_figure AS used"
    " JOIN figure AS one ON one.id = used.figure_id{}"
    " JOIN agreement ON agreement.id = one.agreement_id"
    " WHERE used.settlement_id = NEW.id AND {}.verified_by_id = NEW.approved_by_id"
    " AND NOT agreement.verifier_may_approve)"
)
VERSIONS = (
    " JOIN figure AS other"
    " ON one.period_id = other.period_id AND one.measure_id = other.measure_id"
    " AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0)"
)


def upgrade() -> None:
    _approvals(APPROVER_VERIFIED.format(VERSIONS, "other"))
    guarding.make(op.get_bind(), *STEPS)


def downgrade() -> None:
    guarding.drop(op.get_bind(), *((step.name, step.table) for step in STEPS))
    _approvals(APPROVER_VERIFIED.format("", "one"))


def _approvals(barred: str) -> None:
    """Say anew which verifier may not approve."""
    name = "settlement_not_approved_by_a_verifier"
    guarding.drop(op.get_bind(), (name, "settlement"))
    guarding.make(op.get_bind(), Trigger(name, "settlement", Event.UPDATE, barred))
