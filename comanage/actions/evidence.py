"""Evidence: what shows that a figure is right, added by whoever enters figures and read by whoever reads them.

A file is kept here, or it stays where it is and the system, the report and the day it
was run are named. Either way it is only ever added; a verified figure takes more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session, joinedload

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions import files
from comanage.actions.free_text import line_faults, text_faults
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.document import Document
from comanage.records.figure import Figure
from comanage.records.figure_evidence import FigureEvidence, of_figure
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.signoff import Role

SHA256 = re.compile(r"[0-9a-f]{64}")
NO_FIGURE = "There is no such figure."
NO_FILE = "There is no such file."
TWICE = "This file is evidence of this figure already."
NOT_A_HASH = "A SHA-256 has 64 characters, 0 to 9 and a to f."
FUTURE = "The report cannot have been run after today."
NEEDED = {
    "system": "Name the system, such as Registry.",
    "report": "Name the report.",
}
NO_DAY = "Give the day the report was run."


COMPLETE = (  # a figure with what it is of, and who stands by it
    joinedload(Figure.period),
    joinedload(Figure.measure),
    joinedload(Figure.participant).joinedload(Participant.group),
    joinedload(Figure.entered_by),
    joinedload(Figure.verified_by),
)


@dataclass(frozen=True, slots=True)
class Report:
    """Evidence that is kept elsewhere.

    Attributes:
        system: Where the report is run.
        report: The name of the report.
        run_on: The day it was run.
        sha256: Of the report's file, where one was saved; empty otherwise.
    """

    system: str
    report: str
    run_on: date | None
    sha256: str = ""


def figure_of(session: Session, actor: Actor, agreement_id: int, figure_id: int) -> Figure:
    """Find a figure of an agreement whose figures one may read; nothing is noted.

    Raises:
        NotFound: The actor sees no such agreement, or it has no such figure.
        NotAllowed: The actor may not read its figures.
    """
    allowed(session, actor, Right.FIGURE_READ, agreement_id)
    return _figure(session, agreement_id, figure_id)


def attach_file(
    session: Session,
    actor: Actor,
    agreement_id: int,
    figure_id: int,
    *,
    name: str,
    content: bytes,
    declared: bool = False,
    remark: str = "",
) -> FigureEvidence:
    """Add a file as evidence of a figure.

    Args:
        session: The session of the change.
        actor: Who adds it.
        agreement_id: The agreement.
        figure_id: The figure.
        name: The name the file was sent under.
        content: Its bytes.
        declared: True where the person declares that it holds no patient data.
        remark: What there is to say about it.

    Raises:
        Faulty: Everything that keeps the file from coming in, or it is there already.
    """
    role = allowed(session, actor, Right.FIGURE_ENTER, agreement_id)
    figure = _figure(session, agreement_id, figure_id)
    if found := text_faults({"note": remark}):
        raise Faulty(found)
    document = files.keep(session, actor, name=name, content=content, declared=declared)
    held = of_figure(session, figure)
    if any((e.figure_id, e.document_sha256) == (figure.id, document.sha256) for e in held):
        raise Faulty([Fault(files.FIELD, TWICE)])
    made = FigureEvidence(
        figure_id=figure.id,
        name=files.clean_name(name),
        document_sha256=document.sha256,
        note=remark.strip(),
        added_by_id=actor.person_id,
        added_at=clock.now(),
    )
    told = {"sha256": document.sha256, "checked": document.checked.value}
    return _added(session, actor, made, agreement_id=agreement_id, role=role, told=told)


def attach_report(
    session: Session,
    actor: Actor,
    agreement_id: int,
    figure_id: int,
    *,
    report: Report,
    remark: str = "",
) -> FigureEvidence:
    """Name a report that is kept elsewhere as evidence of a figure.

    Raises:
        Faulty: Everything that is wrong with what was given.
    """
    role = allowed(session, actor, Right.FIGURE_ENTER, agreement_id)
    figure = _figure(session, agreement_id, figure_id)
    if found := _report_faults(report) + text_faults({"note": remark}):
        raise Faulty(found)
    made = FigureEvidence(
        figure_id=figure.id,
        name=report.report.strip(),
        system=report.system.strip(),
        report=report.report.strip(),
        run_on=report.run_on,
        elsewhere_sha256=report.sha256.strip().lower() or None,
        note=remark.strip(),
        added_by_id=actor.person_id,
        added_at=clock.now(),
    )
    told = {"system": made.system, "run on": made.run_on, "sha256": made.elsewhere_sha256}
    return _added(session, actor, made, agreement_id=agreement_id, role=role, told=told)


def read(
    session: Session, actor: Actor, agreement_id: int, evidence_id: int
) -> tuple[str, Document]:
    """Hand out the file of some evidence, and note who read it.

    Returns:
        The name it was sent under, and the document with its bytes.

    Raises:
        NotFound: There is none in this agreement.
    """
    role = allowed(session, actor, Right.FIGURE_READ, agreement_id)
    found = session.get(
        FigureEvidence,
        evidence_id,
        options=[joinedload(FigureEvidence.figure), joinedload(FigureEvidence.document)],
    )
    if found is None or found.document is None or found.figure.agreement_id != agreement_id:
        raise NotFound(NO_FILE)
    note(
        session,
        actor,
        Act.FIGURE_EVIDENCE_READ,
        role=role,
        agreement_id=agreement_id,
        object_id=found.id,
        after={"sha256": found.document_sha256},
    )
    return found.name, found.document


def _added(
    session: Session,
    actor: Actor,
    made: FigureEvidence,
    *,
    agreement_id: int,
    role: Role,
    told: Mapping[str, object],
) -> FigureEvidence:
    session.add(made)
    session.flush()
    kept = {name: held for name, held in told.items() if held is not None}
    figure = session.get_one(Figure, made.figure_id)
    kept["period"] = session.get_one(PerformancePeriod, figure.period_id).code
    note(
        session,
        actor,
        Act.FIGURE_EVIDENCE_ADDED,
        role=role,
        agreement_id=agreement_id,
        object_id=made.id,
        after={"figure": made.figure_id, "name": made.name} | kept,
    )
    return made


def _figure(session: Session, agreement_id: int, figure_id: int) -> Figure:
    found = session.get(Figure, figure_id, options=COMPLETE)
    if found is None or found.agreement_id != agreement_id:
        raise NotFound(NO_FIGURE)
    return found


def _report_faults(given: Report) -> list[Fault]:
    texts = {"system": given.system, "report": given.report}
    found = [Fault(name, NEEDED[name]) for name, text in texts.items() if not text.strip()]
    found += line_faults(texts)
    if given.run_on is None:
        found.append(Fault("run_on", NO_DAY))
    elif given.run_on > clock.today():
        found.append(Fault("run_on", FUTURE))
    if given.sha256.strip() and not SHA256.fullmatch(given.sha256.strip().lower()):
        found.append(Fault("sha256", NOT_A_HASH))
    return found
