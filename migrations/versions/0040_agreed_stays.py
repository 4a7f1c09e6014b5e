"""Opening a period says for whom; what was agreed stays; a line has one open dispute a period.

Unlocks of before are given the giver whose duty it was on that day, if the person had none of
their own. Decisions on hours and releases have said for whom all along; from now on the database
refuses one that does not say so truly. The days and the code of a period, who may approve and
the service line of an agreement stay once a scorecard was locked; a demo stays a demo, and
a role that is held is ended, never rewritten.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0040"
down_revision = "0039"

BEFORE = (
    Trigger(
        "dispute_one_open_a_line", "dispute", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM dispute AS other WHERE other.settlement_id = NEW.settlement_id"
            " AND other.participant_id = NEW.participant_id AND other.figure_id = NEW.figure_id "
            "AND NOT EXISTS (SELECT 1 FROM dispute_step AS ended WHERE ended.dispute_id = "
            "other.id AND ended.state IN ('closed', 'withdrawn')))"
        ),
    ),
    Trigger(
        "period_unlock_never_changed", "period_unlock", Event.UPDATE,
        (
            "OLD.confirmed_by_id IS NOT NULL OR OLD.refused_by_id IS NOT NULL OR (OLD.id, "
            "OLD.agreement_id, OLD.period_id, OLD.settlement_id, OLD.reason, OLD.asked_by_id, "
            "OLD.asked_at) IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.period_id, "
            "NEW.settlement_id, NEW.reason, NEW.asked_by_id, NEW.asked_at)"
        ),
    ),
)  # fmt: skip
NOW = (
    Trigger(
        "dispute_one_open_a_line", "dispute", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM dispute AS other JOIN settlement AS theirs ON theirs.id = "
            "other.settlement_id JOIN figure AS disputed ON disputed.id = other.figure_id JOIN "
            "settlement AS made ON made.id = NEW.settlement_id JOIN figure AS ours ON ours.id = "
            "NEW.figure_id WHERE other.participant_id = NEW.participant_id AND theirs.period_id ="
            " made.period_id AND disputed.measure_id = ours.measure_id AND "
            "coalesce(disputed.participant_id, 0) = coalesce(ours.participant_id, 0) AND NOT "
            "EXISTS (SELECT 1 FROM dispute_step AS ended WHERE ended.dispute_id = other.id AND "
            "ended.state IN ('closed', 'withdrawn')) AND (theirs.id = made.id OR ((other.value, "
            "other.numerator, other.denominator, coalesce(other.absent, '')) IS DISTINCT FROM "
            "(ours.value, ours.numerator, ours.denominator, coalesce(ours.absent, '')) AND NOT "
            "EXISTS (SELECT 1 FROM dispute_step AS answer WHERE answer.dispute_id = other.id AND "
            "answer.state = 'answered' AND NOT EXISTS (SELECT 1 FROM dispute_step AS later WHERE "
            "later.dispute_id = answer.dispute_id AND later.number > answer.number) AND "
            "(substr(CAST(answer.until AS TEXT), 1, 10) < substr(CAST(((NEW.raised_at AT TIME "
            "ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) OR answer.until IS NULL AND "
            "EXISTS (SELECT 1 FROM oversight_limit AS agreed WHERE agreed.agreement_id = "
            "NEW.agreement_id AND agreed.limited = 'days to appeal an answer'))))))"
        ),
        days=True,
    ),
    Trigger(
        "period_unlock_never_changed", "period_unlock", Event.UPDATE,
        (
            "OLD.confirmed_by_id IS NOT NULL OR OLD.refused_by_id IS NOT NULL OR (OLD.id, "
            "OLD.agreement_id, OLD.period_id, OLD.settlement_id, OLD.reason, OLD.asked_by_id, "
            "OLD.asked_for_id, OLD.asked_at) IS DISTINCT FROM (NEW.id, NEW.agreement_id, "
            "NEW.period_id, NEW.settlement_id, NEW.reason, NEW.asked_by_id, NEW.asked_for_id, "
            "NEW.asked_at)"
        ),
    ),
    Trigger(
        "installation_never_deleted", "installation", Event.DELETE,
    ),
    Trigger(
        "agreement_stays_as_agreed", "agreement", Event.UPDATE,
        (
            "(OLD.id, OLD.code, OLD.service_line_id, OLD.verifier_may_approve)"
            " IS DISTINCT FROM (NEW.id, NEW.code, NEW.service_line_id,"
            " NEW.verifier_may_approve) AND EXISTS (SELECT 1 FROM scorecard AS"
            " version WHERE version.agreement_id = OLD.id AND version.state IN ('locked', "
            "'superseded'))"
        ),
    ),
    Trigger(
        "duty_code_not_like_anothers", "duty", Event.INSERT,
        (
            "NEW.number = 1 AND EXISTS (SELECT 1 FROM duty AS other WHERE other.agreement_id = "
            "NEW.agreement_id AND other.code <> NEW.code AND lower(other.code) = lower(NEW.code))"
        ),
    ),
    Trigger(
        "month_decision_says_for_whom", "month_decision", Event.INSERT,
        (
            "(NEW.for_id <> NEW.person_id AND NOT EXISTS (SELECT 1 FROM delegation AS given JOIN "
            "agreement AS there ON there.id = (SELECT month.agreement_id FROM month_attestation "
            "AS month WHERE month.id = NEW.attestation_id) WHERE given.taker_id = NEW.person_id "
            "AND given.role = NEW.role AND (given.service_line_id IS NULL OR "
            "given.service_line_id = there.service_line_id) AND substr(CAST(given.starts AS "
            "TEXT), 1, 10) <= substr(CAST(((NEW.decided_at AT TIME ZONE 'UTC') + INTERVAL '14 "
            "hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.decided_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1,"
            " 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.decided_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1,"
            " 10)) AND given.giver_id = NEW.for_id) OR NEW.for_id IS NULL AND EXISTS (SELECT 1 "
            "FROM delegation AS given JOIN agreement AS there ON there.id = (SELECT "
            "month.agreement_id FROM month_attestation AS month WHERE month.id = "
            "NEW.attestation_id) WHERE given.taker_id = NEW.person_id AND given.role = NEW.role "
            "AND (given.service_line_id IS NULL OR given.service_line_id = there.service_line_id)"
            " AND substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.decided_at AT "
            "TIME ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.decided_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.decided_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10)) AND NOT EXISTS (SELECT 1 FROM role_held AS own WHERE "
            "own.person_id = NEW.person_id AND own.role = NEW.role AND (own.service_line_id IS "
            "NULL OR own.service_line_id = there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "payment_release_says_for_whom", "payment_release", Event.INSERT,
        (
            "(NEW.for_id <> NEW.released_by_id AND NOT EXISTS (SELECT 1 FROM delegation AS given "
            "JOIN agreement AS there ON there.id = NEW.agreement_id WHERE given.taker_id = "
            "NEW.released_by_id AND given.role = 'payment releaser' AND (given.service_line_id IS"
            " NULL OR given.service_line_id = there.service_line_id) AND substr(CAST(given.starts"
            " AS TEXT), 1, 10) <= substr(CAST(((NEW.released_at AT TIME ZONE 'UTC') + INTERVAL "
            "'14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.released_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), "
            "1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >="
            " substr(CAST(((NEW.released_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), "
            "1, 10)) AND given.giver_id = NEW.for_id) OR NEW.for_id IS NULL AND EXISTS (SELECT 1 "
            "FROM delegation AS given JOIN agreement AS there ON there.id = NEW.agreement_id "
            "WHERE given.taker_id = NEW.released_by_id AND given.role = 'payment releaser' AND "
            "(given.service_line_id IS NULL OR given.service_line_id = there.service_line_id) AND"
            " substr(CAST(given.starts AS TEXT), 1, 10) <= substr(CAST(((NEW.released_at AT TIME "
            "ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS "
            "TEXT), 1, 10) >= substr(CAST(((NEW.released_at AT TIME ZONE 'UTC') - INTERVAL '12 "
            "hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on "
            "AS TEXT), 1, 10) >= substr(CAST(((NEW.released_at AT TIME ZONE 'UTC') - INTERVAL '12"
            " hours') AS TEXT), 1, 10)) AND NOT EXISTS (SELECT 1 FROM role_held AS own WHERE "
            "own.person_id = NEW.released_by_id AND own.role = 'payment releaser' AND "
            "(own.service_line_id IS NULL OR own.service_line_id = there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "period_unlock_asked_says_for_whom", "period_unlock", Event.INSERT,
        (
            "(NEW.asked_for_id <> NEW.asked_by_id AND NOT EXISTS (SELECT 1 FROM delegation AS "
            "given JOIN agreement AS there ON there.id = NEW.agreement_id WHERE given.taker_id = "
            "NEW.asked_by_id AND given.role = 'compliance officer' AND (given.service_line_id IS "
            "NULL OR given.service_line_id = there.service_line_id) AND substr(CAST(given.starts "
            "AS TEXT), 1, 10) <= substr(CAST(((NEW.asked_at AT TIME ZONE 'UTC') + INTERVAL '14 "
            "hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.asked_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, "
            "10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.asked_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, "
            "10)) AND given.giver_id = NEW.asked_for_id) OR NEW.asked_for_id IS NULL AND EXISTS "
            "(SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "NEW.agreement_id WHERE given.taker_id = NEW.asked_by_id AND given.role = 'compliance"
            " officer' AND (given.service_line_id IS NULL OR given.service_line_id = "
            "there.service_line_id) AND substr(CAST(given.starts AS TEXT), 1, 10) <= "
            "substr(CAST(((NEW.asked_at AT TIME ZONE 'UTC') + INTERVAL '14 hours') AS TEXT), 1, "
            "10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= substr(CAST(((NEW.asked_at AT "
            "TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10) AND (given.ended_on IS NULL"
            " OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= substr(CAST(((NEW.asked_at AT "
            "TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1, 10)) AND NOT EXISTS (SELECT 1 "
            "FROM role_held AS own WHERE own.person_id = NEW.asked_by_id AND own.role = "
            "'compliance officer' AND (own.service_line_id IS NULL OR own.service_line_id = "
            "there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "period_unlock_confirmed_says_for_whom", "period_unlock", Event.UPDATE,
        (
            "(OLD.confirmed_by_id, OLD.confirmed_for_id) IS DISTINCT FROM (NEW.confirmed_by_id, "
            "NEW.confirmed_for_id) AND (NEW.confirmed_for_id <> NEW.confirmed_by_id AND NOT "
            "EXISTS (SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "NEW.agreement_id WHERE given.taker_id = NEW.confirmed_by_id AND given.role IN "
            "('approver', 'compliance officer') AND (given.service_line_id IS NULL OR "
            "given.service_line_id = there.service_line_id) AND substr(CAST(given.starts AS "
            "TEXT), 1, 10) <= substr(CAST(((NEW.confirmed_at AT TIME ZONE 'UTC') + INTERVAL '14 "
            "hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.confirmed_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), "
            "1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >="
            " substr(CAST(((NEW.confirmed_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT),"
            " 1, 10)) AND given.giver_id = NEW.confirmed_for_id) OR NEW.confirmed_for_id IS NULL "
            "AND EXISTS (SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "NEW.agreement_id WHERE given.taker_id = NEW.confirmed_by_id AND given.role IN "
            "('approver', 'compliance officer') AND (given.service_line_id IS NULL OR "
            "given.service_line_id = there.service_line_id) AND substr(CAST(given.starts AS "
            "TEXT), 1, 10) <= substr(CAST(((NEW.confirmed_at AT TIME ZONE 'UTC') + INTERVAL '14 "
            "hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.confirmed_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), "
            "1, 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >="
            " substr(CAST(((NEW.confirmed_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT),"
            " 1, 10)) AND NOT EXISTS (SELECT 1 FROM role_held AS own WHERE own.person_id = "
            "NEW.confirmed_by_id AND own.role IN ('approver', 'compliance officer') AND "
            "(own.service_line_id IS NULL OR own.service_line_id = there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "period_unlock_refused_says_for_whom", "period_unlock", Event.UPDATE,
        (
            "(OLD.refused_by_id, OLD.refused_for_id) IS DISTINCT FROM (NEW.refused_by_id, "
            "NEW.refused_for_id) AND (NEW.refused_for_id <> NEW.refused_by_id AND NOT EXISTS "
            "(SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "NEW.agreement_id WHERE given.taker_id = NEW.refused_by_id AND given.role IN "
            "('approver', 'compliance officer') AND (given.service_line_id IS NULL OR "
            "given.service_line_id = there.service_line_id) AND substr(CAST(given.starts AS "
            "TEXT), 1, 10) <= substr(CAST(((NEW.refused_at AT TIME ZONE 'UTC') + INTERVAL '14 "
            "hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.refused_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1,"
            " 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.refused_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1,"
            " 10)) AND given.giver_id = NEW.refused_for_id) OR NEW.refused_for_id IS NULL AND "
            "EXISTS (SELECT 1 FROM delegation AS given JOIN agreement AS there ON there.id = "
            "NEW.agreement_id WHERE given.taker_id = NEW.refused_by_id AND given.role IN "
            "('approver', 'compliance officer') AND (given.service_line_id IS NULL OR "
            "given.service_line_id = there.service_line_id) AND substr(CAST(given.starts AS "
            "TEXT), 1, 10) <= substr(CAST(((NEW.refused_at AT TIME ZONE 'UTC') + INTERVAL '14 "
            "hours') AS TEXT), 1, 10) AND substr(CAST(given.ends AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.refused_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1,"
            " 10) AND (given.ended_on IS NULL OR substr(CAST(given.ended_on AS TEXT), 1, 10) >= "
            "substr(CAST(((NEW.refused_at AT TIME ZONE 'UTC') - INTERVAL '12 hours') AS TEXT), 1,"
            " 10)) AND NOT EXISTS (SELECT 1 FROM role_held AS own WHERE own.person_id = "
            "NEW.refused_by_id AND own.role IN ('approver', 'compliance officer') AND "
            "(own.service_line_id IS NULL OR own.service_line_id = there.service_line_id))))"
        ),
        days=True,
    ),
    Trigger(
        "installation_stays_what_it_is", "installation", Event.UPDATE,
        "(OLD.is_demo, OLD.created_at) IS DISTINCT FROM (NEW.is_demo, NEW.created_at)",
    ),
    Trigger(
        "role_held_never_changed", "role_held", Event.UPDATE,
    ),
    Trigger(
        "payment_release_by_another", "payment_release", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM settlement AS made JOIN figure AS one ON one.period_id = "
            "made.period_id WHERE made.id = NEW.settlement_id AND (one.entered_by_id IN "
            "(NEW.released_by_id, NEW.for_id) OR one.entered_for_id IN (NEW.released_by_id, "
            "NEW.for_id) OR one.verified_by_id IN (NEW.released_by_id, NEW.for_id) OR "
            "one.verified_for_id IN (NEW.released_by_id, NEW.for_id))) OR EXISTS (SELECT 1 FROM "
            "settlement AS made JOIN settlement AS any_of_it ON any_of_it.period_id = "
            "made.period_id JOIN signature AS other ON other.settlement_id = any_of_it.id WHERE "
            "made.id = NEW.settlement_id AND other.purpose <> 'release' AND (other.person_id IN "
            "(NEW.released_by_id, NEW.for_id) OR other.for_id IN (NEW.released_by_id, "
            "NEW.for_id)))"
        ),
    ),
    Trigger(
        "performance_period_stays_as_agreed", "performance_period", Event.UPDATE,
        (
            "(OLD.id, OLD.agreement_id, OLD.code, OLD.starts, OLD.ends) IS DISTINCT FROM (NEW.id,"
            " NEW.agreement_id, NEW.code, NEW.starts, NEW.ends) AND OLD.state <> 'locked' AND "
            "(EXISTS (SELECT 1 FROM scorecard AS version WHERE version.agreement_id = "
            "OLD.agreement_id AND version.state IN ('locked', 'superseded')) OR EXISTS (SELECT 1 "
            "FROM figure AS given WHERE given.period_id = OLD.id) OR EXISTS (SELECT 1 FROM "
            "settlement AS made WHERE made.period_id = OLD.id))"
        ),
    ),
    Trigger(
        "performance_period_agreed_never_deleted", "performance_period", Event.DELETE,
        (
            "OLD.state <> 'locked' AND (EXISTS (SELECT 1 FROM scorecard AS version WHERE "
            "version.agreement_id = OLD.agreement_id AND version.state IN ('locked', "
            "'superseded')) OR EXISTS (SELECT 1 FROM figure AS given WHERE given.period_id = "
            "OLD.id) OR EXISTS (SELECT 1 FROM settlement AS made WHERE made.period_id = OLD.id))"
        ),
    ),
)  # fmt: skip
ONCE = (
    # what is refused with, the table, and how the row in the way is found
    (
        "installation_key", "installation",
        "id = NEW.id",
    ),
    (
        "role_held_key", "role_held",
        "id = NEW.id",
    ),
    (
        "role_held_once", "role_held",
        (
            "person_id = NEW.person_id AND role = NEW.role AND coalesce(service_line_id, 0) = "
            "coalesce(NEW.service_line_id, 0) AND coalesce(group_id, 0) = coalesce(NEW.group_id, "
            "0)"
        ),
    ),
)  # fmt: skip

EMPTIED = tuple(
    Trigger(f"{table}_never_emptied", table, Event.TRUNCATE)
    for table in ("installation", "role_held")
)
FOR_WHOM = ("asked", "confirmed", "refused")
TWO_PEOPLE = (
    "{0}_by_id <> asked_by_id AND {0}_by_id <> asked_for_id"
    " AND {0}_for_id <> asked_by_id AND {0}_for_id <> asked_for_id"
)
NAMED = "({0}_by_id IS NULL) = ({0}_at IS NULL)"
NAMED_NOW = NAMED + " AND ({0}_for_id IS NULL OR {0}_by_id IS NOT NULL)"
# What is otherwise: the name of a constraint, its words before, its words now.
OTHERWISE = (
    (
        "period_unlock_by_two_people",
        "confirmed_by_id <> asked_by_id",
        TWO_PEOPLE.format("confirmed"),
    ),
    *(
        (
            f"period_unlock_names_who_{step}_it",
            NAMED.format(step),
            NAMED_NOW.format(step),
        )
        for step in ("confirmed", "refused")
    ),
)
ADDED = (
    ("period_unlock_refused_by_another", TWO_PEOPLE.format("refused")),
    *(
        (f"period_unlock_{step}_for_someone_else", f"{step}_by_id <> {step}_for_id")
        for step in FOR_WHOM
    ),
)
SOMEONE_ELSE = "payment_release_for_someone_else"
REBUILT = ("period_unlock", "payment_release")

INSTANT = sa.DateTime(timezone=True)
UNLOCK = sa.table(
    "period_unlock", sa.column("id"), sa.column("agreement_id"),
    *(sa.column(f"{step}_{what}") for step in FOR_WHOM for what in ("by_id", "for_id")),
    *(sa.column(f"{step}_at", INSTANT) for step in FOR_WHOM),
)  # fmt: skip
AGREEMENT = sa.table("agreement", sa.column("id"), sa.column("service_line_id"))
HANDED = sa.table("delegation", sa.column("id"), sa.column("giver_id"), sa.column("taker_id"),
                  sa.column("role"), sa.column("service_line_id"), sa.column("starts", sa.Date),
                  sa.column("ends", sa.Date), sa.column("ended_on", sa.Date))  # fmt: skip
HELD = sa.table("role_held", sa.column("person_id"), sa.column("role"),
                sa.column("service_line_id"))  # fmt: skip
COMPLIANCE, APPROVER = "compliance officer", "approver"
ROLES = {"asked": (COMPLIANCE,), "confirmed": (APPROVER, COMPLIANCE),
         "refused": (APPROVER, COMPLIANCE)}  # fmt: skip


class Done(NamedTuple):
    """Something that a person did in one of some roles, and who else had a hand in it."""

    person_id: int
    at: datetime
    roles: tuple[str, ...]
    service_line_id: int
    others: frozenset[int | None]


def upgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in BEFORE))
    with guarding.lifted(bind, *REBUILT):
        with op.batch_alter_table("period_unlock") as unlocks:
            for step in FOR_WHOM:
                column = f"{step}_for_id"
                unlocks.add_column(sa.Column(column, sa.Integer(), nullable=True))
                unlocks.create_foreign_key(
                    f"period_unlock_{column}_exists", "person", [column], ["id"]
                )
            for name, _, now in OTHERWISE:
                unlocks.drop_constraint(name, type_="check")
                unlocks.create_check_constraint(name, now)
            for name, rule in ADDED:
                unlocks.create_check_constraint(name, rule)
        with op.batch_alter_table("payment_release") as releases:
            releases.create_check_constraint(SOMEONE_ELSE, "released_by_id <> for_id")
        _fill(bind)
    guarding.make(bind, *NOW, *_of_one_database(bind))


def downgrade() -> None:
    bind = op.get_bind()
    made = (*NOW, *_of_one_database(bind))
    guarding.drop(bind, *((each.name, each.table) for each in made))
    with guarding.lifted(bind, *REBUILT):
        with op.batch_alter_table("payment_release") as releases:
            releases.drop_constraint(SOMEONE_ELSE, type_="check")
        with op.batch_alter_table("period_unlock") as unlocks:
            for name, _ in ADDED:
                unlocks.drop_constraint(name, type_="check")
            for name, before, _ in OTHERWISE:
                unlocks.drop_constraint(name, type_="check")
                unlocks.create_check_constraint(name, before)
            for step in FOR_WHOM:
                unlocks.drop_constraint(f"period_unlock_{step}_for_id_exists", type_="foreignkey")
                unlocks.drop_column(f"{step}_for_id")
    guarding.make(bind, *BEFORE)


def _of_one_database(bind: sa.Connection) -> Sequence[Trigger]:
    """List the triggers that one kind of database needs, and the other does not."""
    if bind.dialect.name != "sqlite":
        return EMPTIED
    return [guarding.not_written_over(*each) for each in ONCE]


def _fill(bind: sa.Connection) -> None:
    """Give each unlock of before the givers of its days."""
    handed = bind.execute(sa.select(HANDED).order_by(HANDED.c.id)).all()
    held = {
        (each.person_id, each.role, each.service_line_id) for each in bind.execute(sa.select(HELD))
    }
    for step in FOR_WHOM:
        for found, done in [*_done(bind, step)]:
            giver = _giver(done, handed, held)
            if giver is not None:
                bind.execute(
                    sa.update(UNLOCK)
                    .where(UNLOCK.c.id == found)
                    .values(**{f"{step}_for_id": giver})
                )


def _done(bind: sa.Connection, step: str) -> Iterator[tuple[int, Done]]:
    """Read who took a step of each unlock, and who had a hand in its other side."""
    rows = sa.select(UNLOCK, AGREEMENT.c.service_line_id).join(
        AGREEMENT, AGREEMENT.c.id == UNLOCK.c.agreement_id
    )
    sides = ("confirmed", "refused") if step == "asked" else ("asked",)
    for one in bind.execute(rows.order_by(UNLOCK.c.id)).mappings():
        if one[f"{step}_by_id"] is not None:
            others = frozenset(
                one[f"{side}_{who}"] for side in sides for who in ("by_id", "for_id")
            )
            yield (
                one["id"],
                Done(
                    one[f"{step}_by_id"], one[f"{step}_at"], ROLES[step], one["service_line_id"],
                    others,
                ),
            )  # fmt: skip


def _giver(
    done: Done, handed: Sequence[sa.Row[Any]], held: set[tuple[int, str, int | None]]
) -> int | None:
    """Name the giver of a duty that was handed over for the day; nobody beside an own role."""
    there = (None, done.service_line_id)
    if any((done.person_id, role, line) in held for role in done.roles for line in there):
        return None
    on = (done.at.astimezone(UTC) if done.at.tzinfo else done.at).date()
    for each in handed:
        last = min(each.ends, each.ended_on or each.ends)
        same = each.taker_id == done.person_id and each.role in done.roles
        within = each.service_line_id in there and each.starts <= on <= last
        if same and within and each.giver_id not in done.others:
            return int(each.giver_id)
    return None
