"""What may never happen to what stands beside figures: owners, findings, samples, alerts.

All of it only grows. Whoever entered a version of a figure finds, samples and answers
nothing about it.
"""

from collections.abc import Iterator

from comanage.records.guards.guard import Event, Guards, Trigger
from comanage.records.guards.in_stead import handed

INSERT, UPDATE = Event.INSERT, Event.UPDATE

APPEND_ONLY = (
    "stewardship", "figure_policy", "reminder", "finding", "claim_sample", "sample_result",
    "monitor_alert", "alert_answer",
)  # fmt: skip
ONCE = (
    # the name that is refused with, the table, the condition that finds the row in the way
    (
        "reminder_once_a_day_and_kind",
        "reminder",
        "person_id = NEW.person_id AND day = NEW.day AND kind = NEW.kind",
    ),
    ("finding_once_a_figure", "finding", "figure_id = NEW.figure_id"),
    ("claim_sample_once_a_figure", "claim_sample", "figure_id = NEW.figure_id"),
    ("sample_result_once_a_sample", "sample_result", "sample_id = NEW.sample_id"),
    ("monitor_alert_once_a_figure", "monitor_alert", "figure_id = NEW.figure_id"),
    ("alert_answer_once_an_alert", "alert_answer", "alert_id = NEW.alert_id"),
)
OF_FIGURE = {
    # table: its person, when, in which role, and the figure that a new row is about
    "finding": ("found_by_id", "found_at", "verifier", "NEW.figure_id"),
    "claim_sample": ("drawn_by_id", "drawn_at", "verifier", "NEW.figure_id"),
    "sample_result": (
        "recorded_by_id",
        "recorded_at",
        "verifier",
        "(SELECT one.figure_id FROM claim_sample AS one WHERE one.id = NEW.sample_id)",
    ),
    "alert_answer": (
        "answered_by_id",
        "answered_at",
        "compliance officer",
        "(SELECT one.figure_id FROM monitor_alert AS one WHERE one.id = NEW.alert_id)",
    ),
}
STATES = {
    # table: the state in which its figure is
    "finding": "submitted",
    "claim_sample": "submitted",
    "monitor_alert": "verified",
}
OTHER_COUNT = (
    "EXISTS (SELECT 1 FROM claim_sample AS drawn WHERE drawn.id = NEW.sample_id"
    " AND drawn.size <> NEW.confirmed + NEW.refused + NEW.unclear)"
)
BEING_VERIFIED = "OLD.state = 'submitted' AND NEW.state = 'verified'"
SAMPLE_OPEN = (
    "EXISTS (SELECT 1 FROM claim_sample AS drawn WHERE drawn.figure_id = NEW.id"
    " AND NOT EXISTS (SELECT 1 FROM sample_result AS told WHERE told.sample_id = drawn.id))"
)
FOUND_OTHERWISE = "EXISTS (SELECT 1 FROM finding AS other WHERE other.figure_id = NEW.id)"


def _by_an_enterer() -> Iterator[Trigger]:
    """Refuse what somebody says about a figure of which they entered any version.

    What was entered for them is theirs as well, and so is what those entered for whom they act.
    """
    for table, (person, at, role, figure) in OF_FIGURE.items():
        duties = handed(f"NEW.{person}", f"NEW.{at}", "told.agreement_id", f"{{}} = '{role}'")
        entered = (
            f"EXISTS (SELECT 1 FROM figure AS told JOIN figure AS other"  # noqa: S608
            " ON other.period_id = told.period_id AND other.measure_id = told.measure_id"
            " AND coalesce(other.participant_id, 0) = coalesce(told.participant_id, 0)"
            f" WHERE told.id = {figure}"
            f" AND (NEW.{person} IN (other.entered_by_id, other.entered_for_id) OR EXISTS (SELECT 1"
            f" {duties} AND given.giver_id IN (other.entered_by_id, other.entered_for_id))))"
        )
        yield Trigger(f"{table}_not_by_an_enterer", table, INSERT, entered, days=True)


def _in_state() -> Iterator[Trigger]:
    """Refuse what is said about a figure that is not where it belongs."""
    for table, state in STATES.items():
        elsewhere = (
            f"NOT EXISTS (SELECT 1 FROM figure AS told"  # noqa: S608
            f" WHERE told.id = NEW.figure_id AND told.state = '{state}')"
        )
        yield Trigger(f"{table}_of_a_{state}_figure", table, INSERT, elsewhere)


GUARDS = Guards(
    append_only=APPEND_ONLY,
    triggers=(
        *_by_an_enterer(),
        *_in_state(),
        Trigger("sample_result_counts_its_sample", "sample_result", INSERT, OTHER_COUNT),
        Trigger(
            "figure_verified_after_its_sample",
            "figure",
            UPDATE,
            f"{BEING_VERIFIED} AND {SAMPLE_OPEN}",
        ),
        Trigger(
            "figure_found_otherwise_not_verified",
            "figure",
            UPDATE,
            f"{BEING_VERIFIED} AND {FOUND_OTHERWISE}",
        ),
    ),
    in_the_way=(*((f"{table}_key", table, "id = NEW.id") for table in APPEND_ONLY), *ONCE),
)
