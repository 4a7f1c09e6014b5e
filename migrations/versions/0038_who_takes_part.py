"""Who takes part in an agreement, and what is measured, stays what figures and payments name."""

from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0038"
down_revision = "0037"

ONCE = {
    # what is refused with:                (table, how the row in the way is found)
    "measure_key": ("measure", "id = NEW.id"),
    "measure_code_once_an_agreement": (
        "measure", "agreement_id = NEW.agreement_id AND code = NEW.code",
    ),
    "participant_key": ("participant", "id = NEW.id"),
    "participant_code_once_an_agreement": (
        "participant", "agreement_id = NEW.agreement_id AND code = NEW.code",
    ),
    "participant_group_once_an_agreement": (
        "participant", "agreement_id = NEW.agreement_id AND group_id = NEW.group_id",
    ),
}  # fmt: skip


def triggers() -> list[Trigger]:
    dialect = op.get_bind().dialect.name
    last = [Trigger("participant_never_emptied", "participant", Event.TRUNCATE)]
    over = [guarding.not_written_over(says, table, same) for says, (table, same) in ONCE.items()]
    return [
        *guarding.append_only("measure", dialect=dialect),
        Trigger("participant_never_deleted", "participant", Event.DELETE),
        Trigger(
            "participant_stays_the_same_group", "participant", Event.UPDATE,
            "(OLD.id, OLD.agreement_id, OLD.group_id, OLD.code)"
            " IS DISTINCT FROM (NEW.id, NEW.agreement_id, NEW.group_id, NEW.code)",
        ),
        *(over if dialect == "sqlite" else last),
    ]  # fmt: skip


def upgrade() -> None:
    guarding.make(op.get_bind(), *triggers())


def downgrade() -> None:
    guarding.drop(op.get_bind(), *((each.name, each.table) for each in triggers()))
