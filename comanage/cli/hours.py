"""comanage hours: logged hours of an agreement, on the screen and as a file."""

from pathlib import Path

import click

from comanage.actions import hours_export, hours_overview
from comanage.cli.doorway import FILE, agreement_id, as_reader, keep, looking, of_agreement
from comanage.refusals import NotFound
from comanage.rules.base_fee import hours as in_words
from comanage.rules.months import read_month
from comanage.rules.numbers import money

of_month = click.option(
    "--month", metavar="MONTH", default="", help="This month alone, such as 2027-10."
)


@click.group()
def hours() -> None:
    """List and export the hours that physicians logged."""


@hours.command("list")
@of_agreement
@of_month
@as_reader
def list_hours(code: str, month: str, email: str | None) -> None:
    """List each group's hours by month: logged, approved and earned."""
    _known(month)
    with looking(email) as (session, actor):
        at = agreement_id(session, actor, code)
        found = [
            f"{each.month.code} {each.group.code}: {in_words(each.logged)} logged,"
            f" {in_words(each.approved)} approved, {money(each.cents)} earned"
            for each in hours_overview.look(session, actor, at).months
            if month in {"", each.month.code}
        ]
    for line in reversed(found):
        click.echo(line)


@hours.command()
@of_agreement
@of_month
@click.option("--to", "file", type=FILE, help="The file to write; the screen if left out.")
@as_reader
def export(code: str, month: str, file: Path | None, email: str | None) -> None:
    """Write every entry of an agreement as CSV, with who attested and approved it."""
    _known(month)
    with looking(email, noting=True) as (session, actor):
        at = agreement_id(session, actor, code)
        _, _, content = hours_export.export(session, actor, at, month=month)
    if file is None:
        click.echo(content, nl=False)
    else:
        keep(file, content)
        click.echo(str(file))


def _known(month: str) -> None:
    if month and read_month(month) is None:
        raise NotFound(f"{month} is no month. Give one such as 2027-10.")
