"""Batches: what a job can make, one file a kind; BATCHES is their table of contents.

A new kind is one file with a Batch, and one line here; its name stands in records/job.py.
"""

from collections.abc import Mapping

from comanage.actions.batches import audit_packet, payout_records, statements_of_period, whole_log
from comanage.actions.batches.batch import Batch
from comanage.records.job import JobKind

BATCHES: Mapping[JobKind, Batch] = {
    each.kind: each
    for each in (
        statements_of_period.STATEMENTS,
        audit_packet.PACKET,
        payout_records.PAYOUTS,
        whole_log.LOG,
    )
}
