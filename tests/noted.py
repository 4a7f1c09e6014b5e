"""What is noted: each record names the acts that tell of its changes, and every door is watched.

In every transaction of the tests that a door of the house opens (a page, a command, the demo), a
change of a record must come with an entry of the audit log about such an act; the makers of
tests store what they need without. A record that is not on this list fails.
"""

import sys

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from comanage.records.audit_entry import AuditEntry
from tests.databases import ROOT

# The record, and the subjects of the acts that tell of its changes; or why none does.
NOTED = {
    "Acceptance": ("settlement",),
    "Agreement": ("agreement", "scorecard"),
    "AgreementDocument": ("agreement", "document"),
    "AgreementRenewal": ("agreement",),
    "AlertAnswer": ("figure",),
    "Anchor": ("log",),
    "AttestedEntry": ("hours",),
    "AuditEntry": "it is what the log is made of",
    "BaseFeeEarned": ("base-fee",),
    "BaseFeeLevel": ("base-fee",),
    "BaseFeeTerms": ("base-fee",),
    "ClaimSample": ("figure",),
    "Declaration": ("safeguard",),
    "Delegation": ("person",),
    "Dispute": ("dispute",),
    "DisputeTaken": ("dispute",),
    "Document": ("agreement", "document", "figure", "statement", "payment", "meeting"),
    "Duty": ("duty",),
    "Figure": ("figure",),
    "FigureDraft": ("figure",),
    "FigureEvidence": ("figure", "document"),
    "FigurePolicy": ("figure",),
    "Finding": ("figure",),
    "FmvOpinion": ("agreement",),
    "GivenKey": ("settlement", "payment"),
    "HeldPart": ("settlement",),
    "Installation": ("installation",),
    "Invitation": ("person",),
    "Job": ("job",),
    "JobPart": ("job",),
    "LegalHold": ("agreement",),
    "Measure": ("scorecard", "agreement"),
    "Meeting": ("meeting",),
    "MeetingAttendance": ("meeting",),
    "MeetingDecision": ("meeting",),
    "MonitorAlert": ("figure",),
    "MonthAttestation": ("hours",),
    "MonthDecision": ("hours",),
    "OutlookSwitch": ("safeguard",),
    "OversightLimit": ("safeguard",),
    "Participant": ("agreement", "scorecard"),
    "Payment": ("settlement", "payment"),
    "PaymentControl": ("agreement",),
    "PaymentRelease": ("settlement", "payment"),
    "PaymentRequest": ("payment",),
    "PaymentRequestLine": ("payment",),
    "PaymentReturn": ("payment",),
    "PayoutRecord": ("settlement",),
    "PerformancePeriod": ("period", "agreement"),
    "PeriodUnlock": ("period",),
    "Person": ("person",),
    "PhysicianGroup": ("group",),
    "PhysicianStatus": ("safeguard",),
    "Recovery": ("settlement", "payment"),
    "RecoveryCode": ("person",),
    "RefusedTries": "counting tries is no act; each refusal is one, and each sign-in",
    "ReleaseHold": ("settlement", "base-fee"),
    "Reminder": ("person",),
    "RoleChange": ("person",),
    "RoleHeld": ("person",),
    "SampleResult": ("figure",),
    "Scorecard": ("scorecard", "agreement"),
    "ScorecardDrafter": ("scorecard",),
    "SecondFactor": ("person",),
    "ServiceLine": ("service-line",),
    "Settlement": ("settlement",),
    "SettlementFigure": ("settlement",),
    "SettlementReturn": ("settlement",),
    "SignIn": ("person", "installation"),
    "Signature": ("settlement",),
    "Signer": ("agreement", "document"),
    "Statement": ("statement",),
    "StepTaken": ("scorecard",),
    "Stewardship": ("figure",),
    "Termination": ("agreement",),
    "TimeEntry": ("hours",),
    "VendorNumber": ("group",),
}
# Columns that change without an act, each with why.
NOT_AN_ACT = {
    ("SignIn", "last_seen_at"): "a person who goes on working does nothing that is told",
}
SEEN = "records that change, and acts that are told"  # where a session keeps them
DOORS = ("/comanage/pages/", "/comanage/cli/", "/comanage/demo/")


def watch():
    """Look at every transaction from now on."""
    event.listen(Session, "before_flush", _remember)
    event.listen(Session, "do_orm_execute", _remember_at_once)
    event.listen(Session, "before_commit", _hold)


def _remember(session, context, instances):
    """Keep in mind which records a flush stores or changes, and which acts it tells of."""
    del context, instances
    seen = session.info.setdefault(SEEN, (set(), set()))
    for record in (*session.new, *session.deleted, *filter(_changes, session.dirty)):
        if isinstance(record, AuditEntry):
            seen[1].add(record.act.partition(":")[0])
        seen[0].add(type(record).__name__)


def _remember_at_once(asked):
    """Keep in mind which records a statement changes by itself."""
    if asked.is_insert or asked.is_update or asked.is_delete:
        changed, _ = asked.session.info.setdefault(SEEN, (set(), set()))
        changed.add(asked.bind_mapper.class_.__name__)


def _hold(session):
    """Refuse to commit a change by a door that no entry of the log tells of."""
    if not _by_a_door():
        return
    session.flush()
    changed, told = session.info.get(SEEN, (set(), set()))
    for name in sorted(changed):
        acts = NOTED[name]
        if not isinstance(acts, str) and not told & set(acts):
            raise AssertionError(f"A {name} was changed, and the log tells of {told or 'nothing'}.")


def _changes(record):
    """Say whether a record changes in a column that an act tells of."""
    state, name = inspect(record), type(record).__name__
    return any(
        state.attrs[each.key].history.has_changes()
        for each in state.mapper.column_attrs
        if (name, each.key) not in NOT_AN_ACT
    )


def _by_a_door():
    """Say whether the one transaction() that commits now was opened by the house, and no test."""
    frame = sys._getframe()
    while frame and frame.f_code.co_name != "transaction":
        frame = frame.f_back
    while frame and not frame.f_code.co_filename.startswith(str(ROOT)):
        frame = frame.f_back  # through what opens and closes it
    while frame and frame.f_code.co_filename.endswith("/comanage/database.py"):
        frame = frame.f_back
        while frame and not frame.f_code.co_filename.startswith(str(ROOT)):
            frame = frame.f_back
    return frame is not None and any(door in frame.f_code.co_filename for door in DOORS)
