"""A statement as a PDF that carries its data: the same bytes for the same data (see press.py)."""

import hashlib
import re
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from comanage.charts import bullet, waterfall, xmr
from comanage.statements import carried, seal, steps
from comanage.statements.agreement_contents import AgreementContents
from comanage.statements.carried import Carried
from comanage.statements.contents import StatementContents
from comanage.statements.equations import EARNED, SO_FAR
from comanage.statements.format import Format
from comanage.statements.glossary import glossary
from comanage.statements.measure_line import MeasureLine
from comanage.statements.method_note import method_notes
from comanage.statements.press import Attached, layouts, pressed
from comanage.statements.words import change, day, instant, percent, plain, points_between, signed

STYLES = ("statements/statement.css",)
OF_GROUP, OF_AGREEMENT = "statements/statement.html", "statements/agreement/statement.html"
TALLEST = 46  # bar of the way from the pool to what was earned, so that it stands on the first page
SIGNED = re.compile(r"[+−]\$[\d,.]+…?")  # an amount that a line may break after its sign
LONGEST = 50  # letters of a word that a line of the annex surely holds
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


def html(contents: StatementContents | AgreementContents, data_hash: str = "") -> str:
    """Lay a statement out as the HTML document that becomes the PDF.

    Args:
        contents: What it says: to a group, or of the whole agreement.
        data_hash: The SHA-256 of the data that it carries.
    """
    whole = isinstance(contents, AgreementContents)
    sheet = contents.sheet
    last = SO_FAR if contents.projected else EARNED
    way = waterfall.of_pool(sheet.possible, sheet.way, last[:1].upper() + last[1:])
    return (
        _templates()
        .get_template(OF_AGREEMENT if whole else OF_GROUP)
        .render(
            statement=contents,
            facts=contents.facts,
            sheet=sheet,
            data_hash=data_hash,
            carried_as=carried.NAME,
            glossary=glossary(contents),
            notes=method_notes(() if sheet.advance else sheet.measures),
            chart=waterfall.draw(way, TALLEST) if sheet.possible > 0 else None,
        )
    )


def _bullet(line: MeasureLine) -> Any:  # noqa: ANN401 - svg text, for the template only
    """Draw where a measure's result stands among its levels, where it has any."""
    drawn = bullet.of_measure(line.measure, line.scored, counts=line.counts)
    return bullet.beneath(drawn) if drawn.levels else None


def _unbroken(sentence: str) -> Markup:
    """Keep the sign of every amount on the line of the amount."""
    kept = SIGNED.sub(r'<span class="amount">\g<0></span>', str(escape(plain(sentence))))
    return Markup(kept)  # noqa: S704 - escaped above


def _long(said: str) -> bool:
    """Tell whether a text has a word that a line of the annex may not hold."""
    return any(len(word) > LONGEST for word in said.split())


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
        points_between=points_between,
        unbroken=_unbroken,
    )
    environment.tests["long"] = _long
    environment.globals.update(bullet=_bullet, most_drawn=MOST_DRAWN, xmr=xmr.draw)
    return environment


PDF: Format[Carried] = Format("PDF", "pdf", "application/pdf", write)
