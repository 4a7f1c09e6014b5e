"""Figure work: owners, due days, findings, samples of claims, monitors' alerts, reminders.

A figure also says when it was due, and in what it departed from its measure's history.
"""

import sqlalchemy as sa
from alembic import op

from comanage.records import guarding
from comanage.records.guards.guard import Event, Trigger

revision = "0019"
down_revision = "0018"

AS_ENTERED = (
    "id", "agreement_id", "period_id", "measure_id", "participant_id", "value", "numerator",
    "denominator", "baseline", "absent", "source", "note", "entered_by_id", "entered_at",
    "replaces_id",
)  # fmt: skip
ONCE = {
    # table: the name of what stands once, its columns
    "reminder": ("reminder_once_a_day_and_kind", ("person_id", "day", "kind")),
    "finding": ("finding_once_a_figure", ("figure_id",)),
    "claim_sample": ("claim_sample_once_a_figure", ("figure_id",)),
    "sample_result": ("sample_result_once_a_sample", ("sample_id",)),
    "monitor_alert": ("monitor_alert_once_a_figure", ("figure_id",)),
    "alert_answer": ("alert_answer_once_an_alert", ("alert_id",)),
}
TABLES = ("stewardship", "figure_policy", *ONCE)
OF_FIGURE = {
    "finding": ("found_by_id", "NEW.figure_id"),
    "claim_sample": ("drawn_by_id", "NEW.figure_id"),
    "sample_result": (
        "recorded_by_id",
        "(SELECT one.figure_id FROM claim_sample AS one WHERE one.id = NEW.sample_id)",
    ),
    "alert_answer": (
        "answered_by_id",
        "(SELECT one.figure_id FROM monitor_alert AS one WHERE one.id = NEW.alert_id)",
    ),
}
STATES = {"finding": "submitted", "claim_sample": "submitted", "monitor_alert": "verified"}
ENTERED = (
    "EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other"
    " ON other.period_id = told.period_id AND other.measure_id = told.measure_id"
    " AND coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0)"
    " WHERE told.id = {figure} AND other.entered_by_id = NEW.{person})"
)
ELSEWHERE = (
    "NOT EXISTS (SELECT 1 FROM figure AS told"
    " WHERE told.id = NEW.figure_id AND told.state = '{state}')"
)
VERIFIED = "OLD.state = 'submitted' AND NEW.state = 'verified' AND EXISTS (SELECT 1 FROM {})"
SAMPLE_OPEN = (
    "claim_sample AS drawn WHERE drawn.figure_id = NEW.id"
    " AND NOT EXISTS (SELECT 1 FROM sample_result AS told WHERE told.sample_id = drawn.id)"
)
OF_FIGURES = (
    Trigger(
        "figure_verified_after_its_sample", "figure", Event.UPDATE, VERIFIED.format(SAMPLE_OPEN)
    ),
    Trigger(
        "figure_found_otherwise_not_verified",
        "figure",
        Event.UPDATE,
        VERIFIED.format("finding AS other WHERE other.figure_id = NEW.id"),
    ),
    Trigger(
        "figure_out_of_pattern_has_a_note",
        "figure",
        Event.UPDATE,
        "NEW.out_of_pattern <> '' AND NEW.note = ''",
    ),
)


