"""Terms files: what a file states is what is stored, whether or not a form asks for it."""

from dataclasses import replace
from datetime import date

import pytest

from comanage import clock
from comanage.actions import terms_file
from comanage.actions.draft import terms_of
from comanage.records import scorecard as records
from comanage.records.audit_entry import latest
from comanage.refusals import Faulty
from comanage.rules import canonical
from comanage.rules.conditions import Compares, Condition
from comanage.rules.gates import Gate
from comanage.rules.numbers import exact
from comanage.rules.pool import PoolRules
from comanage.rules.signoff import Role
from comanage.rules.terms import Answer, Domain, Example, Expected, Given
from tests.makers import make_actor, make_group, make_person, make_service_line
from tests.rules.linted import SOUND, with_domain

GATE = Gate("No never event", Condition(Compares.AT_MOST, exact("1"), "SSI"))
FIGURES = (
    Given("SCREENING", value=exact("95")),
    Given("SSI", value=exact("0.6")),
    Given("RECOMMEND", value=exact("84")),
    Given("IMPLANT", value=exact("4900")),
    Given("MILESTONES", value=exact("5")),
)
EXAMPLE = Example(
    "All of it", "2027-Q1", FIGURES, (Expected("pool", "SOUND-27", "earned", exact("98000")),)
)
ANSWER = Answer(
    "shuts:pool/gate No never event", "As the board asked.", "Ada Marsh", date(2026, 12, 14)
)
OF_THE_HOUSE = ("quality", "finance", "development", "efficiency", "alignment")
DOMAINS = (
    *SOUND.domains[:2],
    replace(SOUND.domains[2], measures=(*SOUND.domains[2].measures, *SOUND.domains[3].measures)),
    *(Domain(code, code.title(), exact("0")) for code in OF_THE_HOUSE[3:]),
)
TERMS = replace(
    with_domain(replace(SOUND, domains=DOMAINS), "finance", cap=exact("0.9")),
    code="SOUND-27", pool=PoolRules(gates=(GATE,)), fmv_cap=None, examples=(EXAMPLE,),
)  # fmt: skip


@pytest.fixture
def drafted(session):
    """An agreement drafted from a file that says more than forms do."""
    ada = make_actor(session, Role.ADMINISTRATOR, person=make_person(session, "Ada Marsh"))
    make_service_line(session, "ORTHO")
    for each in TERMS.participants:
        make_group(session, each.code, name=each.name)
    terms = replace(TERMS, answers=(ANSWER,))
    with clock.fixed(clock.now().replace(year=2026, month=12, day=14)):
        agreement = terms_file.draft(session, ada, terms, line="ORTHO")
    return ada, agreement, terms


def test_what_a_file_states_is_stored_to_the_letter(session, drafted):
    _, agreement, terms = drafted
    stored = records.draft(session, agreement.id)
    assert terms_of(stored) == terms
    assert stored.terms_hash == canonical.digest(canonical.text(terms))


def test_what_a_file_changes_is_noted_with_its_answers(session, drafted):
    ada, agreement, terms = drafted
    terms_file.fill(session, ada, agreement.id, replace(terms, base_fee=exact("1")))
    session.flush()
    noted = [entry.act for entry in latest(session, limit=2)]
    assert noted[0] == "scorecard:terms:save"
    answered = terms_of(records.draft(session, agreement.id)).answers
    assert [each.caution for each in answered] == [ANSWER.caution]


def test_an_answer_of_a_file_is_given_by_whoever_loads_it(session, drafted):
    _, agreement, terms = drafted
    carl = make_actor(session, Role.ADMINISTRATOR, person=make_person(session, "Carl Ruiz"))
    other = replace(terms, answers=(replace(ANSWER, answer="As the board voted."),))
    terms_file.fill(session, carl, agreement.id, other)
    (answer,) = terms_of(records.draft(session, agreement.id)).answers
    assert (answer.by, answer.on) == ("Carl Ruiz", clock.today())


def test_an_answer_that_stands_already_stays_with_whoever_gave_it(session, drafted):
    _, agreement, terms = drafted
    carl = make_actor(session, Role.ADMINISTRATOR, person=make_person(session, "Carl Ruiz"))
    terms_file.fill(session, carl, agreement.id, terms)
    assert terms_of(records.draft(session, agreement.id)).answers == (ANSWER,)


def test_an_answer_of_a_file_to_nothing_odd_is_refused(session, drafted):
    ada, agreement, terms = drafted
    other = replace(terms, answers=(replace(ANSWER, caution="steering"),))
    with pytest.raises(Faulty) as refused:
        terms_file.fill(session, ada, agreement.id, other)
    assert [fault.place for fault in refused.value.faults] == ["steering"]


def test_periods_with_other_days_are_refused(session, drafted):
    ada, agreement, terms = drafted
    first, *rest = terms.periods
    moved = [replace(first, starts=date(2027, 1, 2)), *rest]
    with pytest.raises(Faulty) as refused:
        terms_file.fill(session, ada, agreement.id, replace(terms, periods=tuple(moved)))
    assert refused.value.faults
