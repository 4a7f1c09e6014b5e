"""Makers of the evidence of figures."""

from datetime import date

from comanage.records.figure_evidence import FigureEvidence
from tests.makers.people import NOW, make_person, stored


def make_evidence(session, figure, *, document=None, added_by=None, **changes):
    """Store evidence of a figure: a document, or else a report that is kept elsewhere."""
    given = {"system": "Registry", "report": "Readmissions", "run_on": date(2027, 4, 2)}
    if document is not None:
        given = {"document_sha256": document.sha256}
    row = {"figure_id": figure.id, "name": "Readmissions", "note": "", "added_at": NOW}
    by = added_by or make_person(session)
    return stored(session, FigureEvidence(**row | given | {"added_by_id": by.id} | changes))
