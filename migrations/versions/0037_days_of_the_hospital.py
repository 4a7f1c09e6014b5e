"""Days are the hospital's: a trigger refuses what is too early in every time zone, and no more.

Days were those of UTC. A database does not know the zone of its hospital, so it holds a day to
the earliest one that an instant is of anywhere, 12 hours behind UTC. The trigger of the day of a
payment now reads days in one style too, whatever the style of the session that asks.
"""

from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0037"
down_revision = "0036"

EARLIEST = "substr(CAST((({} AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)"
WAS_READ = "substr(CAST({} AS TEXT), 1, 10)"
PAID = (
    "NEW.state = 'paid' AND OLD.state <> 'paid' AND EXISTS ("
    "SELECT 1 FROM payment_request AS asked WHERE asked.id = NEW.request_id AND "
)


def _dated(day: str) -> tuple[Trigger, Trigger]:
    """Give the two triggers of a scorecard that tell the day of an instant."""
    return (
        Trigger(
            "scorecard_step_signed_once_checked",
            "scorecard_step",
            Event.INSERT,
            "NEW.step = 'sign' AND EXISTS (SELECT 1 FROM scorecard AS version"  # noqa: S608 - a migration's own words
            " WHERE version.id = NEW.scorecard_id AND version.number > 1)"
            " AND substr(CAST(NEW.signed_on AS TEXT), 1, 10)"
            f" < coalesce((SELECT max({day.format('checked.taken_at')})"
            " FROM scorecard_step AS checked WHERE checked.scorecard_id = NEW.scorecard_id"
            " AND checked.step = 'check' AND checked.terms_hash = NEW.terms_hash), 'never')",
            days=True,
        ),
        Trigger(
            "scorecard_signed_before_it_governs",
            "scorecard",
            Event.UPDATE,
            "NEW.state = 'locked' AND OLD.state <> 'locked'"  # noqa: S608 - a migration's own words
            f" AND {day.format('NEW.locked_at')} > substr(CAST(NEW.effective_on AS TEXT), 1, 10)"
            " AND NOT EXISTS (SELECT 1 FROM scorecard_step AS taken"
            " WHERE taken.scorecard_id = NEW.id AND taken.step = 'sign'"
            " AND taken.terms_hash = NEW.terms_hash AND taken.signed_on < NEW.effective_on)",
            days=True,
        ),
    )


def _paid(when: str, *, days: bool) -> Trigger:
    return Trigger(
        "payment_paid_after_its_request", "payment", Event.UPDATE, f"{PAID}{when})", days=days
    )


NOW = (
    *_dated(EARLIEST),
    _paid(
        f"{WAS_READ.format('NEW.paid_on')} < {EARLIEST.format('asked.made_at')}",
        days=True,
    ),
)
BEFORE = (
    *_dated(WAS_READ),
    _paid(
        "CAST(NEW.paid_on AS TEXT) < substr(CAST(asked.made_at AT TIME ZONE 'UTC' AS TEXT), 1, 10)",
        days=False,
    ),
)


def upgrade() -> None:
    _exchange(BEFORE, NOW)


def downgrade() -> None:
    _exchange(NOW, BEFORE)


def _exchange(old: tuple[Trigger, ...], new: tuple[Trigger, ...]) -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in old))
    guarding.make(bind, *new)
