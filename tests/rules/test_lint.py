"""Lint: faults and cautions at once, and what an answer answers."""

import functools
import json
import operator
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.rules import canonical
from comanage.rules.compliance import ComplianceClass
from comanage.rules.conditions import Compares, Condition
from comanage.rules.figures import Figure
from comanage.rules.funding.savings_share import Item, SavingsShare
from comanage.rules.gates import Gate
from comanage.rules.lint import Findings, lint
from comanage.rules.measure import Status
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.improvement import Improvement, Measured, Target
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact
from comanage.rules.periods import quarters
from comanage.rules.pool import PoolRules
from comanage.rules.terms import Answer, Terms
from tests.rules.linted import SOUND, faults, keys
from tests.rules.worked import with_measure


def measure(code, **changes):
    return with_measure(SOUND, code, **changes)


def pool(**rules):
    return replace(SOUND, pool=PoolRules(**rules))


SHUT = Gate(
    "No never event",
    Condition(Compares.AT_MOST, exact("1"), "SSI"),
)


def test_a_sound_scorecard_has_no_findings():
    assert lint(SOUND) == Findings((), ())


def test_what_is_left_unstated_gives_one_caution_for_all_measures():
    plain = SOUND
    for _, each in SOUND.measures():
        plain = with_measure(plain, each.code, compliance=ComplianceClass.UNSTATED, evidence="",
                             specification="")  # fmt: skip
    (caution,) = lint(plain).cautions
    assert caution.sentence == (
        "A reviewer will ask for what is not stated: compliance class, evidence and specification"
        " of every paid measure."
    )
    assert caution.place == "measures"


def test_a_period_is_named_in_the_question_about_it():
    late = tuple(quarters(date(2027, 1, 1), date(2028, 1, 1)))
    (caution,) = lint(replace(SOUND, periods=late)).cautions
    assert caution.sentence == (
        "2028-Q1 has 1 day where others have 92, and the whole pool of $100,000.00."
    )


def test_an_answer_to_one_list_of_measures_is_none_to_a_longer_one():
    answer = Answer("unstated:quality/SSI", "It stands in the annex.", "Ada", date(2027, 1, 4))
    one = replace(measure("SSI", evidence=""), answers=(answer,))
    assert lint(one).unanswered == ()
    two = with_measure(one, "SCREENING", evidence="")
    assert [each.key for each in lint(two).unanswered] == ["unstated:quality/SCREENING,quality/SSI"]


def test_an_answered_caution_says_who_answered_it():
    answer = Answer("shuts:pool/gate No never event", "As agreed.", "Ada", date(2027, 1, 4))
    found = lint(replace(pool(gates=(SHUT,)), answers=(answer,)))
    assert [(each.key, each.answer) for each in found.answered] == [(answer.caution, answer)]
    assert found.unanswered == ()


def test_two_gates_of_one_name_each_need_an_answer():
    found = lint(pool(gates=(SHUT, replace(SHUT, clause="4.2"))))
    assert [each.key for each in found.unanswered] == [
        "shuts:pool/gate No never event", "shuts:pool/gate No never event#2"
    ]  # fmt: skip


def test_faults_and_cautions_come_at_once():
    terms = with_measure(
        measure("SCREENING", weight=exact("0.35")), "SSI", missing=Missing.DEEM_AT_TARGET
    )
    found = lint(terms)
    assert [fault.place for fault in found.faults] == ["domain quality"]
    assert {each.key.partition(":")[0] for each in found.cautions} == {"dominance", "deemed"}


def test_a_measure_of_a_reporting_only_status_is_not_looked_at():
    terms = measure("CASE-MIX", method=Binary(exact("1")), name="Mortality")
    assert lint(terms) == Findings((), ())
    assert terms.measure("CASE-MIX").status is Status.REPORTING


def test_of_several_baselines_the_best_counts():
    figures = [Figure("2027-Q1", "", "SSI", exact("1"), baseline=exact(each))
               for each in ("1.2", "0.7", "1.1")]  # fmt: skip
    (caution,) = lint(SOUND, figures).cautions
    assert caution.sentence == (
        "The baseline of Surgical site infections, 0.70, already earns 90%: standing still is paid."
    )


def test_a_baseline_at_the_target_of_an_improvement_is_a_fault():
    terms = measure("SCREENING", method=Improvement(Measured.GAP, Target(exact("90"))))
    figure = Figure("2027-Q1", "", "SCREENING", exact("95"), baseline=exact("91"))
    (said,) = faults(terms, [figure])
    assert "already at the target (90.0%) or beyond it: agree on a harder target." in said


def test_a_figure_that_is_a_share_beside_levels_in_percent_is_cautioned():
    figure = Figure("2027-Q1", "", "SCREENING", exact("0.84"))
    assert keys(SOUND, [figure]) == ["units:quality/SCREENING"]


def test_a_base_rate_in_percent_is_a_fault_where_shares_are_counted():
    item = Item("SCREENING", exact("29"), exact("3000"), exact("400"), exact("4"))
    (said,) = faults(replace(SOUND, funding=SavingsShare(exact("0.5"), (item,))))
    assert said.endswith("so its base rate cannot be 29: write 0.29 for 29%.")


@settings(max_examples=60)
@given(st.data())
def test_whatever_one_entry_of_a_document_says_lint_answers_in_findings(data):
    document = json.loads(canonical.text(SOUND))
    path = data.draw(st.sampled_from(sorted(entries(document), key=str)))
    *way, last = path
    holder = functools.reduce(operator.getitem, way, document)
    holder[last] = data.draw(st.sampled_from(["0", "1", "-1", "100", "1/3", "", "margin", "SSI"]))
    terms, found = canonical.read(Terms, json.dumps(document))
    if terms is not None:
        found = lint(terms)
        assert len({each.key for each in found.cautions}) == len(found.cautions)


def entries(document, path=()):
    """Name the way to every text of a document."""
    if isinstance(document, str):
        return {path}
    pairs = document.items() if isinstance(document, dict) else enumerate(document)
    return {found for key, each in pairs if isinstance(each, str | dict | list)
            for found in entries(each, (*path, key))}  # fmt: skip
