"""Base fees are held to every cap, by the fee of the version that governs; a payment is paid after its request.

A version that was locked keeps the base fee it was locked with. The agreement itself keeps
the one of its first version, which holds where no version governs.
"""

import json
from fractions import Fraction

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger, changed

revision = "0031"
down_revision = "0030"

AGREEMENT = sa.table("agreement", sa.column("id"), sa.column("base_fee_cents"))
SCORECARD = sa.table("scorecard", sa.column("id"), sa.column("agreement_id"), sa.column("number"),
                     sa.column("state"), sa.column("terms"), sa.column("base_fee_cents"))  # fmt: skip
CHECKS = {
    "scorecard_locked_has_its_base_fee": (
        "state NOT IN ('locked', 'superseded') OR base_fee_cents IS NOT NULL"
    ),
    "scorecard_base_fee_not_below_zero": "base_fee_cents >= 0",
}
# Months are counted through all years, so that those of a contract year follow each other.
MONTH = (
    "(CAST(substr(CAST({0} AS TEXT), 1, 4) AS INTEGER) * 12"
    " + CAST(substr(CAST({0} AS TEXT), 6, 2) AS INTEGER))"
)
DAY = "substr(CAST({0} AS TEXT), 9, 2)"
FROM_MONTH = (
    f"{MONTH.format('version.effective_on')}"
    f" + CASE WHEN {DAY.format('version.effective_on')} > {DAY.format('agreed.starts')}"
    " THEN 1 ELSE 0 END"
)
OF_MONTH = (
    "coalesce((SELECT version.base_fee_cents FROM scorecard AS version"  # noqa: S608 - the words of the guards
    " WHERE version.agreement_id = agreed.id AND version.state IN ('locked', 'superseded')"
    f" AND {FROM_MONTH} <= of_month.n ORDER BY version.number DESC LIMIT 1),"
    " agreed.base_fee_cents)"
)
FIRST_MONTH = "(SELECT {} FROM agreement AS agreed WHERE agreed.id = NEW.agreement_id)".format(  # noqa: S608
    MONTH.format("agreed.starts")
)


def fee_from(first: str) -> str:
    """Write what is agreed from a month to the end of the contract year of a new row.

    Args:
        first: The month, counted through all years.
    """
    last = f"{MONTH.format('NEW.year_starts')} + 11"
    return (
        f"(WITH RECURSIVE of_month(n) AS (SELECT {first}"  # noqa: S608 - the words of the guards
        f" UNION ALL SELECT n + 1 FROM of_month WHERE n < {last})"
        f" SELECT CAST(sum({OF_MONTH}) AS BIGINT) / 12 FROM of_month"
        " CROSS JOIN agreement AS agreed WHERE agreed.id = NEW.agreement_id)"
    )


FEE_OF_THE_YEAR = fee_from(MONTH.format("NEW.year_starts"))
FEE_SO_FAR = fee_from(FIRST_MONTH)
NEWEST_CAP = (
    "(SELECT control.{0} FROM payment_control AS control"
    " WHERE control.agreement_id = NEW.agreement_id ORDER BY control.number DESC LIMIT 1)"
)
LINES = (
    "(SELECT coalesce(sum(line.amount_cents), 0) FROM payment AS line"
    " WHERE line.agreement_id = NEW.agreement_id AND line.kind {} 'base fee'{})"
)
OF_THE_YEAR = " AND line.year_starts = NEW.year_starts"


def _counted(which: str, fee: str) -> str:
    """Write what counts towards a cap before a new line (rules/payments.py, counted)."""
    released = LINES.format("=", which)
    return (
        f"{LINES.format('<>', which)} + (CASE WHEN NEW.kind = 'base fee' OR {released} > {fee}"
        f" THEN {released} ELSE {fee} END)"
    )


