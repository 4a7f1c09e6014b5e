"""What may never happen to a figure."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

INSERT, UPDATE, DELETE = Event.INSERT, Event.UPDATE, Event.DELETE

FIGURE_AS_ENTERED = changed(
    "id", "agreement_id", "period_id", "measure_id", "participant_id", "value", "numerator",
    "denominator", "baseline", "absent", "source", "note", "entered_by_id", "entered_at",
    "replaces_id",
)  # fmt: skip

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

GUARDS = Guards(
    never_deleted=("figure",),
    triggers=(
        Trigger("figure_never_changed", "figure", UPDATE, FIGURE_AS_ENTERED),
        Trigger("figure_locked_stays", "figure", UPDATE, "OLD.state = 'locked'"),
        Trigger("figure_in_an_open_period", "figure", INSERT, PERIOD_IS_LOCKED),
        Trigger("figure_replaces_its_own_kind", "figure", INSERT, REPLACES_ANOTHER_KIND),
    ),
    in_the_way=(
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
    ),
)
