"""Samples: some of the claimed cases are drawn by lot and looked up, and the claim stands or falls by them.

The list of cases stays where it is kept. The program draws row numbers by a seed of its own,
so that nobody chooses which cases are looked at, and anybody can draw them again.
"""

import secrets
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import figures
from comanage.actions.entries import Sheet
from comanage.actions.free_text import text_faults
from comanage.records import claim_sample as records
from comanage.records import stewardship as owners
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.basis import as_value
from comanage.records.claim_sample import ClaimSample, SampleResult
from comanage.records.figure import Figure
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.figures import Figure as Value
from comanage.rules.measure import Measure
from comanage.rules.numbers import shown
from comanage.rules.sampling import MOST_CASES, MOST_DRAWN, Answers
from comanage.rules.signoff import FigureStep
from comanage.rules.units import Unit

SEED_BYTES = 16
WHOLE = "Give a whole number."
CLAIMED = "The figure claims {}: number the rows of that list."
NO_REFERENCE = "Say where the answers are kept: system, file or review."
NO_SAMPLE = "No sample of this claim was drawn. Load the page again."
DRAWN = "A sample of this claim was drawn already. Load the page again."
TOLD = "The result of this sample is recorded already. Load the page again."
ADD_UP = "Confirmed, refused and unclear must add up to the {} that were drawn."


def claimed_cases(measure: Measure, figure: Value) -> int | None:
    """Say how many cases a figure claims; None where its numbers do not tell.

    A rate claims its numerator, a count itself.
    """
    number = figure.numerator
    if number is None and measure.unit is Unit.COUNT:
        number = figure.value
    if number is None or number.denominator != 1 or not 1 <= number <= MOST_CASES:
        return None
    return int(number)


def draw(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    figure_id: int,
    cases: Fraction | None,
    size: Fraction | None,
) -> ClaimSample:
    """Draw the rows to look up; once a figure.

    Args:
        session: The session of the change.
        actor: Who verifies; entered no version of the figure.
        agreement_id: The agreement.
        period_code: The period.
        figure_id: The claim.
        cases: How many cases are claimed.
        size: How many are drawn.

    Raises:
        Faulty: The numbers cannot be.
        NotAllowed: The same person entered the figure, or a version that it replaced.
        Conflict: It is not submitted, has its sample already, or was replaced meanwhile.
    """
    sheet, figure = _opened(session, actor, agreement_id, period_code, figure_id=figure_id)
    if figure.id in records.of_figures(session, [figure.id]):
        raise Conflict(DRAWN)
    if faults := _draw_faults(sheet, figure, cases, size):
        raise Faulty(faults)
    made = ClaimSample(
        figure_id=figure.id, cases=int(cases or 0), size=int(size or 0),
        seed=secrets.token_hex(SEED_BYTES), drawn_by_id=actor.person_id, drawn_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    note(
        session, actor, Act.SAMPLE_DRAWN, role=sheet.role, agreement_id=agreement_id,
        object_id=figure.id, after={"cases": made.cases, "size": made.size, "seed": made.seed},
    )  # fmt: skip
    return made


def record(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    figure_id: int,
    counts: tuple[Fraction | None, Fraction | None, Fraction | None],
    reference: str,
) -> SampleResult:
    """Record what the sampled cases turned out to be; below the agreed share the claim goes back.

    Args:
        session: The session of the change.
        actor: Who verifies; entered no version of the figure.
        agreement_id: The agreement.
        period_code: The period.
        figure_id: The claim.
        counts: Confirmed, refused and unclear; together as many as were drawn.
        reference: Where the answers are kept.

    Raises:
        Faulty: The counts do not add up, or the reference is missing.
        NotAllowed: The same person entered the figure, or a version that it replaced.
        Conflict: There is no sample, or its result is recorded already.
    """
    sheet, figure = _opened(session, actor, agreement_id, period_code, figure_id=figure_id)
    sample = records.of_figures(session, [figure.id]).get(figure.id)
    if sample is None:
        raise Conflict(NO_SAMPLE)
    if sample.result is not None:
        raise Conflict(TOLD)
    if faults := _answer_faults(sample, counts, reference.strip()):
        raise Faulty(faults)
    agreed = owners.policy(session, agreement_id)
    confirmed, refused, unclear = (int(count or 0) for count in counts)
    made = SampleResult(
        sample_id=sample.id, confirmed=confirmed, refused=refused, unclear=unclear,
        reference=reference.strip(), least=agreed.least_confirmed if agreed else None,
        recorded_by_id=actor.person_id, recorded_at=clock.now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    note(
        session, actor, Act.SAMPLE_ANSWERED, role=sheet.role, agreement_id=agreement_id,
        object_id=figure.id,
        after={"confirmed": confirmed, "refused": refused, "unclear": unclear,
               "reference": made.reference, "least": made.least},
    )  # fmt: skip
    if Answers(confirmed, refused, unclear).falls_short(made.least):
        figures.returned(sheet, figure, made.sentence)
    return made


def _opened(
    session: Session, actor: Actor, agreement_id: int, period_code: str, *, figure_id: int
) -> tuple[Sheet, Figure]:
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_VERIFY)
    (figure,) = figures.chosen_of(sheet, [figure_id])
    figures.permitted(sheet, figure, FigureStep.VERIFY)
    return sheet, figure


def _draw_faults(
    sheet: Sheet, figure: Figure, cases: Fraction | None, size: Fraction | None
) -> list[Fault]:
    found = [
        Fault(name, WHOLE)
        for name, number in (("cases", cases), ("size", size))
        if number is None or number.denominator != 1
    ]
    if found or cases is None or size is None:
        return found
    measure = sheet.terms.measure(figure.measure.code)
    claimed = claimed_cases(measure, as_value(figure)) if measure else None
    if claimed is not None and cases != claimed:
        found.append(Fault("cases", CLAIMED.format(shown(Fraction(claimed)))))
    elif not 1 <= cases <= MOST_CASES:
        found.append(Fault("cases", f"Give the number of claimed cases, from 1 to {MOST_CASES:,}."))
    elif not 1 <= size <= min(int(cases), MOST_DRAWN):
        most = min(int(cases), MOST_DRAWN)
        found.append(Fault("size", f"Draw from 1 to {most:,} of them."))
    return found


def _answer_faults(
    sample: ClaimSample, counts: tuple[Fraction | None, ...], reference: str
) -> list[Fault]:
    found = [
        Fault(name, WHOLE)
        for name, count in zip(("confirmed", "refused", "unclear"), counts, strict=True)
        if count is not None and (count.denominator != 1 or count < 0)
    ]
    if not found and sum((count or Fraction(0)) for count in counts) != sample.size:
        found.append(Fault("confirmed", ADD_UP.format(sample.size)))
    found += text_faults({"reference": reference})
    return [*found, *([] if reference else [Fault("reference", NO_REFERENCE)])]