def upgrade() -> None:
    _drop(*_figures(()))
    op.add_column("figure", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column(
        "figure", sa.Column("out_of_pattern", sa.String(), nullable=False, server_default="")
    )
    guarding.make(op.get_bind(), *_figures(("out_of_pattern",), "due_on"))
    _create_owners()
    _create_claims()
    _create_alerts()
    guarding.make(op.get_bind(), *_of_tables(), *OF_FIGURES)


def downgrade() -> None:
    _drop(*OF_FIGURES, *_of_tables(), *_figures((), "due_on"))
    for table in ("alert_answer", "monitor_alert", "sample_result", "claim_sample", "finding",
                  "reminder", "figure_policy", "stewardship"):  # fmt: skip
        op.drop_table(table)
    for column in ("out_of_pattern", "due_on"):
        op.drop_column("figure", column)
    guarding.make(op.get_bind(), *_figures(()))


def _drop(*triggers: Trigger) -> None:
    guarding.drop(op.get_bind(), *((trigger.name, trigger.table) for trigger in triggers))


def _changed(*columns: str) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"


def _figures(submitted: tuple[str, ...], *entered: str) -> tuple[Trigger, ...]:
    """Write the triggers of figures that name the new columns."""
    unsigned = "".join(f" OR NEW.{column} <> ''" for column in submitted)
    return (
        Trigger("figure_never_changed", "figure", Event.UPDATE, _changed(*AS_ENTERED, *entered)),
        Trigger(
            "figure_begins_as_a_draft",
            "figure",
            Event.INSERT,
            "(NEW.state IN ('submitted', 'verified', 'returned', 'locked')"  # noqa: S608
            " OR (NEW.state = 'draft'"
            " AND (NEW.submitted_at IS NOT NULL OR NEW.verified_by_id IS NOT NULL"
            f" OR NEW.verified_at IS NOT NULL OR NEW.return_reason IS NOT NULL{unsigned})))"
            " AND NOT EXISTS (SELECT 1 FROM figure AS same WHERE same.id = NEW.id)",
        ),
        Trigger(
            "figure_signed_by_its_step_alone",
            "figure",
            Event.UPDATE,
            f"({_changed('submitted_at', *submitted)}"
            " AND NOT (OLD.state = 'draft' AND NEW.state = 'submitted'))"
            f" OR ({_changed('verified_by_id', 'verified_at')}"
            " AND NOT (OLD.state = 'submitted' AND NEW.state = 'verified'))"
            f" OR ({_changed('return_reason')}"
            " AND NOT (OLD.state <> 'returned' AND NEW.state = 'returned'))",
        ),
    )


def _of_tables() -> list[Trigger]:
    """Write the triggers of the new tables, for the database that is open."""
    found = []
    for table in TABLES:
        found.append(Trigger(f"{table}_never_changed", table, Event.UPDATE))
        found.append(Trigger(f"{table}_never_deleted", table, Event.DELETE))
        if op.get_bind().dialect.name == "postgresql":
            found.append(Trigger(f"{table}_never_emptied", table, Event.TRUNCATE))
        else:
            found += _in_the_way(table)
    for table, (person, figure) in OF_FIGURE.items():
        own = ENTERED.format(figure=figure, person=person)
        found.append(Trigger(f"{table}_not_by_an_enterer", table, Event.INSERT, own))
    for table, state in STATES.items():
        name = f"{table}_of_a_{state}_figure"
        found.append(Trigger(name, table, Event.INSERT, ELSEWHERE.format(state=state)))
    counts = (
        "EXISTS (SELECT 1 FROM claim_sample AS drawn WHERE drawn.id = NEW.sample_id"
        " AND drawn.size <> NEW.confirmed + NEW.refused + NEW.unclear)"
    )
    name = "sample_result_counts_its_sample"
    return [*found, Trigger(name, "sample_result", Event.INSERT, counts)]


def _in_the_way(table: str) -> list[Trigger]:
    """Write the triggers against INSERT OR REPLACE."""
    ways = [(f"{table}_key", ("id",))] + ([ONCE[table]] if table in ONCE else [])
    return [
        Trigger(
            f"{says}_not_written_over",
            table,
            Event.INSERT,
            f"EXISTS (SELECT 1 FROM {table} WHERE "  # noqa: S608 - the words above
            + " AND ".join(f"{column} = NEW.{column}" for column in columns)
            + ")",
            says,
        )
        for says, columns in ways
    ]


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _when(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _exact(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Numeric().with_variant(sa.Text(), "sqlite"), nullable=True)


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=f"{table}_key")


def _names(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"{table}_{column}_exists")


def _once(table: str) -> sa.UniqueConstraint:
    name, columns = ONCE[table]
    return sa.UniqueConstraint(*columns, name=name)


def _create_owners() -> None:
    op.create_table(
        "stewardship",
        _id(), _number("agreement_id"), _number("measure_id"),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("lag_days", sa.Integer(), nullable=True),
        _number("set_by_id"), _when("set_at"),
        sa.CheckConstraint("lag_days BETWEEN 0 AND 730", name="stewardship_lag_is_some_days"),
        sa.ForeignKeyConstraint(
            ["agreement_id", "measure_id"],
            ["measure.agreement_id", "measure.id"],
            name="stewardship_measure_of_its_agreement",
        ),
        _names("stewardship", "agreement_id", "agreement"),
        _names("stewardship", "owner_id", "person"),
        _names("stewardship", "set_by_id", "person"),
        _key("stewardship"),
    )  # fmt: skip
    op.create_index("stewardship_by_agreement_id", "stewardship", ["agreement_id"])
    op.create_table(
        "figure_policy",
        _id(), _number("agreement_id"), _number("grace_days"), _number("ahead_days"),
        _exact("least_confirmed"), _exact("most_shift"), _number("set_by_id"), _when("set_at"),
        sa.CheckConstraint(
            "grace_days BETWEEN 0 AND 365", name="figure_policy_grace_is_some_days"
        ),
        sa.CheckConstraint(
            "ahead_days BETWEEN 0 AND 90", name="figure_policy_reminds_some_days_ahead"
        ),
        sa.CheckConstraint(
            "CAST(least_confirmed AS NUMERIC) > 0 AND CAST(least_confirmed AS NUMERIC) <= 1",
            name="figure_policy_least_confirmed_is_a_share",
        ),
        sa.CheckConstraint(
            "CAST(most_shift AS NUMERIC) > 0", name="figure_policy_most_shift_above_zero"
        ),
        _names("figure_policy", "agreement_id", "agreement"),
        _names("figure_policy", "set_by_id", "person"),
        _key("figure_policy"),
    )  # fmt: skip
    op.create_index("figure_policy_by_agreement_id", "figure_policy", ["agreement_id"])
    op.create_table(
        "reminder",
        _id(), _number("person_id"), sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "due soon", "overdue", name="reminder_kind_is_known", native_enum=False,
                create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        _number("figures"), _when("sent_at"),
        sa.CheckConstraint("figures >= 1", name="reminder_is_of_some_figures"),
        _names("reminder", "person_id", "person"),
        _key("reminder"),
        _once("reminder"),
    )  # fmt: skip


def _create_claims() -> None:
    op.create_table(
        "finding",
        _id(), _number("figure_id"), _exact("value"), _exact("numerator"), _exact("denominator"),
        _text("source"), _text("note"), _number("found_by_id"), _when("found_at"),
        sa.CheckConstraint(
            "value IS NOT NULL OR numerator IS NOT NULL", name="finding_has_a_value"
        ),
        sa.CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL)",
            name="finding_numerator_goes_with_denominator",
        ),
        sa.CheckConstraint(
            "CAST(denominator AS NUMERIC) > 0", name="finding_denominator_above_zero"
        ),
        sa.CheckConstraint("source <> ''", name="finding_names_its_source"),
        sa.CheckConstraint("note <> ''", name="finding_says_what_was_found"),
        _names("finding", "figure_id", "figure"),
        _names("finding", "found_by_id", "person"),
        _key("finding"),
        _once("finding"),
    )  # fmt: skip
    op.create_table(
        "claim_sample",
        _id(), _number("figure_id"), _number("cases"), _number("size"), _text("seed"),
        _number("drawn_by_id"), _when("drawn_at"),
        sa.CheckConstraint("cases BETWEEN 1 AND 1000000", name="claim_sample_of_some_cases"),
        sa.CheckConstraint(
            "size BETWEEN 1 AND 1000 AND size <= cases", name="claim_sample_within_its_cases"
        ),
        sa.CheckConstraint("length(seed) >= 16", name="claim_sample_keeps_its_seed"),
        _names("claim_sample", "figure_id", "figure"),
        _names("claim_sample", "drawn_by_id", "person"),
        _key("claim_sample"),
        _once("claim_sample"),
    )  # fmt: skip
    op.create_table(
        "sample_result",
        _id(), _number("sample_id"), _number("confirmed"), _number("refused"), _number("unclear"),
        _text("reference"), _exact("least"), _number("recorded_by_id"), _when("recorded_at"),
        sa.CheckConstraint(
            "confirmed >= 0 AND refused >= 0 AND unclear >= 0", name="sample_result_counts_cases"
        ),
        sa.CheckConstraint("reference <> ''", name="sample_result_names_its_evidence"),
        _names("sample_result", "sample_id", "claim_sample"),
        _names("sample_result", "recorded_by_id", "person"),
        _key("sample_result"),
        _once("sample_result"),
    )  # fmt: skip


def _create_alerts() -> None:
    op.create_table(
        "monitor_alert",
        _id(), _number("figure_id"), _text("name"), _text("says"), _when("raised_at"),
        sa.CheckConstraint("says <> ''", name="monitor_alert_says_what_shifted"),
        _names("monitor_alert", "figure_id", "figure"),
        _key("monitor_alert"),
        _once("monitor_alert"),
    )  # fmt: skip
    op.create_table(
        "alert_answer",
        _id(), _number("alert_id"), _text("note"), _number("answered_by_id"), _when("answered_at"),
        sa.CheckConstraint("note <> ''", name="alert_answer_says_something"),
        _names("alert_answer", "alert_id", "monitor_alert"),
        _names("alert_answer", "answered_by_id", "person"),
        _key("alert_answer"),
        _once("alert_answer"),
    )  # fmt: skip
