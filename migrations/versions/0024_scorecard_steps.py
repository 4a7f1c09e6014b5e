"""Scorecard versions take their steps on record, say from which day they govern, and look ahead.

A version that was locked before this one keeps what it governed: the newest governs what was
not settled by an earlier one. Who drafted a draft that stands is read off the audit log.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0024"
down_revision = "0023"

INSTANT = sa.DateTime(timezone=True)
STEPS = sa.Enum("check", "review", "return", "sign", "lock", "change", "supersede",
                name="scorecard_step_is_known", native_enum=False, create_constraint=True,
                length=40)  # fmt: skip
CHECKS = {
    # name: what it was, what it is
    "scorecard_state_is_known": (
        "state IN ('draft', 'locked', 'superseded')",
        "state IN ('draft', 'linted', 'reviewed', 'signed', 'locked', 'superseded')",
    ),
    "scorecard_locked_names_who_locked_it": (
        "state = 'draft' OR (locked_at IS NOT NULL AND locked_by_id IS NOT NULL)",
        (
            "state NOT IN ('locked', 'superseded')"
            " OR (locked_at IS NOT NULL AND locked_by_id IS NOT NULL)"
        ),
    ),
}
FROM_WHEN = ("scorecard_locked_says_from_when", "state <> 'locked' OR effective_on IS NOT NULL")
LEAVES = ("participant_leaves_after_it_joins", "joined <= left_on")
ONE_DRAFT = "scorecard_one_draft_an_agreement"
WAS, IS = "state = 'draft'", "state IN ('draft', 'linted', 'reviewed', 'signed')"
AGREEMENT = sa.table("agreement", sa.column("id"), sa.column("starts", sa.Date))
PERIOD = sa.table("performance_period", sa.column("id"), sa.column("agreement_id"),
                  sa.column("starts", sa.Date))  # fmt: skip
SCORECARD = sa.table("scorecard", sa.column("id"), sa.column("agreement_id"), sa.column("number"),
                     sa.column("state"), sa.column("effective_on", sa.Date))  # fmt: skip
SETTLED = sa.text(
    "SELECT period_id, max(number) FROM (SELECT settlement.period_id, scorecard.number"
    " FROM settlement JOIN scorecard ON scorecard.id = settlement.scorecard_id"
    " WHERE settlement.approved_by_id IS NOT NULL) AS approved GROUP BY period_id"
)
DRAFTERS = (
    "INSERT INTO scorecard_drafter (scorecard_id, person_id)"
    " SELECT DISTINCT entry.object_id, entry.person_id FROM audit_entry AS entry"
    " JOIN scorecard ON scorecard.id = entry.object_id"
    " WHERE entry.act LIKE 'scorecard:%' AND entry.person_id IS NOT NULL"
    " AND scorecard.state = 'draft'"
)
TRIGGERS = (
    Trigger(
        "scorecard_step_never_changed", "scorecard_step", Event.UPDATE,
    ),
    Trigger(
        "scorecard_drafter_never_changed", "scorecard_drafter", Event.UPDATE,
    ),
    Trigger(
        "scorecard_step_never_deleted", "scorecard_step", Event.DELETE,
    ),
    Trigger(
        "scorecard_drafter_never_deleted", "scorecard_drafter", Event.DELETE,
    ),
    Trigger(
        "scorecard_begins_as_a_draft", "scorecard", Event.INSERT,
        (
            "NEW.state <> 'draft' AND NEW.state IN ('linted', 'reviewed', 'signed',"
            " 'locked', 'superseded') AND NOT EXISTS (SELECT 1 FROM scorecard AS same WHERE"
            " same.id = NEW.id)"
        ),
    ),
    Trigger(
        "scorecard_takes_its_steps_in_order", "scorecard", Event.UPDATE,
        (
            "NEW.state <> OLD.state AND OLD.state NOT IN ('locked', 'superseded') AND"
            " OLD.state || ' > ' || NEW.state NOT IN ('draft > linted', 'linted > reviewed',"
            " 'linted > draft', 'reviewed > signed', 'reviewed > draft', 'signed > locked',"
            " 'signed > draft')"
        ),
    ),
    Trigger(
        "scorecard_changed_is_a_draft_again", "scorecard", Event.UPDATE,
        (
            "OLD.state IN ('linted', 'reviewed', 'signed') AND NEW.state <> 'draft' AND"
            " (OLD.terms, OLD.terms_hash, OLD.reason, OLD.effective_on) IS DISTINCT FROM"
            " (NEW.terms, NEW.terms_hash, NEW.reason, NEW.effective_on)"
        ),
    ),
    Trigger(
        "scorecard_reviewed_by_another", "scorecard", Event.UPDATE,
        (
            "NEW.state = 'reviewed' AND OLD.state <> 'reviewed' AND NOT EXISTS (SELECT 1"
            " FROM scorecard_step AS taken WHERE taken.scorecard_id = NEW.id AND taken.step"
            " = 'review' AND taken.terms_hash = NEW.terms_hash AND NOT EXISTS (SELECT 1 FROM"
            " scorecard_drafter AS drafter WHERE drafter.scorecard_id = NEW.id AND"
            " drafter.person_id = taken.taken_by_id))"
        ),
    ),
    Trigger(
        "scorecard_signed_on_its_exhibit", "scorecard", Event.UPDATE,
        (
            "NEW.state = 'signed' AND OLD.state <> 'signed' AND NOT EXISTS (SELECT 1 FROM"
            " scorecard_step AS taken WHERE taken.scorecard_id = NEW.id AND taken.step ="
            " 'sign' AND taken.terms_hash = NEW.terms_hash)"
        ),
    ),
    Trigger(
        "scorecard_locked_alone_in_force", "scorecard", Event.UPDATE,
        (
            "NEW.state = 'locked' AND OLD.state <> 'locked' AND EXISTS (SELECT 1 FROM"
            " scorecard AS other WHERE other.agreement_id = NEW.agreement_id AND other.id <>"
            " NEW.id AND other.state = 'locked')"
        ),
    ),
    Trigger(
        "scorecard_takes_effect_with_a_period", "scorecard", Event.UPDATE,
        (
            "NEW.state = 'locked' AND OLD.state <> 'locked' AND NOT EXISTS (SELECT 1 FROM"
            " performance_period AS period WHERE period.agreement_id = NEW.agreement_id AND"
            " period.starts = NEW.effective_on)"
        ),
    ),
    Trigger(
        "scorecard_amends_what_is_to_come", "scorecard", Event.UPDATE,
        (
            "NEW.state = 'locked' AND OLD.state <> 'locked' AND NEW.number > 1 AND EXISTS"
            " (SELECT 1 FROM performance_period AS period WHERE period.agreement_id ="
            " NEW.agreement_id AND period.starts >= NEW.effective_on AND (period.state ="
            " 'locked' OR EXISTS (SELECT 1 FROM figure WHERE figure.period_id = period.id)))"
        ),
    ),
    Trigger(
        "scorecard_step_on_an_exhibit_of_its_own", "scorecard_step", Event.INSERT,
        (
            "NEW.exhibit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreement_document AS"
            " exhibit JOIN scorecard AS version ON version.agreement_id ="
            " exhibit.agreement_id WHERE exhibit.id = NEW.exhibit_id AND version.id ="
            " NEW.scorecard_id AND exhibit.kind IN ('agreement', 'exhibit', 'amendment'))"
        ),
    ),
    Trigger(
        "scorecard_step_signed_by_every_party", "scorecard_step", Event.INSERT,
        (
            "NEW.step = 'sign' AND (NOT EXISTS (SELECT 1 FROM document_signer AS signer"
            " WHERE signer.agreement_document_id = NEW.exhibit_id AND signer.participant_id"
            " IS NULL) OR EXISTS (SELECT 1 FROM participant AS party JOIN scorecard AS"
            " version ON version.agreement_id = party.agreement_id WHERE version.id ="
            " NEW.scorecard_id AND NOT EXISTS (SELECT 1 FROM document_signer AS signer WHERE"
            " signer.agreement_document_id = NEW.exhibit_id AND signer.participant_id ="
            " party.id)))"
        ),
    ),
    Trigger(
        "scorecard_step_signed_as_its_exhibit", "scorecard_step", Event.INSERT,
        (
            "NEW.step = 'sign' AND NEW.signed_on <> (SELECT max(signer.signed_on) FROM"
            " document_signer AS signer WHERE signer.agreement_document_id = NEW.exhibit_id)"
        ),
    ),
    Trigger(
        "scorecard_locked_never_changed", "scorecard", Event.UPDATE,
        (
            "OLD.state IN ('locked', 'superseded') AND (OLD.id, OLD.agreement_id,"
            " OLD.number, OLD.terms, OLD.terms_hash, OLD.reason, OLD.effective_on,"
            " OLD.locked_at, OLD.locked_by_id) IS DISTINCT FROM (NEW.id, NEW.agreement_id,"
            " NEW.number, NEW.terms, NEW.terms_hash, NEW.reason, NEW.effective_on,"
            " NEW.locked_at, NEW.locked_by_id)"
        ),
    ),
    Trigger(
        "scorecard_locked_stays", "scorecard", Event.UPDATE,
        (
            "OLD.state IN ('locked', 'superseded') AND NEW.state <> OLD.state AND NEW.state"
            " <> 'superseded'"
        ),
    ),
    Trigger(
        "scorecard_locked_never_deleted", "scorecard", Event.DELETE,
        (
            "OLD.state IN ('locked', 'superseded')"
        ),
    ),
)  # fmt: skip
SQLITE_ONLY = (
    Trigger(
        "scorecard_key_not_written_over", "scorecard", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM scorecard WHERE id = NEW.id)"
        ),
        says="scorecard_key",
    ),
    Trigger(
        "scorecard_number_once_an_agreement_not_written_over", "scorecard", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM scorecard WHERE agreement_id = NEW.agreement_id AND"
            " number = NEW.number)"
        ),
        says="scorecard_number_once_an_agreement",
    ),
    Trigger(
        "scorecard_step_key_not_written_over", "scorecard_step", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM scorecard_step WHERE id = NEW.id)"
        ),
        says="scorecard_step_key",
    ),
    Trigger(
        "scorecard_drafter_key_not_written_over", "scorecard_drafter", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM scorecard_drafter WHERE scorecard_id = NEW.scorecard_id"
            " AND person_id = NEW.person_id)"
        ),
        says="scorecard_drafter_key",
    ),
)  # fmt: skip
POSTGRESQL_ONLY = (
    Trigger(
        "scorecard_step_never_emptied", "scorecard_step", Event.TRUNCATE,
    ),
    Trigger(
        "scorecard_drafter_never_emptied", "scorecard_drafter", Event.TRUNCATE,
    ),
    Trigger(
        "scorecard_never_emptied", "scorecard", Event.TRUNCATE,
    ),
)  # fmt: skip
OLD_TRIGGERS = (
    Trigger(
        "scorecard_locked_never_changed", "scorecard", Event.UPDATE,
        (
            "OLD.state <> 'draft' AND (OLD.id, OLD.agreement_id, OLD.number, OLD.terms,"
            " OLD.terms_hash, OLD.locked_at, OLD.locked_by_id) IS DISTINCT FROM (NEW.id,"
            " NEW.agreement_id, NEW.number, NEW.terms, NEW.terms_hash, NEW.locked_at,"
            " NEW.locked_by_id)"
        ),
    ),
    Trigger(
        "scorecard_locked_stays", "scorecard", Event.UPDATE,
        (
            "OLD.state <> 'draft' AND NEW.state <> OLD.state AND NEW.state <> 'superseded'"
        ),
    ),
    Trigger(
        "scorecard_locked_never_deleted", "scorecard", Event.DELETE,
        (
            "OLD.state <> 'draft'"
        ),
    ),
)  # fmt: skip
OLD_SQLITE_ONLY = (
    Trigger(
        "scorecard_key_not_written_over", "scorecard", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM scorecard WHERE id = NEW.id)"
        ),
        says="scorecard_key",
    ),
    Trigger(
        "scorecard_number_once_an_agreement_not_written_over", "scorecard", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM scorecard WHERE agreement_id = NEW.agreement_id AND"
            " number = NEW.number)"
        ),
        says="scorecard_number_once_an_agreement",
    ),
    Trigger(
        "scorecard_one_in_force_an_agreement_not_written_over", "scorecard", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM scorecard WHERE agreement_id = NEW.agreement_id AND state"
            " = 'locked' AND NEW.state = 'locked')"
        ),
        says="scorecard_one_in_force_an_agreement",
    ),
)  # fmt: skip
OLD_POSTGRESQL_ONLY = (
    Trigger(
        "scorecard_never_emptied", "scorecard", Event.TRUNCATE,
    ),
)  # fmt: skip


def upgrade() -> None:
    bind = op.get_bind()
    guarding.forget(bind, "scorecard")
    with op.batch_alter_table("scorecard") as scorecards:
        scorecards.add_column(sa.Column("reason", sa.String(), server_default="", nullable=False))
        scorecards.add_column(sa.Column("effective_on", sa.Date(), nullable=True))
    _say_from_when()
    _exchange(IS, checks={name: now for name, (_, now) in CHECKS.items()}, added=FROM_WHEN)
    with (
        guarding.lifted(bind, "agreement_document"),
        op.batch_alter_table("agreement_document") as documents,
    ):
        documents.add_column(sa.Column("file_name", sa.String(), server_default="", nullable=False))
    with guarding.lifted(bind, "participant"), op.batch_alter_table("participant") as parties:
        for name in ("joined", "left_on"):
            parties.add_column(sa.Column(name, sa.Date(), nullable=True))
        parties.create_check_constraint(*LEAVES)
    _tables()
    op.execute(DRAFTERS)
    guarding.make(bind, *_triggers(TRIGGERS, SQLITE_ONLY, POSTGRESQL_ONLY))


def downgrade() -> None:
    bind = op.get_bind()
    guarding.forget(bind, "scorecard", "scorecard_step", "scorecard_drafter")
    for table in ("scorecard_step", "scorecard_drafter"):
        op.drop_table(table)
    with guarding.lifted(bind, "participant"), op.batch_alter_table("participant") as parties:
        parties.drop_constraint(LEAVES[0], type_="check")
        for name in ("joined", "left_on"):
            parties.drop_column(name)
    with (
        guarding.lifted(bind, "agreement_document"),
        op.batch_alter_table("agreement_document") as documents,
    ):
        documents.drop_column("file_name")
    op.execute(
        "UPDATE scorecard SET state = 'draft' WHERE state IN ('linted', 'reviewed', 'signed')"
    )
    _exchange(WAS, checks={name: was for name, (was, _) in CHECKS.items()}, dropped=FROM_WHEN[0])
    with op.batch_alter_table("scorecard") as scorecards:
        for name in ("effective_on", "reason"):
            scorecards.drop_column(name)
    guarding.make(bind, *_triggers(OLD_TRIGGERS, OLD_SQLITE_ONLY, OLD_POSTGRESQL_ONLY))


def _triggers(
    both: tuple[Trigger, ...], sqlite: tuple[Trigger, ...], postgresql: tuple[Trigger, ...]
) -> tuple[Trigger, ...]:
    return both + (sqlite if op.get_bind().dialect.name == "sqlite" else postgresql)


def _exchange(
    where: str,
    *,
    checks: dict[str, str],
    added: tuple[str, str] | None = None,
    dropped: str = "",
) -> None:
    op.drop_index(ONE_DRAFT, table_name="scorecard")
    with op.batch_alter_table("scorecard") as scorecards:
        for name, condition in checks.items():
            scorecards.drop_constraint(name, type_="check")
            scorecards.create_check_constraint(name, condition)
        if added:
            scorecards.create_check_constraint(*added)
        if dropped:
            scorecards.drop_constraint(dropped, type_="check")
    op.create_index(
        ONE_DRAFT,
        "scorecard",
        ["agreement_id"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _say_from_when() -> None:
    """Give each version the first day that it governs: the newest has all that is not settled."""
    bind = op.get_bind()
    settled = {period: number for period, number in bind.execute(SETTLED)}  # noqa: C416
    begins = {row.id: row.starts for row in bind.execute(sa.select(AGREEMENT))}
    for agreement, starts in begins.items():
        periods = bind.execute(
            sa.select(PERIOD).where(PERIOD.c.agreement_id == agreement).order_by(PERIOD.c.starts)
        ).all()
        later: date | None = None
        for version in bind.execute(
            sa.select(SCORECARD)
            .where(SCORECARD.c.agreement_id == agreement)
            .order_by(SCORECARD.c.number.desc())
        ).all():
            first = min([each.starts for each in periods], default=starts)
            kept = [
                each.starts
                for each in periods
                if settled.get(each.id, version.number) < version.number
            ]
            following = [each.starts for each in periods if not kept or each.starts > max(kept)]
            if kept:
                first = min(following, default=None)
            if (
                version.state != "draft"
                and first is not None
                and later is not None
                and first >= later
            ):
                first = None
            if first is None and version.state == "locked":
                first = max(each.starts for each in periods)
            bind.execute(
                sa.update(SCORECARD).where(SCORECARD.c.id == version.id).values(effective_on=first)
            )
            if version.state != "draft" and first is not None:
                later = first


def _tables() -> None:
    op.create_table(
        "scorecard_drafter",
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="scorecard_drafter_person_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name="scorecard_drafter_scorecard_id_exists"
        ),
        sa.PrimaryKeyConstraint("scorecard_id", "person_id", name="scorecard_drafter_key"),
    )
    op.create_table(
        "scorecard_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scorecard_id", sa.Integer(), nullable=False),
        sa.Column("step", STEPS, nullable=False),
        sa.Column("terms_hash", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(step = 'sign') = (exhibit_id IS NOT NULL)",
            name="scorecard_step_signed_has_an_exhibit",
        ),
        sa.CheckConstraint(
            "(step = 'sign') = (signed_on IS NOT NULL)", name="scorecard_step_signed_says_when"
        ),
        sa.CheckConstraint(
            "step NOT IN ('review', 'return') OR note <> ''", name="scorecard_step_has_its_note"
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["agreement_document.id"], name="scorecard_step_exhibit_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["scorecard_id"], ["scorecard.id"], name="scorecard_step_scorecard_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name="scorecard_step_taken_by_id_exists"
        ),
        sa.PrimaryKeyConstraint("id", name="scorecard_step_key"),
    )
    op.create_index(
        "scorecard_step_by_scorecard_id", "scorecard_step", ["scorecard_id"], unique=False
    )
