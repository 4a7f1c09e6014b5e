"""Tasks: how the start page says that something waits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from comanage.records.agreement import Agreement
from comanage.records.period_unlock import PeriodUnlock
from comanage.records.settlement import Settlement


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
