"""The sentence of each constraint and trigger, one file a family of tables.

The doors refuse most of this earlier, beside the field. These sentences are for
what only the database can see: two people at once, or a way around the doors.
"""

from comanage.records.sentences import (
    agreements,
    audit,
    base_fees,
    disputes,
    documents,
    evidence,
    figure_work,
    figures,
    hours,
    in_stead,
    jobs,
    meetings,
    oversight,
    payments,
    people,
    physicians,
    scorecards,
    settlements,
    signing,
    unlocks,
)

SENTENCES = {
    **agreements.SENTENCES,
    **audit.SENTENCES,
    **base_fees.SENTENCES,
    **disputes.SENTENCES,
    **documents.SENTENCES,
    **evidence.SENTENCES,
    **figure_work.SENTENCES,
    **figures.SENTENCES,
    **hours.SENTENCES,
    **in_stead.SENTENCES,
    **jobs.SENTENCES,
    **meetings.SENTENCES,
    **oversight.SENTENCES,
    **payments.SENTENCES,
    **people.SENTENCES,
    **physicians.SENTENCES,
    **scorecards.SENTENCES,
    **settlements.SENTENCES,
    **signing.SENTENCES,
    **unlocks.SENTENCES,
}
