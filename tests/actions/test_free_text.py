"""Free text: what no name, title, note or reason may hold, and that every action asks."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.actions import (
    agreement_course,
    agreements,
    groups,
    invitations,
    people,
    scorecards,
    service_lines,
)
from comanage.actions.agreements import Party, Plan
from comanage.actions.cautions import answer_cautions
from comanage.actions.free_text import (
    LONGEST,
    ONE_LINE,
    UNPRINTABLE,
    document_faults,
    line_faults,
    text_faults,
)
from comanage.actions.invitations import FirstAdministrator
from comanage.actions.people import Given
from comanage.refusals import Faulty
from comanage.rules.lint import lint
from comanage.rules.measure import Measure
from comanage.rules.methods.binary import Binary
from comanage.rules.numbers import exact
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from comanage.rules.units import Better, Unit
from tests.makers import (
    make_actor,
    make_agreement,
    make_group,
    make_person,
    make_scorecard,
    make_service_line,
)

SSN = "123-45-6789"
PLANTED = f"as for {SSN}"
MEASURE = Measure(
    "starts", "On time", exact("0.25"), Unit.PERCENT, Better.HIGHER, Binary(exact("80"))
)


@pytest.mark.parametrize("sign", ["\0", "\x1b[31m", "\x7f", "\u202e", "\u2066", "\u2028", "\ud800"])
def test_signs_that_steer_a_screen_are_refused_in_every_text(sign):
    for faults in (text_faults, line_faults):
        assert [fault.sentence for fault in faults({"note": f"a{sign}b"})] == [UNPRINTABLE]


def test_a_note_may_have_lines_and_a_name_may_not():
    assert text_faults({"note": "One.\r\nTwo.\tThree."}) == []
    assert [fault.sentence for fault in line_faults({"name": "One\nTwo"})] == [ONE_LINE]
    assert line_faults({"name": " Granite Fork \n"}) == []  # is cut before it is stored


def test_a_text_has_an_end():
    assert text_faults({"note": "a" * LONGEST}) == []
    (fault,) = text_faults({"note": "a" * (LONGEST + 1)})
    assert fault.sentence == "Write at most 1,000 signs."


@pytest.mark.trust("H6")
def test_what_looks_like_a_person_is_refused_beside_its_field_and_never_repeated():
    (fault,) = text_faults({"reason": PLANTED, "note": "412 of 486"})
    assert fault.place == "reason"
    assert fault.sentence.startswith("This looks like a social security number. ")
    assert SSN not in str(fault)


def test_texts_of_terms_are_found_wherever_they_stand():
    told = {"name": "On time", "levels": [{"name": PLANTED, "reach": "80"}], "weight": "0.25"}
    (fault,) = document_faults(told)
    assert fault.place == "levels, name"


@pytest.mark.trust("H6")
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_planted_number_is_found_in_any_text(before, after):
    text = f"{before} {SSN} {after}"
    found = text_faults({"note": text})
    assert any("social security" in fault.sentence for fault in found)
    assert all(SSN not in fault.sentence for fault in found)


@pytest.mark.trust("H6")
@pytest.mark.parametrize("faults", [text_faults, line_faults, document_faults])
def test_a_sentence_about_a_patient_is_refused_in_every_kind_of_text(faults):
    (fault,) = faults({"note": "pt John Q. Smith, 4/2/1961, called from jsmith@example.com"})
    assert fault.place == "note"
    assert fault.sentence.startswith("This looks like a patient's name. ")
    assert not any(word in str(fault) for word in ("Smith", "1961", "@"))
    assert faults({"note": "Dr. John Smith reviewed 214 charts; see ana@riverbend.example"}) == []


def plan(line, group, **changes):
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    given = Plan(code="NEW-27", title="Orthopedics", service_line_id=line.id, starts=first, ends=last,
                 base_fee_cents=0, pool_cents=100, parties=[Party(group.id)])  # fmt: skip
    return replace(given, **changes)


def set_up(session, _):
    token = invitations.invite_first(session)
    given = FirstAdministrator(PLANTED, "Ada", "ada@x.example", "a" * 20, "a" * 20)
    invitations.set_up(session, make_actor(session), token, given)


def draft(session, ada):
    line, group = make_service_line(session), make_group(session)
    agreements.draft(session, ada, plan(line, group, title=PLANTED))


def retitle(session, ada):
    made = make_agreement(session)
    agreement_course.change(
        session, ada, made.id, title=PLANTED, sponsor="", renewal=made.renewal, notice_days=None,
        verifier_may_approve=False, revision=made.revision,
    )  # fmt: skip


def measure(session, ada, **changes):
    made = make_agreement(session)
    make_scorecard(session, made, state=ScorecardState.DRAFT)
    given = replace(MEASURE, **changes)
    scorecards.save_measure(session, ada, made.id, given, domain="quality", replaces="", revision=1)


def terms(session, ada):
    made = make_agreement(session)
    held = scorecards.Draft.opened(
        session,
        ada,
        make_scorecard(session, made, state=ScorecardState.DRAFT).agreement_id,
        revision=1,
    ).terms
    scorecards.save_terms(session, ada, made.id, replace(held, title=PLANTED), revision=1)


def answer(session, ada):
    made = make_agreement(session)
    draft = make_scorecard(session, made, state=ScorecardState.DRAFT)
    odd = lint(scorecards.Draft.opened(session, ada, made.id, revision=1).terms).cautions
    assert draft
    answer_cautions(session, ada, made.id, {odd[0].key: PLANTED}, revision=1)


ACTS = {
    "a group": lambda session, ada: groups.add(session, ada, code="G", name=PLANTED),
    "a code": lambda session, ada: groups.add(session, ada, code=SSN, name="Granite"),
    "a service line": lambda session, ada: service_lines.add(session, ada, code="S", name=PLANTED),
    "a person": lambda session, ada: people.add(
        session, ada, name=PLANTED, email="p@x.example", given=Given(Role.VERIFIER)
    ),
    "a new name": lambda session, ada: people.rename(
        session, ada, make_person(session).id, name=PLANTED
    ),
    "an organization": set_up,
    "an agreement": draft,
    "a new title": retitle,
    "a measure's name": lambda session, ada: measure(session, ada, name=PLANTED),
    "a measure's definition": lambda session, ada: measure(session, ada, definition=PLANTED),
    "a measure's source": lambda session, ada: measure(session, ada, source=PLANTED),
    "terms": terms,
    "an answer": answer,
}


@pytest.mark.trust("H6")
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_an_action_that_takes_free_text_asks(session, act):
    roles = () if act is ACTS["an organization"] else (Role.SYSTEM, Role.ADMINISTRATOR)
    ada = make_actor(session, *roles)
    with pytest.raises(Faulty) as refused:
        act(session, ada)
    assert any("social security" in fault.sentence for fault in refused.value.faults)
    assert SSN not in "".join(map(str, refused.value.faults))
