"""Findings: a verifier finds something else at the source, and the enterer takes it over or not.

The claim stays. The value found stands beside it with its source, and the figure goes back.
Whoever enters figures takes the found value over as a new version in their own name, or gives
another; either way the version that counts has an enterer and a verifier who are two people.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import figures
from comanage.actions.entries import Entry, Sheet, key_of
from comanage.actions.free_text import text_faults
from comanage.records import finding as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.basis import as_value
from comanage.records.figure import Figure
from comanage.records.finding import Finding
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules import figures as rules
from comanage.rules.figure_faults import figure_faults
from comanage.rules.numbers import terminates, written
from comanage.rules.signoff import FigureState, FigureStep

NO_VALUE = "Give the value that was found, or a numerator and a denominator."
NO_SOURCE = "Say where it was found: system, report and run date."
NO_NOTE = "Say what was found, so that whoever entered the figure can look at it."
AS_CLAIMED = "This is what the figure says. Verify it instead."
NOT_FOUND = "Nothing was found that could be taken over. Load the page again."
RETURNED = "{found} was found at the source, and the figure says {claimed}. {note}"
NUMBERS = ("value", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at the source.

    Attributes:
        value: The value, if it was found as one.
        numerator: The count above the line.
        denominator: The count below the line.
        source: Where it was found.
        note: What was found, in words.
    """

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    source: str = ""
    note: str = ""


def record(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    figure_id: int,
    found: Found,
) -> Finding:
    """Keep what was found beside the figure that claims something else, and return the figure.

    Raises:
        Faulty: The value is none, or is what the figure says; source or note is missing.
        NotAllowed: The same person entered the figure, or a version that it replaced.
        Conflict: It is not submitted, or was replaced meanwhile.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_VERIFY)
    (figure,) = figures.chosen_of(sheet, [figure_id])
    figures.permitted(sheet, figure, FigureStep.RETURN)
    if faults := _faults(sheet, figure, found):
        raise Faulty(faults)
    made = Finding(
        figure_id=figure.id, source=found.source.strip(), note=found.note.strip(),
        found_by_id=actor.person_id, found_at=clock.now(),
        **{name: getattr(found, name) for name in NUMBERS},
    )  # fmt: skip
    session.add(made)
    session.flush()
    note(
        session, actor, Act.FINDING_RECORDED, role=sheet.role, agreement_id=agreement_id,
        object_id=figure.id, before=_told(figure), after=_told(made) | {"source": made.source},
        reason=made.note,
    )  # fmt: skip
    figures.returned(sheet, figure, _reason(sheet, figure, made))
    return made


def accept(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, figure_id: int
) -> Figure:
    """Take the found value over as a new version in one's own name, and submit it.

    Raises:
        Conflict: Nothing was found of this figure, or it was replaced meanwhile.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    (figure,) = figures.chosen_of(sheet, [figure_id])
    found = records.of_figures(session, [figure_id]).get(figure_id)
    if found is None or figure.state is not FigureState.RETURNED:
        raise Conflict(NOT_FOUND)
    numbers = {name: getattr(found, name) for name in NUMBERS}
    value = replace(as_value(figure), absent="", **numbers)
    entry = Entry(sheet.name(key_of(figure)), value, found.source, found.note, seen=figure.id)
    (made,) = figures.enter(session, actor, agreement_id, period_code, entries=[entry])
    figures.submit(session, actor, agreement_id, period_code, only=made.id)
    return made


def value_of(found: Finding, claim: Figure) -> rules.Figure:
    """Read a finding as the rules read the figure that it is about."""
    numbers = {name: getattr(found, name) for name in NUMBERS}
    return replace(as_value(claim), absent="", **numbers)


def _faults(sheet: Sheet, figure: Figure, found: Found) -> list[Fault]:
    numbers = {name: getattr(found, name) for name in NUMBERS}
    value = replace(as_value(figure), absent="", **numbers)
    texts = {"source": found.source.strip(), "note": found.note.strip()}
    faults = text_faults(texts)
    faults += [] if texts["source"] else [Fault("source", NO_SOURCE)]
    faults += [] if texts["note"] else [Fault("note", NO_NOTE)]
    if all(number is None for number in numbers.values()):
        return [Fault("value", NO_VALUE), *faults]
    wrong = [
        Fault(fault.place.removeprefix("column "), fault.sentence)
        for fault in figure_faults(sheet.terms, value)
    ]
    wrong += [
        Fault(name, "Give a decimal that has an end.")
        for name, number in numbers.items()
        if number is not None and not terminates(number)
    ]
    if not wrong and value == as_value(figure):
        wrong.append(Fault("value", AS_CLAIMED))
    return [*wrong, *faults]


def _reason(sheet: Sheet, figure: Figure, made: Finding) -> str:
    measure = sheet.terms.measure(figure.measure.code)
    if measure is None:
        return made.note
    told = []
    for value in (value_of(made, figure), as_value(figure)):
        shown = rules.result(value, measure)
        told.append(
            value.absent
            if shown is None
            else measure.scale.shown(measure.scale.at_precision(shown))
        )
    return RETURNED.format(found=told[0], claimed=told[1], note=made.note)


def _told(row: Figure | Finding) -> dict[str, object]:
    numbers = ((name, getattr(row, name)) for name in NUMBERS)
    return {name: written(number) for name, number in numbers if number is not None}
