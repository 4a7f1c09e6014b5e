"""comanage settlement release, payment and ledger: from an approved settlement to what was paid."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from comanage.access import agreements_seen
from comanage.actions import base_fee_releases, held_parts, ledgers, releases, repayments
from comanage.actions import payment_list as lists
from comanage.actions import payment_requests as act
from comanage.cli.doorway import (
    acting,
    agreement_id,
    as_person,
    as_reader,
    keep,
    looking,
    of_agreement,
    of_period,
)
from comanage.cli.settlements import newest, settlement, the_number
from comanage.records.agreement import Agreement
from comanage.refusals import Conflict
from comanage.rights import Right
from comanage.rules.ledger import Row, rows, rows_of_fees, unexplained, unexplained_of_fees
from comanage.statements.words import signed

the_key = click.option(
    "--key", required=True, metavar="TEXT",
    help="8 to 100 signs of your own: the same command with the same key is done once.",
)  # fmt: skip
a_day = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day, such as 2027-07-14."
)
a_reference = click.option(
    "--reference", required=True, metavar="TEXT", help="Of the payment in your own system."
)
an_id = click.argument("payment", type=int)


@settlement.command()
@of_agreement
@of_period
@the_number
@the_key
@as_person
def release(code: str, period: str, number: int | None, *, key: str, email: str) -> None:
    """Release the approved settlement: its payments are then payable."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or newest(session, at, period).number
        made = releases.release(session, actor, at, period, number=number, key=key)
        cents = made.cents
    click.echo(f"Settlement {number} of {code} {period} is released: {signed(cents)}.")


@settlement.command(name="release-rest")
@of_agreement
@of_period
@the_number
@the_key
@as_person
def release_rest(code: str, period: str, number: int | None, *, key: str, email: str) -> None:
    """Release what disputes held back of the released settlement, once they are over."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or newest(session, at, period).number
        made = held_parts.release_rest(session, actor, at, period, number=number, key=key)
        cents = made.cents
    click.echo(f"The held part of settlement {number} of {code} {period}: {signed(cents)}.")


@click.group()
def payment() -> None:
    """List payments, ask accounts payable for them, and record what was paid."""


@payment.command(name="list")
@click.option("--period", default="", metavar="CODE", help="This period alone.")
@click.option("--state", default="", metavar="WORD", help="Those that stand so, e.g. payable.")
@as_reader
def show(period: str, state: str, email: str | None) -> None:
    """List payments, newest first."""
    with looking(email) as (session, actor):
        found = lists.lines(session, actor, period=period, state=state)
        for each in found:
            row = each.row
            click.echo(
                f"{row.id}  {row.agreement.code} {row.period} {row.participant.group.code}"
                f"  {row.kind}  {signed(row.amount_cents)}  {each.state}"
            )
        added = lists.totals(found)
    click.echo(
        f"Payable {signed(added.payable)}, requested {signed(added.requested)},"
        f" paid {signed(added.paid)}, owed by groups {signed(added.owed)}."
    )


@payment.command()
@click.argument("payments", type=int, nargs=-1)
@click.option("--every", is_flag=True, help="All that is payable.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder to write the files into; this one if left out.",
)
@the_key
@as_person
def request(payments: tuple[int, ...], *, every: bool, folder: Path, key: str, email: str) -> None:
    """Ask accounts payable for PAYMENTS: a numbered file, as CSV and as a workbook."""
    with acting(email) as (session, actor):
        chosen = list(payments)
        if every:
            found = lists.lines(session, actor)
            chosen = [each.row.id for each in found if each.choosable]
        made = act.request(session, actor, payment_ids=chosen, key=key)
        number, cents = made.number, made.cents
    with acting(email) as (session, actor):
        files = [lists.file(session, actor, number, suffix) for suffix in ("csv", "xlsx")]
        written = [(folder / one.name, one.content) for one in files]
    for file, content in written:
        keep(file, content)
        click.echo(str(file))
    click.echo(f"Payment request {number}: {signed(cents)}.")


@payment.command()
@click.argument("payments", type=int, nargs=-1, required=True)
@a_day
@a_reference
@as_person
def paid(payments: tuple[int, ...], *, on: datetime, reference: str, email: str) -> None:
    """Record PAYMENTS as paid."""
    with acting(email) as (session, actor):
        found = act.pay(session, actor, payment_ids=payments, on=_day(on), reference=reference)
    click.echo(f"{len(found)} payment{'' if len(found) == 1 else 's'} recorded as paid.")


@payment.command(name="return")
@an_id
@click.option("--reason", required=True, metavar="TEXT", help="Why it came back.")
@as_person
def send_back(payment: int, *, reason: str, email: str) -> None:
    """Record that a PAYMENT came back unpaid: it is payable again."""
    with acting(email) as (session, actor):
        act.send_back(session, actor, payment, reason=reason)
    click.echo(f"Payment {payment} is payable again.")


@payment.command(name="release-base-fees")
@of_agreement
@the_key
@as_person
def release_base_fees(code: str, key: str, email: str) -> None:
    """Release the base fee of all approved work that waits for it and is not held."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        found = base_fee_releases.waiting(session, actor, at)
        free = base_fee_releases.without_held(session, found)
        chosen = [one.earned_id for one in free]
        made = base_fee_releases.release(session, actor, at, earned_ids=chosen, key=key)
        cents = made.cents
    held = len(found) - len(free)
    months = "1 month of work is" if held == 1 else f"{held} months of work are"
    more = f" Compliance holds more: {months} not released." if held else ""
    click.echo(f"Base fees of {code} are released: {signed(cents)}.{more}")


@payment.command()
@an_id
@click.option("--cents", type=int, required=True, help="The amount, in whole cents.")
@a_day
@a_reference
@as_person
def repaid(payment: int, *, cents: int, on: datetime, reference: str, email: str) -> None:
    """Record that a group paid back what a PAYMENT below zero says that it owes."""
    with acting(email) as (session, actor):
        repayments.repaid(session, actor, payment, cents=cents, on=_day(on), reference=reference)
    click.echo(f"{signed(cents)} of payment {payment} is repaid.")


@click.command()
@click.option("--agreement", "code", metavar="CODE", help="This agreement alone, line by line.")
@as_reader
def ledger(code: str | None, email: str | None) -> None:
    """Say where every cent went; exit status 1 where one cannot be explained."""
    with looking(email) as (session, actor):
        if code:
            ids = [agreement_id(session, actor, code)]
        else:
            ids = [one.id for one in agreements_seen(session, actor, Right.PAYMENT_READ)]
        gap = 0
        for at in ids:
            books = ledgers.of_agreement(session, actor, at)
            fees = ledgers.fees_of_agreement(session, actor, at)
            missing = unexplained(books) + unexplained_of_fees(fees)
            gap += missing
            click.echo(f"{session.get_one(Agreement, at).code}: {missing} cents unexplained")
            for book in books if code else ():
                _lay_out(book.period, rows(book))
            if code and fees:
                _lay_out("base fees", rows_of_fees(fees))
    if gap:
        raise Conflict(f"{signed(gap)} cannot be explained: release nothing, and ask for help.")


def _lay_out(name: str, found: Sequence[Row]) -> None:
    click.echo(f"  {name}")
    for row in found:
        parts = " + ".join(f"{signed(cents)} {part}" for part, cents in row.parts)
        click.echo(f"    {row.name} {signed(row.cents)} = {parts}")


def _day(given: datetime) -> date:
    return given.date()
