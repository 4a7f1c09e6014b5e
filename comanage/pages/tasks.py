"""Tasks: how the start page says that something waits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from comanage.actions.payment_list import ToHandle
from comanage.pages.display import day, money
from comanage.records.agreement import Agreement
from comanage.records.period_unlock import PeriodUnlock
from comanage.records.release_hold import ReleaseHold
from comanage.records.settlement import Settlement
from comanage.rules.signoff import PaymentState


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits.

    Attributes:
        label: What to do, beginning with a verb.
        url: Where; empty when it waits for somebody else.
        status: How far it is, or whom it waits for.
    """

    label: str
    url: str
    status: str


def to_release(
    agreement: Agreement, waiting: Mapping[int, str], stopped: Mapping[int, ReleaseHold]
) -> Iterator[Task]:
    """List the approved settlements to be released, by period; what compliance holds has no link."""
    for period_id, code in waiting.items():
        label = f"Release the settlement of {code}"
        if hold := stopped.get(period_id):
            yield Task(label, "", f"Held by {hold.held_by.name} since {day(hold.held_at)}")
        else:
            url = url_for("settlements.period", agreement_id=agreement.id, code=code)
            yield Task(label, url, "Approved")


def to_lift(agreement: Agreement, holds: Sequence[ReleaseHold]) -> Iterator[Task]:
    """List the releases that are held, for whoever may lift the hold."""
    for each in holds:
        if each.settlement and each.settlement.agreement_id == agreement.id:
            code = each.settlement.period.code
            url = url_for("settlements.period", agreement_id=agreement.id, code=code)
            status = f"By {each.held_by.name} since {day(each.held_at)}"
            yield Task(f"Decide on the held release of {code}", url, status)


def to_request(agreement: Agreement, waiting: Sequence[ToHandle]) -> Iterator[Task]:
    """Ask for what is payable to be requested, and for what was requested to be recorded as paid."""
    for each in waiting:
        if each.agreement_id != agreement.id:
            continue
        if each.request is None:
            url = url_for("payments.every", state=PaymentState.PAYABLE.value)
            status = f"{money(each.cents)}, {_payments(each.count)}"
            yield Task("Request what is payable", url, status)
        else:
            url = url_for("payments.one_request", number=each.request)
            label = f"Record payment request {each.request} as paid"
            yield Task(label, url, _payments(each.count))


def _payments(count: int) -> str:
    return "1 payment" if count == 1 else f"{count} payments"


def to_release_held(agreement: Agreement, held: Sequence[Settlement]) -> Iterator[Task]:
    """List the held parts that no dispute keeps back any more, for whoever may release them."""
    for each in held:
        if each.agreement_id == agreement.id:
            code = each.period.code
            url = url_for("settlements.period", agreement_id=agreement.id, code=code)
            yield Task(f"Release the held part of {code}", url, "Its disputes are over")


def to_open(agreement: Agreement, asked: Sequence[PeriodUnlock]) -> Iterator[Task]:
    """List the locked periods that somebody asks to open again."""
    for each in asked:
        if each.agreement_id == agreement.id:
            code = each.period.code
            url = url_for("settlements.period", agreement_id=agreement.id, code=code)
            label = f"Decide whether {code} is opened again"
            yield Task(label, url, f"Asked by {each.asked_by.name}")


def to_pay(
    agreement: Agreement, waiting: Mapping[int, int], held: Mapping[int, int]
) -> Iterator[Task]:
    """Ask for the base fee of work that every level has approved, and say what is held of it."""
    if count := waiting.get(agreement.id, 0):
        url = url_for("base_fee_payments.waiting", agreement_id=agreement.id)
        months = "1 month of work" if count == 1 else f"{count} months of work"
        yield Task("Release the base fee of approved work", url, months)
    if count := held.get(agreement.id, 0):
        months = "1 month of work waits" if count == 1 else f"{count} months of work wait"
        status = f"{months} for compliance to lift a hold"
        yield Task("Release the base fee that is held", "", status)


def to_own(agreement: Agreement, lacking: Mapping[int, int]) -> Iterator[Task]:
    """Ask who is responsible for the measures that nobody has been named for."""
    if count := lacking.get(agreement.id, 0):
        measures = "1 measure" if count == 1 else f"{count} measures"
        has = "has" if count == 1 else "have"
        url = url_for("owners.every", agreement_id=agreement.id)
        yield Task("Name owners and due days", url, f"{measures} of {agreement.code} {has} none")
