"""After a refusal nothing is kept: not in the database, not in a folder, not in a log, not in the answer.

A number and a sentence are planted in every way in which something comes in, over the doors that people use.
Then every place where it could remain is searched for them.
"""

import io
import logging
import tempfile
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from comanage.database import transaction
from comanage.records.base import Base
from comanage.rules.signoff import FigureState
from tests.actions.settling import PERIOD, make_ready
from tests.pages.browser import Browser
from tests.pages.working import row
from tests.readers.pdfs import pdf

SSN = "219-09-9999"
PROSE = "pt John Q. Smithers, 4/2/1961, called from smithers@example.com"
DIGITS = (SSN, SSN.replace("-", ""), "Smithers", "smithers@")
HEADING = "period,measure,value,source,note\n"


def book():
    made = openpyxl.Workbook()
    made.active.title = "Figures"
    made.active.append(["period", "measure", "value"])
    made.active.append([PERIOD, "turnover", 27])
    made.create_sheet("Raw").append(["Ward", f"see {SSN}"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def file(name, content):
    return {"file": (io.BytesIO(content), name)}


# So large that it is on a disk while it is sent.
LARGE = f"measure,note\nturnover,see {SSN}\n".encode() + b"turnover of the third room,27\n" * 60_000
WAYS = {
    # way: the page, and what is sent to it
    "an imported file": ("imports", file("f.csv", f"{HEADING}{PERIOD},turnover,27,log,{SSN}\n".encode())),
    "a pasted row": ("imports", {"pasted": f"{HEADING}{PERIOD},turnover,27,log,{SSN}\n"}),
    "another sheet of an imported workbook": ("imports", file("f.xlsx", book())),
    "the name of an imported file": ("imports", file(f"{SSN}.csv", f"{HEADING}".encode())),
    "evidence as CSV": ("evidence", file("e.csv", f"note\nsee {SSN}\n".encode())),
    "evidence as a large CSV": ("evidence", file("e.csv", LARGE)),
    "evidence as a workbook": ("evidence", file("e.xlsx", book())),
    "evidence as a PDF": ("evidence", file("e.pdf", pdf(["7 of 205", f"see {SSN}"]))),
    "the name of evidence": ("evidence", file(f"{SSN}.csv", b"a,b\n1,2\n")),
    "a note on evidence": ("evidence", file("e.csv", b"a,b\n1,2\n") | {"note": f"see {SSN}"}),
    "the report of evidence": ("evidence", {"system": "Log", "report": SSN, "run_on": "2026-01-01"}),
    "a note on a figure": ("figures", row(0, "turnover", value="28", source="Log", note=f"see {SSN}")),
    "an imported file about a person": ("imports", file("f.csv", f'{HEADING}{PERIOD},turnover,27,log,"{PROSE}"\n'.encode())),
    "a comment in an imported file": ("imports", file("f.csv", f"# {PROSE}\n{HEADING}{PERIOD},turnover,27,log,\n".encode())),
    "pasted rows about a person": ("imports", {"pasted": f'{HEADING}{PERIOD},turnover,27,log,"{PROSE}"\n'}),
    "a pasted cell beyond the heading": ("imports", {"pasted": f'{HEADING}{PERIOD},turnover,27,log,,"{PROSE}"\n'}),
    "the name of an imported file about a person": ("imports", file("pt John Smithers.csv", HEADING.encode())),
    "evidence about a person": ("evidence", file("e.csv", f'note\n"{PROSE}"\n'.encode())),
    "evidence with a comment about a person": ("evidence", file("e.csv", f"# {PROSE}\na,b\n1,2\n".encode())),
    "evidence as a PDF about a person": ("evidence", file("e.pdf", pdf(["7 of 205", PROSE]))),
    "the name of evidence about a person": ("evidence", file("patient_john_smithers.csv", b"a,b\n1,2\n")),
    "a note on evidence about a person": ("evidence", file("e.csv", b"a,b\n1,2\n") | {"note": PROSE}),
    "a note on a figure about a person": ("figures", row(0, "turnover", value="28", source="Log", note=PROSE)),
    "the reason of a return about a person": ("verify", {"step": "return", "figures": "1", "reason": PROSE}),
    "the reason of a return": ("verify", {"step": "return", "figures": "1", "reason": f"see {SSN}"}),
}  # fmt: skip


# What somebody typed stays in its box, for that person to mend.
TYPED = (
    "a note on evidence",
    "the report of evidence",
    "a note on a figure",
    "the reason of a return",
    "a note on evidence about a person",
    "a note on a figure about a person",
    "the reason of a return about a person",
)


@pytest.fixture
def ready(app):
    app.config["WTF_CSRF_ENABLED"] = False
    with transaction() as session:
        made = make_ready(session, state=FigureState.SUBMITTED)
    at = f"/agreements/{made.id}"
    turnover = made.figures["turnover"].id
    made.pages = {
        "imports": f"{at}/imports/{PERIOD}/new",
        "evidence": f"{at}/evidence/figures/{turnover}",
        "figures": f"{at}/figures/{PERIOD}",
        "verify": f"{at}/figures/{PERIOD}/verify",
    }
    return made


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The only folder for what is written on the way."""
    own = tmp_path / "on-the-way"
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    return own


@pytest.mark.trust("H4")
@pytest.mark.parametrize("way", WAYS, ids=WAYS)
def test_what_was_refused_remains_nowhere(app, ready, folder, caplog, way):
    caplog.set_level(logging.DEBUG)
    page, sent = WAYS[way]
    actor = ready.verifier if page == "verify" else ready.administrator
    browser = Browser(app, SimpleNamespace(id=actor.person_id))
    boundary, body = encode_multipart(
        {
            name: told
            if isinstance(told, str)
            else FileStorage(io.BytesIO(told[0].getvalue()), told[1])
            for name, told in sent.items()
        }
    )
    kind = f"multipart/form-data; boundary={boundary}"
    answer = browser.client.post(ready.pages[page], data=body, content_type=kind)
    assert answer.status_code == 422
    assert "looks like a" in answer.text
    assert found_in(stored(app)) == []
    assert (
        found_in({str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}) == []
    )
    assert found_in({"log": caplog.text.encode()}) == []
    if way not in TYPED:
        assert found_in({"answer": answer.data}) == []


def stored(app):
    """Give what the database holds: its very files, or else every row of every table."""
    engine = app.extensions["engine"]
    if engine.dialect.name == "sqlite":
        base = Path(engine.url.database)
        return {one.name: one.read_bytes() for one in base.parent.glob(f"{base.name}*")}
    with engine.connect() as connection:
        return {
            name: repr(connection.execute(text(f"SELECT * FROM {name}")).all()).encode()  # noqa: S608
            for name in Base.metadata.tables
        }


def found_in(places):
    """Name the places that hold the planted number, in any usual writing."""
    assert all(isinstance(held, bytes) for held in places.values())
    writings = [form for digits in DIGITS for form in (digits.encode(), digits.encode("utf-16-le"))]
    return [name for name, held in places.items() if any(form in held for form in writings)]


@pytest.mark.trust("H4")
def test_the_search_finds_what_is_there(app, ready, folder):
    with transaction() as session:
        session.merge(ready.agreement).title = f"for {SSN}"
    assert found_in(stored(app)) != []
    (folder / "spool").write_bytes(f"x{SSN}".encode("utf-16-le"))
    assert found_in({"spool": (folder / "spool").read_bytes()}) == ["spool"]
