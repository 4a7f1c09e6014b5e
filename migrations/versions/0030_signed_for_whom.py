"""An exhibit is signed for one version, once its terms are checked; hours are decided for somebody.

A decision on a month of hours keeps for whom it was taken, where its duty was handed over. Those
of before are given the giver whose duty it was on that day, if the person had none of their own.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0030"
down_revision = "0029"

INSTANT = sa.DateTime(timezone=True)
OWN_HOURS = ("month_decision_not_on_own_hours", "month_decision")
OF_ITS_MONTH = (
    "EXISTS (SELECT 1 FROM month_attestation AS month WHERE month.id = NEW.attestation_id AND {})"
)
TRIGGERS = (
    Trigger(
        "month_decision_by_another_a_level", "month_decision", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM month_decision AS other"
            " WHERE other.attestation_id = NEW.attestation_id"
            " AND (other.for_id IN (NEW.person_id, NEW.for_id) OR other.person_id = NEW.for_id))"
        ),
    ),
    Trigger(
        "payment_base_fee_released_by_another", "payment", Event.INSERT,
        (
            "NEW.kind = 'base fee' AND EXISTS (SELECT 1 FROM base_fee_earned AS work"
            " JOIN month_attestation AS month ON month.id = work.attestation_id"
            " JOIN payment_release AS released ON released.id = NEW.release_id"
            " WHERE work.id = NEW.base_fee_earned_id"
            " AND (month.person_id IN (released.released_by_id, released.for_id)"
            " OR EXISTS (SELECT 1 FROM month_decision AS given"
            " WHERE given.attestation_id = month.id"
            " AND (given.person_id IN (released.released_by_id, released.for_id)"
            " OR given.for_id IN (released.released_by_id, released.for_id)))))"
        ),
    ),
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


DECISION = sa.table("month_decision", sa.column("id"), sa.column("attestation_id"),
                    sa.column("person_id"), sa.column("for_id"), sa.column("role"),
                    sa.column("decided_at", INSTANT))  # fmt: skip
MONTH = sa.table("month_attestation", sa.column("id"), sa.column("agreement_id"))
AGREEMENT = sa.table("agreement", sa.column("id"), sa.column("service_line_id"))
HANDED = sa.table("delegation", sa.column("id"), sa.column("giver_id"), sa.column("taker_id"),
                  sa.column("role"), sa.column("service_line_id"), sa.column("starts", sa.Date),
                  sa.column("ends", sa.Date), sa.column("ended_on", sa.Date))  # fmt: skip
HELD = sa.table("role_held", sa.column("person_id"), sa.column("role"),
                sa.column("service_line_id"))  # fmt: skip


def upgrade() -> None:
    bind = op.get_bind()
    with guarding.lifted(bind, "month_decision"):
        with op.batch_alter_table("month_decision") as decisions:
            decisions.add_column(sa.Column("for_id", sa.Integer(), nullable=True))
            decisions.create_foreign_key(
                "month_decision_for_id_exists", "person", ["for_id"], ["id"]
            )
            decisions.create_check_constraint(
                "month_decision_for_someone_else", "person_id <> for_id"
            )
        for decision, giver in [*_in_stead(bind)]:
            bind.execute(sa.update(DECISION).where(DECISION.c.id == decision).values(for_id=giver))
    guarding.drop(bind, OWN_HOURS)
    guarding.make(bind, *TRIGGERS, _own_hours("month.person_id IN (NEW.person_id, NEW.for_id)"))


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, OWN_HOURS, *((each.name, each.table) for each in TRIGGERS))
    with (
        guarding.lifted(bind, "month_decision"),
        op.batch_alter_table("month_decision") as decisions,
    ):
        decisions.drop_constraint("month_decision_for_someone_else", type_="check")
        decisions.drop_constraint("month_decision_for_id_exists", type_="foreignkey")
        decisions.drop_column("for_id")
    guarding.make(bind, _own_hours("month.person_id = NEW.person_id"))


def _own_hours(whose: str) -> Trigger:
    return Trigger(*OWN_HOURS, Event.INSERT, OF_ITS_MONTH.format(whose))


def _in_stead(bind: sa.Connection) -> Iterator[tuple[int, int]]:
    """Name the giver of each decision that was taken in a duty that was handed over."""
    handed = bind.execute(sa.select(HANDED).order_by(HANDED.c.id)).all()
    own = {
        (each.person_id, each.role, each.service_line_id) for each in bind.execute(sa.select(HELD))
    }
    for one in bind.execute(
        sa.select(DECISION, AGREEMENT.c.service_line_id)
        .join(MONTH, MONTH.c.id == DECISION.c.attestation_id)
        .join(AGREEMENT, AGREEMENT.c.id == MONTH.c.agreement_id)
    ).all():
        there = (None, one.service_line_id)
        if any((one.person_id, one.role, line) in own for line in there):
            continue
        on = _in_utc(one.decided_at).date()
        for each in handed:
            last = min(each.ends, each.ended_on or each.ends)
            same = (each.taker_id, each.role) == (one.person_id, one.role)
            if same and each.service_line_id in there and each.starts <= on <= last:
                yield one.id, each.giver_id
                break


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at
