"""comanage agreement draft: an agreement from its parties, term and money, and a template of the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import click
from sqlalchemy.orm import Session

from comanage.actions import agreements
from comanage.actions.agreements import Party, Plan
from comanage.cli.doorway import acting, as_person
from comanage.library import collection
from comanage.records import physician_group, service_line
from comanage.refusals import Fault, Faulty
from comanage.rules.numbers import CENTS
from comanage.rules.typed import typed_number

DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was given on the command line, as it was typed."""

    code: str
    title: str
    line: str
    starts: datetime
    ends: datetime
    groups: Sequence[str]
    pool: str
    base_fee: str
    template: str | None
    verifier_may_approve: bool


@click.command()
@click.argument("code")
@click.argument("title")
@click.option("--service-line", "line", required=True, metavar="CODE", help="What it is about.")
@click.option("--starts", required=True, type=DAY, metavar="DAY", help="Its first day.")
@click.option("--ends", required=True, type=DAY, metavar="DAY", help="Its last day.")
@click.option("--group", "groups", required=True, multiple=True, metavar="CODE", help="Who takes part; once for each group.")  # fmt: skip
@click.option("--pool", required=True, metavar="DOLLARS", help="The pool of a contract quarter.")
@click.option("--base-fee", default="0", metavar="DOLLARS", help="The base fee of a contract year.")
@click.option("--template", metavar="CODE", help="Begin with this template of the library.")
@click.option("--verifier-may-approve", is_flag=True, help="As a small hospital may agree.")
@as_person
def draft(email: str, **given: object) -> None:
    """Draft the agreement CODE, in print TITLE, with a template or with five empty domains.

    What is earned is divided equally among the groups; the pages can change that.
    """
    told = Given(**given)  # type: ignore[arg-type]  # click has checked each
    begun = collection.template(told.template) if told.template else None
    with acting(email) as (session, actor):
        agreements.draft(session, actor, _plan(session, told))
    how = f"with the {begun.name.lower()} template" if begun else "with five empty domains"
    click.echo(f"Agreement {told.code} was drafted {how}. Complete its scorecard, and lock it.")


def _plan(session: Session, told: Given) -> Plan:
    """Make the plan of an agreement.

    Raises:
        Faulty: Every code and amount that cannot be used.
    """
    line = service_line.by_code(session, told.line)
    found = [physician_group.by_code(session, code) for code in told.groups]
    wrong = [] if line else [Fault("service line", f"There is no service line {told.line}.")]
    wrong += [
        Fault("group", f"There is no physician group {code}.")
        for code, group in zip(told.groups, found, strict=True)
        if group is None
    ]
    amounts = {name: cents_of(getattr(told, name)) for name in ("pool", "base_fee")}
    wrong += [
        Fault(name.replace("_", " "), "Give dollars and whole cents, such as 1,234.50.")
        for name, cents in amounts.items()
        if cents is None
    ]
    if wrong or line is None:
        raise Faulty(wrong)
    return Plan(
        code=told.code,
        title=told.title,
        service_line_id=line.id,
        starts=told.starts.date(),
        ends=told.ends.date(),
        base_fee_cents=amounts["base_fee"],
        pool_cents=amounts["pool"],
        parties=[Party(group.id) for group in found if group is not None],
        verifier_may_approve=told.verifier_may_approve,
        template=collection.template(told.template) if told.template else None,
    )


def cents_of(typed: str) -> int | None:
    """Read dollars and whole cents as they were typed; None where they are none."""
    try:
        cents = typed_number(typed) * CENTS
    except ValueError:
        return None
    return cents.numerator if cents.denominator == 1 else None
