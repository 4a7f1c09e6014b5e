"""Opinions of fair market value: recorded with the document that holds them, and never changed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions import agreement_documents as documents
from comanage.actions.free_text import line_faults
from comanage.records import fmv_opinion as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.fmv_opinion import FmvOpinion
from comanage.refusals import Fault, Faulty
from comanage.rights import Right
from comanage.rules.documents import DocumentKind
from comanage.rules.numbers import MOST_CENTS, money
from comanage.rules.periods import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An opinion as somebody gives it; None where nothing usable was given.

    Attributes:
        firm: Who gave it.
        opinion_on: Its date.
        valid_until: The last day on which it may be relied on.
        low_cents: The low end of the range for a contract year, base fee and incentive together.
        high_cents: The high end: the cap.
        file_name: The name of its file.
        content: The bytes of its file.
        declared: Whether the person declared what cannot be scanned.
        replaces: The opinion that was recorded wrongly, if any.
    """

    firm: str
    opinion_on: date | None
    valid_until: date | None
    low_cents: int | None
    high_cents: int | None
    file_name: str
    content: bytes
    declared: bool = False
    replaces: int | None = None


def record(session: Session, actor: Actor, agreement_id: int, given: Given) -> FmvOpinion:
    """Record an opinion, and add its document to the file of the agreement.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not add to it.
        Faulty: Everything that is wrong with what was given.
    """
    role = allowed(session, actor, Right.DOCUMENT_ADD, agreement_id)
    found = _faults(given)
    if given.replaces is not None:
        found += _replacing_faults(session, agreement_id, given.replaces)
    if found:
        raise Faulty(found)
    written = documents.add(session, actor, agreement_id, _document(given))
    made = FmvOpinion(
        agreement_id=agreement_id,
        firm=given.firm.strip(),
        opinion_on=given.opinion_on,
        valid_until=given.valid_until,
        low_cents=given.low_cents,
        high_cents=given.high_cents,
        agreement_document_id=written.id,
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
        replaces_id=given.replaces,
    )
    session.add(made)
    session.flush()
    after = {"firm": made.firm, "given": made.opinion_on, "until": made.valid_until,
             "low in cents": made.low_cents, "high in cents": made.high_cents,
             "document": written.id, "replaces": made.replaces_id}  # fmt: skip
    note(session, actor, Act.OPINION_RECORDED, role=role, agreement_id=agreement_id,
         object_id=made.id, after=after)  # fmt: skip
    return made


def _document(given: Given) -> documents.Given:
    day = in_words(given.opinion_on) if given.opinion_on else ""
    title = f"Opinion of fair market value, {given.firm.strip()}, {day}"
    return documents.Given(
        kind=DocumentKind.FMV_OPINION,
        title=title,
        file_name=given.file_name,
        content=given.content,
        declared=given.declared,
        effective_on=given.opinion_on,
        expires_on=given.valid_until,
    )


def _faults(given: Given) -> list[Fault]:
    found = line_faults({"firm": given.firm})
    if not given.firm.strip():
        found.append(Fault("firm", "Name the firm that gave the opinion."))
    if given.opinion_on is None:
        found.append(Fault("opinion_on", "Give the date of the opinion."))
    elif given.opinion_on > clock.today():
        found.append(Fault("opinion_on", "The opinion cannot be of a day to come."))
    if given.valid_until is None:
        found.append(Fault("valid_until", "Give the last day on which it may be relied on."))
    elif given.opinion_on is not None and given.valid_until < given.opinion_on:
        found.append(Fault("valid_until", "An opinion must not end before it is given."))
    if not given.content:
        found.append(Fault("file", "Choose the file."))
    return found + _range_faults(given.low_cents, given.high_cents)


def _range_faults(low: int | None, high: int | None) -> list[Fault]:
    found = []
    if low is None or low < 0:
        found.append(Fault("low", "Give the low end of the range; 0 for none."))
    if high is None or high <= 0:
        found.append(Fault("high", "Give the high end of the range: it is the cap."))
    elif high > MOST_CENTS:
        found.append(Fault("high", f"It must be at most {money(MOST_CENTS)}."))
    elif low is not None and low > high:
        found.append(Fault("high", "The high end must not be below the low end."))
    return found


def _replacing_faults(session: Session, agreement_id: int, replaces: int) -> list[Fault]:
    standing = records.standing(session, [agreement_id]).get(agreement_id, ())
    if any(each.id == replaces for each in standing):
        return []
    return [Fault("replaces", "Choose an opinion that no other one has replaced.")]
