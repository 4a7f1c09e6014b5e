"""Files: what comes in is checked and kept once, and what is refused leaves nothing behind."""

import hashlib

import pikepdf
import pytest
from sqlalchemy import select

from comanage.actions import files
from comanage.actions.files import clean_name, keep
from comanage.readers import confined, evidence
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.document import Checked, Document, bytes_kept_by
from comanage.refusals import Busy, Faulty
from comanage.rules.signoff import Role
from tests.makers import make_actor
from tests.readers import books
from tests.readers.pdfs import page, pdf, saved
from tests.readers.pictures import png

TOTALS = b"measure,numerator,denominator\nreadmissions,7,205\n"

PICTURED = books.raw(books.sheet(""), **{"xl/media/image1.png": b"\x89PNG"})


@pytest.fixture
def ada(session):
    return make_actor(session, Role.ADMINISTRATOR)


def refused(session, actor, **given):
    with pytest.raises(Faulty) as why:
        keep(session, actor, **given)
    return [str(fault) for fault in why.value.faults]


@pytest.mark.trust("C9")
def test_a_file_is_kept_as_it_is_under_its_hash_and_noted(session, ada):
    made = keep(session, ada, name="totals.csv", content=TOTALS)
    session.expire(made)
    assert made.sha256 == hashlib.sha256(TOTALS).hexdigest()
    assert (made.content, made.media_type) == (TOTALS, "text/csv; charset=utf-8")
    assert (made.checked, made.kept_by_id) == (Checked.SCANNED, ada.person_id)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.act == Act.DOCUMENT_KEPT)).one()
    assert made.sha256 in entry.after
    assert "readmissions" not in entry.after


def test_the_same_bytes_again_are_the_same_row_whoever_sends_them(session, ada):
    first = keep(session, ada, name="totals.csv", content=TOTALS)
    other = make_actor(session, Role.ADMINISTRATOR)
    again = keep(session, other, name="of another name.csv", content=TOTALS)
    assert again is first
    assert (again.name, again.kept_by_id) == ("totals.csv", ada.person_id)
    assert bytes_kept_by(session, other.person_id) == 0


def test_how_far_a_file_was_looked_through_is_kept_with_it(session, ada):
    session.info["pictures"] = True
    text = keep(session, ada, name="r.pdf", content=pdf(["7 of 205 discharges"]))
    assert text.checked is Checked.SCANNED
    assert (
        keep(session, ada, name="r.xlsx", content=PICTURED, declared=True).checked
        is Checked.DECLARED
    )
    made = pikepdf.new()
    page(made, ["7 of 205 discharges were readmitted within 30 days"], picture=(120, 40))
    assert keep(session, ada, name="l.pdf", content=saved(made)).checked is Checked.IN_PART
    scan = keep(session, ada, name="s.pdf", content=pdf(["page 1 of 2"], None), declared=True)
    assert scan.checked is Checked.DECLARED


@pytest.mark.trust("C9")
@pytest.mark.parametrize(
    ("name", "content"), [("b.png", png()), ("s.pdf", pdf(None)), ("b.xlsx", PICTURED)]
)
def test_a_picture_takes_the_setting_and_the_word_of_a_person(session, ada, name, content):
    assert refused(session, ada, name=name, content=content, declared=True) == [
        f"file: {files.NOT_HERE}"
    ]
    session.info["pictures"] = True
    assert refused(session, ada, name=name, content=content) == [f"file: {files.DECLARE}"]
    made = keep(session, ada, name=name, content=content, declared=True)
    assert made.checked is Checked.DECLARED


def test_a_declaration_does_not_let_through_what_a_program_finds(session, ada):
    session.info["pictures"] = True
    (said,) = refused(session, ada, name="r.csv", content=b"mrn,ward\n4455667,N\n", declared=True)
    assert said.startswith("file: Row 1, column A: This looks like a medical record number. ")


