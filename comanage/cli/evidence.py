"""comanage evidence: what shows that a figure is right, added and listed."""

from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import evidence as act
from comanage.actions import files
from comanage.actions.entries import Sheet
from comanage.actions.evidence import Report
from comanage.cli.doorway import (
    FILE,
    acting,
    agreement_id,
    as_person,
    as_reader,
    contents_of,
    looking,
    of_agreement,
    of_period,
)
from comanage.records.figure_evidence import FigureEvidence, of_figure
from comanage.refusals import NotFound

of_measure = click.option(
    "--measure", required=True, metavar="CODE", help="The measure that the figure is of."
)
of_participant = click.option(
    "--participant", default="", metavar="CODE", help="Whose figure it is, where each has one."
)
with_note = click.option("--note", "remark", default="", help="What there is to say about it.")


@click.group()
def evidence() -> None:
    """Add evidence to figures, and list it."""


@evidence.command()
@click.argument("file", type=FILE)
@of_agreement
@of_period
@of_measure
@of_participant
@with_note
@click.option(
    "--declare", "declared", is_flag=True, help="A picture or scan shows no patient data."
)
@as_person
def add(file: Path, code: str, period: str, *, measure: str, participant: str, remark: str,
        declared: bool, email: str) -> None:  # fmt: skip
    """Keep FILE as evidence of a figure: CSV, a workbook, a PDF with text."""
    content = contents_of(file)
    files.look_ahead(file.name, content)
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        of = _figure(session, actor, at, period=period, measure=measure, participant=participant)
        made = act.attach_file(
            session, actor, at, of, name=file.name, content=content, declared=declared,
            remark=remark,
        )  # fmt: skip
        click.echo(f"{made.name} is evidence of figure {of}, SHA-256 {made.document_sha256}.")


@evidence.command()
@of_agreement
@of_period
@of_measure
@of_participant
@with_note
@click.option("--system", required=True, help="Where the report is run.")
@click.option("--report", required=True, help="The name of the report.")
@click.option(
    "--run-on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day it was run."
)
@click.option("--hash", "sha256", default="", help="The SHA-256 of its file, where one is kept.")
@as_person
def refer(  # noqa: PLR0913 - as many options
          code: str, period: str, *, measure: str, participant: str, remark: str, system: str,
          report: str, run_on: datetime, sha256: str, email: str) -> None:  # fmt: skip
    """Name a report that is kept elsewhere as evidence of a figure."""
    told = Report(system, report, run_on.date(), sha256)
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        of = _figure(session, actor, at, period=period, measure=measure, participant=participant)
        made = act.attach_report(session, actor, at, of, report=told, remark=remark)
        click.echo(f"{made.system}: {made.report} is evidence of figure {of}.")


@evidence.command("list")
@of_agreement
@of_period
@as_reader
def list_evidence(code: str, period: str, email: str | None) -> None:
    """List the evidence of a period's figures."""
    with looking(email) as (session, actor):
        sheet = Sheet.opened(session, actor, agreement_id(session, actor, code), period)
        for key, figure in sheet.standing.items():
            found = of_figure(session, figure)
            click.echo(f"{sheet.name(key)}: {'' if found else 'no evidence'}".rstrip())
            for each in found:
                click.echo(f"  {_line(each)}")


def _figure(
    session: Session, actor: Actor, at: int, *, period: str, measure: str, participant: str
) -> int:
    found = Sheet.opened(session, actor, at, period).standing.get((participant, measure))
    if found is None:
        raise NotFound(f"There is no figure of {measure} in {period}.")
    return found.id


def _line(each: FigureEvidence) -> str:
    late = ", added after it was verified" if each.late else ""
    if each.document is not None:
        said = f"{each.name}, {each.document.checked.value}, SHA-256 {each.document_sha256}"
    else:
        said = f"{each.system}: {each.report}, run on {each.run_on}"
    return f"{said}, by {each.added_by.name}{late}"
