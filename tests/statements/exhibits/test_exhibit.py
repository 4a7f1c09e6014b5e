"""What an exhibit says: every entry of the terms, so that nobody signs what cannot be read."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.base_fee import BaseFee, Pays, Short
from comanage.rules.difference import differences
from comanage.rules.funding.fixed import Fixed
from comanage.rules.most import most
from comanage.rules.numbers import exact
from comanage.rules.terms import Answer, Reweighted, Terms, WeightsOf
from comanage.statements.exhibits import exhibit_pdf
from comanage.statements.exhibits.exhibit_beside import Beside, GroupFee, beside_the_terms
from tests.rules.test_difference import WORKED, entries, lists, others, put
from tests.rules.worked import with_measure
from tests.statements import ruled, samples
from tests.statements.exhibits.exhibits import exhibit, facts


def words(terms=samples.TERMS, **changed):
    """Give the words of an exhibit, without its marks."""
    page = exhibit_pdf.html(exhibit(terms, **changed))
    page = re.sub(r"<head>.*?</head>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(page.replace("&#39;", "'").replace("&amp;", "&").split())


def without_number(terms):
    """Give the words with one number for all terms, so that only what is said tells them apart."""
    return words(terms, terms_hash="0" * 64, terms_text="")


@given(st.data())
def test_whatever_entry_of_the_terms_changes_changes_what_is_signed(data):
    """Any entry of any terms: the paper tells it, and tells two values of it apart."""
    terms = data.draw(st.sampled_from(WORKED))
    path, old, hint = data.draw(st.sampled_from(list(entries(terms, Terms))))
    told = [without_number(put(terms, path, value)) for value in others(old, hint)]
    assert len({without_number(terms), *told}) == len(told) + 1, (path, old)


@given(st.data())
def test_whatever_entry_of_a_list_goes_is_missed_on_the_paper(data):
    terms = data.draw(st.sampled_from(WORKED))
    path, old = data.draw(st.sampled_from([*lists(terms)]))
    at = data.draw(st.integers(0, len(old) - 1))
    fewer = put(terms, path, old[:at] + old[at + 1 :])
    assert without_number(fewer) != without_number(terms), path


def test_it_names_the_parties_the_agreement_the_version_and_its_days():
    said = words()
    assert "Larkspur Ridge Medical Center, Inc. Hospital" in said
    assert "Granite Fork Bone & Joint Physician group GRANITE for the whole agreement" in said
    assert "version 1 of the scorecard of agreement ORTHO" in said
    assert "First day 1 Jan 2027 , with 2027-Q1" in said
    assert "2027-Q1 1 Jan 2027 31 Mar 2027" in said
    assert "Term 1 Jan 2027 to 31 Dec 2028" in said


def test_a_measure_is_told_with_its_levels_its_weight_and_its_most():
    terms = with_measure(
        samples.TERMS, "ssi", definition="Deep infections over joints.", source="Registry, line 4"
    )
    said = words(terms)
    assert (
        "1.1 Surgical site infections after joint replacement ssi · percent · lower is better"
        " Clause 4.2(a) Threshold Target Maximum 1.50% or less 1.00% or less 0.60% or less"
        " 50% 80% 100% 15.00% $60,000.00 Definition Deep infections over joints. Source Registry,"
        " line 4 Baseline None: its levels are stated. Rounding Rounded half up to 2 places before"
        " it is compared."
    ) in said
    assert "Without a figure Its weight stays and earns nothing." in said
    assert "5.3 Case mix index casemix · index · higher is better Target 1.8 or more" in said
    assert "Reported only, never paid on" in said


def test_a_method_that_its_levels_do_not_tell_is_told_in_full():
    assert (
        "In full threshold 90.0%, benchmark 98.0%, out of 10, achievement (times 9, plus 0.5, most"
        " 10, places 0, rounding half up, least 0), improvement (times 10, plus -0.5, most 9, places"
        " 0, rounding half up, least 0), edge at or beyond."
    ) in words()
    assert "Baseline The result of its baseline period, which is given and verified" in words()


def test_gates_modifiers_and_limits_are_told_in_sentences():
    said = words(ruled.RULED)
    assert (
        "Gates and modifiers of the pool Budget gate: Implant cost per case against budget must be"
        " at most 99.0%; without a result it fails. Otherwise 90% is kept. System results:"
        " multiplied by 1.07."
    ) in said
    assert "Limits of the pool At most 70% of the pool is earned." in said
    assert "The terms are in force from 20 Jan 2027. Part of a period is counted by days." in said
    assert (
        "At most $500,000.00 is paid for the time that a settlement covers, less Incentive paid"
        " before and the base fee."
    ) in said
    assert "How earned money is divided Copper Lantern Surgeons: 37.5%." in said


def test_what_the_pool_can_pay_adds_up_in_every_column():
    third = Fraction(1, 3)
    (domain, *_) = samples.DOMAINS
    measures = tuple(replace(each, weight=third) for each in domain.measures)
    domains = (replace(domain, weight=Fraction(1), measures=measures),)
    terms = replace(samples.TERMS, domains=domains, funding=Fixed(exact("100000")))
    held = most(terms)
    assert [*held.measures.values()] == [33_333_34, 33_333_33, 33_333_33]
    assert held.domains == {"quality": 100_000_00}
    by_domain = tuple(
        replace(each, measures=tuple(replace(one, weight=third) for one in each.measures))
        for each in samples.DOMAINS[:1]
    )
    other = most(replace(samples.TERMS, domains=by_domain, weights_of=WeightsOf.DOMAIN))
    assert sum(other.measures.values()) == other.domains["quality"]


def test_a_pool_that_is_no_fixed_amount_states_no_dollars():
    assert most(ruled.FUNDED) is most(ruled.BUNDLE) is None
    said = words(ruled.BUNDLE)
    assert "The pool is no fixed amount, so no dollars are stated: see part 4." in said
    assert "15.00% by part 4" in said


def test_an_amendment_says_why_and_what_it_changes():
    after = replace(samples.TERMS, base_fee=exact("325000"))
    changes = tuple(differences(samples.TERMS, after))
    said = words(after, version=2, reason="The market moved.", changes=changes)
    assert "Amendment: version 2 of the scorecard" in said
    assert "What version 2 changes Why: The market moved." in said
    assert "The scorecard Base fee $300,000.00 to $325,000.00" in said
    assert "What version" not in words()


def test_earlier_periods_are_marked_as_those_of_an_earlier_version():
    said = words(version=2, reason="Why.", effective_on=date(2027, 4, 1), begins="2027-Q2")
    assert "31 Mar 2027 (an earlier version governs)" in said
    assert "Nothing differs from version 1." in said


def test_a_weight_of_a_single_period_and_an_answer_are_told():
    answer = Answer("some:key", "We mean it so.", "Ada Marsh", date(2026, 12, 1))
    terms = replace(
        samples.TERMS, answers=(answer,), reweighted=(Reweighted("2027-Q1", "ssi", exact("0.2")),)
    )
    said = words(terms)
    assert "In 2027-Q1, Surgical site infections after joint replacement (ssi) weighs 20%." in said
    assert "some:key We mean it so. Ada Marsh, 1 Dec 2026" in said


def test_what_stands_beside_the_terms_is_told_and_what_is_not_set_too():
    fee = BaseFee(
        pays=Pays.MONTH, cents=9_000_00, fewest_a_month=20 * 60, short=Short.PRORATED,
        most_a_year=300 * 60,
    )  # fmt: skip
    beside = Beside(
        dispute_days=1, answer_days=15, appeal_days=5, figure_days=20, year_cap_cents=1_00,
        whole_cap_cents=2_00, base_fees=(GroupFee("Granite", date(2027, 1, 1), fee),),
    )  # fmt: skip
    told = {each.subject: " ".join(each.sentences) for each in beside_the_terms(beside)}
    assert told == {
        "Disputes": (
            "A group may dispute a preliminary settlement for 1 day from the day it is calculated."
            " A dispute is answered within 15 days. An answer may be appealed for 5 days."
        ),
        "Figures": "A figure is due 20 days after the data of its period are complete.",
        "Caps of all payments": (
            "At most $1.00 is paid in a contract year, base fee and incentive together."
            " At most $2.00 is paid over the whole agreement, base fee and incentive together."
        ),
        "Base fee of Granite": (
            "$9,000.00 a month of documented work, from 1 Jan 2027 on. A month takes at least 20"
            " hours of approved work; with fewer it comes to its part by approved hours. At most 300"
            " hours of the group count in a contract year. An entry is at most 8 hours, in steps of"
            " 15 minutes, and is made within 30 days of the work. Approved, one after the other, by:"
            " service-line administrator, approver."
        ),
    }
    (nothing,) = beside_the_terms(Beside())
    assert nothing.sentences == ("No dispute window is set.",)


def test_there_is_a_place_to_sign_for_each_party():
    said = exhibit()
    assert said.parties == (
        "Larkspur Ridge Medical Center, Inc.", "Granite Fork Bone & Joint",
        "Copper Lantern Surgeons",
    )  # fmt: skip
    signed = words().partition("6 Signatures")[2]
    assert signed.count("Signature Name Title Date") == 3
    number = facts().terms_hash
    assert f"Terms SHA-256: {number[:8]} {number[8:16]}" in signed
