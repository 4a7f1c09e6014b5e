"""Alerts: a monitor that shifts is noticed when its figure is verified, and answered in writing."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions import patterns
from comanage.actions.entries import Sheet, key_of
from comanage.actions.free_text import text_faults
from comanage.records import stewardship as owners
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.basis import as_value
from comanage.records.figure import Figure
from comanage.records.monitor_alert import AlertAnswer, MonitorAlert, open_alerts
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.monitoring import monitors, shifts

NO_ALERT = "There is no such alert."
ANSWERED = "Someone else answered this alert meanwhile. Load the page again."
WAITS = "An alert of a monitor waits for a compliance officer to answer it: {}."
SAY = "Say what you found, and what follows from it."


def raised(sheet: Sheet, figures: Sequence[Figure]) -> list[MonitorAlert]:
    """Raise an alert for each monitor that shifted, among figures that were just verified."""
    watched = monitors(sheet.terms)
    own = [figure for figure in figures if figure.measure.code in watched]
    if not own:
        return []
    session, agreed = sheet.session, owners.policy(sheet.session, sheet.period.agreement_id)
    history = patterns.before(sheet)
    found = []
    for figure in own:
        key = key_of(figure)
        measure = sheet.terms.measure(key[1])
        most = agreed.most_shift if agreed else None
        why = shifts(measure, as_value(figure), history.get(key, ()), most=most) if measure else ()
        if not why:
            continue
        alert = MonitorAlert(
            figure_id=figure.id, name=sheet.name(key), says=" ".join(why), raised_at=clock.now()
        )
        session.add(alert)
        session.flush()
        note(
            session, sheet.actor, Act.ALERT_RAISED, role=sheet.role,
            agreement_id=figure.agreement_id, object_id=alert.id,
            after={"figure": figure.id, "measure": alert.name, "says": alert.says},
        )  # fmt: skip
        found.append(alert)
    return found


def none_open(session: Session, agreement_id: int, period_id: int) -> None:
    """Refuse to go on while an alert of a period waits for its answer."""
    if why := in_the_way(session, agreement_id, period_id):
        raise Conflict(why)


def in_the_way(session: Session, agreement_id: int, period_id: int) -> str:
    """Say which alerts of a period wait for an answer; empty where none does."""
    names = [alert.name for alert in open_alerts(session, agreement_id, period_id)]
    return WAITS.format(", ".join(names)) if names else ""


def answer(
    session: Session, actor: Actor, agreement_id: int, *, alert_id: int, text: str
) -> AlertAnswer:
    """Answer an alert: what was found, and what follows from it.

    Raises:
        NotFound: The agreement has no such alert.
        Faulty: The note is empty, too long, or about a person.
        Conflict: It was answered already.
    """
    role = allowed(session, actor, Right.ALERT_ANSWER, agreement_id)
    alert = session.get(MonitorAlert, alert_id)
    if alert is None or alert.figure.agreement_id != agreement_id:
        raise NotFound(NO_ALERT)
    text = text.strip()
    if found := text_faults({"note": text}) if text else [Fault("note", SAY)]:
        raise Faulty(found)
    if session.scalar(select(AlertAnswer.id).where(AlertAnswer.alert_id == alert_id)) is not None:
        raise Conflict(ANSWERED)
    given = AlertAnswer(
        alert_id=alert_id, note=text, answered_by_id=actor.person_id, answered_at=clock.now()
    )
    session.add(given)
    session.flush()
    note(
        session, actor, Act.ALERT_ANSWERED, role=role, agreement_id=agreement_id,
        object_id=alert_id, reason=text,
    )  # fmt: skip
    return given
