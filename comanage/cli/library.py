"""comanage library: the measures and agreement templates that a scorecard can begin with."""

import json
from collections.abc import Sequence

import click

from comanage.library import collection
from comanage.library.lines import Line
from comanage.library.measure import LibraryMeasure
from comanage.library.template import Template
from comanage.rules import canonical


@click.command()
@click.argument("code", required=False)
@click.option(
    "--line", type=click.Choice([each.value for each in Line]), help="List this service line alone."
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document instead of lines.")
def library(code: str | None, line: str | None, *, as_json: bool) -> None:
    """List the measures and agreement templates of the library, or the one named CODE.

    Each level says whether it is published, with its file and year, or a typical value.
    """
    kind = Line(line) if line else None
    measures: Sequence[LibraryMeasure] = collection.chosen(line=kind)
    templates = [each for each in collection.templates() if kind in {None, each.line}]
    if code is not None:
        measures = [each for each in collection.measures() if each.code == code]
        templates = [each for each in collection.templates() if each.code == code]
        if not templates and not measures:
            measures = [collection.measure(code)]
    if as_json:
        click.echo(json.dumps(document(measures, templates), indent=1, ensure_ascii=False))
        return
    told = [sentence for each in measures for sentence in of_measure(each)]
    told += [sentence for each in templates for sentence in of_template(each)]
    click.echo("\n".join(told))


def document(
    measures: Sequence[LibraryMeasure], templates: Sequence[Template]
) -> dict[str, list[object]]:
    """Put measures and templates into what JSON can hold."""
    return {
        "measures": [canonical.document(each) for each in measures],
        "templates": [canonical.document(each) for each in templates],
    }


def of_measure(found: LibraryMeasure) -> list[str]:
    """Say what a measure is, and what usually earns, in three lines."""
    lines = ", ".join(found.lines) or "every service line"
    told = [
        f"{found.number} {found.code}: {found.name} ({found.status}, {found.compliance}; {lines})",
        f"  {found.unit}, {found.direction}: {found.definition}",
    ]
    if found.levels is None:
        return [*told, f"  {found.levels_in_words()}"]
    return [*told, f"  {found.levels_in_words()} [{found.levels.origin_words}]"]


def of_template(found: Template) -> list[str]:
    """Say what a template pays for, with its domains and weights."""
    told = [f"template {found.code}: {found.name}. {found.summary}"]
    for part in found.parts:
        measures = ", ".join(chosen.measure for chosen in part.measures)
        told.append(f"  {part.domain} {canonical.document(part.weight)}: {measures}")
    duties = ", ".join(f"{duty.code} {duty.most_hours} h" for duty in found.duties)
    return [*told, f"  duties, most hours a month (typical values): {duties}"]
