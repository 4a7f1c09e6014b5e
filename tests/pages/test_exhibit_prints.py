"""The exhibit on the scorecard's page: printed by who reads it whole, and told of when it comes back."""

import io
from datetime import date

import pytest

from comanage import clock
from comanage.actions import amendments, exhibit_prints, scorecard_steps, scorecards
from comanage.database import reading, transaction
from comanage.records import scorecard as records
from comanage.records.acts import Act
from comanage.records.agreement_document import of_agreement
from comanage.records.audit_entry import last_of
from comanage.records.person import Person
from comanage.rules.terms_named import LABEL, printed
from tests.actions.filing import NOW, make_filing, pdf
from tests.actions.locking import revision_of
from tests.makers import make_installation, make_scorecard
from tests.pages.browser import Browser, errors, words

AT = "/agreements/1/scorecard"
LINK = "Print the exhibit to sign"
Q3 = date(2027, 7, 1)


@pytest.fixture
def filing(app, monkeypatch):
    """A locked version, and an amendment that was checked; no layout is made."""
    monkeypatch.setattr(
        exhibit_prints, "write", lambda said, paper: f"%PDF {said.file_name} {paper}".encode()
    )
    with clock.fixed(NOW):
        with transaction() as session:
            make_installation(session)
            made = make_filing(session)
            make_scorecard(session, made.agreement)
            amendments.draft_next(session, made.ada, made.id, reason="A new definition.", first=Q3)
            scorecards.save_basics(
                session, made.ada, made.id, base_fee_cents=99_000_00, pool_cents=70_000_00,
                revision=revision_of(session, made.id),
            )  # fmt: skip
        for name in ("ada", "cora", "leader", "stranger"):
            with reading() as session:
                person = session.get_one(Person, getattr(made, name).person_id)
            setattr(made, f"{name}s", Browser(app, person))
        yield made


def step(filing, take, who="ada", **given):
    with transaction() as session:
        at = filing.id
        take(session, getattr(filing, who), at, revision=revision_of(session, at), **given)


def reviewed(filing):
    step(filing, scorecard_steps.check)
    step(filing, scorecard_steps.review, who="cora", note="Looked.")


def hash_of(number):
    with reading() as session:
        return next(row.terms_hash for row in records.versions(session, 1) if row.number == number)


def add(filing, content, status=303, to="/agreements/1/documents/new"):
    fields = {"kind": "exhibit", "title": "Exhibit B", "file": (io.BytesIO(content), "b.pdf")}
    for at, party in enumerate(("hospital", "granite", "copper")):
        fields |= {f"signers__{at}__name": "Rosa Lind", f"signers__{at}__capacity": "President",
                   f"signers__{at}__party": party, f"signers__{at}__on": "2027-04-02"}  # fmt: skip
    return filing.adas.send(to, status, **fields)


def test_it_is_offered_from_the_check_on_and_handed_out_on_either_paper(filing):
    assert LINK not in filing.adas.get(AT).text
    filing.adas.get(f"{AT}/2/exhibit.pdf", 409)
    step(filing, scorecard_steps.check)
    page = filing.coras.get(AT).text
    assert f"{LINK} (PDF, US Letter), or on A4" in words(page)
    for query, paper in (("", "letter"), ("?paper=a4", "A4")):
        answer = filing.coras.get(f"{AT}/2/exhibit.pdf{query}")
        assert answer.data == f"%PDF ORTHO-27-scorecard-2-exhibit.pdf {paper}".encode()
        assert answer.mimetype == "application/pdf"
        assert "ORTHO-27-scorecard-2-exhibit.pdf" in answer.headers["Content-Disposition"]
    assert "Print the exhibit (PDF" in words(filing.adas.get(f"{AT}/1").text)


def test_the_signed_exhibit_of_a_scorecard_leads_back_to_it(filing):
    page = filing.adas.get("/agreements/1/documents/new?kind=exhibit").text
    assert '<option selected value="exhibit">' in page
    to = "/agreements/1/documents/new"
    assert add(filing, pdf("Scorecard")).location == "/agreements/1"
    assert add(filing, pdf("Scorecard"), to=f"{to}?kind=exhibit").location == AT


@pytest.mark.trust("F1")
def test_handing_it_out_is_noted_with_its_terms(filing):
    filing.coras.get(f"{AT}/1/exhibit.pdf")
    with reading() as session:
        entry = last_of(session, Act.EXHIBIT_PRINTED)
        assert entry.person_id == filing.cora.person_id
        assert hash_of(1) in entry.after


@pytest.mark.trust("B2")
def test_a_leader_and_a_stranger_find_none(filing):
    for who in (filing.leaders, filing.strangers):
        who.get(f"{AT}/1/exhibit.pdf", 404)
    assert "exhibit.pdf" not in filing.leaders.get(f"{AT}/1").text
    with reading() as session:
        assert last_of(session, Act.EXHIBIT_PRINTED) is None


def test_what_names_these_very_terms_says_so_wherever_it_is_told_of(filing):
    reviewed(filing)
    answer = add(filing, pdf(f"{LABEL}: {printed(hash_of(2))}"))
    assert answer.status_code == 303
    page = words(filing.adas.get("/agreements/1").text)
    assert "The document is on file. It names the terms of version 2." in page
    assert "Exhibit, for all parties Names the terms of version 2" not in page
    assert "Exhibit Names the terms of version 2" in page
    assert "Names the terms" not in words(filing.leaders.get("/agreements/1").text)
    assert "Exhibit B (exhibit): it names these very terms" in words(filing.adas.get(AT).text)


def test_a_scan_without_the_number_is_taken_and_says_that_it_names_none(filing):
    reviewed(filing)
    add(filing, pdf("Signed by all"))
    page = words(filing.adas.get("/agreements/1").text)
    assert "Its text names no terms: compare what the parties signed with the version" in page
    page = filing.adas.get(AT).text
    assert "Exhibit B (exhibit): terms not named on the paper" in words(page)
    with reading() as session:
        paper = of_agreement(session, 1)[0]
    filing.adas.send(AT, to=f"{AT}/sign", exhibit=str(paper.id))
    page = words(filing.adas.get(AT).text)
    assert "signed on 2 Apr 2027 in Exhibit B ; terms not named on the paper" in page


@pytest.mark.trust("E3")
def test_what_names_other_terms_is_not_offered_and_refused_where_it_is_sent(filing):
    step(filing, scorecard_steps.check)
    step(filing, scorecard_steps.review, who="cora", note="Looked.")
    add(filing, pdf(f"{LABEL}: {printed('a' * 64)}"))
    page = words(filing.adas.get("/agreements/1").text)
    assert "It names terms of no version of this agreement." in page
    assert "Exhibit B (exhibit)" not in words(filing.adas.get(AT).text)
    with reading() as session:
        paper = of_agreement(session, 1)[0]
    page = filing.adas.send(AT, 422, to=f"{AT}/sign", exhibit=str(paper.id)).text
    (said,) = errors(page)
    assert said.startswith("Exhibit B names terms that are of no version of this agreement, not")
