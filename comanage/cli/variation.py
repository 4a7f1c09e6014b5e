"""comanage variation: what a control chart says of a measure. It explains and never pays."""

from collections.abc import Iterator
from pathlib import Path

import click

from comanage.cli.doorway import FILE
from comanage.cli.settle import read_terms
from comanage.cli.whatif import figures_of
from comanage.refusals import NotFound
from comanage.rules.history import History, histories

NEVER_PAYS = "This explains, and never pays."


@click.command()
@click.argument("figures", type=FILE)
@click.argument("measure")
@click.option("--terms", type=FILE, required=True, help="The scorecard that the figures are for.")
def variation(figures: Path, measure: str, *, terms: Path) -> None:
    """Tell chance from change in the results of MEASURE over all periods of FIGURES (CSV)."""
    agreed = read_terms(terms)
    found = agreed.measure(measure)
    if found is None:
        raise NotFound(f"The terms know no measure {measure}.")
    told = histories(agreed, figures_of(agreed, figures), found)
    if not told:
        raise NotFound(f"{found.name} has no result in {figures}.")
    for one in told:
        click.echo("\n".join(_in_words(one)))
        click.echo()
    click.echo(NEVER_PAYS)


def _in_words(one: History) -> Iterator[str]:
    """Put a history in lines: its points, its limits, its icons and what they mean."""
    owner = f"{one.participant}, " if one.participant else ""
    yield f"{owner}{one.measure.name}"
    points = [point for segment in one.chart.segments for point in segment.points]
    shown = [one.shown(point.value) for point in points]
    wide, long = max(map(len, shown)), max(map(len, one.periods))
    for period, value, point in zip(one.periods, shown, points, strict=True):
        side = f", {point.side}" if point.side else ""
        yield f"  {period.ljust(long)}  {value.rjust(wide)}  {point.cause}{side}"
    limits = one.chart.latest.limits
    if limits is not None:
        lower, mean, upper = map(one.shown, (limits.lower, limits.mean, limits.upper))
        yield f"  Lower limit {lower}, mean {mean}, upper limit {upper}"
    yield f"  Variation: {one.chart.variation}. Assurance: {one.chart.assurance}."
    yield from (f"  {sentence}" for sentence in one.sentences)
