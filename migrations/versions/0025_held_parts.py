"""What a release holds back for disputes stands beside it; a second release pays the rest."""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0025"
down_revision = "0024"

ONCE = "payment_release_once_a_settlement"
REST = Trigger(
    "payment_release_of_a_rest_that_was_held", "payment_release", Event.INSERT,
    "NEW.of_rest AND NOT EXISTS (SELECT 1 FROM held_part AS held"
    " JOIN payment_release AS first_one ON first_one.id = held.release_id"
    " WHERE first_one.settlement_id = NEW.settlement_id AND NOT first_one.of_rest)",
)  # fmt: skip


def upgrade() -> None:
    bind = op.get_bind()
    with (
        guarding.lifted(bind, "payment_release"),
        op.batch_alter_table("payment_release") as releases,
    ):
        releases.add_column(
            sa.Column("of_rest", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        releases.drop_constraint(ONCE, type_="unique")
        releases.create_unique_constraint(ONCE, ["settlement_id", "of_rest"])
    with (
        guarding.lifted(bind, "payment_release"),
        op.batch_alter_table("payment_release") as releases,
    ):
        releases.alter_column("of_rest", server_default=None)
    op.create_table(
        "held_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="held_part_key"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["payment_release.id"], name="held_part_release_id_exists"
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name="held_part_participant_id_exists"
        ),
        sa.UniqueConstraint("release_id", "participant_id", name="held_part_once_a_participant"),
        sa.CheckConstraint("cents > 0", name="held_part_of_something"),
    )
    if bind.dialect.name == "sqlite":
        guarding.drop(bind, (f"{ONCE}_not_written_over", "payment_release"))
    guarding.make(
        bind, REST, *guarding.append_only("held_part", dialect=bind.dialect.name), *_here(of_rest=True)
    )  # fmt: skip


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, (REST.name, REST.table))
    guarding.forget(bind, "held_part")
    op.drop_table("held_part")
    if bind.dialect.name == "sqlite":
        guarding.drop(bind, (f"{ONCE}_not_written_over", "payment_release"))
    with (
        guarding.lifted(bind, "payment_release"),
        op.batch_alter_table("payment_release") as releases,
    ):
        releases.drop_constraint(ONCE, type_="unique")
        releases.drop_column("of_rest")
        releases.create_unique_constraint(ONCE, ["settlement_id"])
    guarding.make(bind, *_here(of_rest=False)[:1])


def _here(*, of_rest: bool) -> tuple[Trigger, ...]:
    if op.get_bind().dialect.name != "sqlite":
        return ()
    same = "settlement_id = NEW.settlement_id"
    once = guarding.not_written_over(
        ONCE, "payment_release", f"{same} AND of_rest = NEW.of_rest" if of_rest else same
    )
    held = guarding.not_written_over(
        "held_part_once_a_participant",
        "held_part",
        "release_id = NEW.release_id AND participant_id = NEW.participant_id",
    )
    return (once, guarding.not_written_over("held_part_key", "held_part", "id = NEW.id"), held)
