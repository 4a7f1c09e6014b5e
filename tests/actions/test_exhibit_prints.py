"""Exhibits as paper: who prints them, from when on, and what is made of those that come back."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest

from comanage import clock
from comanage.actions import (
    agreement_documents,
    amendments,
    exhibit_prints,
    exhibits,
    files,
    scorecard_steps,
    scorecards,
)
from comanage.records.acts import Act
from comanage.records.audit_entry import last_of
from comanage.records.scorecard import versions
from comanage.refusals import Conflict, Faulty, NotFound, Stale
from comanage.rules.documents import DocumentKind
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.terms_named import LABEL, Names, printed
from tests.actions.filing import document, make_filing, pdf, signings
from tests.actions.locking import revision_of
from tests.makers import make_scorecard

IN_MAY = datetime(2027, 5, 3, 9, tzinfo=UTC)
Q3 = date(2027, 7, 1)


@pytest.fixture
def filing(session):
    """A locked scorecard, and an amendment that raises the base fee and was reviewed."""
    with clock.fixed(IN_MAY):
        made = make_filing(session)
        make_scorecard(session, made.agreement)
        made.second = amendments.draft_next(
            session, made.ada, made.id, reason="The market moved.", first=Q3
        )
        take(session, made, scorecards.save_basics, base_fee_cents=99_000_00, pool_cents=70_000_00)
        take(session, made, scorecard_steps.check)
        take(session, made, scorecard_steps.review, who=made.cora, note="Looked.")
        yield made


def take(session, filing, step, *, who=None, **given):
    """Take a step of the version that is being made, as it stands."""
    at = filing.id
    return step(session, who or filing.ada, at, revision=revision_of(session, at), **given)


def added(session, filing, content, **given):
    """Put a paper on file that every party signed today."""
    told = {"kind": DocumentKind.EXHIBIT, "title": "Exhibit B", "content": content,
            "signed_by": signings(IN_MAY.date())}  # fmt: skip
    return agreement_documents.add(session, filing.ada, filing.id, document(**told | given))


def naming(*hashes):
    """Write a small paper that names some terms."""
    return pdf(" ".join(f"{LABEL}: {printed(each)}" for each in hashes))


def whole(session, filing, number, who=None, **given):
    return exhibit_prints.printed(session, who or filing.ada, filing.id, number, **given)


def test_what_is_printed_comes_back_and_is_signed_for_these_very_terms(session, filing):
    ready = whole(session, filing, 2)
    assert ready.name == "ORTHO-27-scorecard-2-exhibit.pdf"
    paper = added(session, filing, ready.content)
    assert paper.terms_named == filing.second.terms_hash
    assert paper.names(filing.second.terms_hash) is Names.THESE
    assert exhibits.that_serve(session, filing.second) == [paper]
    take(session, filing, scorecard_steps.sign, exhibit_id=paper.id)
    take(session, filing, scorecard_steps.lock)
    assert filing.second.state is ScorecardState.LOCKED


def test_it_carries_the_terms_as_they_are_stored_and_says_what_an_amendment_changes(
    session, filing, monkeypatch
):
    said = []
    write = exhibit_prints.write
    monkeypatch.setattr(
        exhibit_prints, "write", lambda told, paper: said.append(told) or write(told, paper)
    )
    ready = whole(session, filing, 2, a4=True)
    with pikepdf.open(io.BytesIO(ready.content)) as opened:
        spec = opened.attachments["ORTHO-27-scorecard-2.json"]
        assert spec.get_file().read_bytes().decode() == filing.second.terms
        assert float(opened.pages[0].MediaBox[2]) == pytest.approx(595.3, abs=0.1)
    (told,) = said
    assert told.facts.reason == "The market moved."
    assert any("base fee" in words for each in told.facts.changes for words in each.changes)
    assert told.facts.hospital == "Larkspur Ridge"
    assert told.facts.begins == "2027-Q3"
    assert told.facts.checked_at == IN_MAY
    assert sum(each.cents or 0 for each in told.domains) == told.pool == 70_000_00


def test_the_same_terms_give_the_same_bytes_on_another_day(session, filing):
    first = whole(session, filing, 2)
    with clock.fixed(datetime(2027, 6, 9, 12, tzinfo=UTC)):
        assert whole(session, filing, 2, who=filing.cora) == first


def test_printing_changes_nothing_and_handing_out_is_noted(session, filing, monkeypatch):
    monkeypatch.setattr(exhibit_prints, "write", lambda *_: b"%PDF")
    before = (filing.second.state, filing.second.revision)
    ready = whole(session, filing, 2)
    assert last_of(session, Act.EXHIBIT_PRINTED) is None
    exhibit_prints.hand_out(session, filing.cora, filing.id, ready)
    entry = last_of(session, Act.EXHIBIT_PRINTED)
    assert entry.person_id == filing.cora.person_id
    assert filing.second.terms_hash in entry.after
    assert (filing.second.state, filing.second.revision) == before


def test_a_draft_is_not_printed_nor_one_that_was_changed_since(session, filing, monkeypatch):
    monkeypatch.setattr(exhibit_prints, "write", lambda *_: b"%PDF")
    ready = whole(session, filing, 2)
    take(session, filing, scorecards.save_basics, base_fee_cents=1, pool_cents=100)
    with pytest.raises(Conflict, match="Version 2 is a draft: what may still change"):
        whole(session, filing, 2)
    with pytest.raises(Stale):
        exhibit_prints.hand_out(session, filing.ada, filing.id, ready)
    take(session, filing, scorecards.save_basics, base_fee_cents=99_000_00, pool_cents=70_000_00)
    with pytest.raises(Conflict, match="Check it first"):  # the old terms, not checked again
        whole(session, filing, 2)
    take(session, filing, scorecard_steps.check)
    assert whole(session, filing, 2).terms_hash == ready.terms_hash


@pytest.mark.trust("B2")
def test_who_reads_a_part_of_the_scorecard_prints_none_of_it(session, filing, monkeypatch):
    monkeypatch.setattr(exhibit_prints, "write", lambda *_: b"%PDF")
    ready = whole(session, filing, 1)
    for who in (filing.leader, filing.stranger):
        with pytest.raises(NotFound):
            whole(session, filing, 1, who=who)
        with pytest.raises(NotFound):
            exhibit_prints.hand_out(session, who, filing.id, ready)
    with pytest.raises(NotFound):
        whole(session, filing, 3)


def test_a_version_that_does_not_say_when_it_begins_is_not_printed(session, monkeypatch):
    monkeypatch.setattr(exhibit_prints, "write", lambda *_: b"%PDF")
    made = make_filing(session)
    draft = make_scorecard(session, made.agreement, state=ScorecardState.DRAFT)
    draft.effective_on = None
    session.flush()
    draft.state = ScorecardState.LINTED
    session.flush()
    with pytest.raises(Conflict, match="Say with which period version 1 takes effect"):
        whole(session, made, 1)


@pytest.mark.trust("E3")
def test_a_paper_that_names_other_terms_is_not_signed_for_these(session, filing):
    (of_first,) = [each.terms_hash for each in versions(session, filing.id) if each.number == 1]
    for named, words in (
        (of_first, "names the terms of version 1, not these."),
        ("a" * 64, "names terms that are of no version of this agreement, not these."),
    ):
        paper = added(session, filing, naming(named))
        assert exhibits.that_serve(session, filing.second) == []
        with pytest.raises(Faulty) as why:
            take(session, filing, scorecard_steps.sign, exhibit_id=paper.id)
        (fault,) = why.value.faults
        assert words in fault.sentence
        assert fault.sentence.endswith(
            "Print the exhibit of these terms, let every party sign it, and add what they signed."
        )
    both = added(session, filing, naming(of_first, filing.second.terms_hash))
    assert exhibits.that_serve(session, filing.second) == [both]


@pytest.mark.trust("E3")
def test_a_paper_of_earlier_terms_of_the_same_version_says_so(session, filing):
    paper = added(session, filing, naming(filing.second.terms_hash))
    take(session, filing, scorecards.save_basics, base_fee_cents=1, pool_cents=100)
    take(session, filing, scorecard_steps.check)
    take(session, filing, scorecard_steps.review, who=filing.cora, note="Looked.")
    assert "names other terms of this version, not these" in exhibits.why_not(
        session, filing.second, paper
    )


def test_a_paper_without_a_number_serves_as_before(session, filing):
    paper = added(session, filing, pdf("Signed by all"))
    assert paper.names(filing.second.terms_hash) is Names.NONE
    take(session, filing, scorecard_steps.sign, exhibit_id=paper.id)
    assert filing.second.state is ScorecardState.SIGNED


def test_other_kinds_of_documents_name_no_terms(session, filing):
    letter = added(
        session, filing, naming(filing.second.terms_hash), kind=DocumentKind.OTHER, signed_by=()
    )
    assert letter.terms_named == ""


@pytest.mark.trust("C9")
def test_a_paper_that_carries_what_is_not_on_record_here_is_refused(session, filing):
    """A file inside that the paper names, but that is none of the terms kept here."""
    ready = whole(session, filing, 2)
    take(session, filing, scorecards.save_basics, base_fee_cents=1, pool_cents=100)
    assert added(session, filing, ready.content)  # its terms were checked here once
    with pikepdf.open(io.BytesIO(ready.content)) as opened:
        opened.attachments["more.csv"] = pikepdf.AttachedFileSpec(opened, b"a,b\n1,2\n")
        changed = io.BytesIO()
        opened.save(changed)
    with pytest.raises(Faulty) as why:
        added(session, filing, changed.getvalue())
    assert "or another file. Print it as a plain PDF." in why.value.faults[0].sentence


@pytest.mark.trust("C9")
def test_terms_that_nobody_checked_here_do_not_travel_inside_a_paper(session, filing, monkeypatch):
    ready = whole(session, filing, 2)
    monkeypatch.setattr("comanage.actions.files.on_record", lambda *_: frozenset())
    with pytest.raises(Faulty) as why:
        added(session, filing, ready.content)
    assert "carries another file, which is none of the terms" in why.value.faults[0].sentence


def test_of_words_that_a_scanner_recognised_only_numbers_on_record_count(
    session, filing, monkeypatch
):
    looked = files.evidence.look("e.pdf", naming(filing.second.terms_hash, "a" * 64))[1]
    silent = type(looked)(silent=True, named=looked.named)
    monkeypatch.setattr(files, "_look", lambda *_: (files.evidence.PDF, silent))
    session.info["pictures"] = True
    paper = added(session, filing, naming("b" * 64), declared=True)
    assert paper.terms_named == filing.second.terms_hash
    assert len(looked.named) == 2
