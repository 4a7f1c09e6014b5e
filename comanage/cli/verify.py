"""comanage verify: a file that left the product, looked at without its database."""

from collections.abc import Sequence
from pathlib import Path

import click

from comanage.cli.audit import head_of, printed_head
from comanage.cli.doorway import FILE, REFUSED, contents_of
from comanage.refusals import Refusal
from comanage.statements.verdicts.verify import verify as verdict_on

NO_ANCHOR = "--key says which key an anchor must carry. Give the anchor with --anchor."


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--anchor",
    "anchors",
    type=FILE,
    multiple=True,
    help="An anchor of the audit log that was kept outside; may be given several times.",
)
@click.option(
    "--head",
    "printed",
    multiple=True,
    metavar="NUMBER:HASH",
    help="A head as another statement prints it; may be given several times.",
)
@click.option("--key", default="", metavar="HEX", help="The public key that anchors must carry.")
def verify(file: Path, anchors: Sequence[Path], printed: Sequence[str], key: str) -> None:
    """Say whether FILE is as it was made, and prints what follows from the data it carries.

    It needs no database and no network. Exit status 0: MATCH; 1: anything else.
    """
    if key and not anchors:
        raise Refusal(NO_ANCHOR)
    heads = [head_of(each, key) for each in anchors] + [printed_head(text) for text in printed]
    verdict = verdict_on(contents_of(file), heads)
    click.echo(verdict.headline)
    first = verdict.what, verdict.differs, verdict.caution, verdict.meaning
    for line in (*first, *verdict.checked):
        if line:
            click.echo(line)
    if not verdict.matches:
        raise click.exceptions.Exit(REFUSED)
