"""The pages of an agreement's file: its list, documents, opinions, and its end."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.actions import agreement_documents
from comanage.database import reading, transaction
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import of_agreement
from comanage.records.fmv_opinion import of_agreement as opinions_of
from comanage.records.person import Person
from comanage.records.scorecard import Scorecard
from comanage.records.termination import of_agreement as ends_of
from comanage.rules.funding.fixed import Fixed
from comanage.rules.scorecard_steps import ScorecardState
from tests.actions.filing import NOW, document, make_filing, pdf
from tests.makers import (
    make_agreement,
    make_agreement_document,
    make_installation,
    make_opinion,
    make_person,
    make_scorecard,
    make_signed,
    make_terms,
    move_on,
)
from tests.pages.browser import Browser, summary, words

AT = "/agreements/1"
SIGNED = {
    "signers__0__name": "Rosa Lind", "signers__0__capacity": "Chief Executive Officer",
    "signers__0__party": "hospital", "signers__0__on": "2026-12-10",
    "signers__2__name": "Ira Voss", "signers__2__capacity": "President",
    "signers__2__party": "granite", "signers__2__on": "2026-12-11",
}  # fmt: skip


@pytest.fixture
def filing(app):
    with clock.fixed(NOW):
        with transaction() as session:
            make_installation(session)
            made = make_filing(session)
            make_scorecard(session, made.agreement)
        for name in ("ada", "cora", "leader"):
            with reading() as session:
                person = session.get_one(Person, getattr(made, name).person_id)
            setattr(made, f"{name}s", Browser(app, person))
        yield made


def sent(content=None, name="agreement.pdf"):
    return (io.BytesIO(pdf() if content is None else content), name)


def test_a_document_is_added_with_its_signers_and_handed_out_as_a_file(filing):
    filing.adas.send(
        f"{AT}/documents/new", kind="agreement", title="Co-management agreement", file=sent(),
        for_all_parties="y", **SIGNED,
    )  # fmt: skip
    with reading() as session:
        stored, exhibit = of_agreement(session, 1)
    assert exhibit.title == "Scorecard"
    assert [each.name for each in stored.signed_by] == ["Rosa Lind", "Ira Voss"]
    page = words(filing.adas.get(AT).text)
    assert "Rosa Lind, Chief Executive Officer, for Larkspur Ridge, 10 Dec 2026" in page
    assert "not signed by Copper Hand & Spine" in page
    for browser in (filing.adas, filing.leaders):
        answer = browser.get(f"{AT}/documents/{stored.id}")
        assert answer.data == pdf()
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_empty_form_says_every_fault_at_once_and_stores_nothing(filing):
    page = filing.adas.send(f"{AT}/documents/new", 422, signers__1__name="Ira Voss").text
    assert summary(page) == [
        "Say what the document is.",
        "Give the document a title.",
        "Choose the file.",
        "Say in what capacity signer 1 signed.",
        "Choose the party that signer 1 signed for.",
        "Give the day on which signer 1 signed.",
    ]
    assert 'value="Ira Voss"' in page
    for box in ("capacity", "party", "on"):  # each beside its own box, none beside the name
        assert f'id="signers-0-{box}-error"' in page
    assert 'id="signers-0-name-error"' not in page
    assert "<title>Error: Add a document" in page


def test_a_leader_sees_neither_the_valuation_nor_who_signed_for_another_group(filing):
    with transaction() as session:
        agreement_documents.add(session, filing.ada, 1, document(for_all_parties=True))
        hidden = make_opinion(session, filing.agreement).agreement_document_id
    page = words(filing.leaders.get(AT).text)
    assert "Co-management agreement" in page
    assert [
        each for each in ("Fair market value", "Copper", "Alder", "$700,000") if each in page
    ] == []
    assert "Alder" in words(filing.coras.get(AT).text)
    listed = words(filing.leaders.get("/agreements").text)
    assert [each for each in ("FMV", "Copper") if each in listed] == []
    assert filing.leaders.client.get(f"{AT}/documents/{hidden}").status_code == 404


def test_an_opinion_is_recorded_and_its_cap_shown(filing):
    page = filing.coras.send(f"{AT}/opinions/new", 422, firm="Alder", high="lots").text
    assert len(summary(page)) == 5
    filing.coras.send(
        f"{AT}/opinions/new", firm="Alder Valuation", opinion_on="2026-11-02",
        valid_until="2027-06-01", low="400,000", high="$550,000.00", file=sent(name="opinion.pdf"),
    )  # fmt: skip
    with reading() as session:
        assert [each.high_cents for each in opinions_of(session, 1)] == [55_000_000]
    page = words(filing.adas.get(AT).text)
    assert "Cap of a contract year $550,000.00" in page
    assert "The opinion of fair market value ends in 60 days, on 1 Jun 2027." in page


def test_an_end_is_recorded_and_taken_back(filing):
    page = filing.adas.send(f"{AT}/termination", 422, last_day="2031-01-01", reason="").text
    assert summary(page) == ["Give a day within the term, 1 Jan 2027 to 31 Dec 2027.",
                             "Say why, in a sentence."]  # fmt: skip
    filing.adas.send(f"{AT}/termination", last_day="2027-03-31", reason="Notice of the group.")
    assert "Terminated" in words(filing.adas.get(AT).text)
    assert "Notice of the group." in words(filing.adas.get(f"{AT}/termination").text)
    back = f"{AT}/termination/take-back"
    page = filing.adas.send(f"{AT}/termination", 422, to=back, why="").text
    assert summary(page) == ["Say why, in a sentence."]
    filing.adas.send(f"{AT}/termination", to=back, why="Notice was withdrawn.")
    with reading() as session:
        assert ends_of(session, 1)[0].last_day is None


def test_who_pays_and_how_it_renews_is_changed_on_one_page(filing):
    filing.adas.send(f"{AT}/change", title="Orthopedics", sponsor="Larkspur Ridge Medical Center",
                     renewal="automatic", notice_days="90")  # fmt: skip
    page = words(filing.adas.get(AT).text)
    assert "Larkspur Ridge Medical Center pays" in page
    assert "Notice is given by 2 Oct 2027, 90 days before" in page
    page = filing.adas.send(
        f"{AT}/change", 422, title="Orthopedics", renewal="none", notice_days="9"
    )
    assert summary(page.text) == ["Only an agreement that renews itself has days of notice."]


def test_an_agreement_is_renewed_on_papers_that_are_on_file(filing):
    with transaction() as session:
        agreement = session.get_one(Agreement, 1)
        paper = make_signed(session, agreement, on=date(2027, 3, 30), title="Second term").id
        minutes = make_agreement_document(session, agreement, title="Minutes of March").id
    page = words(filing.adas.get(f"{AT}/renewal").text)
    assert "Its term ends on 31 Dec 2027." in page
    assert "Minutes of March, added" in page
    page = filing.adas.send(f"{AT}/renewal", 422, last_day="2027-12-31", review="").text
    assert summary(page) == [
        "Give a day after 31 Dec 2027, the last day of the term.",
        "Choose the agreement or amendment that the parties signed for the further term.",
        "Give the day of the review.",
        "Say what the review of measures and benchmarks found.",
        "Choose the document that tells of the review, such as minutes or a memo.",
    ]
    filing.adas.send(
        f"{AT}/renewal", last_day="2028-12-31", signed_id=str(paper), reviewed_on="2027-03-15",
        review="Two targets <b>rise</b>.", review_id=str(minutes),
    )  # fmt: skip
    page = filing.adas.get(AT).text
    assert "Two targets &lt;b&gt;rise&lt;/b&gt;." in page
    assert "To 31 Dec 2028, after 31 Dec 2027" in words(page)
    assert "2028-Q4" in page
    assert "Two targets" not in filing.leaders.get(AT).text
    assert "To 31 Dec 2028" in words(filing.leaders.get(AT).text)
    for where in ("figures/2028-Q1", "settlements/2028-Q1", "scorecard", "results/2028-Q1"):
        filing.adas.get(f"{AT}/{where}")


def test_a_version_that_still_governs_is_in_force_until_the_next_one_begins(app, filing):
    """An amendment that is locked changes nothing before its first day."""
    with transaction() as session:
        held = make_terms(session, filing.agreement)
        first = session.query(Scorecard).one()
        move_on(session, first, ScorecardState.SUPERSEDED, by=make_person(session))
        amended = replace(held, base_fee=Fraction(360_000), funding=Fixed(Fraction(77_000)))
        make_scorecard(session, filing.agreement, number=2, signed=amended,
                       effective_on=date(2027, 7, 1))  # fmt: skip
    told = {
        date(2027, 6, 30): (
            "Version 2 Locked", "Version 1 In force until 30 Jun 2027",
            "Base fee a contract year $240,000.00", "Base fee from 1 Jul 2027 $360,000.00",
            "In the contract year from 1 Jan 2027 $300,000.00",
            "Pool a performance period $100,000.00",
        ),
        date(2027, 7, 1): (
            "Version 2 In force", "Version 1 Superseded", "until 30 Jun 2027",
            "Base fee a contract year $360,000.00",
            "In the contract year from 1 Jan 2027 $300,000.00",
            "Pool a performance period $77,000.00",
        ),
    }  # fmt: skip
    for today, sentences in told.items():
        with clock.fixed(datetime.combine(today, time(9), UTC)):
            ada = Browser(app, SimpleNamespace(id=filing.ada.person_id))
            page = words(ada.get(AT).text)
            version = words(ada.get(f"{AT}/scorecard/1").text)
        for sentence in sentences:
            assert sentence in page
        assert ("Version 1 In force until 30 Jun 2027" in version) == (today.month == 6)


def test_other_agreements_of_the_same_groups_are_named(filing):
    with transaction() as session:
        make_agreement(session, title="Spine call coverage", groups=[filing.granite])
        make_agreement(session, title="Cardiology")
    page = words(filing.coras.get(AT).text)
    assert "Other agreements of these groups: 1" in page
    assert "Spine call coverage" in page


def test_the_register_lists_where_each_agreement_stands_and_hands_out_its_file(filing):
    with transaction() as session:
        agreement_documents.add(session, filing.ada, 1, document())
        make_opinion(session, filing.agreement)
    page = words(filing.coras.get("/agreements").text)
    for told in (
        "Larkspur Ridge",
        "Granite Fork",
        "Unstated",
        "10 Dec 2026",
        "31 Dec 2028",
        "In force",
    ):
        assert told in page
    assert "No agreement fits." in words(filing.coras.get("/agreements?status=draft").text)
    answer = filing.coras.get("/agreements/register.csv?status=in+force")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"ORTHO-27" in answer.data
    assert b"ORTHO-27" not in filing.coras.get("/agreements/register.csv?status=draft").data


def test_what_people_type_is_shown_as_text(filing):
    evil = '"><svg onload=alert(1)>'
    filing.adas.send(f"{AT}/change", title=evil, sponsor=evil, renewal="none")
    filing.adas.send(f"{AT}/documents/new", kind="other", title=evil, file=sent(name="a<b>.pdf"),
                     signers__0__name=evil, signers__0__capacity=evil, signers__0__party="hospital",
                     signers__0__on="2026-12-10")  # fmt: skip
    filing.adas.send(f"{AT}/termination", last_day="2027-12-30", reason=evil)
    for path in (
        AT,
        "/agreements",
        f"{AT}/documents/new",
        f"{AT}/termination",
        f"{AT}/renewal",
        f"{AT}/opinions/new",
    ):
        assert "<svg onload" not in filing.adas.get(path).text
