"""Makers of duties, base fee terms, logged hours, attested months and meetings."""

import hashlib
import json
from datetime import date

from comanage.records.base_fee import BaseFeeEarned, BaseFeeLevel, BaseFeeTerms
from comanage.records.duty import Duty
from comanage.records.meeting import Meeting, MeetingAttendance, MeetingDecision
from comanage.records.month_attestation import AttestedEntry, MonthAttestation, MonthDecision
from comanage.records.participant import of_agreement
from comanage.records.time_entry import TimeEntry, chain
from comanage.rules.attendance import Presence
from comanage.rules.base_fee import Pays
from comanage.rules.month_signoff import Decision
from comanage.rules.months import month_of
from comanage.rules.signoff import Role
from tests.makers.people import COUNT, NOW, make_person, stored

TODAY = NOW.date()
SHOWN = "{}"
LEVELS = (Role.ADMINISTRATOR, Role.APPROVER)


def make_duty(session, agreement, code=None, *, replaces=None, **given):
    code = code or (replaces.code if replaces else f"DUTY-{next(COUNT)}")
    row = {
        "number": replaces.number + 1 if replaces else 1,
        "name": f"Duty {code}",
        "delivers": "A report",
        "most_minutes": None,
        "required": False,
        "starts": agreement.starts,
        "ends": None,
        "reason": "The committee asked for it." if replaces else "",
        "entered_on": agreement.starts,
    }
    by = given.pop("entered_by", None) or make_person(session)
    return stored(
        session,
        Duty(
            agreement_id=agreement.id, code=code, entered_by_id=by.id,
            replaces_id=replaces.id if replaces else None, **row | given,
        ),
    )  # fmt: skip


def make_base_fee(session, agreement, participant=None, *, levels=LEVELS, **given):
    """Make terms of $180.00 an hour, for the first group unless told."""
    participant = participant or of_agreement(session, agreement.id)[0]
    row = {
        "number": 1,
        "starts": agreement.starts,
        "pays": Pays.HOUR,
        "cents": 18_000,
        "most_an_entry": 480,
        "step": 15,
        "most_a_month": None,
        "most_a_year": None,
        "fewest_a_month": None,
        "short": None,
        "deadline": 30,
        "sentences": json.dumps(["I did this work myself."]),
        "reason": "",
        "entered_on": agreement.starts,
        "entered_by_id": make_person(session).id,
    }
    terms = stored(
        session,
        BaseFeeTerms(agreement_id=agreement.id, participant_id=participant.id, **row | given),
    )
    for level, role in enumerate(levels, 1):
        stored(session, BaseFeeLevel(terms_id=terms.id, level=level, role=role))
    return terms


def make_entry(session, duty, participant, person, *, day=date(2027, 3, 10), minutes=90, **given):
    return stored(
        session,
        TimeEntry(
            agreement_id=duty.agreement_id, participant_id=participant.id, person_id=person.id,
            duty_id=duty.id, day=day, minutes=minutes,
            **{"done": "", "entered_on": TODAY, "entered_at": NOW, "reason": ""} | given,
        ),
    )  # fmt: skip


def make_attestation(session, terms, entry, *, number=1, covers=True, **given):
    """Make the attestation of an entry's month, of all that is logged there."""
    month = month_of(entry.day)
    entries = chain(session, entry.key)
    row = {
        "starts": month.starts,
        "ends": month.ends,
        "minutes": max(sum(each.minutes for each in entries), 1),
        "content": SHOWN,
        "content_hash": hashlib.sha256(SHOWN.encode()).hexdigest(),
        "printed_name": "Dr. Ann Ito",
        "role": Role.PHYSICIAN,
        "meaning": "I attest these hours",
        "signed_at": NOW,
    }
    made = stored(
        session,
        MonthAttestation(
            agreement_id=entry.agreement_id, participant_id=entry.participant_id,
            person_id=entry.person_id, terms_id=terms.id, number=number, **row | given,
        ),
    )  # fmt: skip
    for each in entries if covers else []:
        stored(session, AttestedEntry(attestation_id=made.id, entry_id=each.id))
    return made


def make_decision(session, attestation, person, *, level=1, **given):
    row = {
        "decision": Decision.APPROVED,
        "reason": "",
        "printed_name": person.name,
        "role": LEVELS[min(level, len(LEVELS)) - 1],
        "meaning": "I approve these hours",
        "content_hash": attestation.content_hash,
        "decided_at": NOW,
    }
    return stored(
        session,
        MonthDecision(
            attestation_id=attestation.id, person_id=person.id, level=level, **row | given
        ),
    )


def make_earned(session, attestation, *, cents=27_000, **given):
    row = {
        "month": attestation.starts,
        "month_ends": attestation.ends,
        "year_starts": date(attestation.starts.year, 1, 1),
        "trace": SHOWN,
        "trace_hash": hashlib.sha256(SHOWN.encode()).hexdigest(),
        "earned_at": NOW,
        "terms_id": attestation.terms_id,
        "participant_id": attestation.participant_id,
    }
    return stored(
        session,
        BaseFeeEarned(
            agreement_id=attestation.agreement_id, attestation_id=attestation.id, cents=cents,
            **row | given,
        ),
    )  # fmt: skip


def make_meeting(session, agreement, *, day=date(2027, 3, 9), people=(), decisions=(), **given):
    """Make a meeting; people are (name, participant or None, presence)."""
    row = {
        "committee": "Operating committee",
        "minutes": "The quarter was reviewed.",
        "recorded_on": TODAY,
        "recorded_at": NOW,
        "recorded_by_id": make_person(session).id,
        "reason": "",
    }
    meeting = stored(session, Meeting(agreement_id=agreement.id, day=day, **row | given))
    for place, (name, side, presence) in enumerate(people, 1):
        stored(
            session,
            MeetingAttendance(
                meeting_id=meeting.id, place=place, name=name,
                participant_id=side.id if side else None, presence=Presence(presence),
            ),
        )  # fmt: skip
    for number, words in enumerate(decisions, 1):
        stored(session, MeetingDecision(meeting_id=meeting.id, number=number, words=words))
    return meeting
