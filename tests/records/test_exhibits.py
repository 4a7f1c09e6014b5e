"""Exhibits: of one version, and of terms that were checked before; the database holds to that."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from comanage.database import transaction
from comanage.records.constraints import name_of
from comanage.records.participant import of_agreement
from comanage.records.scorecard import Scorecard
from comanage.records.scorecard_step import StepTaken
from comanage.rules.documents import DocumentKind
from comanage.rules.scorecard_steps import ScorecardState, ScorecardStep
from tests.makers import (
    NOW,
    make_agreement,
    make_agreement_document,
    make_person,
    make_scorecard,
    make_signed,
    take_step,
)
from tests.records.refused import inserting, refusal, refused, run, write

Q3 = date(2027, 7, 1)
CHECKED = date(2027, 6, 1)  # thirty days before, as the makers have it
SIGN = ScorecardStep.SIGN
FAR = ("Etc/GMT+12", "Pacific/Kiritimati")  # twelve hours behind, fourteen ahead


@pytest.fixture
def made(engine):
    """A locked scorecard, and a reviewed draft of the next one for the third quarter."""
    del engine
    with transaction() as session:
        made = SimpleNamespace(agreement=make_agreement(session), by=make_person(session))
        made.first = make_scorecard(session, made.agreement)
        made.draft = make_scorecard(
            session, made.agreement, number=2, state=ScorecardState.REVIEWED, locked_by=made.by,
            effective_on=Q3,
        )  # fmt: skip
    return made


def paper(session, made, on, **given):
    """Put an exhibit on file that every party signed on a day."""
    return make_signed(session, made.agreement, kind=DocumentKind.EXHIBIT, on=on, **given)


def sign(session, made, exhibit, *, version=None):
    """Record that a version, the draft unless told, was signed on a document."""
    return take_step(session, version or made.draft, SIGN, by=made.by, exhibit=exhibit)


@pytest.mark.trust("E3")
def test_an_amendment_is_not_signed_on_a_paper_from_before_its_check(made):
    with refused("scorecard_step_signed_once_checked") as session:
        sign(session, made, paper(session, made, date(2027, 5, 30)))


def test_every_party_signs_on_a_document_of_the_own_agreement(made):
    with refused("scorecard_step_signed_by_every_party") as session:
        half = make_agreement_document(
            session, made.agreement, DocumentKind.EXHIBIT, signed_by=[(None, CHECKED)]
        )
        sign(session, made, half)
    with refused("scorecard_step_on_an_exhibit_of_its_own") as session:
        letter = make_signed(session, made.agreement, kind=DocumentKind.OTHER, on=CHECKED)
        sign(session, made, letter)


def test_the_last_signature_is_what_counts(made):
    with transaction() as session:
        sides = [
            (None, date(2027, 5, 3)),
            *((each, CHECKED) for each in of_agreement(session, made.agreement.id)),
        ]
        exhibit = make_agreement_document(
            session, made.agreement, DocumentKind.EXHIBIT, signed_by=sides
        )
        assert sign(session, made, exhibit).signed_on == CHECKED


@pytest.mark.trust("E3")
def test_the_last_check_of_these_very_terms_counts(made):
    with transaction() as session:
        exhibit = paper(session, made, CHECKED)
        late = datetime(2027, 6, 2, 12, 0, tzinfo=UTC)  # 2 June everywhere
        take_step(session, made.draft, ScorecardStep.CHECK, by=made.by, at=late)
    with refused("scorecard_step_signed_once_checked") as session:
        sign(session, made, session.merge(exhibit))


def test_terms_that_nobody_checked_are_not_signed(engine, made):
    run(engine, "UPDATE scorecard SET state = 'draft', terms_hash = 'x' WHERE number = 2")
    with refused("scorecard_step_signed_once_checked") as session:
        draft = session.get_one(Scorecard, made.draft.id)
        sign(session, made, paper(session, made, date(2027, 6, 20)), version=draft)


def test_the_first_version_may_be_older_than_its_place_here(session):
    agreement = make_agreement(session)
    version = make_scorecard(session, agreement, state=ScorecardState.REVIEWED)
    exhibit = make_signed(session, agreement, on=date(2024, 2, 2))
    assert take_step(session, version, SIGN, by=make_person(session), exhibit=exhibit).id


@pytest.mark.trust("E3")
@pytest.mark.parametrize("again", ["the same document", "the same paper, added once more"])
def test_a_paper_is_signed_for_one_version(made, again):
    with transaction() as session:
        exhibit = paper(session, made, CHECKED)
        sign(session, made, exhibit, version=made.first)
    with refused("scorecard_step_exhibit_of_one_version") as session:
        exhibit = session.merge(exhibit)
        if again != "the same document":
            exhibit = paper(session, made, CHECKED, document=exhibit.document)
        sign(session, made, exhibit)


def test_a_paper_is_signed_for_one_agreement_and_may_serve_another(made):
    with transaction() as session:
        exhibit = paper(session, made, CHECKED)
        sign(session, made, exhibit)
        other = make_agreement(session)
        version = make_scorecard(session, other, state=ScorecardState.REVIEWED)
        shared = make_signed(session, other, document=exhibit.document)
        assert take_step(session, version, SIGN, by=made.by, exhibit=shared).id


@pytest.mark.parametrize(
    ("number", "name"), [(1, None), (2, "scorecard_step_exhibit_of_one_version")]
)
def test_other_terms_of_an_amendment_take_another_paper_those_of_a_first_version_do_not(
    engine, number, name
):
    with transaction() as session:
        made = SimpleNamespace(agreement=make_agreement(session), by=make_person(session))
        if number == 2:
            make_scorecard(session, made.agreement)
        made.draft = make_scorecard(
            session, made.agreement, number=number, state=ScorecardState.REVIEWED, effective_on=Q3
        )
        exhibit = paper(session, made, CHECKED)
        step = sign(session, made, exhibit)
        made.draft.state, made.draft.terms_hash = ScorecardState.DRAFT, "x" * 64
        session.flush()
        take_step(session, made.draft, ScorecardStep.CHECK, by=made.by)
    statement = inserting(step, id=999, terms_hash="x" * 64)
    if name:
        assert refusal(engine, statement) == name
    else:
        write(engine, statement)


LOCK = (
    "UPDATE scorecard SET state = 'locked', locked_at = '2027-07-02 12:00:00{}', locked_by_id = 1,"
    " base_fee_cents = 0 WHERE id = :id"
)


@pytest.mark.trust("E3")
@pytest.mark.parametrize("number", [1, 2])
def test_no_version_is_locked_after_it_began_unless_it_was_signed_before(engine, made, number):
    with transaction() as session:
        agreement = made.agreement if number == 2 else make_agreement(session)
        version = made.draft if number == 2 else make_scorecard(
            session, agreement, state=ScorecardState.REVIEWED, effective_on=Q3
        )  # fmt: skip
        late = make_signed(session, agreement, kind=DocumentKind.EXHIBIT, on=Q3)
        take_step(session, version, SIGN, by=made.by, exhibit=late)
        session.merge(version).state = ScorecardState.SIGNED
        session.get_one(Scorecard, made.first.id).state = ScorecardState.SUPERSEDED
    lock = LOCK.format("+00" if engine.dialect.name == "postgresql" else "")
    assert refusal(engine, lock, id=version.id) == "scorecard_signed_before_it_governs"
    with transaction() as session:
        early = make_signed(session, agreement, kind=DocumentKind.EXHIBIT, on=date(2027, 6, 30))
        take_step(session, version, SIGN, by=made.by, exhibit=early)
    assert run(engine, lock, id=version.id) == 1


@pytest.mark.trust("E5")
@pytest.mark.parametrize("number", [1, 2])
def test_a_version_may_be_locked_while_it_is_still_the_first_day_somewhere(engine, made, number):
    with transaction() as session:
        agreement = made.agreement if number == 2 else make_agreement(session)
        version = made.draft if number == 2 else make_scorecard(
            session, agreement, state=ScorecardState.REVIEWED, effective_on=Q3
        )  # fmt: skip
        take_step(
            session, version, SIGN, by=made.by,
            exhibit=make_signed(session, agreement, kind=DocumentKind.EXHIBIT, on=Q3),
        )  # fmt: skip
        session.merge(version).state = ScorecardState.SIGNED
        session.get_one(Scorecard, made.first.id).state = ScorecardState.SUPERSEDED
    lock = LOCK.replace("12:00:00{}", "11:59:59")
    write(engine, text(lock).bindparams(id=version.id))


@pytest.mark.trust("E5")
@pytest.mark.parametrize("zone", FAR)
def test_a_day_is_too_early_where_it_is_so_in_every_zone_whoever_asks(engine, made, zone):
    at = datetime(2027, 6, 2, 11, 59, tzinfo=UTC)  # 1, 2 or 3 June, as the place may be
    with transaction() as session:
        take_step(session, made.draft, ScorecardStep.CHECK, by=made.by, at=at)
        early, due = (paper(session, made, day) for day in (date(2027, 5, 31), CHECKED))
    with pytest.raises(IntegrityError) as why:
        write(engine, signing(made, early, date(2027, 5, 31)), zone)
    assert name_of(why.value) == "scorecard_step_signed_once_checked"
    write(engine, signing(made, due, CHECKED), zone)


def signing(made, exhibit, on):
    """Write the row of a signing."""
    row = StepTaken(
        id=999, scorecard_id=made.draft.id, step=SIGN, terms_hash=made.draft.terms_hash, note="",
        exhibit_id=exhibit.id, signed_on=on, taken_at=NOW, taken_by_id=made.by.id,
    )  # fmt: skip
    return inserting(row)


@pytest.mark.trust("E3")
def test_a_paper_that_names_terms_is_signed_for_none_but_those(made):
    with refused("scorecard_step_signed_for_what_it_names") as session:
        sign(session, made, paper(session, made, CHECKED, terms_named="a" * 64))
    with transaction() as session:
        named = " ".join(sorted(["a" * 64, made.draft.terms_hash]))
        assert sign(session, made, paper(session, made, CHECKED, terms_named=named)).id


def test_terms_are_named_by_their_whole_number(made):
    with refused("agreement_document_names_terms_by_whole_hashes") as session:
        paper(session, made, CHECKED, terms_named="abc")
