"""What to tell a person when the database refuses something of jobs and their parts."""

from comanage.records.sentences.shared import STATE

SENTENCES = {
    "job_kind_is_known": STATE,
    "job_state_is_known": STATE,
    "job_says_what_is_asked": "A job says what it is asked to make.",
    "job_progress_within_its_total": "A job has made no more parts than it has in all.",
    "job_tries_not_below_zero": "A job was begun no fewer than 0 times.",
    "job_running_names_its_worker": (
        "A job that runs names its worker and until when it is that worker's, and no other does."
    ),
    "job_done_has_its_document": "A job that is done has its document, and no other has one.",
    "job_failed_says_why": "A job that failed says why, and no other does.",
    "job_cancelled_names_who_did": "A job that was cancelled names who did it.",
    "job_ended_says_when": "A job says when it ended once it has.",
    "job_one_at_a_time_of_an_agreement": (
        "Someone else has just asked for the same of this agreement. Load the page again."
    ),
    "job_one_at_a_time_of_a_person": "You have just asked for the same. Load the page again.",
    "job_stays_as_it_was_asked": "What a job was asked to make stays as it is.",
    "job_ended_stays": "This job has ended, and stays as it is.",
    "job_parts_count_from_one": "The parts of a job count from 1.",
    "job_part_has_a_name": "A part of a job has a name.",
    "job_part_made_while_its_job_runs": "A part is made while its job runs.",
    "job_part_kept_until_its_job_ends": "A part is kept until its job ends.",
}
