"""A wrong draft is withdrawn, and duties and terms of a base fee are corrected before they begin."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0039"
down_revision = "0038"

INSTANT = sa.DateTime(timezone=True)
NOT_WITHDRAWN = sa.text("withdrawn_at IS NULL")
SAYS_WHO = "agreement_withdrawn_says_who_and_why"
WHO_AND_WHY = (
    "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
    " AND (withdrawn_at IS NULL) = (withdrawal_reason = '')"
)
OF_ONE_WITHDRAWN = (
    "EXISTS (SELECT 1 FROM agreement AS put_away WHERE put_away.id = NEW.agreement_id"
    " AND put_away.withdrawn_at IS NOT NULL)"
)
LEADS_TO_MONEY = (
    "participant", "performance_period", "measure", "scorecard", "figure", "settlement", "duty",
    "base_fee_terms", "time_entry", "month_attestation", "base_fee_earned", "agreement_renewal",
    "payment_release", "payment",
)  # fmt: skip
ONE_FROM_A_DAY = "base_fee_terms_one_from_a_day"
TERMS_OF_A_GROUP = "base_fee_terms_of_one_agreement"
TERMS_OF_THEIR_GROUP = "base_fee_terms_replace_one_of_its_agreement"
NAMES_WHAT_WAS_WRONG = "duty_correction_names_what_was_wrong"
# table: the name of a rule, what it said, what it says
FROM_A_DAY = {
    "base_fee_terms": (
        "base_fee_terms_change_from_a_day_to_come",
        "number = 1 OR starts > entered_on",
        "number = 1 OR replaces_id IS NOT NULL OR starts > entered_on",
    ),
    "duty": (
        "duty_changes_from_a_day_to_come",
        "number = 1 OR starts > entered_on",
        "number = 1 OR corrects OR starts > entered_on",
    ),
}
NOT_REPLACED = guarding.not_written_over(
    "base_fee_terms_replaced_once", "base_fee_terms", "replaces_id = NEW.replaces_id"
)
ONE_A_DAY = guarding.not_written_over(
    ONE_FROM_A_DAY,
    "base_fee_terms",
    "participant_id = NEW.participant_id AND starts = NEW.starts",
)
BEFORE = (
    Trigger(
        "duty_follows_its_own_code", "duty", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM duty AS earlier WHERE earlier.id = NEW.replaces_id AND"
            " (earlier.code <> NEW.code OR earlier.number <> NEW.number - 1 OR earlier.starts"
            " >= NEW.starts))"
        ),
    ),
    Trigger(
        "base_fee_terms_follow_the_last", "base_fee_terms", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM base_fee_terms AS earlier WHERE earlier.participant_id ="
            " NEW.participant_id AND earlier.id <> NEW.id AND (earlier.number >= NEW.number OR"
            " earlier.starts >= NEW.starts))"
        ),
    ),
    Trigger(
        "time_entry_within_its_duty", "time_entry", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM duty WHERE duty.id = NEW.duty_id AND (NEW.day <"
            " duty.starts OR NEW.day > duty.ends OR EXISTS (SELECT 1 FROM duty AS next WHERE"
            " next.replaces_id = duty.id AND NEW.day >= next.starts)))"
        ),
    ),
    Trigger(
        "month_attestation_of_its_terms", "month_attestation", Event.INSERT,
        (
            "NOT EXISTS (SELECT 1 FROM base_fee_terms AS terms WHERE terms.id = NEW.terms_id"
            " AND terms.participant_id = NEW.participant_id AND terms.starts <= NEW.ends)"
        ),
    ),
)  # fmt: skip
AFTER = (
    Trigger(
        "duty_follows_its_own_code", "duty", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM duty AS earlier WHERE earlier.id = NEW.replaces_id AND"
            " (earlier.code <> NEW.code OR earlier.number <> NEW.number - 1)) OR EXISTS"
            " (SELECT 1 FROM duty AS before WHERE before.agreement_id = NEW.agreement_id AND"
            " before.code = NEW.code AND before.id <> NEW.id AND NOT (NEW.corrects AND"
            " before.id = NEW.replaces_id) AND NOT EXISTS (SELECT 1 FROM duty AS instead WHERE"
            " instead.replaces_id = before.id AND instead.corrects) AND before.starts >="
            " NEW.starts)"
        ),
    ),
    Trigger(
        "base_fee_terms_follow_the_last", "base_fee_terms", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM base_fee_terms AS earlier WHERE earlier.participant_id ="
            " NEW.participant_id AND earlier.id <> NEW.id AND earlier.number >= NEW.number) OR"
            " EXISTS (SELECT 1 FROM base_fee_terms AS before WHERE before.participant_id ="
            " NEW.participant_id AND before.id NOT IN (NEW.id, coalesce(NEW.replaces_id, 0))"
            " AND NOT EXISTS (SELECT 1 FROM base_fee_terms AS instead WHERE"
            " instead.replaces_id = before.id) AND before.starts >= NEW.starts)"
        ),
    ),
    Trigger(
        "time_entry_within_its_duty", "time_entry", Event.INSERT,
        (
            "EXISTS (SELECT 1 FROM duty WHERE duty.id = NEW.duty_id AND (NEW.day <"
            " duty.starts OR NEW.day > duty.ends OR EXISTS (SELECT 1 FROM duty AS instead"
            " WHERE instead.replaces_id = duty.id AND instead.corrects) OR EXISTS (SELECT 1"
            " FROM duty AS next WHERE next.agreement_id = duty.agreement_id AND next.code ="
            " duty.code AND next.number > duty.number AND NEW.day >= next.starts AND NOT"
            " EXISTS (SELECT 1 FROM duty AS instead WHERE instead.replaces_id = next.id AND"
            " instead.corrects))))"
        ),
    ),
    Trigger(
        "month_attestation_of_its_terms", "month_attestation", Event.INSERT,
        (
            "NOT EXISTS (SELECT 1 FROM base_fee_terms AS terms WHERE terms.id = NEW.terms_id"
            " AND terms.participant_id = NEW.participant_id AND terms.starts <= NEW.ends AND"
            " NOT EXISTS (SELECT 1 FROM base_fee_terms AS instead WHERE instead.replaces_id ="
            " terms.id))"
        ),
    ),
)  # fmt: skip
NEW = (
    Trigger(
        "agreement_withdrawn_before_it_is_locked", "agreement", Event.UPDATE,
        (
            "NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL AND EXISTS (SELECT 1"
            " FROM scorecard WHERE scorecard.agreement_id = OLD.id AND (scorecard.state IN"
            " ('locked', 'superseded') OR scorecard.locked_at IS NOT NULL))"
        ),
    ),
    Trigger(
        "agreement_withdrawn_before_all_have_signed", "agreement", Event.UPDATE,
        (
            "NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL AND EXISTS (SELECT 1"
            " FROM agreement_document AS paper JOIN document_signer AS signer ON"
            " signer.agreement_document_id = paper.id WHERE paper.agreement_id = OLD.id AND"
            " paper.kind IN ('agreement', 'amendment') AND NOT EXISTS (SELECT 1 FROM"
            " agreement_document AS later WHERE later.replaces_id = paper.id) AND"
            " signer.participant_id IS NULL) AND NOT EXISTS (SELECT 1 FROM participant AS"
            " party WHERE party.agreement_id = OLD.id AND NOT EXISTS (SELECT 1 FROM"
            " agreement_document AS paper JOIN document_signer AS signer ON"
            " signer.agreement_document_id = paper.id WHERE paper.agreement_id = OLD.id AND"
            " paper.kind IN ('agreement', 'amendment') AND NOT EXISTS (SELECT 1 FROM"
            " agreement_document AS later WHERE later.replaces_id = paper.id) AND"
            " signer.participant_id = party.id))"
        ),
    ),
    Trigger(
        "agreement_withdrawn_without_work_under_it", "agreement", Event.UPDATE,
        (
            "NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL AND EXISTS (SELECT 1"
            " FROM time_entry AS entry WHERE entry.agreement_id = OLD.id AND entry.minutes > 0"
            " AND NOT EXISTS (SELECT 1 FROM time_entry AS later WHERE later.replaces_id ="
            " entry.id))"
        ),
    ),
    Trigger(
        "agreement_withdrawn_stays", "agreement", Event.UPDATE,
        (
            "OLD.withdrawn_at IS NOT NULL"
        ),
    ),
    Trigger(
        "agreement_begins_as_a_draft", "agreement", Event.INSERT,
        (
            "NEW.withdrawn_at IS NOT NULL"
        ),
    ),
    Trigger(
        "agreement_takes_the_place_of_one_withdrawn", "agreement", Event.INSERT,
        (
            "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agreement AS put_away"
            " WHERE put_away.id = NEW.replaces_id AND put_away.withdrawn_at IS NOT NULL)"
        ),
    ),
    Trigger(
        "agreement_takes_a_place_from_the_first", "agreement", Event.UPDATE,
        (
            "(OLD.replaces_id) IS DISTINCT FROM (NEW.replaces_id)"
        ),
    ),
    Trigger(
        "duty_corrected_before_it_begins", "duty", Event.INSERT,
        (
            "NEW.corrects AND NOT EXISTS (SELECT 1 FROM duty AS wrong WHERE wrong.id ="
            " NEW.replaces_id AND wrong.starts > NEW.entered_on AND wrong.entered_on <="
            " NEW.entered_on AND NOT EXISTS (SELECT 1 FROM time_entry AS entry WHERE"
            " entry.duty_id = wrong.id))"
        ),
    ),
    Trigger(
        "duty_corrected_looks_ahead", "duty", Event.INSERT,
        (
            "NEW.corrects AND NEW.starts <= NEW.entered_on AND EXISTS (SELECT 1 FROM duty AS"
            " before WHERE before.agreement_id = NEW.agreement_id AND before.code = NEW.code"
            " AND before.id <> NEW.id AND NOT (NEW.corrects AND before.id = NEW.replaces_id)"
            " AND NOT EXISTS (SELECT 1 FROM duty AS instead WHERE instead.replaces_id ="
            " before.id AND instead.corrects))"
        ),
    ),
    Trigger(
        "base_fee_terms_replaced_before_they_begin", "base_fee_terms", Event.INSERT,
        (
            "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM base_fee_terms AS"
            " wrong WHERE wrong.id = NEW.replaces_id AND wrong.participant_id ="
            " NEW.participant_id AND wrong.number = NEW.number - 1 AND wrong.starts >"
            " NEW.entered_on AND wrong.entered_on <= NEW.entered_on AND NOT EXISTS (SELECT 1"
            " FROM month_attestation AS month WHERE month.terms_id = wrong.id))"
        ),
    ),
    Trigger(
        "base_fee_terms_replaced_look_ahead", "base_fee_terms", Event.INSERT,
        (
            "NEW.replaces_id IS NOT NULL AND NEW.starts <= NEW.entered_on AND EXISTS (SELECT"
            " 1 FROM base_fee_terms AS before WHERE before.participant_id = NEW.participant_id"
            " AND before.id NOT IN (NEW.id, coalesce(NEW.replaces_id, 0)) AND NOT EXISTS"
            " (SELECT 1 FROM base_fee_terms AS instead WHERE instead.replaces_id = before.id))"
        ),
    ),
)  # fmt: skip


def made() -> list[Trigger]:
    sqlite = op.get_bind().dialect.name == "sqlite"
    of_agreements = [
        guarding.not_written_over("agreement_key", "agreement", "id = NEW.id"),
        guarding.not_written_over(
            "agreement_once_per_code",
            "agreement",
            "code = NEW.code AND withdrawn_at IS NULL AND NEW.withdrawn_at IS NULL",
        ),
        guarding.not_written_over(
            "agreement_replaced_once", "agreement", "replaces_id = NEW.replaces_id"
        ),
        NOT_REPLACED,
    ]
    return [
        *NEW,
        Trigger("agreement_never_deleted", "agreement", Event.DELETE),
        *(
            Trigger(f"{each}_not_of_one_withdrawn", each, Event.INSERT, OF_ONE_WITHDRAWN)
            for each in LEADS_TO_MONEY
        ),
        Trigger(
            "scorecard_stays_with_one_withdrawn", "scorecard", Event.UPDATE, OF_ONE_WITHDRAWN),
        *(
            of_agreements
            if sqlite
            else [Trigger("agreement_never_emptied", "agreement", Event.TRUNCATE)]
        ),
    ]  # fmt: skip


def upgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in BEFORE))
    if bind.dialect.name == "sqlite":
        guarding.drop(bind, (ONE_A_DAY.name, ONE_A_DAY.table))
    with guarding.lifted(bind, "agreement", "duty", "base_fee_terms"):
        _agreements()
        _base_fees()
    guarding.make(bind, *AFTER, *made())


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in (*AFTER, *made())))
    with guarding.lifted(bind, "agreement", "duty", "base_fee_terms"):
        _agreements_before()
        _base_fees_before()
    guarding.make(bind, *BEFORE)
    if bind.dialect.name == "sqlite":
        guarding.make(bind, ONE_A_DAY)


def _agreements() -> None:
    with op.batch_alter_table("agreement") as table:
        table.drop_constraint("agreement_once_per_code", type_="unique")
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("withdrawn_at", INSTANT, nullable=True))
        table.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("withdrawal_reason", sa.String(), nullable=False, server_default="")
        )
        table.create_foreign_key(
            "agreement_replaces_id_exists", "agreement", ["replaces_id"], ["id"]
        )
        table.create_foreign_key(
            "agreement_withdrawn_by_id_exists", "person", ["withdrawn_by_id"], ["id"]
        )
        table.create_check_constraint(SAYS_WHO, WHO_AND_WHY)
    op.create_index(
        "agreement_once_per_code",
        "agreement",
        ["code"],
        unique=True,
        sqlite_where=NOT_WITHDRAWN,
        postgresql_where=NOT_WITHDRAWN,
    )
    op.create_index("agreement_replaced_once", "agreement", ["replaces_id"], unique=True)


def _agreements_before() -> None:
    op.drop_index("agreement_replaced_once", "agreement")
    op.drop_index("agreement_once_per_code", "agreement")
    with op.batch_alter_table("agreement") as table:
        table.drop_constraint(SAYS_WHO, type_="check")
        table.drop_constraint("agreement_withdrawn_by_id_exists", type_="foreignkey")
        table.drop_constraint("agreement_replaces_id_exists", type_="foreignkey")
        for column in ("withdrawal_reason", "withdrawn_by_id", "withdrawn_at", "replaces_id"):
            table.drop_column(column)
        table.create_unique_constraint("agreement_once_per_code", ["code"])


def _base_fees() -> None:
    with op.batch_alter_table("duty") as table:
        table.add_column(
            sa.Column("corrects", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        _reworded(table, "duty", after=True)
        table.create_check_constraint(
            NAMES_WHAT_WAS_WRONG, "NOT corrects OR replaces_id IS NOT NULL"
        )
    with op.batch_alter_table("base_fee_terms") as table:
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.drop_constraint(ONE_FROM_A_DAY, type_="unique")
        _reworded(table, "base_fee_terms", after=True)
        table.create_unique_constraint(TERMS_OF_A_GROUP, ["agreement_id", "participant_id", "id"])
        table.create_foreign_key(
            TERMS_OF_THEIR_GROUP,
            "base_fee_terms",
            ["agreement_id", "participant_id", "replaces_id"],
            ["agreement_id", "participant_id", "id"],
        )
    op.create_index("base_fee_terms_replaced_once", "base_fee_terms", ["replaces_id"], unique=True)


def _base_fees_before() -> None:
    op.drop_index("base_fee_terms_replaced_once", "base_fee_terms")
    with op.batch_alter_table("base_fee_terms") as table:
        table.drop_constraint(TERMS_OF_THEIR_GROUP, type_="foreignkey")
        table.drop_constraint(TERMS_OF_A_GROUP, type_="unique")
        _reworded(table, "base_fee_terms", after=False)
        table.create_unique_constraint(ONE_FROM_A_DAY, ["participant_id", "starts"])
        table.drop_column("replaces_id")
    with op.batch_alter_table("duty") as table:
        table.drop_constraint(NAMES_WHAT_WAS_WRONG, type_="check")
        _reworded(table, "duty", after=False)
        table.drop_column("corrects")


def _reworded(table: BatchOperations, of: str, *, after: bool) -> None:
    """Let the rule of the first day say what it says after, or before, this migration."""
    name, said, says = FROM_A_DAY[of]
    table.drop_constraint(name, type_="check")
    table.create_check_constraint(name, says if after else said)
