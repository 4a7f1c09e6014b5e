"""Looked into: every version of the figures of a period, with what was found of it and its sample."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comanage.records.claim_sample import ClaimSample, SampleResult
from comanage.records.figure import Figure
from comanage.records.finding import Finding

Looked = tuple[Figure, Finding | None, ClaimSample | None]


def of_period(session: Session, period_id: int) -> Sequence[Looked]:
    """List every version of the figures of a period, oldest first, each with the people."""
    rows = session.execute(
        select(Figure, Finding, ClaimSample)
        .outerjoin(Finding, Finding.figure_id == Figure.id)
        .outerjoin(ClaimSample, ClaimSample.figure_id == Figure.id)
        .options(
            joinedload(Figure.period),
            joinedload(Figure.measure),
            joinedload(Figure.participant),
            joinedload(Figure.entered_by),
            joinedload(Figure.verified_by),
            joinedload(Finding.found_by),
            joinedload(ClaimSample.drawn_by),
            joinedload(ClaimSample.result).joinedload(SampleResult.recorded_by),
        )
        .where(Figure.period_id == period_id)
        .order_by(Figure.id)
        .execution_options(populate_existing=True)  # a result may have come since
    )
    return [(figure, found, drawn) for figure, found, drawn in rows]
