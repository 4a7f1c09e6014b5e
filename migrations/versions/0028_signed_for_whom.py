"""An exhibit is signed for one version, once its terms are checked; hours are decided for somebody.

A decision on a month of hours keeps for whom it was taken, where its duty was handed over.
"""

from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0028"
down_revision = "0027"

TRIGGERS = (
    Trigger(
        "scorecard_step_exhibit_of_one_version", "scorecard_step", Event.INSERT,
        (
            "NEW.step = 'sign' AND EXISTS (SELECT 1 FROM scorecard_step AS other"
            " JOIN scorecard AS theirs ON theirs.id = other.scorecard_id"
            " JOIN agreement_document AS their_paper ON their_paper.id = other.exhibit_id"
            " JOIN scorecard AS version ON version.id = NEW.scorecard_id"
            " JOIN agreement_document AS paper ON paper.id = NEW.exhibit_id"
            " WHERE other.step = 'sign' AND theirs.agreement_id = version.agreement_id"
            " AND their_paper.document_sha256 = paper.document_sha256"
            " AND (theirs.id <> version.id"
            " OR (version.number > 1 AND other.terms_hash <> NEW.terms_hash)))"
        ),
    ),
    Trigger(
        "scorecard_step_signed_once_checked", "scorecard_step", Event.INSERT,
        (
            "NEW.step = 'sign' AND EXISTS (SELECT 1 FROM scorecard AS version"
            " WHERE version.id = NEW.scorecard_id AND version.number > 1)"
            " AND substr(CAST(NEW.signed_on AS TEXT), 1, 10)"
            " < coalesce((SELECT max(substr(CAST(checked.taken_at AS TEXT), 1, 10))"
            " FROM scorecard_step AS checked WHERE checked.scorecard_id = NEW.scorecard_id"
            " AND checked.step = 'check' AND checked.terms_hash = NEW.terms_hash), 'never')"
        ),
        days=True,
    ),
    Trigger(
        "scorecard_signed_before_it_governs", "scorecard", Event.UPDATE,
        (
            "NEW.state = 'locked' AND OLD.state <> 'locked'"
            " AND substr(CAST(NEW.locked_at AS TEXT), 1, 10)"
            " > substr(CAST(NEW.effective_on AS TEXT), 1, 10)"
            " AND NOT EXISTS (SELECT 1 FROM scorecard_step AS taken"
            " WHERE taken.scorecard_id = NEW.id AND taken.step = 'sign'"
            " AND taken.terms_hash = NEW.terms_hash AND taken.signed_on < NEW.effective_on)"
        ),
        days=True,
    ),
)  # fmt: skip


def upgrade() -> None:
    guarding.make(op.get_bind(), *TRIGGERS)


def downgrade() -> None:
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in TRIGGERS))
