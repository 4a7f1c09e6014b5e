"""The chain: every audit entry carries a hash over itself and the hash of the one before."""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0008"
down_revision = "0007"

LAST = "(SELECT {} FROM audit_entry AS last ORDER BY last.id DESC LIMIT 1)"
FOLLOWS = Trigger(
    "audit_entry_follows_the_last",
    "audit_entry",
    Event.INSERT,
    f"(NEW.id <> coalesce({LAST.format('last.id')}, 0) + 1"  # noqa: S608 - the words above
    f" OR NEW.previous_hash <> coalesce({LAST.format('last.hash')}, '{'0' * 64}'))"
    " AND NOT EXISTS (SELECT 1 FROM audit_entry AS same WHERE same.id = NEW.id)",
)
ENTRY = sa.table(
    "audit_entry", sa.column("id", sa.Integer), sa.column("at", sa.DateTime(timezone=True)),
    *(sa.column(name) for name in (
        "person_id", "role", "act", "agreement_id", "object_id", "before", "after", "reason",
        "request_id", "address", "previous_hash", "hash",
    )),
)  # fmt: skip


def upgrade() -> None:
    with guarding.lifted(op.get_bind(), "audit_entry"):
        for name in ("previous_hash", "hash"):
            op.add_column("audit_entry", sa.Column(name, sa.String(), nullable=True))
        _link()
        with op.batch_alter_table("audit_entry") as entries:
            for name in ("previous_hash", "hash"):
                entries.alter_column(name, existing_type=sa.String(), nullable=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE audit_entry ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE audit_entry_id_seq")
    guarding.make(op.get_bind(), FOLLOWS)


def downgrade() -> None:
    guarding.drop(op.get_bind(), (FOLLOWS.name, FOLLOWS.table))
    with (
        guarding.lifted(op.get_bind(), "audit_entry"),
        op.batch_alter_table("audit_entry") as entries,
    ):
        for name in ("previous_hash", "hash"):
            entries.drop_column(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE audit_entry_id_seq OWNED BY audit_entry.id")
        op.execute(
            "SELECT setval('audit_entry_id_seq', coalesce((SELECT max(id) FROM audit_entry), 0) + 1, false)"
        )
        op.execute(
            "ALTER TABLE audit_entry ALTER COLUMN id SET DEFAULT nextval('audit_entry_id_seq')"
        )


def _link() -> None:
    """Number the entries that stand without a gap, and give each its hash."""
    bind = op.get_bind()
    previous = "0" * 64
    for number, row in enumerate(bind.execute(sa.select(ENTRY).order_by(ENTRY.c.id)).all(), 1):
        given = {"id": number, "previous_hash": previous, "hash": _sealed(number, previous, row)}
        bind.execute(sa.update(ENTRY).where(ENTRY.c.id == row.id).values(given))
        previous = given["hash"]


def _sealed(number: int, previous: str, row: sa.Row) -> str:
    at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    content = {
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"), "person": row.person_id,
        "role": row.role, "act": row.act, "agreement": row.agreement_id, "object": row.object_id,
        "before": row.before, "after": row.after, "reason": row.reason,
        "request": row.request_id, "address": row.address,
    }  # fmt: skip
    whole = {"number": number, "previous": previous, "content": content}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
