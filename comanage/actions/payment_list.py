"""The list of payments, for those who may see them: narrowed, added up, and where each stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, allowed, may, require
from comanage.records import payment as payments
from comanage.records import payment_request as requests
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.document import Document
from comanage.records.payment import Payment, PaymentReturn
from comanage.records.payment_request import PaymentRequest
from comanage.records.recovery import Recovery
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.payments import Line
from comanage.rules.signoff import PaymentState, Role
from comanage.together import Together

NO_REQUEST = "There is no such payment request."
NO_FORMAT = "Payment requests come as csv and xlsx."
OWED, SETTLED, SET_OFF = "to be recovered", "recovered", "set off in full"


@dataclass(frozen=True)
class PaymentShown:
    """One payment as a list shows it.

    Attributes:
        row: The payment.
        line: The same as the rules read it.
        request: The number of the request that asks for it; None where it is in none.
        asked: What that request asks for.
        back: How often it came back.
        age: For how many days a debt has been open.
    """

    row: Payment
    line: Line
    request: int | None
    asked: int | None
    back: Sequence[PaymentReturn]
    age: int

    @property
    def state(self) -> str:
        """Where it stands: a debt is to be recovered, or was; what is set off in full is not paid."""
        return stands(self.row, self.line)

    @property
    def moved(self) -> int:
        """What set-off and repayment moved it by: a payment down, a debt up towards zero."""
        return -self.line.recovered if self.row.amount_cents > 0 else self.line.recovered

    @property
    def choosable(self) -> bool:
        """Whether it can be in the next request."""
        return self.state == PaymentState.PAYABLE


@dataclass(frozen=True, slots=True)
class Totals:
    """What some payments add up to, in cents."""

    amount: int
    set_off: int
    payable: int
    requested: int
    paid: int
    owed: int


def stands(row: Payment, line: Line) -> str:
    """Say where a payment stands, in the words that lists can be narrowed to."""
    if row.amount_cents <= 0:
        return OWED if line.owed else SETTLED
    if row.state is PaymentState.PAYABLE and not line.net:
        return SET_OFF
    return row.state.value


def lines(session: Session, actor: Actor, **wanted: str) -> list[PaymentShown]:
    """List the payments of the agreements that an actor reaches, newest first.

    Args:
        session: An open session.
        actor: Who asks.
        **wanted: What to narrow them to, see narrowed.
    """
    require(actor, Right.PAYMENT_READ)
    seen = [one.id for one in agreements_seen(session, actor, Right.PAYMENT_READ)]
    return narrowed(_shown(session, payments.of_agreements(session, seen)), **wanted)


@dataclass(frozen=True, slots=True)
class ToHandle:
    """Payments of an agreement that wait for the same next step.

    Attributes:
        agreement_id: The agreement.
        request: The number of the request to be recorded as paid; None where none is made yet.
        count: How many payments.
        cents: What is payable of them.
    """

    agreement_id: int
    request: int | None
    count: int
    cents: int


def to_handle(session: Session, actor: Actor) -> list[ToHandle]:
    """List what an actor may request, and then record as paid, by agreement and request."""
    if not may(actor, Right.PAYMENT_REQUEST):
        return []
    seen = [one.id for one in agreements_seen(session, actor, Right.PAYMENT_REQUEST)]
    standing = {PaymentState.PAYABLE.value, PaymentState.REQUESTED.value}
    waiting: dict[tuple[int, int], list[Line]] = {}
    for row in payments.of_agreements(session, seen):
        if stands(row, row.line) in standing:
            waiting.setdefault((row.agreement_id, row.request_id or 0), []).append(row.line)
    made = {request for _, request in waiting if request}
    numbers = requests.numbers(session, made) if made else {}
    return [
        ToHandle(agreement, numbers.get(request), len(each), sum(line.net for line in each))
        for (agreement, request), each in sorted(waiting.items())
    ]


def own(session: Session, actor: Actor) -> list[PaymentShown]:
    """List the payments to the groups that an actor leads, newest first, and to nobody else."""
    require(actor, Right.PAYMENT_OWN)
    groups = {held.group_id for held in actor.held if held.role is Role.LEADER}
    seen = [one.id for one in agreements_seen(session, actor, Right.PAYMENT_OWN)]
    found = payments.of_agreements(session, seen)
    return _shown(session, [one for one in found if one.participant.group_id in groups])


def one(session: Session, actor: Actor, payment_id: int) -> PaymentShown:
    """Find a payment that an actor may see.

    Raises:
        NotFound: There is none, or not for this actor.
    """
    require(actor, Right.PAYMENT_READ)
    found = payments.by_ids(session, [payment_id])
    if not found:
        raise NotFound("There is no such payment.")
    allowed(session, actor, Right.PAYMENT_READ, found[0].agreement_id)
    return _shown(session, found)[0]


def narrowed(
    found: Sequence[PaymentShown],
    *,
    period: str = "",
    service_line: str = "",
    group: str = "",
    state: str = "",
) -> list[PaymentShown]:
    """Keep the payments of a period, service line, group and state; an empty filter keeps all."""
    return [
        each
        for each in found
        if period in {"", each.row.period}
        and service_line in {"", each.row.agreement.service_line.name}
        and group in {"", each.row.participant.group.code}
        and state in {"", each.state}
    ]


def offered(found: Sequence[PaymentShown]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """List what payments can be narrowed to: for each filter, values and their words."""
    groups = {each.row.participant.group for each in found}
    return {
        "period": sorted({(each.row.period, each.row.period) for each in found}, reverse=True),
        "service_line": sorted(
            {(name, name) for name in (each.row.agreement.service_line.name for each in found)}
        ),
        "group": sorted({(one.code, f"{one.code}, {one.name}") for one in groups}),
        "state": [
            (word, word.capitalize())
            for word in (*PaymentState, OWED, SETTLED, SET_OFF)
            if any(each.state == word for each in found)
        ],
    }


def totals(found: Sequence[PaymentShown]) -> Totals:
    """Add some payments up."""
    paid = {
        state: sum(each.asked or 0 for each in found if each.row.state is state)
        for state in (PaymentState.REQUESTED, PaymentState.PAID)
    }
    return Totals(
        amount=sum(each.row.amount_cents for each in found),
        set_off=sum(each.moved for each in found),
        payable=sum(each.line.net for each in found if each.choosable),
        requested=paid[PaymentState.REQUESTED],
        paid=paid[PaymentState.PAID],
        owed=sum(each.line.owed for each in found),
    )


def of_request(
    session: Session, actor: Actor, number: int
) -> tuple[PaymentRequest, list[PaymentShown]]:
    """Find a payment request, with its payments that an actor may see.

    Raises:
        NotFound: There is none, or none of its payments is for this actor.
    """
    require(actor, Right.PAYMENT_READ)
    found = requests.by_number(session, number)
    if found is None or not may_see(session, actor, found):
        raise NotFound(NO_REQUEST)
    every = payments.by_ids(session, [line.payment_id for line in found.lines])
    return found, _shown(session, every)


def may_see(session: Session, actor: Actor, found: PaymentRequest) -> bool:
    """Say whether an actor may see every payment of a request."""
    seen = {one.id for one in agreements_seen(session, actor, Right.PAYMENT_READ)}
    return {line.payment.agreement_id for line in found.lines} <= seen


def recoveries(session: Session, row: Payment) -> Sequence[Recovery]:
    """List what was set off against a payment or of a debt, repaid and taken back, oldest first."""
    del session
    return sorted(row.recoveries, key=lambda each: each.id)


def file(session: Session, actor: Actor, number: int, suffix: str) -> Document:
    """Hand out the file of a payment request, byte for byte as it was made.

    Raises:
        NotFound: There is no such request or format.
    """
    found, _ = of_request(session, actor, number)
    names = {"csv": found.csv_sha256, "xlsx": found.xlsx_sha256}
    if suffix not in names:
        raise NotFound(NO_FORMAT)
    note(
        session, actor, Act.REQUEST_FILE_READ, object_id=found.id,
        after={"number": number, "format": suffix},
    )  # fmt: skip
    return session.get_one(Document, names[suffix])


def _shown(session: Session, found: Sequence[Payment]) -> list[PaymentShown]:
    ids = [one.id for one in found]
    each = Together(session)
    requested = each.part(requests.asked, session, ids)
    returned = each.part(payments.returns_of, session, ids)
    made = {one.request_id for one in found if one.request_id}
    numbered = each.part(requests.numbers, session, made)
    asked, back, numbers = requested.given, returned.given, numbered.given
    today = clock.today()
    return [
        PaymentShown(
            row=one,
            line=one.line,
            request=numbers.get(one.request_id or 0),
            asked=asked.get((one.request_id or 0, one.id)),
            back=back.get(one.id, ()),
            age=_age(one, today),
        )
        for one in reversed(found)
    ]


def _age(one: Payment, today: date) -> int:
    return (today - clock.day(one.release.released_at)).days if one.amount_cents < 0 else 0
