"""The page that verifies: open to everyone, nothing is kept, and it never fails on a file."""

import io

import pytest

from comanage.actions import verdicts
from comanage.database import reading
from comanage.readers import confined
from comanage.records.audit_entry import head
from comanage.records.document import Document
from comanage.statements import pdf
from tests.pages.browser import words
from tests.statements.samples import held


@pytest.fixture(scope="module")
def written():
    """A statement as it was handed out."""
    return pdf.write(held())


def sent(client, content, name="statement.pdf"):
    """Drop a file on the page, as somebody who is not signed in."""
    answer = client.post("/verify", data={"file": (io.BytesIO(content), name)})
    return answer.status_code, words(answer.text)


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


def test_a_file_that_takes_too_much_is_turned_to_the_command(client, monkeypatch):
    monkeypatch.setattr(confined, "answer", lambda *_: None)
    assert "takes too much work" in sent(client, b"%PDF-")[1]
    monkeypatch.setattr(verdicts, "MOST_BYTES", 3)
    assert "more than 5 MB" in sent(client, b"%PDF-")[1]


def test_a_name_with_markup_is_shown_as_text(client):
    answer = client.post("/verify", data={"file": (io.BytesIO(b"x"), "<script>alert(1)</script>")})
    assert "<script>alert" not in answer.text
