"""Jobs: work that takes longer than a page may, with the parts that are made of it already.

On the way back both tables go; the documents that jobs made stay.
"""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.base import Instant
from comanage.records.guards.guard import Event, Trigger

revision = "0044"
down_revision = "0043"

KINDS = ("statements of a period", "audit packet", "payout records", "audit log")
STATES = ("waiting", "running", "done", "failed", "cancelled")
CHECKS = {
    "job_says_what_is_asked": "arguments <> ''",
    "job_progress_within_its_total": "done >= 0 AND done <= total",
    "job_tries_not_below_zero": "tries >= 0",
    "job_running_names_its_worker": (
        "(state = 'running') = (worker IS NOT NULL) AND (worker IS NULL) = (held_until IS NULL)"
        " AND worker <> ''"
    ),
    "job_done_has_its_document": (
        "(state = 'done') = (document_sha256 IS NOT NULL)"
        " AND (document_sha256 IS NULL) = (file_name IS NULL) AND file_name <> ''"
    ),
    "job_failed_says_why": "(state = 'failed') = (fault IS NOT NULL) AND fault <> ''",
    "job_cancelled_names_who_did": "(state = 'cancelled') = (cancelled_by_id IS NOT NULL)",
    "job_ended_says_when": "(state IN ('waiting', 'running')) = (ended_at IS NULL)",
}
OPEN = "state IN ('waiting', 'running')"
ONCE = {
    "job_one_at_a_time_of_an_agreement": (["kind", "agreement_id"], OPEN),
    "job_one_at_a_time_of_a_person": (["kind", "asked_by_id"], f"agreement_id IS NULL AND {OPEN}"),
}
REFERENCES = {
    "agreement_id": "agreement.id",
    "asked_by_id": "person.id",
    "document_sha256": "document.sha256",
    "cancelled_by_id": "person.id",
}
ASKED = "id, {0}.kind, {0}.agreement_id, {0}.arguments, {0}.asked_by_id, {0}.asked_at"
OF_A_JOB_THAT_RUNS = "SELECT 1 FROM job WHERE job.id = NEW.job_id AND job.state = 'running'"
OF_AN_OPEN_JOB = (
    "SELECT 1 FROM job WHERE job.id = OLD.job_id AND job.state IN ('waiting', 'running')"
)
TRIGGERS = (
    Trigger("job_never_deleted", "job", Event.DELETE),
    Trigger(
        "job_stays_as_it_was_asked", "job", Event.UPDATE,
        f"(OLD.{ASKED.format('OLD')}) IS DISTINCT FROM (NEW.{ASKED.format('NEW')})",
    ),
    Trigger("job_ended_stays", "job", Event.UPDATE, f"OLD.{OPEN.replace('IN', 'NOT IN')}"),
    Trigger("job_part_never_changed", "job_part", Event.UPDATE),
    Trigger(
        "job_part_made_while_its_job_runs", "job_part", Event.INSERT,
        f"NOT EXISTS ({OF_A_JOB_THAT_RUNS})",
    ),
    Trigger(
        "job_part_kept_until_its_job_ends", "job_part", Event.DELETE,
        f"EXISTS ({OF_AN_OPEN_JOB})",
    ),
)  # fmt: skip
SQLITE_ONLY = (
    guarding.not_written_over("job_key", "job", "id = NEW.id"),
    guarding.not_written_over(
        "job_one_at_a_time_of_an_agreement", "job",
        f"kind = NEW.kind AND agreement_id = NEW.agreement_id AND {OPEN} AND NEW.{OPEN}",
    ),
    guarding.not_written_over(
        "job_one_at_a_time_of_a_person", "job",
        "kind = NEW.kind AND asked_by_id = NEW.asked_by_id AND agreement_id IS NULL"
        f" AND NEW.agreement_id IS NULL AND {OPEN} AND NEW.{OPEN}",
    ),
    guarding.not_written_over("job_part_key", "job_part", "job_id = NEW.job_id AND number = NEW.number"),
)  # fmt: skip
POSTGRESQL_ONLY = (
    Trigger("job_never_emptied", "job", Event.TRUNCATE),
    Trigger("job_part_never_emptied", "job_part", Event.TRUNCATE),
)


def upgrade() -> None:
    _make_jobs()
    op.create_table(
        "job_part",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("number >= 1", name="job_parts_count_from_one"),
        sa.CheckConstraint("name <> ''", name="job_part_has_a_name"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="job_part_job_id_exists"),
        sa.PrimaryKeyConstraint("job_id", "number", name="job_part_key"),
    )
    bind = op.get_bind()
    only = SQLITE_ONLY if bind.dialect.name == "sqlite" else POSTGRESQL_ONLY
    guarding.make(bind, *TRIGGERS, *only)


def downgrade() -> None:
    guarding.forget(op.get_bind(), "job_part", "job")
    op.drop_table("job_part")
    op.drop_table("job")


def _make_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of(KINDS, "job_kind_is_known"), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("arguments", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("state", _one_of(STATES, "job_state_is_known"), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("done", "total", "tries")),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("held_until", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("document_sha256", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        *(sa.CheckConstraint(rule, name=name) for name, rule in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], [other], name=f"job_{column}_exists")
            for column, other in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name="job_key"),
    )
    for name, (columns, where) in ONCE.items():
        op.create_index(
            name, "job", columns, unique=True,
            sqlite_where=sa.text(where), postgresql_where=sa.text(where),
        )  # fmt: skip


def _one_of(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
