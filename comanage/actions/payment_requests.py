"""Payment requests: accounts payable is asked, once, for what was released; then it is paid or comes back."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock, crash
from comanage.access import Actor
from comanage.actions import once
from comanage.actions.free_text import line_faults
from comanage.actions.payment_steps import NONE_CHOSEN, in_reach, moved
from comanage.actions.reasons import reason_faults
from comanage.actions.release_lines import set_off
from comanage.records import payment_request as requests
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.document import Document
from comanage.records.payment import Payment, PaymentReturn
from comanage.records.payment_request import PaymentRequest, PaymentRequestLine
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rules.periods import in_words
from comanage.rules.signoff import PaymentState, PaymentStep, Role
from comanage.statements.exports.formats import REQUEST_FORMATS
from comanage.statements.exports.payment_request import RequestFile, RequestLine

NOTHING = "Nothing of these payments is left to pay: what is payable is set off in full."
NO_VENDOR = "Give {} its vendor number first, on the page of the groups."
NO_REFERENCE = "Give the reference of the payment in your own system."
LATER = "Give the day on which it was paid: not later than today."
EARLIER = "It was asked for on {}: give that day or a later one as the day on which it was paid."
WHY = "Say why the payment came back."


def request(
    session: Session, actor: Actor, *, payment_ids: Sequence[int], key: str
) -> PaymentRequest:
    """Ask accounts payable to pay what is payable, as one numbered file.

    Raises:
        Faulty: Nothing was chosen, or a group has no vendor number.
        Conflict: A payment is not payable any more, nothing is left to pay, or the key stood
            for something else.
        NotAllowed: The actor took a part that bars it.
    """
    asked = {"payments": sorted(set(payment_ids)), "person": actor.person_id}
    if (made := once.done(session, key, Act.PAYMENT_REQUESTED, asked)) is not None:
        return session.get_one(PaymentRequest, made)
    chosen = in_reach(session, actor, payment_ids)
    moved(session, actor, chosen, PaymentStep.REQUEST)
    lines = [one.line for one in chosen]
    vendors = _vendors(session, chosen)
    total = sum(line.net for line in lines)
    if total <= 0:
        raise Conflict(NOTHING)
    number, at = requests.next_number(session), clock.now()
    told = RequestFile(number, at, tuple(_told(one, vendors) for one in chosen))
    files = {suffix: _kept(session, told, suffix) for suffix in REQUEST_FORMATS}
    crash.point("request:files-kept")
    row = PaymentRequest(
        number=number, cents=total, csv_sha256=files["csv"], xlsx_sha256=files["xlsx"],
        made_by_id=actor.person_id, made_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for one, line in zip(chosen, lines, strict=True):
        session.add(PaymentRequestLine(request_id=row.id, payment_id=one.id, cents=line.net))
    session.flush()
    for one in chosen:
        one.state, one.request_id = PaymentState.REQUESTED, row.id
    session.flush()
    once.remember(session, actor, key, act=Act.PAYMENT_REQUESTED, asked=asked, made=row.id)
    note(
        session, actor, Act.PAYMENT_REQUESTED, role=Role.RELEASER, object_id=row.id,
        after={"number": number, "cents": total, "payments": [one.id for one in chosen],
               "csv": files["csv"]},
    )  # fmt: skip
    return row


def pay(
    session: Session,
    actor: Actor,
    *,
    payment_ids: Sequence[int],
    on: date | None,
    reference: str,
) -> list[Payment]:
    """Record that payments were paid, with the day and the reference of the hospital's system.

    Raises:
        Faulty: Nothing was chosen, or day or reference is missing.
        Conflict: A payment was not requested, or is paid already.
        NotAllowed: The actor took a part that bars it.
    """
    chosen = in_reach(session, actor, payment_ids) if payment_ids else []
    faults = [] if payment_ids else [Fault("", NONE_CHOSEN)]
    faults += [] if reference.strip() else [Fault("reference", NO_REFERENCE)]
    faults += line_faults({"reference": reference}, about="payment")
    if on is None or on > clock.today():
        faults.append(Fault("on", LATER))
    elif (asked := requests.last_asked(session, chosen)) and on < asked:
        faults.append(Fault("on", EARLIER.format(in_words(asked))))
    if faults:
        raise Faulty(faults)
    moved(session, actor, chosen, PaymentStep.PAY)
    for one in chosen:
        one.state, one.paid_on, one.paid_reference = PaymentState.PAID, on, reference.strip()
        one.paid_by_id = actor.person_id
    session.flush()
    for one in chosen:
        note(
            session, actor, Act.PAYMENT_PAID, role=Role.RELEASER, agreement_id=one.agreement_id,
            object_id=one.id, before={"state": PaymentState.REQUESTED},
            after={"state": one.state, "on": one.paid_on, "reference": one.paid_reference},
        )  # fmt: skip
    return chosen


def send_back(session: Session, actor: Actor, payment_id: int, *, reason: str) -> Payment:
    """Record that a payment came back unpaid: it is payable again.

    Raises:
        Faulty: No reason is given.
        Conflict: It is payable already.
        NotAllowed: The actor took a part that bars it.
    """
    (one,) = in_reach(session, actor, [payment_id])
    before = one.state
    moved(session, actor, [one], PaymentStep.RETURN)
    if faults := reason_faults(reason, WHY):
        raise Faulty(faults)
    session.add(
        PaymentReturn(
            payment_id=one.id,
            request_id=one.request_id,
            reason=reason.strip(),
            returned_by_id=actor.person_id,
            returned_at=clock.now(),
        )
    )
    session.flush()
    one.state, one.request_id = PaymentState.PAYABLE, None
    one.paid_on = one.paid_reference = one.paid_by_id = None
    session.flush()
    note(
        session, actor, Act.PAYMENT_RETURNED, role=Role.RELEASER, agreement_id=one.agreement_id,
        object_id=one.id, before={"state": before}, after={"state": one.state},
        reason=reason.strip(),
    )  # fmt: skip
    set_off(session, actor, [one.participant_id])
    return one


def _vendors(session: Session, chosen: Sequence[Payment]) -> Mapping[int, str]:
    groups = {one.participant.group_id: one.participant.group for one in chosen}
    found = requests.vendor_numbers(session, groups)
    faults = [
        Fault("vendor_number", NO_VENDOR.format(group.name))
        for group_id, group in sorted(groups.items())
        if group_id not in found
    ]
    if faults:
        raise Faulty(faults)
    return found


def _told(one: Payment, vendors: Mapping[int, str]) -> RequestLine:
    group, line = one.participant.group, one.line
    return RequestLine(
        payment=one.id,
        vendor=vendors[group.id],
        group=group.code,
        group_name=group.name,
        agreement=one.agreement.code,
        title=one.agreement.title,
        service_line=one.agreement.service_line.name,
        period=one.period,
        starts=one.starts,
        ends=one.ends,
        kind=one.kind,
        sequence=one.sequence,
        amount=one.amount_cents,
        set_off=line.recovered,
    )


def _kept(session: Session, told: RequestFile, suffix: str) -> str:
    """Keep the file of a request under its hash."""
    form = REQUEST_FORMATS[suffix]
    content = form.write(told)
    name = hashlib.sha256(content).hexdigest()
    if session.get(Document, name) is None:
        session.add(
            Document(
                sha256=name,
                media_type=form.media_type,
                name=f"payment-request-{told.number:04d}.{suffix}",
                content=content,
                made_at=told.at,
            )
        )
        session.flush()
    return name
