"""A statement as a PDF: the same bytes for the same contents (see press.py)."""

import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment

from comanage.charts import bullet, waterfall
from comanage.statements import steps
from comanage.statements.contents import StatementContents
from comanage.statements.format import Format
from comanage.statements.measure_line import MeasureLine
from comanage.statements.press import layouts, pressed
from comanage.statements.words import day, instant, percent, signed

STYLES = ("statements/statement.css",)
MOST_DRAWN = 14  # measures that get a drawing each; more are told by their numbers alone


def write(contents: StatementContents) -> bytes:
    """Write a statement.

    Raises:
        NotReady: The machine lacks Pango; the sentence says what to run.
        RuntimeError: The page asked for something that is not ours to give.
    """
    return pressed(html(contents), styles=STYLES, identifier=_identifier(contents))


def html(contents: StatementContents) -> str:
    """Lay a statement out as the HTML document that becomes the PDF."""
    sheet = contents.sheet
    way = waterfall.of_pool(sheet.possible, sheet.way)
    return (
        _templates()
        .get_template("statements/statement.html")
        .render(
            statement=contents,
            facts=contents.facts,
            sheet=sheet,
            chart=waterfall.draw(way) if sheet.possible > 0 else None,
        )
    )


def _bullet(line: MeasureLine) -> Any:  # noqa: ANN401 - svg text, for the template only
    """Draw where a measure's result stands among its levels, where it has any."""
    drawn = bullet.of_measure(line.measure, line.scored, counts=line.counts)
    return bullet.draw(drawn) if drawn.levels else None


@cache
def _templates() -> Environment:
    environment = layouts()
    environment.filters.update(
        money=signed, percent=percent, share=steps.share, day=day, instant=instant
    )
    environment.globals.update(bullet=_bullet, most_drawn=MOST_DRAWN)
    return environment


def _identifier(contents: StatementContents) -> bytes:
    named = f"{contents.number} {contents.facts.document_hash} {contents.facts.state}"
    return hashlib.sha256(named.encode()).digest()[:16]


PDF: Format[StatementContents] = Format("PDF", "pdf", "application/pdf", write)
