"""Signatures: who signed exactly what was shown, when, and meaning what; a changed cent voids them."""

import hashlib
from datetime import UTC
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.database import reading, transaction
from comanage.records.person import Person
from comanage.records.signature import Signature
from comanage.rules.signoff import Role
from tests.actions.settling import PERIOD, control, finalized, make_ready, without_layout
from tests.makers import NOW, make_actor, make_person, make_signed
from tests.pages.browser import Browser, words

SIGNED = {
    # step: (who takes it, the printed name, the role, what the signature means)
    "approve": ("approver", "Carla Ruiz", "approver", "I approve these scores and amounts"),
    "review": ("reviewer", "Ivo Penn", "independent reviewer",
               "I reviewed these scores and amounts independently"),
    "release": ("releaser", "Rolf Sand", "payment releaser",
                "I release these amounts for payment"),
}  # fmt: skip


@pytest.fixture
def ready(app, monkeypatch):
    """A final settlement that a reviewer must sign, too, and a browser for everyone who signs."""
    without_layout(monkeypatch)
    with clock.fixed(NOW):
        with transaction() as session:
            made = make_ready(session)
            make_signed(session, made.agreement)
            for step, role in (("review", Role.REVIEWER), ("release", Role.RELEASER)):
                who, name, *_ = SIGNED[step]
                person = make_person(session, name)
                setattr(made, who, make_actor(session, role, person=person))
        control(made, independent_review=True)
        finalized(made)
        made.url = f"/agreements/{made.id}/settlements/{PERIOD}"
        made.at = {
            who: Browser(app, SimpleNamespace(id=getattr(made, who).person_id))
            for who, *_ in SIGNED.values()
        }
        yield made


def signatures():
    with reading() as session:
        return session.query(Signature).order_by(Signature.id).all()


def sign(ready, step):
    """Take a step as a page does; give the hash of the document that was to be seen before."""
    browser = ready.at[SIGNED[step][0]]
    shown = browser.get(f"{ready.url}/settlement.json").data
    browser.send(ready.url, to=f"{ready.url}/{step}", number="1", key="a-key-of-the-page")
    return hashlib.sha256(shown).hexdigest()


@pytest.mark.trust("F5")
def test_a_signature_names_who_when_in_which_role_and_the_document_that_was_shown(ready):
    for number, step in enumerate(SIGNED):
        who, name, role, meaning = SIGNED[step]
        shown = sign(ready, step)
        made = signatures()[number]
        assert (made.printed_name, made.role, made.meaning) == (name, role, meaning)
        assert made.person_id == getattr(ready, who).person_id
        assert made.document_hash == shown
        assert (made.at, made.at.tzinfo) == (NOW, UTC)
        page = words(ready.at[who].get(ready.url).text)
        said = f"{name}, {role}: “{meaning}” 14 Apr 2027 09:30 UTC · document {shown[:16]}"
        assert said in page
        assert "no longer matches" not in page
    assert len(signatures()) == len(SIGNED)


@pytest.mark.trust("F5")
def test_whoever_is_renamed_later_has_signed_in_the_name_of_then(ready):
    sign(ready, "approve")
    with transaction() as session:
        session.get_one(Person, ready.approver.person_id).name = "Carla Stone"
    assert "Carla Ruiz, approver: “" in words(ready.at["reviewer"].get(ready.url).text)


@pytest.mark.trust("F5")
def test_after_one_cent_was_changed_the_page_says_that_the_signature_no_longer_matches(ready):
    sign(ready, "approve")
    with transaction() as session:
        raw = session.connection()
        if session.bind.dialect.name == "sqlite":
            raw.exec_driver_sql("DROP TRIGGER settlement_never_changed")
        else:
            raw.exec_driver_sql("ALTER TABLE settlement DISABLE TRIGGER settlement_never_changed")
        raw.exec_driver_sql(
            "UPDATE settlement SET document = replace(document, '19460526', '19460527')"
        )
    assert "Signature no longer matches" in words(ready.at["reviewer"].get(ready.url).text)
    answer = ready.at["releaser"].send(ready.url, 422, to=f"{ready.url}/release", number="1",
                                       key="a-key-of-the-page")  # fmt: skip
    assert "The signature of Carla Ruiz no longer matches the settlement." in words(answer.text)
