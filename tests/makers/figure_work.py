"""Makers of what stands beside figures: owners, findings, samples of claims, alerts, reminders."""

from datetime import date

from comanage.records.claim_sample import ClaimSample, SampleResult
from comanage.records.finding import Finding
from comanage.records.monitor_alert import AlertAnswer, MonitorAlert
from comanage.records.reminder import Reminder
from comanage.records.stewardship import FigurePolicy, Stewardship
from comanage.rules.numbers import exact
from comanage.rules.reminding import Kind
from tests.makers.people import NOW, make_person, stored

SEED = "0123456789abcdef0123456789abcdef"


def make_stewardship(session, measure, *, owner=None, lag_days=20, set_by=None):
    return stored(
        session,
        Stewardship(
            agreement_id=measure.agreement_id,
            measure_id=measure.id,
            owner_id=owner.id if owner else None,
            lag_days=lag_days,
            set_by_id=(set_by or make_person(session)).id,
            set_at=NOW,
        ),
    )


def make_policy(session, agreement, *, grace=5, ahead=7, least=None, most=None):
    """Make a policy; shares are given as text, such as "9/10"."""
    return stored(
        session,
        FigurePolicy(
            agreement_id=agreement.id,
            grace_days=grace,
            ahead_days=ahead,
            least_confirmed=exact(least) if least else None,
            most_shift=exact(most) if most else None,
            set_by_id=make_person(session).id,
            set_at=NOW,
        ),
    )


def make_reminder(session, person, *, day=date(2027, 5, 1), kind=Kind.FIGURE_OVERDUE):
    return stored(session, Reminder(person_id=person.id, day=day, kind=kind, lines=2, sent_at=NOW))


def make_finding(session, figure, value="89", *, found_by=None):
    return stored(
        session,
        Finding(
            figure_id=figure.id,
            value=exact(value),
            source="Registry, run of 2 April",
            note="Two cases were counted twice.",
            found_by_id=(found_by or make_person(session)).id,
            found_at=NOW,
        ),
    )


def make_sample(session, figure, *, cases=40, size=10, drawn_by=None):
    return stored(
        session,
        ClaimSample(
            figure_id=figure.id,
            cases=cases,
            size=size,
            seed=SEED,
            drawn_by_id=(drawn_by or make_person(session)).id,
            drawn_at=NOW,
        ),
    )


def make_result(session, sample, *, confirmed=9, refused=1, unclear=0, recorded_by=None):
    return stored(
        session,
        SampleResult(
            sample_id=sample.id,
            confirmed=confirmed,
            refused=refused,
            unclear=unclear,
            reference="Chart review 12",
            least=exact("0.9"),
            recorded_by_id=(recorded_by or make_person(session)).id,
            recorded_at=NOW,
        ),
    )


def make_alert(session, figure, *, says="9 lies above the upper limit (7.4)."):
    return stored(
        session, MonitorAlert(figure_id=figure.id, name="Transfers", says=says, raised_at=NOW)
    )


def make_answer(session, alert, *, answered_by=None):
    return stored(
        session,
        AlertAnswer(
            alert_id=alert.id,
            note="The other campus was closed in March.",
            answered_by_id=(answered_by or make_person(session)).id,
            answered_at=NOW,
        ),
    )
