"""What may never happen to jobs: what was asked stays, what ended stays, and parts are made once."""

from comanage.records.guards.guard import Event, Guards, Trigger, changed

OF_A_JOB_THAT_RUNS = "SELECT 1 FROM job WHERE job.id = NEW.job_id AND job.state = 'running'"
OF_AN_OPEN_JOB = (
    "SELECT 1 FROM job WHERE job.id = OLD.job_id AND job.state IN ('waiting', 'running')"
)
BOTH_OPEN = "state IN ('waiting', 'running') AND NEW.state IN ('waiting', 'running')"
BY_THE_SAME = (
    "kind = NEW.kind AND asked_by_id = NEW.asked_by_id AND agreement_id IS NULL"
    " AND NEW.agreement_id IS NULL"
)

GUARDS = Guards(
    never_deleted=("job",),
    never_emptied=("job_part",),
    triggers=(
        Trigger(
            "job_stays_as_it_was_asked",
            "job",
            Event.UPDATE,
            changed("id", "kind", "agreement_id", "arguments", "asked_by_id", "asked_at"),
        ),
        Trigger("job_ended_stays", "job", Event.UPDATE, "OLD.state NOT IN ('waiting', 'running')"),
        Trigger("job_part_never_changed", "job_part", Event.UPDATE),
        Trigger(
            "job_part_made_while_its_job_runs",
            "job_part",
            Event.INSERT,
            f"NOT EXISTS ({OF_A_JOB_THAT_RUNS})",
        ),
        Trigger(
            "job_part_kept_until_its_job_ends",
            "job_part",
            Event.DELETE,
            f"EXISTS ({OF_AN_OPEN_JOB})",
        ),
    ),
    in_the_way=(
        ("job_key", "job", "id = NEW.id"),
        (
            "job_one_at_a_time_of_an_agreement",
            "job",
            f"kind = NEW.kind AND agreement_id = NEW.agreement_id AND {BOTH_OPEN}",
        ),
        (
            "job_one_at_a_time_of_a_person",
            "job",
            f"{BY_THE_SAME} AND {BOTH_OPEN}",
        ),
        ("job_part_key", "job_part", "job_id = NEW.job_id AND number = NEW.number"),
    ),
)
