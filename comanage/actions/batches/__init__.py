"""Batches: what a job can make, one file a kind; BATCHES is their table of contents.

A new kind is one file with a Batch, and one line here; its name stands in records/job.py.
"""

from collections.abc import Mapping

from comanage.actions.batches import audit_log, payouts, statements_of_period
from comanage.actions.batches.batch import Batch
from comanage.records.job import JobKind

BATCHES: Mapping[JobKind, Batch] = {
    each.kind: each
    for each in (
        statements_of_period.STATEMENTS,
        payouts.PAYOUTS,
        audit_log.LOG,
    )
}
