"""Documents of an agreement: who adds and reads them, what is refused, and that each read is noted."""

import hashlib
import json
from datetime import date

import pytest

from comanage import clock
from comanage.actions import agreement_documents as act
from comanage.actions.agreement_documents import Signing
from comanage.records.agreement_document import of_agreement
from comanage.records.audit_entry import latest
from comanage.records.in_force import in_force_on
from comanage.refusals import Faulty, NotAllowed, NotFound
from comanage.rules.documents import HOSPITALS_OWN, DocumentKind
from comanage.rules.signoff import Role
from tests.actions.filing import NOW, document, make_filing, pdf, signings
from tests.makers import make_actor, make_scorecard

DAY = date(2027, 3, 1)


@pytest.fixture
def filing(session):
    with clock.fixed(NOW):
        yield make_filing(session)


def refused(session, filing, **changes):
    with pytest.raises(Faulty) as why:
        act.add(session, filing.ada, filing.id, document(**changes))
    assert of_agreement(session, filing.id) == []
    return [(fault.place, fault.sentence) for fault in why.value.faults]


def test_a_document_is_kept_under_its_hash_with_who_signed_it(session, filing):
    made = act.add(session, filing.ada, filing.id, document())
    assert made.document_sha256 == hashlib.sha256(pdf()).hexdigest()
    assert made.document.content == pdf()
    assert [(each.name, each.participant and each.participant.code) for each in made.signed_by] == [
        ("Signer 1", None), ("Signer 2", "granite"), ("Signer 3", "copper"),
    ]  # fmt: skip
    assert (made.added_by_id, made.added_at) == (filing.ada.person_id, NOW)
    assert in_force_on(session, filing.agreement, DAY).holds


@pytest.mark.trust("F1")
def test_what_is_added_is_noted_with_its_hash_and_signers(session, filing):
    made = act.add(session, filing.cora, filing.id, document())
    entry = latest(session, limit=1)[0]
    assert (entry.act, entry.object_id, entry.role) == (
        "agreement:document:add", made.id, "compliance officer",
    )  # fmt: skip
    told = json.loads(entry.after)
    assert told["sha256"] == made.document_sha256
    assert told["signed by"][0] == "Signer 1, 2026-12-10"


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.COMPLIANCE}], ids=str
)
def test_only_administrators_and_compliance_add_documents(session, filing, role):
    actor = make_actor(session, role, group=filing.granite)
    with pytest.raises((NotAllowed, NotFound)):
        act.add(session, actor, filing.id, document())


def test_an_administrator_of_another_line_sees_no_such_agreement(session, filing):
    with pytest.raises(NotFound):
        act.add(session, filing.stranger, filing.id, document())


def test_every_fault_is_said_at_once(session, filing):
    nothing = {
        "kind": None,
        "title": " ",
        "content": b"",
        "signed_by": [Signing("", "", None, None)],
    }
    assert refused(session, filing, **nothing) == [
        ("kind", "Say what the document is."),
        ("file", "Choose the file."),
        ("title", "Give the document a title."),
        ("signer 1, name", "Give the name of signer 1."),
        ("signer 1, capacity", "Say in what capacity signer 1 signed."),
        ("signer 1, party", "Choose the party that signer 1 signed for."),
        ("signer 1, on", "Give the day on which signer 1 signed."),
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"signed_by": signings(on=date(2027, 4, 3))}, "cannot have signed in the future"),
        ({"signed_by": signings(parties=["tin"])}, "Choose the party"),
        ({"signed_by": signings() * 9}, "Give at most 24 signers."),
        ({"title": "Agreement, MRN 1234567"}, "looks like a medical record number"),
        (
            {"effective_on": date(2027, 2, 1), "expires_on": date(2027, 1, 31)},
            "It must not expire before it takes effect.",
        ),
        ({"replaces": 7}, "Choose a document that no other one has replaced."),
    ],
)
def test_what_cannot_be_is_refused_in_words(session, filing, changes, sentence):
    assert [told for _, told in refused(session, filing, **changes) if sentence in told]


@pytest.mark.parametrize("kind", sorted(HOSPITALS_OWN), ids=str)
def test_what_the_hospital_keeps_to_itself_is_never_for_all_parties(session, filing, kind):
    said = refused(session, filing, kind=kind, for_all_parties=True)
    assert said == [("for_all_parties", act.OWN)]


def test_a_later_document_takes_the_place_of_one_of_its_kind(session, filing):
    first = act.add(session, filing.ada, filing.id, document())
    with pytest.raises(Faulty) as why:
        act.add(session, filing.ada, filing.id,
                document(kind=DocumentKind.EXHIBIT, replaces=first.id))  # fmt: skip
    assert "of another kind: agreement" in why.value.faults[0].sentence
    unsigned = document(content=pdf("Mended"), signed_by=[], replaces=first.id)
    later = act.add(session, filing.ada, filing.id, unsigned)
    assert [each.id for each in of_agreement(session, filing.id)] == [later.id, first.id]
    assert not in_force_on(session, filing.agreement, DAY).holds


def test_a_leader_reads_what_is_for_all_parties_and_no_valuation(session, filing):
    make_scorecard(session, filing.agreement)
    shared = act.add(session, filing.ada, filing.id, document(for_all_parties=True))
    act.add(session, filing.ada, filing.id, document(title="Side letter"))
    opinion = act.add(session, filing.ada, filing.id, document(kind=DocumentKind.FMV_OPINION))
    exhibit = 1  # that the scorecard was signed on
    seen = {each.id for each in act.readable(session, filing.leader, filing.id)}
    assert seen == {exhibit, shared.id}
    assert len(act.readable(session, filing.cora, filing.id)) == 4
    for hidden in (opinion.id, opinion.id - 1, 999):
        with pytest.raises(NotFound, match="no such document"):
            act.hand_out(session, filing.leader, filing.id, hidden)


def test_each_reading_of_a_document_is_noted(session, filing):
    make_scorecard(session, filing.agreement)
    made = act.add(session, filing.ada, filing.id, document(for_all_parties=True))
    for reader, role in ((filing.leader, "physician leader"), (filing.cora, "compliance officer")):
        assert act.hand_out(session, reader, filing.id, made.id).content == pdf()
        entry = latest(session, limit=1)[0]
        assert (entry.act, entry.object_id, entry.role, entry.person_id) == (
            "agreement:document:read", made.id, role, reader.person_id,
        )  # fmt: skip
