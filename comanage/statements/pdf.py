"""A statement as a PDF: tagged, archivable, and the same bytes for the same contents.

The page may ask for nothing but the house's own fonts: no file, no address and
no data URL that someone wrote into a name or a note is ever followed.
"""

import hashlib
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from comanage.charts import bullet, waterfall
from comanage.refusals import NotReady
from comanage.statements import steps
from comanage.statements.contents import StatementContents
from comanage.statements.format import Format
from comanage.statements.measure_line import MeasureLine
from comanage.statements.words import day, instant, percent, plain, signed

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FONTS = ROOT / "static" / "fonts"
SCHEME = "font:"
VARIANT = "pdf/a-3a"
MOST_DRAWN = 14  # measures that get a drawing each; more are told by their numbers alone
PANGO = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LACKS_PANGO = (
    "Statements need Pango, which this machine lacks; nothing was stored."
    f" Run: {PANGO}, then start comanage again."
)


def write(contents: StatementContents) -> bytes:
    """Write a statement.

    Raises:
        NotReady: The machine lacks Pango; the sentence says what to run.
        RuntimeError: The page asked for something that is not ours to give.
    """
    weasyprint, fonts, style = _engine()
    page = weasyprint.HTML(string=html(contents), url_fetcher=_fetcher())
    try:
        with warnings.catch_warnings():
            # The engine leaves a file of its own package to be closed by the collector.
            warnings.simplefilter("ignore", ResourceWarning)
            written: bytes = page.write_pdf(
                stylesheets=[style],
                font_config=fonts,
                pdf_variant=VARIANT,
                pdf_tags=True,
                pdf_identifier=_identifier(contents),
            )
    except weasyprint.urls.FatalURLFetchingError as why:  # no Exception: it would end a worker
        raise RuntimeError(f"The statement was not written: {why}") from why
    return written


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
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_readable,
    )
    environment.filters.update(
        money=signed, percent=percent, share=steps.share, day=day, instant=instant
    )
    environment.globals.update(bullet=_bullet, most_drawn=MOST_DRAWN)
    return environment


def _readable(value: object) -> object:
    """Keep the signs of a text that are there to be read; drawings are ours."""
    return plain(value) if type(value) is str else value


@cache
def _engine() -> tuple[Any, Any, Any]:
    """Load the layout engine with the fonts and the style sheet, once for the process."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of its own optional libraries
            import weasyprint  # noqa: PLC0415 - it needs Pango, which only statements do
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    except OSError as why:
        raise NotReady(LACKS_PANGO) from why
    fonts = FontConfiguration()
    sheet = (TEMPLATES / "statements/statement.css").read_text(encoding="utf-8")
    style = weasyprint.CSS(string=sheet, font_config=fonts, url_fetcher=_fetcher())
    return weasyprint, fonts, style


@cache
def _fetcher() -> Any:  # noqa: ANN401 - the engine ships no types
    """Hand out our fonts by name, and stop the rendering at any other request."""
    from weasyprint.urls import (  # noqa: PLC0415 - see _engine
        FatalURLFetchingError,
        URLFetcher,
        URLFetcherResponse,
    )

    class OwnFonts(URLFetcher):  # type: ignore[misc]  # the engine ships no types
        """Knows the files of static/fonts and nothing else."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401, ARG002
            """Give a font of ours, or refuse for good."""
            file = FONTS / url.removeprefix(SCHEME)
            if not url.startswith(SCHEME) or file.parent != FONTS or not file.is_file():
                raise FatalURLFetchingError(f"it asked for {url}, which is no font of ours.")
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": "font/ttf"})

    return OwnFonts(allowed_protocols=["font"])


def _identifier(contents: StatementContents) -> bytes:
    named = f"{contents.number} {contents.facts.document_hash} {contents.facts.state}"
    return hashlib.sha256(named.encode()).digest()[:16]


PDF: Format[StatementContents] = Format("PDF", "pdf", "application/pdf", write)
