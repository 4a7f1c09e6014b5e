"""What is stored: one table family and its look-ups in each file."""

from comanage.records import (
    agreement,
    audit_entry,
    figure,
    installation,
    measure,
    participant,
    payout_record,
    performance_period,
    person,
    physician_group,
    scorecard,
    service_line,
    settlement,
    sign_in,
    statement,
)

# Every table, so that whoever imports one record can create, migrate and check them all.
__all__ = [
    "agreement",
    "audit_entry",
    "figure",
    "installation",
    "measure",
    "participant",
    "payout_record",
    "performance_period",
    "person",
    "physician_group",
    "scorecard",
    "service_line",
    "settlement",
    "sign_in",
    "statement",
]
