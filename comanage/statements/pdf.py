"""A statement as a PDF that carries its data: the same bytes for the same data (see press.py)."""

import hashlib
from functools import cache
from typing import Any

from jinja2 import Environment

from comanage.charts import bullet, waterfall, xmr
from comanage.statements import carried, seal, steps
from comanage.statements.carried import Carried
from comanage.statements.contents import StatementContents
from comanage.statements.format import Format
from comanage.statements.glossary import glossary
from comanage.statements.measure_line import MeasureLine
from comanage.statements.method_note import method_notes
from comanage.statements.press import Attached, layouts, pressed
from comanage.statements.words import change, day, instant, percent, points, signed

STYLES = ("statements/statement.css",)
MOST_DRAWN = 14  # measures that get a drawing each; more are told by their numbers alone


def write(held: Carried) -> bytes:
    """Write a statement from the data that it carries, and seal it.

    Raises:
        NotReady: The machine lacks Pango; the sentence says what to run.
        RuntimeError: The page asked for something that is not ours to give.
        LookupError: It names a participant or a period that its terms do not know.
    """
    data, said = carried.text(held), carried.told(held)
    file = Attached(carried.NAME, data, carried.ABOUT, said.facts.issued_at)
    digest = hashlib.sha256(data.encode()).hexdigest()
    page = html(said, digest)
    named = seal.identifier(said.number, digest)
    return seal.sealed(
        pressed(page, styles=STYLES, identifier=named, paper=said.facts.paper, attached=[file])
    )


def html(contents: StatementContents, data_hash: str = "") -> str:
    """Lay a statement out as the HTML document that becomes the PDF.

    Args:
        contents: What it says.
        data_hash: The SHA-256 of the data that it carries.
    """
    sheet = contents.sheet
    way = waterfall.of_pool(sheet.possible, sheet.way)
    return (
        _templates()
        .get_template("statements/statement.html")
        .render(
            statement=contents,
            facts=contents.facts,
            sheet=sheet,
            data_hash=data_hash,
            carried_as=carried.NAME,
            glossary=glossary(contents),
            notes=method_notes(() if sheet.advance else sheet.measures),
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
        money=signed,
        percent=percent,
        share=steps.share,
        day=day,
        instant=instant,
        change=change,
        points=points,
    )
    environment.globals.update(bullet=_bullet, most_drawn=MOST_DRAWN, xmr=xmr.draw)
    return environment


PDF: Format[Carried] = Format("PDF", "pdf", "application/pdf", write)
