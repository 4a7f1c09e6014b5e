"""Base fees: the terms agreed with each group, one version after the other.

What was mistyped is replaced before it begins, by a version that says so; the newest counts.
"""

import json
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions.free_text import text_faults
from comanage.actions.opened import check_opened
from comanage.records import base_fee as fees
from comanage.records import in_force
from comanage.records import participant as participants
from comanage.records.acts import Act
from comanage.records.agreed_fee import agreed_fee
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.base_fee import BaseFeeLevel, BaseFeeTerms
from comanage.records.participant import Participant
from comanage.refusals import Conflict, Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules import base_fee as rules
from comanage.rules.base_fee import BaseFee
from comanage.rules.periods import in_words

NO_GROUP = "The agreement has no such group."
NO_FEE = "The agreement has a base fee of $0.00, so there are no terms to agree for it."
MONTHS = "Terms begin on the first day of a month, or with the agreement."
WHY = "Say why the terms change; the reason stays on record."
NONE_YET = "No terms are agreed with this group yet, so there are none to correct."
BEGUN = "These terms began on {}, so they are not corrected. Agree new terms from a day to come."


def agree(  # noqa: PLR0913 - what is agreed has as many sides
    session: Session,
    actor: Actor,
    agreement_id: int,
    *,
    participant: str,
    terms: BaseFee,
    starts: date | None,
    reason: str = "",
    revision: int | None = None,
    corrects: bool = False,
) -> BaseFeeTerms:
    """Write down what is agreed with a group, from a month on.

    Args:
        session: The session of the change.
        actor: Who writes it down.
        agreement_id: The agreement.
        participant: The code of the group.
        terms: The terms.
        starts: The first day of a month, or of the agreement.
        reason: Why they change; the first terms need none.
        revision: The number of the terms that were seen, 0 for none; None where nobody looked.
        corrects: True to take the place of the last terms, which were mistyped and have not begun.

    Raises:
        NotAllowed: The actor may not.
        Stale: Someone else has agreed other terms since.
        Conflict: The agreement has no base fee, or the terms to correct have begun.
        Faulty: Every fault of the terms, beside its field.
    """
    role = allowed(session, actor, Right.DUTY_WRITE, agreement_id)
    agreement = session.get_one(Agreement, agreement_id)
    group = group_of(session, agreement_id, participant)
    if not agreed_fee(session, agreement).on(starts or clock.today()):
        raise Conflict(NO_FEE)
    before = [row for row in fees.versions(session, agreement_id) if row.participant_id == group.id]
    standing = fees.standing(before, group.id)
    check_opened(revision, len(before))
    wrong = _not_begun(standing.pop() if standing else None) if corrects else None
    last = standing[-1] if standing else None
    found = rules.faults(terms) + _day_faults(session, agreement, last, starts)
    found += [] if (wrong or last) is None or reason.strip() else [Fault("reason", WHY)]
    found += text_faults({"reason": reason, "sentences": "\n".join(terms.sentences)})
    if found or starts is None:
        raise Faulty(found)
    row = _row(actor, group, terms, number=len(before) + 1)
    row.starts, row.reason = starts, reason.strip()
    row.replaces_id = wrong.id if wrong else None
    _store(session, row, terms)
    told, kind = wrong or last, Act.BASE_FEE_CORRECTED if wrong else Act.BASE_FEE_AGREED
    note(
        session, actor, kind, role=role, agreement_id=agreement_id,
        object_id=row.id, before=_told(told, told.as_value()) if told else None,
        after=_told(row, terms), reason=row.reason,
    )  # fmt: skip
    return row


def group_of(session: Session, agreement_id: int, code: str) -> Participant:
    """Find a group of an agreement by its code; refuse an unknown one."""
    for each in participants.of_agreement(session, agreement_id):
        if each.code == code:
            return each
    raise NotFound(NO_GROUP)


def _not_begun(wrong: BaseFeeTerms | None) -> BaseFeeTerms:
    """Give the terms that are to be corrected; refuse those that govern already."""
    if wrong is None:
        raise Conflict(NONE_YET)
    if wrong.starts <= clock.today():
        raise Conflict(BEGUN.format(in_words(wrong.starts)))
    return wrong


def _day_faults(
    session: Session, agreement: Agreement, last: BaseFeeTerms | None, starts: date | None
) -> list[Fault]:
    if starts is None:
        return [Fault("starts", "Give the first day.")]
    course = in_force.course_of(session, agreement)
    found = []
    if not course.starts <= starts <= course.last_day:
        term = f"{in_words(course.starts)} to {in_words(course.last_day)}"
        found.append(Fault("starts", f"Give a day of the agreement, {term}."))
    if starts.day != 1 and starts != course.starts:
        found.append(Fault("starts", MONTHS))
    if last is not None and starts <= max(clock.today(), last.starts):
        after = in_words(max(clock.today(), last.starts))
        found.append(Fault("starts", f"Give a day after {after}: terms never change backwards."))
    return found


def _store(session: Session, row: BaseFeeTerms, terms: BaseFee) -> None:
    session.add(row)
    session.flush()
    for level, each in enumerate(terms.levels, 1):
        session.add(BaseFeeLevel(terms_id=row.id, level=level, role=each))
        session.flush()


def _row(actor: Actor, group: Participant, terms: BaseFee, *, number: int) -> BaseFeeTerms:
    return BaseFeeTerms(
        agreement_id=group.agreement_id,
        participant_id=group.id,
        number=number,
        pays=terms.pays,
        cents=terms.cents,
        most_an_entry=terms.most_an_entry,
        step=terms.step,
        most_a_month=terms.most_a_month,
        most_a_year=terms.most_a_year,
        fewest_a_month=terms.fewest_a_month,
        short=terms.short,
        deadline=terms.deadline,
        sentences=json.dumps(terms.sentences, ensure_ascii=False),
        entered_on=clock.today(),
        entered_by_id=actor.person_id,
    )


def _told(row: BaseFeeTerms, terms: BaseFee) -> dict[str, object]:
    return {
        "number": row.number, "starts": row.starts, "cents": terms.cents,
        "terms": rules.in_words(terms), "sentences": list(terms.sentences),
    }  # fmt: skip
