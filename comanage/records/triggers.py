"""Triggers: what the database refuses, whoever asks and by whatever way.

Constraints say what a row may be; these say what may never happen to it. Both
databases get the same list. A migration that rebuilds a table on SQLite loses
the table's triggers without a word, so database.triggers_missing compares the
database with this file.

A trigger refuses with a name, as a constraint does; constraints.py has the
sentence, and trigger_text.py writes the SQL.
"""

from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """What is about to happen to a row."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    TRUNCATE = "TRUNCATE"  # of a whole table; PostgreSQL only


@dataclass(frozen=True, slots=True)
class Trigger:
    """One refusal.

    Attributes:
        name: What is promised, in words.
        table: The table it guards.
        event: What it refuses.
        when: The condition, in SQL that both databases read; empty for always.
        says: The name it refuses with; empty for its own.
    """

    name: str
    table: str
    event: Event
    when: str = ""
    says: str = ""


APPEND_ONLY = ("settlement_figure", "payout_record", "document", "statement", "audit_entry")
NEVER_DELETED = (*APPEND_ONLY, "figure", "settlement")
NEVER_EMPTIED = (*NEVER_DELETED, "scorecard", "performance_period")


def _changed(*columns: str) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return f"({old}) IS DISTINCT FROM ({new})"


FIGURE_AS_ENTERED = _changed(
    "id", "agreement_id", "period_id", "measure_id", "participant_id", "value", "numerator",
    "denominator", "baseline", "absent", "source", "note", "entered_by_id", "entered_at",
    "replaces_id",
)  # fmt: skip
SETTLEMENT_AS_CALCULATED = _changed(
    "id", "agreement_id", "period_id", "scorecard_id", "number", "document", "document_hash",
    "figures", "figures_hash", "possible_cents", "earned_cents", "calculated_by_id",
    "calculated_at", "replaces_id",
)  # fmt: skip
SETTLEMENT_AS_APPROVED = _changed(
    "finalized_by_id", "finalized_at", "approved_by_id", "approved_at"
)
TERMS_AS_LOCKED = _changed(
    "id", "agreement_id", "number", "terms", "terms_hash", "locked_at", "locked_by_id"
)
PERIOD_AS_LOCKED = _changed("id", "agreement_id", "code", "starts", "ends", "state")

REPLACES_ANOTHER_KIND = (
    "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM figure AS old_figure"
    " WHERE old_figure.id = NEW.replaces_id AND old_figure.agreement_id = NEW.agreement_id"
    " AND old_figure.period_id = NEW.period_id AND old_figure.measure_id = NEW.measure_id"
    " AND coalesce(old_figure.participant_id, 0) = coalesce(NEW.participant_id, 0))"
)
PERIOD_IS_LOCKED = (
    "EXISTS (SELECT 1 FROM performance_period AS period"
    " WHERE period.id = NEW.period_id AND period.state = 'locked')"
)
BEING_APPROVED = "OLD.approved_by_id IS NULL AND NEW.approved_by_id IS NOT NULL"
# Whoever entered any figure of the chain counts, the replaced ones too.
APPROVER_ENTERED = (
    "EXISTS (SELECT 1 FROM settlement_figure AS used"
    " JOIN figure AS one ON one.id = used.figure_id"
    " JOIN figure AS other"
    " ON one.period_id = other.period_id AND one.measure_id = other.measure_id"
    " AND coalesce(one.participant_id, 0) = coalesce(other.participant_id, 0)"
    " WHERE used.settlement_id = NEW.id AND other.entered_by_id = NEW.approved_by_id)"
)
APPROVER_VERIFIED = (
    "EXISTS (SELECT 1 FROM settlement_figure AS used"
    " JOIN figure AS one ON one.id = used.figure_id"
    " JOIN agreement ON agreement.id = one.agreement_id"
    " WHERE used.settlement_id = NEW.id AND one.verified_by_id = NEW.approved_by_id"
    " AND NOT agreement.verifier_may_approve)"
)
FIGURE_NOT_VERIFIED = (
    "EXISTS (SELECT 1 FROM settlement_figure AS used"
    " JOIN figure AS one ON one.id = used.figure_id"
    " WHERE used.settlement_id = NEW.id AND one.state NOT IN ('verified', 'locked'))"
)
FIGURE_OF_ANOTHER_AGREEMENT = (
    "EXISTS (SELECT 1 FROM settlement AS made, figure AS one WHERE made.id = NEW.settlement_id"
    " AND one.id = NEW.figure_id AND one.agreement_id <> made.agreement_id)"
)
SETTLEMENT_PAST_PRELIMINARY = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " WHERE made.id = NEW.settlement_id AND made.state <> 'preliminary')"
)
PAID_TO_ANOTHER_AGREEMENT = (
    "EXISTS (SELECT 1 FROM settlement AS made, participant AS paid"
    " WHERE made.id = NEW.settlement_id AND paid.id = NEW.participant_id"
    " AND paid.agreement_id <> made.agreement_id)"
)
SETTLEMENT_NOT_APPROVED = (
    "EXISTS (SELECT 1 FROM settlement AS made"
    " WHERE made.id = NEW.settlement_id AND made.approved_by_id IS NULL)"
)

INSERT, UPDATE, DELETE = Event.INSERT, Event.UPDATE, Event.DELETE
TRIGGERS = (
    *(Trigger(f"{table}_never_changed", table, UPDATE) for table in APPEND_ONLY),
    *(Trigger(f"{table}_never_deleted", table, DELETE) for table in NEVER_DELETED),
    Trigger("figure_never_changed", "figure", UPDATE, FIGURE_AS_ENTERED),
    Trigger("figure_locked_stays", "figure", UPDATE, "OLD.state = 'locked'"),
    Trigger("figure_in_an_open_period", "figure", INSERT, PERIOD_IS_LOCKED),
    Trigger("figure_replaces_its_own_kind", "figure", INSERT, REPLACES_ANOTHER_KIND),
    Trigger("settlement_never_changed", "settlement", UPDATE, SETTLEMENT_AS_CALCULATED),
    Trigger("settlement_begins_preliminary", "settlement", INSERT, "NEW.state <> 'preliminary'"),
    Trigger(
        "settlement_approval_stays",
        "settlement",
        UPDATE,
        f"OLD.approved_by_id IS NOT NULL AND {SETTLEMENT_AS_APPROVED}",
    ),
    Trigger(
        "settlement_not_approved_by_an_enterer",
        "settlement",
        UPDATE,
        f"{BEING_APPROVED} AND {APPROVER_ENTERED}",
    ),
    Trigger(
        "settlement_not_approved_by_a_verifier",
        "settlement",
        UPDATE,
        f"{BEING_APPROVED} AND {APPROVER_VERIFIED}",
    ),
    Trigger(
        "settlement_approved_on_verified_figures",
        "settlement",
        UPDATE,
        f"{BEING_APPROVED} AND {FIGURE_NOT_VERIFIED}",
    ),
    Trigger(
        "settlement_figure_of_its_agreement",
        "settlement_figure",
        INSERT,
        FIGURE_OF_ANOTHER_AGREEMENT,
    ),
    Trigger(
        "settlement_figure_while_preliminary",
        "settlement_figure",
        INSERT,
        SETTLEMENT_PAST_PRELIMINARY,
    ),
    Trigger("payout_record_after_approval", "payout_record", INSERT, SETTLEMENT_NOT_APPROVED),
    Trigger("statement_after_approval", "statement", INSERT, SETTLEMENT_NOT_APPROVED),
    *(
        Trigger(f"{table}_of_its_agreement", table, INSERT, PAID_TO_ANOTHER_AGREEMENT)
        for table in ("payout_record", "statement")
    ),
    Trigger(
        "scorecard_locked_never_changed",
        "scorecard",
        UPDATE,
        f"OLD.state <> 'draft' AND {TERMS_AS_LOCKED}",
    ),
    Trigger(
        "scorecard_locked_stays",
        "scorecard",
        UPDATE,
        "OLD.state <> 'draft' AND NEW.state <> OLD.state AND NEW.state <> 'superseded'",
    ),
    Trigger("scorecard_locked_never_deleted", "scorecard", DELETE, "OLD.state <> 'draft'"),
    Trigger(
        "performance_period_locked_stays",
        "performance_period",
        UPDATE,
        f"OLD.state = 'locked' AND {PERIOD_AS_LOCKED}",
    ),
    Trigger(
        "performance_period_locked_never_deleted",
        "performance_period",
        DELETE,
        "OLD.state = 'locked'",
    ),
)

# INSERT OR REPLACE deletes the row in its way, and fires no DELETE trigger unless the
# connection asks for it. So SQLite refuses such an INSERT by itself.
IN_THE_WAY = (
    ("audit_entry_key", "audit_entry", "id = NEW.id"),
    ("document_key", "document", "sha256 = NEW.sha256"),
    ("statement_key", "statement", "id = NEW.id"),
    (
        "statement_once_a_participant",
        "statement",
        "settlement_id = NEW.settlement_id AND participant_id = NEW.participant_id",
    ),
    ("payout_record_key", "payout_record", "id = NEW.id"),
    (
        "payout_record_once_a_participant",
        "payout_record",
        "settlement_id = NEW.settlement_id AND participant_id = NEW.participant_id",
    ),
    (
        "settlement_figure_key",
        "settlement_figure",
        "settlement_id = NEW.settlement_id AND figure_id = NEW.figure_id",
    ),
    ("settlement_key", "settlement", "id = NEW.id"),
    (
        "settlement_number_once_a_period",
        "settlement",
        "agreement_id = NEW.agreement_id AND period_id = NEW.period_id AND number = NEW.number",
    ),
    ("settlement_replaced_once", "settlement", "replaces_id = NEW.replaces_id"),
    ("figure_key", "figure", "id = NEW.id"),
    ("figure_replaced_once", "figure", "replaces_id = NEW.replaces_id"),
    (
        "figure_one_original",
        "figure",
        (
            "replaces_id IS NULL AND NEW.replaces_id IS NULL"
            " AND period_id = NEW.period_id AND measure_id = NEW.measure_id"
            " AND coalesce(participant_id, 0) = coalesce(NEW.participant_id, 0)"
        ),
    ),
    ("scorecard_key", "scorecard", "id = NEW.id"),
    (
        "scorecard_number_once_an_agreement",
        "scorecard",
        "agreement_id = NEW.agreement_id AND number = NEW.number",
    ),
    (
        "scorecard_one_in_force_an_agreement",
        "scorecard",
        "agreement_id = NEW.agreement_id AND state = 'locked' AND NEW.state = 'locked'",
    ),
    ("performance_period_key", "performance_period", "id = NEW.id"),
    (
        "performance_period_code_once_an_agreement",
        "performance_period",
        "agreement_id = NEW.agreement_id AND code = NEW.code",
    ),
)
SQLITE_ONLY = tuple(
    Trigger(
        f"{says}_not_written_over",
        table,
        INSERT,
        f"EXISTS (SELECT 1 FROM {table} WHERE {same})",  # noqa: S608 - the words above
        says,
    )
    for says, table, same in IN_THE_WAY
)
POSTGRESQL_ONLY = tuple(
    Trigger(f"{table}_never_emptied", table, Event.TRUNCATE) for table in NEVER_EMPTIED
)


def expected(dialect: str) -> tuple[Trigger, ...]:
    """List the triggers that a database must have.

    Args:
        dialect: "sqlite" or "postgresql".
    """
    return TRIGGERS + (SQLITE_ONLY if dialect == "sqlite" else POSTGRESQL_ONLY)