def test_a_file_that_was_looked_through_ahead_is_not_looked_through_again(
    session, ada, monkeypatch
):
    look, asked = evidence.look, []
    monkeypatch.setattr(evidence, "look", lambda *given: asked.append(given[0]) or look(*given))
    content = b"measure,value\nahead,1\n"
    files.look_ahead("C:\\a.CSV", content)
    assert keep(session, ada, name="b.csv", content=content).checked is Checked.SCANNED
    assert asked == ["a.CSV"]
    assert "as no text" not in refused(session, ada, name="b.pdf", content=content)[0]
    assert asked == ["a.CSV", "b.pdf"]  # under another ending it is another file


@pytest.mark.trust("C13")
def test_a_file_that_found_no_turn_is_not_remembered_as_refused(session, ada, monkeypatch):
    def busy(*_):
        raise Busy(confined.BUSY)

    content = b"measure,value\nbusy,1\n"
    with monkeypatch.context() as while_others:
        while_others.setattr(evidence, "look", busy)
        with pytest.raises(Busy):
            files.look_ahead("a.csv", content)
    assert keep(session, ada, name="a.csv", content=content).checked is Checked.SCANNED


def test_what_is_remembered_of_files_is_little_and_holds_nothing_of_them(session, ada):
    for at in range(files.MOST_LOOKED + 5):
        files.look_ahead("a.csv", f"a,b\n{at},2\n".encode())
    assert len(files._looked) == files.MOST_LOOKED
    assert "b\n" not in repr(files._looked)


@pytest.mark.trust("C9")
def test_a_person_may_send_so_much_and_no_more(session, ada, monkeypatch):
    monkeypatch.setattr(files, "MOST_KEPT", 2 * len(TOTALS))
    keep(session, ada, name="a.csv", content=TOTALS)
    keep(session, ada, name="b.csv", content=TOTALS.replace(b"7", b"8"))
    assert bytes_kept_by(session, ada.person_id) == 2 * len(TOTALS)
    assert refused(session, ada, name="c.csv", content=b"a,b\n1,2\n") == [f"file: {files.QUOTA}"]
    assert keep(session, ada, name="again.csv", content=TOTALS)  # is kept already
    assert keep(
        session, make_actor(session, Role.ADMINISTRATOR), name="c.csv", content=b"a,b\n1,2\n"
    )


@pytest.mark.trust("C9", "F7")
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\ada\\Q1.pdf", "Q1.pdf"),
        ("Q1\r\nSet-Cookie: a=b.pdf", "Q1Set-Cookie: a=b.pdf"),
        ("fdp.exe\u202efdp.csv", "fdp.exefdp.csv"),
        ("a\x00b\x1b[31m\u200b.csv", "ab[31m.csv"),
        ("  Q1   report .csv ", "Q1 report.csv"),
        ("..csv", "csv"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("CON.csv", "CON_.csv"),
        ("lpt1.q1.csv", "lpt1_.q1.csv"),
        ("aux .pdf", "aux _.pdf"),
        ("console.csv", "console.csv"),
        ("Jahresübersicht.xlsx", "Jahresübersicht.xlsx"),
        ("", ""),
    ],
)
def test_a_name_is_kept_without_folders_and_unseen_signs(sent, kept):
    assert clean_name(sent) == kept


def test_a_file_without_a_name_is_refused(session, ada):
    for name in ("", ".csv", "../", "csv"):
        assert refused(session, ada, name=name, content=TOTALS) == [f"file: {files.NO_NAME}"]


@pytest.mark.trust("H6")
@pytest.mark.parametrize(
    "name", ["123-45-6789.csv", "MRN_4455667.csv", "Patient name: Mary Jones.csv"]
)
def test_a_name_that_looks_like_a_person_is_refused_without_repeating_it(session, ada, name):
    (said,) = refused(session, ada, name=name, content=TOTALS)
    assert "The name of the file looks like" in said
    assert name.removesuffix(".csv") not in said


@pytest.mark.trust("H4")
def test_on_a_refusal_no_row_is_made_and_nothing_noted(session, ada):
    refused(session, ada, name="r.csv", content=b"note\nsee 123-45-6789\n")
    assert session.scalars(select(Document)).all() == []
    acts = session.scalars(select(AuditEntry.act)).all()
    assert Act.DOCUMENT_KEPT not in acts
