"""The page that verifies: open to everyone, nothing is kept, and it never fails on a file."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from comanage import clock
from comanage.actions import anchors, verdicts
from comanage.app import LARGEST_REQUEST
from comanage.database import reading
from comanage.readers import confined
from comanage.records.audit_entry import head
from comanage.records.document import Document
from comanage.rules.anchor import Anchor
from comanage.rules.chain import Head
from comanage.statements import pdf
from comanage.statements.packets import packet_verify
from comanage.statements.verdicts.verdict import Finding, Verdict, not_compared
from tests.pages.browser import errors, words
from tests.statements.samples import held

LOG = Head(1042, "5f" * 32)
KEY = "ab" * 32

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def written():
    """A statement as it was handed out."""
    return pdf.write(held(log=LOG))


def sent(client, content, name="statement.pdf", **known):
    """Drop a file on the page, as somebody who is not signed in."""
    answer = client.post("/verify", data={"file": (io.BytesIO(content), name), **known})
    return answer.status_code, words(answer.text)


def anchor(head):
    """Give the file of an anchor."""
    unsigned = Anchor(
        installation="Larkspur Ridge", at=clock.now(), head=head, key=anchors.public(KEY)
    )
    return anchors.signed(unsigned, KEY).text.encode()


@pytest.fixture(autouse=True)
def without_tokens(app):
    """Let the forms of these tests come without their token."""
    app.config["WTF_CSRF_ENABLED"] = False


def test_whoever_is_not_signed_in_may_ask(client):
    answer = client.get("/verify")
    assert answer.status_code == 200
    assert "You need not be signed in" in words(answer.text)


def test_a_statement_that_was_handed_out_matches(client, written):
    status, said = sent(client, written)
    assert status == 200
    assert "MATCH, UNSIGNED" in said
    assert "every result is the same" in said
    assert "does not find a forgery" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: content + b"\n", "1 byte stands behind the end"),
        (lambda content: content.replace(b"%PDF-1.7", b"%PDF-1.6"), "ALTERED"),
        (lambda _: b"hello", "NOT OURS"),
        (lambda _: b"PK\x03\x04", "NOT OURS"),
        (lambda _: b"%PDF-1.7\n" + b"\0" * 1000, "NOT OURS"),
    ],
    ids=["behind", "changed", "text", "archive", "zeros"],
)
def test_any_other_file_gets_its_verdict(client, written, change, said):
    status, told = sent(client, change(written))
    assert status == 200
    assert said in told


def test_nothing_of_a_file_is_kept_or_noted(client, written):
    with reading() as session:
        before = head(session)
    sent(client, written)
    with reading() as session:
        assert head(session) == before
        assert session.query(Document).count() == 0


def test_without_a_file_the_page_asks_for_one(client):
    answer = client.post("/verify", data={})
    assert answer.status_code == 200
    assert "Choose the file that you want verified." in words(answer.text)


@pytest.mark.parametrize("too", ["much work", "large"])
def test_of_a_file_that_takes_too_much_nothing_is_said_but_where_to_turn(client, monkeypatch, too):
    if too == "large":
        monkeypatch.setattr(verdicts, "MOST_BYTES", 3)
    monkeypatch.setattr(confined, "answer", lambda *_: None)
    answer = client.post("/verify", data={"file": (io.BytesIO(b"%PDF-"), "statement.pdf")})
    assert errors(answer.text) == [verdicts.TOO_LARGE if too == "large" else verdicts.TOO_MUCH]
    assert not any(str(finding) in words(answer.text) for finding in Finding)


def test_where_nothing_can_be_started_the_page_says_that_and_blames_no_file(client, monkeypatch):
    monkeypatch.setattr(confined.sys, "executable", "/nowhere/python")
    status, said = sent(client, b"%PDF-")
    assert status == 200
    assert confined.NOT_STARTED in said
    assert verdicts.TOO_MUCH not in said


def test_a_name_with_markup_is_shown_as_text(client):
    answer = client.post("/verify", data={"file": (io.BytesIO(b"x"), "<script>alert(1)</script>")})
    assert "<script>alert" not in answer.text


def test_the_page_takes_every_kind_of_file_and_says_up_to_which_size(client):
    page = client.get("/verify").text
    assert "<h1>Verify a file</h1>" in page
    assert 'accept=".pdf,.xlsx,.zip"' in page
    assert "at most 5 MB. Verify a larger one with the command comanage verify FILE." in words(page)


def test_a_request_that_is_too_large_gets_its_sentence_beside_the_field(client):
    answer = client.post("/verify", data=b"a" * (LARGEST_REQUEST + 1))
    assert answer.status_code == 413
    assert errors(answer.text) == [verdicts.TOO_LARGE]


@pytest.mark.parametrize("known", ["entry", "anchor"])
def test_a_file_is_held_to_the_entry_of_the_log_that_is_known(client, written, known):
    def given(head):
        if known == "entry":
            return {"entry": f" {head.number}:{head.hash[:16]} "}
        return {"anchor": (io.BytesIO(anchor(head)), "anchor.txt")}

    assert "as the anchor has it" in sent(client, written, **given(LOG))[1]
    said = sent(client, written, **given(Head(LOG.number, "ab" * 32)))[1]
    assert "ALTERED Statement ORTHO/2027-Q1/1/GRANITE The audit log's entry 1042 is" in said


def test_without_one_the_page_asks_for_its_field_and_not_for_an_option(client, written):
    said = sent(client, written)[1]
    assert "head not checked. Give an anchor below." in said
    assert "--anchor" not in said


def test_no_verdict_on_a_packet_asks_for_an_option_either():
    told = Verdict(Finding.MATCH, checked=(packet_verify.NO_ANCHOR,))
    assert verdicts.asking_here(told).checked[0].endswith("Give it below.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"entry": "x"}, verdicts.NO_ENTRY),
        ({"entry": "1042:5f'); print('"}, verdicts.NO_ENTRY),
        ({"anchor": b"hello"}, verdicts.NO_ANCHOR),
        ({"anchor": b"\xff\xfe"}, verdicts.NO_ANCHOR),
        ({"anchor": b"a" * 20_000}, verdicts.NO_ANCHOR),
        (
            {"anchor": anchor(LOG).replace(b"entry: 1042", b"entry: " + b"9" * 5000)},
            verdicts.NO_ANCHOR,
        ),
        ({"anchor": anchor(LOG).replace(b"1042", b"1043")}, anchors.NOT_SIGNED),
    ],
    ids=["text", "program", "no-anchor", "no-text", "long", "number", "changed"],
)
def test_what_is_no_entry_of_a_log_is_said_beside_its_field(client, given, said):
    if "anchor" in given:
        given = {"anchor": (io.BytesIO(given["anchor"]), "anchor.txt")}
    answer = client.post("/verify", data={"file": (io.BytesIO(b"x"), "x.pdf"), **given})
    assert errors(answer.text) == [said]


@pytest.mark.parametrize("password", ["", "secret"])
def test_a_file_behind_a_password_is_told_to_be_one(client, written, password):
    writer, made = PdfWriter(clone_from=PdfReader(io.BytesIO(written))), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(made)
    said = sent(client, made.getvalue())[1]
    assert "NOT OURS It is protected by a password, so it cannot be looked at." in said


def test_a_workbook_behind_a_password_is_told_to_be_one(client):
    workbook = b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    assert "NOT OURS It is protected by a password" in sent(client, workbook, "workbook.xlsx")[1]


@pytest.mark.parametrize(
    ("verdict", "style", "begins"),
    [
        (Verdict(Finding.MATCH, "Statement 1"), "info",
         "MATCH, UNSIGNED Statement 1 It is not signed: nobody has vouched for who made it. The file"),
        (Verdict(Finding.MATCH, "Statement 1", signed_by="Larkspur"), "success",
         "SIGNED BY Larkspur / MATCH Statement 1 The file is consistent"),
        (not_compared("Statement 1", "Its words were not compared.", ("Looked at.",)), "warning",
         "NOT COMPARED Statement 1 Its words were not compared. It is not signed: nobody has vouched"),
        (Verdict(Finding.ALTERED, "Statement 1", "A line differs."), "error",
         "ALTERED Statement 1 A line differs. The file is not as it was made"),
        (Verdict(Finding.NOT_OURS, "", "It is none."), "warning", "NOT OURS It is none. Nothing that"),
    ],
    ids=["match", "signed", "not-compared", "altered", "not-ours"],
)  # fmt: skip
def test_a_verdict_comes_first_then_what_differs_and_what_it_means(
    client, monkeypatch, verdict, style, begins
):
    monkeypatch.setattr(verdicts, "verdict_on", lambda *_: verdict)
    page = client.post("/verify", data={"file": (io.BytesIO(b"x"), "x.pdf")}).text
    assert f"usa-alert--{style} verdict" in page
    said = words(page)
    assert begins in said
    assert "What was checked" not in said or said.index(begins) < said.index("What was checked")
    assert f"<title>{verdict.headline} – Verify a file" in page
