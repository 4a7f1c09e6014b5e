"""Role changes: what one system administrator asks for and another decides."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0017"
down_revision = "0016"

INSTANT = sa.DateTime(timezone=True)
TABLE = "role_change"
ROLES = (
    "service-line administrator", "verifier", "approver", "payment releaser", "physician",
    "physician leader", "compliance officer", "independent reviewer", "executive",
    "system administrator",
)  # fmt: skip
WAITS_ONCE = (
    "outcome IS NULL AND NEW.outcome IS NULL AND person_id = NEW.person_id"
    " AND change = NEW.change AND coalesce(role, '') = coalesce(NEW.role, '')"
    " AND coalesce(service_line_id, 0) = coalesce(NEW.service_line_id, 0)"
)
AS_ASKED = ", ".join(
    f"{{0}}.{name}"
    for name in (
        "id", "person_id", "change", "role", "service_line_id", "asked_by_id", "asked_at",
    )
)  # fmt: skip
TRIGGERS = (
    Trigger("role_change_never_deleted", TABLE, Event.DELETE),
    Trigger("role_change_begins_undecided", TABLE, Event.INSERT, "NEW.outcome IS NOT NULL"),
    Trigger(
        "role_change_never_changed",
        TABLE,
        Event.UPDATE,
        f"({AS_ASKED.format('OLD')}) IS DISTINCT FROM ({AS_ASKED.format('NEW')})",
    ),
    Trigger("role_change_decided_once", TABLE, Event.UPDATE, "OLD.outcome IS NOT NULL"),
)
SQLITE_ONLY = tuple(
    Trigger(
        f"{says}_not_written_over",
        TABLE,
        Event.INSERT,
        f"EXISTS (SELECT 1 FROM role_change WHERE {same})",  # noqa: S608 - the words above
        says,
    )
    for says, same in (("role_change_key", "id = NEW.id"), ("role_change_asked_once", WAITS_ONCE))
)
POSTGRESQL_ONLY = (Trigger("role_change_never_emptied", TABLE, Event.TRUNCATE),)
CHECKS = {
    "role_change_names_the_role_it_is_about":
        "(change = 'reset the second factor') = (role IS NULL)",
    "role_change_is_asked_for_another": "person_id <> asked_by_id",
    "role_change_is_decided_whole":
        "(decided_by_id IS NULL) = (outcome IS NULL)"
        " AND (decided_by_id IS NULL) = (decided_at IS NULL)",
    "role_change_is_decided_by_another":
        "outcome IS NULL OR (decided_by_id = asked_by_id) = (outcome = 'withdrawn')",
    "role_change_gives_nobody_more_by_their_own_word":
        "outcome IS NULL OR outcome <> 'confirmed' OR change = 'end the role'"
        " OR decided_by_id <> person_id",
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "change",
            _one_of("change", "give the role", "end the role", "reset the second factor"),
            nullable=False,
        ),
        sa.Column("role", _one_of("role", *ROLES), nullable=True),
        sa.Column("service_line_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column(
            "outcome", _one_of("outcome", "confirmed", "declined", "withdrawn"), nullable=True
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        *(sa.CheckConstraint(condition, name=name) for name, condition in CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=f"{TABLE}_{column}_exists")
            for column, of in (
                ("person_id", "person"), ("service_line_id", "service_line"),
                ("asked_by_id", "person"), ("decided_by_id", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="role_change_key"),
    )  # fmt: skip
    op.create_index(
        "role_change_asked_once",
        TABLE,
        [
            "person_id", "change", sa.text("coalesce(role, '')"),
            sa.text("coalesce(service_line_id, 0)"),
        ],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )  # fmt: skip
    guarding.make(op.get_bind(), *_triggers())


def downgrade() -> None:
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in _triggers()))
    op.drop_table(TABLE)


def _triggers() -> tuple[Trigger, ...]:
    sqlite = op.get_bind().dialect.name == "sqlite"
    return TRIGGERS + (SQLITE_ONLY if sqlite else POSTGRESQL_ONLY)


def _one_of(column: str, *words: str) -> sa.Enum:
    return sa.Enum(
        *words, name=f"{TABLE}_{column}_is_known", native_enum=False, create_constraint=True,
        length=40,
    )  # fmt: skip
