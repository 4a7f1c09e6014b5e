"""comanage agreement correct and withdraw: a draft that was typed wrongly, put right or put away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import click
from sqlalchemy.orm import Session

from comanage.actions import wrong_drafts
from comanage.actions.agreements import Party, Plan
from comanage.actions.as_typed import as_typed
from comanage.cli.doorway import acting, agreement_id, as_person
from comanage.cli.draft import DAY, cents_of
from comanage.records import physician_group, scorecard, service_line
from comanage.records.agreement import Agreement
from comanage.refusals import Conflict, Fault, Faulty

AMOUNT = "Give dollars and whole cents, such as 1,234.50."
NO_SCORECARD = "This agreement has no draft of a scorecard, so it is not corrected."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is right, as it was typed; None or empty where it stays."""

    new_code: str | None
    title: str | None
    line: str | None
    starts: datetime | None
    ends: datetime | None
    groups: Sequence[str]
    pool: str | None
    base_fee: str | None


@click.command()
@click.argument("code")
@click.option("--code", "new_code", metavar="CODE", help="Its right code.")
@click.option("--title", help="Its right title.")
@click.option("--service-line", "line", metavar="CODE", help="What it is about.")
@click.option("--starts", type=DAY, metavar="DAY", help="Its right first day.")
@click.option("--ends", type=DAY, metavar="DAY", help="Its right last day.")
@click.option("--group", "groups", multiple=True, metavar="CODE", help="Who takes part, all of them; once for each group.")  # fmt: skip
@click.option("--pool", metavar="DOLLARS", help="The right pool of a period.")
@click.option("--base-fee", metavar="DOLLARS", help="The right base fee of a contract year.")
@click.option("--reason", required=True, help="What was wrong.")
@as_person
def correct(code: str, email: str, reason: str, **given: object) -> None:
    """Draft an agreement in the place of the draft CODE, which is withdrawn.

    What is not given stays as it was typed, and the scorecard as far as it was drafted.
    """
    told = Given(**given)  # type: ignore[arg-type]  # click has checked each
    with acting(email) as (session, actor):
        wrong = agreement_id(session, actor, code)
        plan = _plan(session, wrong, told)
        made = wrong_drafts.correct(session, actor, wrong, plan, reason=reason)
        named = made.code
    click.echo(f"Agreement {named} was drafted in the place of {code}, which is withdrawn.")


@click.command()
@click.argument("code")
@click.option("--reason", required=True, help="Why it is put away.")
@as_person
def withdraw(code: str, email: str, reason: str) -> None:
    """Withdraw the draft CODE: it leaves the lists, and nothing is scored or paid under it."""
    with acting(email) as (session, actor):
        wrong_drafts.withdraw(session, actor, agreement_id(session, actor, code), reason=reason)
    click.echo(f"Agreement {code} was withdrawn. It stays on record, and its code is free.")


def _plan(session: Session, wrong: int, told: Given) -> Plan:
    """Change the plan of a draft where something else was given.

    Raises:
        Conflict: It is no draft any more.
        Faulty: Every code and amount that cannot be used.
    """
    plan = _as_typed(session, wrong)
    line = service_line.by_code(session, told.line) if told.line else None
    groups = [physician_group.by_code(session, each) for each in told.groups]
    amounts = {name: cents_of(typed) for name, typed in _amounts(told).items()}
    found = [Fault("service line", f"There is no service line {told.line}.")]
    found = found if told.line and line is None else []
    found += [
        Fault("group", f"There is no physician group {each}.")
        for each, group in zip(told.groups, groups, strict=True)
        if group is None
    ]
    found += [Fault(name, AMOUNT) for name, cents in amounts.items() if cents is None]
    if found:
        raise Faulty(found)
    shares = {party.group_id: party.share for party in plan.parties}
    parties = [Party(group.id, shares.get(group.id)) for group in groups if group is not None]
    return replace(
        plan,
        code=told.new_code or plan.code,
        title=told.title or plan.title,
        service_line_id=line.id if line else plan.service_line_id,
        starts=told.starts.date() if told.starts else plan.starts,
        ends=told.ends.date() if told.ends else plan.ends,
        parties=parties or plan.parties,
        pool_cents=amounts.get("pool", plan.pool_cents),
        base_fee_cents=amounts.get("base fee", plan.base_fee_cents),
    )


def _as_typed(session: Session, wrong: int) -> Plan:
    agreement, version = session.get_one(Agreement, wrong), scorecard.draft(session, wrong)
    if version is None:
        why = wrong_drafts.why_not_corrected(session, agreement)
        raise Conflict(why or NO_SCORECARD)
    return as_typed(session, agreement, version).plan


def _amounts(told: Given) -> dict[str, str]:
    """Give the amounts that were typed, by what they are."""
    given = {"pool": told.pool, "base fee": told.base_fee}
    return {name: typed for name, typed in given.items() if typed is not None}
