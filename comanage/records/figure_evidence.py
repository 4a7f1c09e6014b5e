"""Evidence of a figure: a file kept here, or the report it stands in elsewhere.

Evidence is only ever added. It belongs to the figure it was added to, and stays with it when
the figure is corrected; whoever looks at the correction sees it with what it was for.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from comanage.records.base import Base, Instant
from comanage.records.document import Document
from comanage.records.figure import Figure
from comanage.records.participant import Participant
from comanage.records.person import Person

Of = tuple[int, int | None]  # the measure and the participant that figures are of


class FigureEvidence(Base):
    """What a figure can be compared with: a document, or where a report is found."""

    __tablename__ = "figure_evidence"
    __table_args__ = (
        CheckConstraint(
            "(document_sha256 IS NULL) = (system IS NOT NULL)"
            " AND (document_sha256 IS NULL) = (report IS NOT NULL)"
            " AND (document_sha256 IS NULL) = (run_on IS NOT NULL)",
            name="figure_evidence_is_a_file_or_a_report",
        ),
        CheckConstraint("name <> ''", name="figure_evidence_has_a_name"),
        CheckConstraint(
            "elsewhere_sha256 IS NULL"
            " OR (length(elsewhere_sha256) = 64 AND document_sha256 IS NULL)",
            name="figure_evidence_elsewhere_is_named_by_its_sha256",
        ),
        UniqueConstraint("figure_id", "document_sha256", name="figure_evidence_file_once_a_figure"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"))
    name: Mapped[str]  # of the file as it was sent, or of the report
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey("document.sha256"))
    system: Mapped[str | None]  # where the report is run, e.g. "Registry"
    report: Mapped[str | None]
    run_on: Mapped[date | None]
    elsewhere_sha256: Mapped[str | None]  # of the report's file, which is kept elsewhere
    note: Mapped[str]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)

    figure: Mapped[Figure] = relationship(viewonly=True)
    document: Mapped[Document | None] = relationship(viewonly=True)
    added_by: Mapped[Person] = relationship(viewonly=True)

    def __repr__(self) -> str:
        """Say which evidence this is, and of what."""
        return f"<FigureEvidence {self.id}: {self.name!r} of figure {self.figure_id}>"

    @property
    def late(self) -> bool:
        """Say whether it was added after its figure was verified."""
        verified = self.figure.verified_at
        return verified is not None and self.added_at > verified


def of_period(session: Session, period_id: int) -> Mapping[Of, Sequence[FigureEvidence]]:
    """List the evidence of a period by what it is of, earlier versions of a figure included."""
    found: dict[Of, list[FigureEvidence]] = {}
    for each in session.scalars(_complete().where(Figure.period_id == period_id)):
        of = (each.figure.measure_id, each.figure.participant_id)
        found.setdefault(of, []).append(each)
    return found


def of_figure(session: Session, figure: Figure) -> Sequence[FigureEvidence]:
    """List the evidence of a figure and of those it corrects or is corrected by, oldest first."""
    return session.scalars(
        _complete().where(
            Figure.period_id == figure.period_id,
            Figure.measure_id == figure.measure_id,
            Figure.participant_id.is_not_distinct_from(figure.participant_id),
        )
    ).all()


def _complete() -> Select[FigureEvidence]:
    return (
        select(FigureEvidence)
        .join(Figure, Figure.id == FigureEvidence.figure_id)
        .options(
            joinedload(FigureEvidence.figure).joinedload(Figure.measure),
            joinedload(FigureEvidence.figure)
            .joinedload(Figure.participant)
            .joinedload(Participant.group),
            joinedload(FigureEvidence.document),
            joinedload(FigureEvidence.added_by),
        )
        .order_by(FigureEvidence.id)
    )
