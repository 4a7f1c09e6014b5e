"""The tables of a packet: each one is there, with the rows of its days, were there none.

It is part of a packet's own verify.py (see packet_verify.py). A packet with more or fewer of them
is one of another format, since an older verify.py would take it for changed.
"""

from __future__ import annotations

TABLES = (
    "acceptance", "agreement", "agreement_document", "agreement_renewal", "alert_answer",
    "attested_entry", "base_fee_earned", "base_fee_level", "base_fee_terms", "claim_sample",
    "declaration", "dispute", "dispute_step", "document_signer", "duty", "figure",
    "figure_evidence", "figure_policy", "finding", "fmv_opinion", "held_part", "legal_hold",
    "measure", "meeting", "meeting_attendance", "meeting_decision", "monitor_alert",
    "month_attestation", "month_decision", "outlook_switch", "oversight_limit", "participant", "payment",
    "payment_control", "payment_release", "payment_request_line", "payment_return", "payout_record",
    "performance_period", "period_unlock", "physician_status", "recovery", "release_hold",
    "sample_result", "scorecard", "scorecard_drafter", "scorecard_step", "settlement",
    "settlement_figure", "settlement_return", "signature", "statement", "stewardship",
    "termination", "time_entry",
)  # fmt: skip
