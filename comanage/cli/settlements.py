"""comanage settlement and statement: from verified figures to what each group is owed."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import click
from sqlalchemy.orm import Session

from comanage.access import Actor, allowed, own_groups
from comanage.actions import approvals, restating, results, statements
from comanage.actions import settlements as act
from comanage.actions.standing import NONE_YET
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
from comanage.cli.settle import flat
from comanage.records import settlement as settlements
from comanage.records import statement as statement_records
from comanage.records.basis import period_of, settled, terms_of
from comanage.records.settlement import Settlement
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules import settled as rules
from comanage.rules.numbers import ZERO, percent
from comanage.rules.payout import Payout
from comanage.rules.terms import Terms
from comanage.statements.changes import ChangeLine
from comanage.statements.measure_line import MeasureLine
from comanage.statements.sheet import DomainLine, Sheet, sheet
from comanage.statements.words import signed

the_number = click.option(
    "--number", type=int, help="The settlement you have seen; the newest if left out."
)


@click.group()
def settlement() -> None:
    """Calculate, show, finalize and approve the settlement of a period."""


@settlement.command()
@of_agreement
@of_period
@as_person
def calculate(code: str, period: str, email: str) -> None:
    """Calculate a period from its verified figures."""
    with acting(email) as (session, actor):
        made = act.calculate(session, actor, agreement_id(session, actor, code), period)
        _say(code, period, made)


@settlement.command()
@of_agreement
@of_period
@the_number
@as_person
def finalize(code: str, period: str, number: int | None, email: str) -> None:
    """Make the settlement final, so that it can be approved."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or newest(session, at, period).number
        _say(code, period, act.finalize(session, actor, at, period, number=number))


@settlement.command()
@of_agreement
@of_period
@the_number
@as_person
def approve(code: str, period: str, number: int | None, email: str) -> None:
    """Approve the final settlement: lock the period and issue the statements."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or newest(session, at, period).number
        _say(code, period, approvals.approve(session, actor, at, period, number=number))


@settlement.command()
@of_agreement
@of_period
@click.option("--json", "as_json", is_flag=True, help="The stored document, as canonical JSON.")
@click.option("--lines", is_flag=True, help="One CSV line a result.")
@as_reader
def show(code: str, period: str, email: str | None, *, as_json: bool, lines: bool) -> None:
    """Show the newest settlement, line by line with its reasons."""
    with looking(email, noting=as_json) as (session, actor):
        at = agreement_id(session, actor, code)
        allowed(session, actor, Right.SETTLEMENT_READ, at)
        found = newest(session, at, period)
        if as_json:
            results.document(session, actor, at, period)
        value, terms = settled(found), terms_of(found.scorecard)
        paid = replace(value, payouts=restating.payouts_of(session, found))
    if as_json:
        click.echo(found.document)
    elif lines:
        click.echo(flat([value]), nl=False)
    else:
        _say(code, period, found)
        click.echo("\n".join(in_words(terms, paid)))


@click.command()
@click.argument("agreement")
@click.argument("period")
@click.option("--group", metavar="CODE", help="The statement of this group alone.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder to write into; this one if left out.",
)
@as_reader
def statement(
    agreement: str, period: str, *, group: str | None, folder: Path, email: str | None
) -> None:
    """Write the statements of the approved PERIOD of AGREEMENT as PDF files."""
    with looking(email, noting=True) as (session, actor):
        at = agreement_id(session, actor, agreement)
        found = [
            statements.document(session, actor, at, one)
            for one in _issued(session, actor, at, (period, group))
        ]
        files = [(folder / one.name, one.content) for one in found]
    for file, content in files:
        keep(file, content)
        click.echo(str(file))


def newest(session: Session, at: int, period: str) -> Settlement:
    """Find the newest settlement of a period.

    Raises:
        NotFound: There is no such period, or it was not calculated.
    """
    found = settlements.latest(session, period_of(session, at, period).id)
    if found is None:
        raise NotFound(NONE_YET.format(period))
    return found


def in_words(terms: Terms, value: rules.Settlement) -> list[str]:
    """Put a settlement in lines: every measure with its reason, each change, who is paid what."""
    laid, lines = sheet(terms, value), [""]
    for domain in () if laid.advance else laid.domains:
        lines += [f"{domain.domain.name}: {_dollars(domain, laid)}".removesuffix(": ")]
        for line in domain.measures:
            factor, weight = percent(line.scored.factor or ZERO, 1), percent(line.scored.weight, 1)
            earned = _dollars(line, laid)
            lines.append(f"  {line.measure.name}: {factor} of {weight}, {earned}".rstrip(", "))
            lines.append(f"    {line.scored.because}")
        lines += [_changed(domain.change, "  ")] if domain.change else []
        lines.append("")
    lines.append(f"{laid.scored_by}: {signed(laid.scored)}")
    lines += [_changed(change) for change in laid.changes]
    lines += [f"Earned: {signed(laid.earned)}", ""]
    scores = {one.participant: one.total for one in value.scorecards}
    return lines + [
        f"{terms.called(one.participant)}: {_paid(one, scores.get(one.participant))}"
        for one in value.payouts
    ]


def _changed(change: ChangeLine, indent: str = "") -> str:
    return f"{indent}{change.name}: {signed(change.cents)}, {change.because}"


def _paid(payout: Payout, score: Fraction | None) -> str:
    """Say what a group is paid, and how it differs from its share of what was earned."""
    said = [percent(payout.share)]
    if payout.maximum is not None:
        said.append(f"maximum {signed(payout.maximum)}")
    if score is not None:
        said.append(f"own score {percent(score)}")
    if payout.advanced or payout.left:
        said.append(f"earned {signed(payout.earned)}")
    if payout.advanced:
        said.append(f"paid before {signed(payout.advanced)}")
    if payout.left:
        said.append(f"left {signed(payout.left)}")
    said.append(signed(payout.payable))
    return ", ".join([*said, *([f"owed back {signed(payout.recover)}"] if payout.recover else [])])


def _say(code: str, period: str, found: Settlement) -> None:
    earned = f"{signed(found.earned_cents)} of {signed(found.possible_cents)} earned"
    click.echo(f"Settlement {found.number} of {code} {period} is {found.state}: {earned}.")


def _dollars(line: DomainLine | MeasureLine, laid: Sheet) -> str:
    return f"{signed(line.earned)} of {signed(line.possible)}" if laid.by_domain else ""


def _issued(session: Session, actor: Actor, at: int, of: tuple[str, str | None]) -> list[int]:
    """List the ids of the statements of a period that a person may read.

    Raises:
        NotFound: There is none.
    """
    period, group = of
    period_of(session, at, period)
    own = own_groups(session, actor, Right.STATEMENT_READ, at)
    found = [
        one.id
        for one in statement_records.of_agreement(session, at)
        if one.settlement.period.code == period
        and group in {None, one.participant.group.code if one.participant else ""}
        and (own is None or (one.participant is not None and one.participant.group_id in own))
    ]
    if not found:
        whose = f" for {group}" if group else ""
        raise NotFound(f"No statement of {period} was issued{whose}.")
    return found
