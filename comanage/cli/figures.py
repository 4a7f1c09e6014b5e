"""comanage import and figures: a period's figures, from a file to verified."""

from collections.abc import Sequence
from pathlib import Path

import click
from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import figures as act
from comanage.actions import imports, refusals_noted
from comanage.actions.entries import Key, Sheet
from comanage.actions.imports import DryRun, Kind
from comanage.cli.doorway import (
    FILE,
    acting,
    agreement_id,
    as_person,
    as_reader,
    contents_of,
    keep,
    looking,
    of_agreement,
    of_period,
)
from comanage.records.figure import Figure
from comanage.refusals import Faulty, NotFound
from comanage.rules.numbers import shown
from comanage.rules.signoff import FigureState

the_measures = click.option(
    "--measure", "codes", multiple=True, metavar="CODE", help="This measure; can be repeated."
)


@click.command("import")
@click.argument("file", type=FILE)
@of_agreement
@of_period
@click.option("--dry-run", is_flag=True, help="Check the whole file, and store nothing.")
@as_person
def import_figures(file: Path, code: str, period: str, email: str, *, dry_run: bool) -> None:
    """Take in the figures of FILE, a workbook (.xlsx) or CSV, as drafts.

    Everything that is wrong is listed with its row and column; nothing is stored while
    one fault stands.
    """
    data = contents_of(file)
    with looking(email) as (session, actor):
        at = agreement_id(session, actor, code)
        checked = imports.dry_run(session, actor, at, period, name=file.name, data=data)
    if checked.forgotten:
        with acting(email) as (session, actor):
            refusals_noted.patient_data_refused(session, actor, at, where="a file of figures")
    if checked.faults:
        raise Faulty(fault.within(str(file)) for fault in checked.faults)
    _say(checked)
    if dry_run:
        click.echo("Nothing was stored.")
        return
    with acting(email) as (session, actor):
        stored = imports.take(
            session, actor, at, period, text=checked.text, standing=checked.standing
        )
    click.echo(f"{_counted(stored)} stored as drafts. Submit them when they are complete.")


@click.group()
def figures() -> None:
    """List, submit, verify and return the figures of a period."""


@figures.command()
@of_agreement
@of_period
@click.option(
    "--format",
    "kind",
    type=click.Choice([kind.value for kind in Kind]),
    default="csv",
    show_default=True,
    help="The kind of file.",
)
@click.option("--to", "file", type=FILE, required=True, help="The file to write.")
@as_person
def template(code: str, period: str, email: str, *, kind: str, file: Path) -> None:
    """Write the file to fill in for a period, as csv or xlsx."""
    with looking(email) as (session, actor):
        at = agreement_id(session, actor, code)
        content = imports.template(session, actor, at, period_code=period, kind=Kind(kind))
    keep(file, content)
    click.echo(str(file))


@figures.command("list")
@of_agreement
@of_period
@as_reader
def list_figures(code: str, period: str, email: str | None) -> None:
    """List a period's figures with their states, and the measures that have none."""
    with looking(email) as (session, actor):
        sheet = Sheet.opened(session, actor, agreement_id(session, actor, code), period)
        standing = dict(sheet.standing)
        names = {("", measure.code): measure.name for _, measure in sheet.terms.measures()}
    for key in names | standing:
        click.echo(_line(key, standing.get(key)))


@figures.command()
@of_agreement
@of_period
@as_person
def submit(code: str, period: str, email: str) -> None:
    """Submit every draft of a period to be verified."""
    with acting(email) as (session, actor):
        moved = act.submit(session, actor, agreement_id(session, actor, code), period)
    click.echo(f"{_counted(moved)} submitted.")


@figures.command()
@of_agreement
@of_period
@the_measures
@as_person
def verify(code: str, period: str, codes: tuple[str, ...], email: str) -> None:
    """Verify the submitted figures of a period; never one's own."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        ids = _submitted(session, actor, at, period=period, codes=codes)
        moved = act.verify(session, actor, at, period, figure_ids=ids)
    click.echo(f"{_counted(moved)} verified.")


@figures.command("return")
@of_agreement
@of_period
@the_measures
@click.option("--reason", required=True, help="What is to be mended.")
@as_person
def send_back(code: str, period: str, *, codes: tuple[str, ...], reason: str, email: str) -> None:
    """Return figures to whoever entered them, with the reason."""
    if not codes:
        raise click.UsageError("Say which figures to return: --measure CODE.")
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        ids = _submitted(session, actor, at, period=period, codes=codes)
        moved = act.send_back(session, actor, at, period, figure_ids=ids, reason=reason)
    click.echo(f"{_counted(moved)} returned.")


def _submitted(
    session: Session, actor: Actor, at: int, *, period: str, codes: Sequence[str]
) -> list[int]:
    """Choose figures by their measures, or every submitted one where none is named.

    Raises:
        NotFound: A measure has no figure.
    """
    standing = Sheet.opened(session, actor, at, period).standing
    if not codes:
        return [one.id for one in standing.values() if one.state is FigureState.SUBMITTED]
    lacking = [code for code in codes if all(code != measure for _, measure in standing)]
    if lacking:
        raise NotFound(f"There is no figure of: {', '.join(lacking)}.")
    return [one.id for (_, measure), one in standing.items() if measure in codes]


def _say(checked: DryRun) -> None:
    click.echo(f"Read as {checked.read_as}." if checked.read_as else "The file was read.")
    found = f"{len(checked.new)} new, {len(checked.changed)} changed, {checked.same} as they stand."
    click.echo(f"Figures: {found}")
    for doubt in checked.doubts:
        click.echo(f"Please check {doubt}", err=True)


def _counted(moved: Sequence[Figure]) -> str:
    return "1 figure was" if len(moved) == 1 else f"{len(moved)} figures were"


def _line(key: Key, figure: Figure | None) -> str:
    named = " ".join(part for part in reversed(key) if part)
    if figure is None:
        return f"{named}: no figure"
    return f"{named}: {_value(figure)}, {figure.state}"


def _value(figure: Figure) -> str:
    if figure.absent:
        return f"absent ({figure.absent})"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{shown(figure.numerator)} of {shown(figure.denominator)}"
    return shown(figure.value) if figure.value is not None else ""
