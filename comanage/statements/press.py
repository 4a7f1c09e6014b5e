"""The press: an HTML document of ours becomes a PDF, tagged, archivable, the same bytes each time.

A document may ask for nothing but the house's own fonts: no file, no address and
no data URL that someone wrote into a name or a note is ever followed.
"""

import gc
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from comanage.refusals import NotReady
from comanage.rules import difference
from comanage.statements import ua_mark
from comanage.statements.in_time import in_time
from comanage.statements.printable import FONTS, printable
from comanage.statements.spared import spared
from comanage.statements.words import plain

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
SCHEME = "font:"
ARROW, TO = f" {difference.ARROW} ", " to "  # another font would be needed for the arrow
YOUNG = 1  # generation: of what was made since the collector paused, nothing is older
VARIANT = "pdf/a-3a"
PANGO = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
LACKS_PANGO = (
    "Statements need Pango, which this machine lacks; nothing was stored."
    f" Run: {PANGO}, then start comanage again."
)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a PDF carries.

    Attributes:
        name: Its file name.
        content: Its text.
        about: What it is, in words.
        at: The instant that it tells as its own.
    """

    name: str
    content: str
    about: str
    at: datetime


def layouts() -> Environment:
    """Give the environment of the templates that are printed: strict, and escaping all but ours."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_readable,
    )


def _readable(value: object) -> object:
    """Keep the signs of a text that a reader reads, an accent with its letter; drawings are ours."""
    if type(value) is not str:
        return value
    return unicodedata.normalize("NFC", plain(value)).replace(ARROW, TO)


def pressed(
    html: str,
    *,
    styles: Sequence[str],
    identifier: bytes,
    paper: str = "letter",
    attached: Sequence[Attached] = (),
) -> bytes:
    """Write an HTML document as a PDF.

    Args:
        html: The document.
        styles: The names of its style sheets, as of templates.
        identifier: What tells this document from all others.
        paper: What it is printed on, as style sheets name it: letter, A4.
        attached: The files that it carries.

    Raises:
        NotReady: The machine lacks Pango; the sentence says what to run.
        TooMuch: It takes too long.
        RuntimeError: The document asked for something that is not ours to give.
    """
    weasyprint, fonts, _ = _engine()
    sheets = [_style(name) for name in styles]
    sheets.append(_of_css(f"@page {{ size: {paper}; }}"))
    files = [_attachment(weasyprint, each) for each in attached] or None

    def laid_out() -> bytes:
        page = weasyprint.HTML(string=printable(html), url_fetcher=_fetcher())
        written: bytes = page.write_pdf(
            stylesheets=sheets,
            font_config=fonts,
            pdf_variant=VARIANT,
            pdf_tags=True,
            finisher=lambda _, pdf: _finish(pdf),
            pdf_identifier=identifier,
            attachments=files,
        )
        return written

    try:
        with warnings.catch_warnings(), _collected_after():
            # The engine leaves a file of its own package to be closed by the collector.
            warnings.simplefilter("ignore", ResourceWarning)
            return in_time(laid_out)
    except weasyprint.urls.FatalURLFetchingError as why:  # no Exception: it would end a worker
        raise RuntimeError(f"The document was not written: {why}") from why


@contextmanager
def _collected_after() -> Iterator[None]:
    """Look for what to free once a document is done: in its midst, nearly all of it is in use.

    Only at what was made since: all that the program holds besides is long settled, and to go
    through it took up to a third of the time of a statement, by how much that is.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(YOUNG)
        if paused:
            gc.enable()


def _finish(pdf: Any) -> None:  # noqa: ANN401 - the engine ships no types
    """Add our mark, and name each file that it carries once in its catalog; the engine does it twice."""
    ua_mark.mark(pdf)
    if files := pdf.catalog.get("AF"):
        files[:] = dict.fromkeys(files)


def versions() -> str:
    """Name the libraries that lay out, with their versions, as "weasyprint 70.0, pango 1.50.12".

    Raises:
        NotReady: The machine lacks Pango; the sentence says what to run.
    """
    weasyprint, *_ = _engine()
    from weasyprint.text.ffi import pango  # noqa: PLC0415 - see _engine

    number = pango.pango_version()
    shown = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return f"weasyprint {weasyprint.__version__}, pango {shown}"


def _attachment(weasyprint: Any, each: Attached) -> Any:  # noqa: ANN401 - the engine ships no types
    return weasyprint.Attachment(
        string=each.content, url_fetcher=_fetcher(), name=each.name, description=each.about,
        created=each.at, modified=each.at, relationship="Source",
    )  # fmt: skip


@cache
def _engine() -> tuple[Any, Any, dict[str, Any]]:
    """Load the layout engine with the place of its fonts and of style sheets, once for the process."""
    try:
        with warnings.catch_warnings(), spared():
            warnings.simplefilter("ignore", DeprecationWarning)  # of its own optional libraries
            import weasyprint  # noqa: PLC0415 - it needs Pango, which only statements do
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    except OSError as why:
        raise NotReady(LACKS_PANGO) from why
    return weasyprint, FontConfiguration(), {}


def _style(name: str) -> Any:  # noqa: ANN401 - the engine ships no types
    """Read a style sheet of ours, once for the engine."""
    return _of_css((TEMPLATES / name).read_text(encoding="utf-8"))


def _of_css(text: str) -> Any:  # noqa: ANN401 - the engine ships no types
    weasyprint, fonts, known = _engine()
    if text not in known:
        known[text] = weasyprint.CSS(string=text, font_config=fonts, url_fetcher=_fetcher())
    return known[text]


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
