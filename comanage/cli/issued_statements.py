"""comanage statements: the statements of an agreement as they were known on a day."""

from datetime import datetime
from pathlib import Path

import click

from comanage.actions import issued_statements as act
from comanage.actions import statements
from comanage.cli.doorway import agreement_id, as_reader, keep, looking
from comanage.refusals import Fault, Faulty, NotFound

NOT_WHOLE = "Not everything holds."


@click.command(name="statements")
@click.argument("agreement")
@click.option(
    "--as-known-on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The day, such as 2027-07-14; what was issued on it counts.",
)
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder to write into; this one if left out.",
)
@as_reader
def issued_statements(agreement: str, *, day: datetime, folder: Path, email: str | None) -> None:
    """Write the statements of AGREEMENT that stood on a day, and say whether they still hold.

    A file that was changed since it was issued is named and not written. Exit status 1
    where a file or a number does not hold.
    """
    with looking(email, noting=True) as (session, actor):
        at = agreement_id(session, actor, agreement)
        stood = act.standing(session, actor, at, known_on=day.date())
        lines = stood.lines
        whole = [line for line in lines if line.file.holds]
        found = [statements.document(session, actor, at, line.row.id) for line in whole]
        files = [(folder / one.name, one.content) for one in found]
    if not lines and not stood.gone:
        raise NotFound(f"No statement of {agreement} was issued by {day.date()}.")
    for file, content in files:
        keep(file, content)
    written = {line.row.id: str(file) for line, (file, _) in zip(whole, files, strict=True)}
    for line in lines:
        name = f"{line.row.period}, {line.row.reader}, settlement {line.row.settlement}"
        click.echo(written.get(line.row.id, f"{name}: not written"))
        click.echo(f"  {name}, SHA-256 {line.row.sha256}")
        click.echo(f"  {line.file.sentence}")
        click.echo(f"  {line.data.sentence}")
    faults = [
        Fault(f"Statement {line.row.id}", held.sentence)
        for line in lines
        for held in (line.file, line.data)
        if not held.holds
    ]
    if faults := [*(Fault("", each) for each in stood.gone), *faults]:
        raise Faulty(faults, NOT_WHOLE)
