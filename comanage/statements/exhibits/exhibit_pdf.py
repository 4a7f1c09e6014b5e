"""An exhibit as a PDF to be signed: the same bytes for the same contents (see press.py)."""

import hashlib
from functools import cache

from jinja2 import Environment

from comanage.statements.exhibits.exhibit import ExhibitContents
from comanage.statements.paper import Paper
from comanage.statements.press import Attached, layouts, pressed
from comanage.statements.words import day, instant, percent, signed

STYLES = ("statements/statement.css", "statements/exhibit.css")
MEDIA_TYPE = "application/pdf"
ABOUT = "The terms of this scorecard version, as they are stored and hashed"


def write(contents: ExhibitContents, paper: Paper = Paper.LETTER) -> bytes:
    """Write an exhibit.

    Raises:
        NotReady: The machine lacks Pango; the sentence says what to run.
        RuntimeError: The page asked for something that is not ours to give.
    """
    facts = contents.facts
    terms = Attached(f"{contents.stem}.json", facts.terms_text, ABOUT, facts.checked_at)
    page = html(contents)
    return pressed(
        page,
        styles=STYLES,
        identifier=hashlib.sha256(f"{paper} {page}".encode()).digest()[:16],
        paper=paper,
        attached=(terms,),
    )


def html(contents: ExhibitContents) -> str:
    """Lay an exhibit out as the HTML document that becomes the PDF."""
    template = _templates().get_template("statements/exhibit.html")
    return template.render(exhibit=contents, facts=contents.facts, terms=contents.terms)


@cache
def _templates() -> Environment:
    environment = layouts()
    environment.filters.update(money=signed, percent=percent, day=day, instant=instant)
    return environment