IN_THE_YEAR = _counted(OF_THE_YEAR, FEE_OF_THE_YEAR)
ABOVE_THE_YEAR_CAP = (
    f"NEW.amount_cents > 0 AND {NEWEST_CAP.format('year_cap_cents')}"
    f" < NEW.amount_cents + {IN_THE_YEAR}"
)
ABOVE_THE_WHOLE_CAP = (
    f"NEW.amount_cents > 0 AND {NEWEST_CAP.format('lifetime_cap_cents')}"
    f" < NEW.amount_cents + {_counted('', FEE_SO_FAR)}"
)
# The first month of an agreement may begin before it.
FIRST_DAY = (
    "(SELECT CASE WHEN agreed.starts > NEW.starts THEN agreed.starts ELSE NEW.starts END"
    " FROM agreement AS agreed WHERE agreed.id = NEW.agreement_id)"
)
CAP_OF_VALUE = (
    "(SELECT opinion.high_cents FROM fmv_opinion AS opinion"  # noqa: S608 - the words of the guards
    " WHERE opinion.agreement_id = NEW.agreement_id"
    f" AND {FIRST_DAY} BETWEEN opinion.opinion_on AND opinion.valid_until"
    " AND NOT EXISTS (SELECT 1 FROM fmv_opinion AS later WHERE later.replaces_id = opinion.id)"
    " ORDER BY opinion.opinion_on DESC, opinion.id DESC LIMIT 1)"
)
ABOVE_THE_VALUE = f"NEW.amount_cents > 0 AND {CAP_OF_VALUE} < NEW.amount_cents + {IN_THE_YEAR}"
ASKED_ON = "substr(CAST(asked.made_at AT TIME ZONE 'UTC' AS TEXT), 1, 10)"
BEFORE_ITS_REQUEST = (
    "NEW.state = 'paid' AND OLD.state <> 'paid' AND EXISTS ("  # noqa: S608 - the words of the guards
    "SELECT 1 FROM payment_request AS asked"
    f" WHERE asked.id = NEW.request_id AND CAST(NEW.paid_on AS TEXT) < {ASKED_ON})"
)
EARNED = (
    "NEW.cents > 0 AND NEW.cents + (SELECT coalesce(sum(other.cents), 0)"
    " FROM base_fee_earned AS other WHERE other.agreement_id = NEW.agreement_id"
    " AND other.year_starts = NEW.year_starts AND other.id <> NEW.id) > "
)
WAS_FEE = "(SELECT agreement.base_fee_cents FROM agreement WHERE agreement.id = NEW.agreement_id)"
WAS_CAP = f"NEW.amount_cents > 0 AND NEW.kind <> 'base fee' AND {NEWEST_CAP} < NEW.amount_cents + "
LOCKED_AS = (
    "id", "agreement_id", "number", "terms", "terms_hash", "reason", "effective_on", "locked_at",
    "locked_by_id",
)  # fmt: skip


def _locked(*columns: str) -> Trigger:
    when = f"OLD.state IN ('locked', 'superseded') AND {changed(*columns)}"
    return Trigger("scorecard_locked_never_changed", "scorecard", Event.UPDATE, when)


def _payment(name: str, when: str, event: Event = Event.INSERT) -> Trigger:
    return Trigger(f"payment_{name}", "payment", event, when)


def _earned(fee: str) -> Trigger:
    name = "base_fee_earned_within_the_agreed_fee"
    return Trigger(name, "base_fee_earned", Event.INSERT, EARNED + fee)


NOW = (
    _locked(*LOCKED_AS, "base_fee_cents"),
    _earned(FEE_OF_THE_YEAR),
    _payment("within_the_year_cap", ABOVE_THE_YEAR_CAP),
    _payment("within_the_whole_cap", ABOVE_THE_WHOLE_CAP),
    _payment("within_the_fair_market_value", ABOVE_THE_VALUE),
    _payment("paid_after_its_request", BEFORE_ITS_REQUEST, Event.UPDATE),
)
BEFORE = (
    _locked(*LOCKED_AS),
    _earned(WAS_FEE),
    _payment(
        "within_the_year_cap",
        WAS_CAP.format("year_cap_cents") + f"{WAS_FEE} + {LINES.format('<>', OF_THE_YEAR)}",
    ),
    _payment("within_the_whole_cap", WAS_CAP.format("lifetime_cap_cents") + LINES.format("<>", "")),
)


def upgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in BEFORE))
    with guarding.lifted(bind, "scorecard"):
        with op.batch_alter_table("scorecard") as scorecards:
            scorecards.add_column(sa.Column("base_fee_cents", sa.BigInteger(), nullable=True))
        _keep_fees()
        with op.batch_alter_table("scorecard") as scorecards:
            for name, condition in CHECKS.items():
                scorecards.create_check_constraint(name, condition)
    guarding.make(bind, *NOW)


def downgrade() -> None:
    bind = op.get_bind()
    guarding.drop(bind, *((each.name, each.table) for each in NOW))
    for agreement, fee in bind.execute(
        sa.select(SCORECARD.c.agreement_id, SCORECARD.c.base_fee_cents).where(
            SCORECARD.c.state == "locked"
        )
    ).all():
        _agree(agreement, fee)
    with guarding.lifted(bind, "scorecard"), op.batch_alter_table("scorecard") as scorecards:
        for name in CHECKS:
            scorecards.drop_constraint(name, type_="check")
        scorecards.drop_column("base_fee_cents")
    guarding.make(bind, *BEFORE)


def _keep_fees() -> None:
    """Give each locked version its base fee, and each agreement that of its first version."""
    bind = op.get_bind()
    first: dict[int, int] = {}
    for row in bind.execute(
        sa.select(SCORECARD)
        .where(SCORECARD.c.state.in_(["locked", "superseded"]))
        .order_by(SCORECARD.c.number)
    ).all():
        fee = round(Fraction(json.loads(row.terms).get("base_fee", "0")) * 100)
        bind.execute(
            sa.update(SCORECARD).where(SCORECARD.c.id == row.id).values(base_fee_cents=fee)
        )
        first.setdefault(row.agreement_id, fee)
    for agreement, fee in first.items():
        _agree(agreement, fee)


def _agree(agreement: int, fee: int) -> None:
    op.get_bind().execute(
        sa.update(AGREEMENT).where(AGREEMENT.c.id == agreement).values(base_fee_cents=fee)
    )
