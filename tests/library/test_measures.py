"""The measures of the library: complete, each number with its origin, each direction the right way."""

import re

import pytest

from comanage.actions.codes import code_faults
from comanage.library import collection
from comanage.library.lines import Line
from comanage.library.measure import TYPICAL_WORDS, Origin, Usual, agreed
from comanage.rules.compliance import BALANCED, NEVER_PAID, ComplianceClass
from comanage.rules.measure import Status
from comanage.rules.methods import method_of
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Unit

MEASURES = {each.code: each for each in collection.measures()}
LOWER = (  # whose published percentiles rise while the result gets worse
    "a1c-poor-control", "readmit-hospital-wide", "complications-hip-knee", "reoperation-30",
    "readmit-surgical", "ssi-surgeon", "cabg-intubation", "cabg-renal-failure",
    "cabg-reexploration", "cabg-mortality", "therapy-last-14-days", "hospice-under-3-days",
)  # fmt: skip


def of_class(*kinds):
    return [each for each in MEASURES.values() if each.compliance in kinds]


def test_every_number_of_the_list_has_its_measures():
    numbers = {each.number for each in MEASURES.values()}
    assert {str(number) for number in range(1, 53)} | {f"M{at}" for at in range(1, 7)} == numbers


def test_the_files_have_no_fault():
    assert collection.read_measures(collection.MEASURES)[1] == []


@pytest.mark.parametrize("code", MEASURES)
def test_its_code_can_stand_in_a_scorecard(code):
    assert code_faults(code) == []


@pytest.mark.parametrize("code", LOWER)
def test_of_an_inverse_measure_lower_is_better_and_each_level_is_lower_than_the_one_before(code):
    found = MEASURES[code]
    assert found.better is Better.LOWER
    if found.method is not None:
        reaches = [level.reach for level in method_of(found.method).levels(found.method)]
        assert reaches == sorted(reaches, reverse=True)


def test_an_inverse_measure_says_so():
    programme = [MEASURES[code] for code in LOWER if MEASURES[code].specification.startswith("QPP")]
    silent = [each.code for each in programme if not any("nverse" in note for note in each.notes)]
    assert silent == []


def test_readmission_infection_complication_and_cost_are_better_lower():
    words = ("readmission", "infection", "complication", "reoperation", "cost", "turnover",
             "denials", "leakage", "mortality")  # fmt: skip
    named = [each for each in MEASURES.values() if any(word in each.name.lower() for word in words)]
    assert len(named) > 20
    assert [each.code for each in named if each.better is not Better.LOWER] == []


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("readmit-hip-knee", "4.6 3.8"),
        ("readmit-hospital-wide", "0.1675 0.141 0.1344"),
        ("complications-hip-knee", "0.0377 0.0236 0.0201"),
        ("ssi-colon", "1 0.7"),
        ("clabsi", "1 0.6"),
        ("psi-90", "1 0.9"),
        ("cabg-mortality", "1 0.8"),
        ("door-to-balloon", "90 95"),
        ("sepsis-bundle", "60 75"),
        ("scip-inf-1", "95 98"),
        ("a1c-poor-control", "32.9 18.5 13.5"),
        ("bp-control", "68.7 79.3 84.7"),
        ("breast-screening", "62.6 78.9 85.6"),
        ("colorectal-screening", "53.5 73.8 83.6"),
        ("depression-screening", "45.9 84.2 95"),
        ("tobacco-screening", "67.7 97.1 100"),
        ("prom-completion", "60 75"),
        ("cahps-timely", "83.9 87.1 88.5"),
        ("cahps-communication", "93.9 95.1 95.7"),
        ("first-case-on-time", "75 85"),
        ("room-turnover", "32 28"),
        ("block-utilization", "70 80"),
        ("length-of-stay-oe", "1.05 0.95"),
        ("discharge-before-11", "25 35"),
        ("discharge-home", "85 92"),
        ("program-milestones", "3 4 5"),
        ("physician-education", "2 3 4"),
        ("committee-attendance", "75 85 95"),
        ("referral-loop", "43.3 78.2 95.2"),
        ("operating-expense", "100 98 96"),
        ("documentation-denials", "5 3"),
        ("cdi-response", "80 90"),
    ],
)
def test_the_usual_levels_are_those_of_the_list(code, levels):
    found = MEASURES[code]
    told = [level.reach for level in method_of(found.method).levels(found.method)]
    assert told == [exact(each) for each in levels.split()]


def test_what_is_published_names_its_file_and_year_and_what_is_typical_says_so():
    published = [each for each in MEASURES.values()
                 if each.levels and each.levels.origin is Origin.PUBLISHED]  # fmt: skip
    typical = [each for each in MEASURES.values()
               if each.levels and each.levels.origin is Origin.TYPICAL]  # fmt: skip
    assert len(published) > 25
    assert len(typical) > 25
    for each in published:
        assert str(each.levels.year) in each.levels.source
        assert each.levels.origin_words.startswith("published: ")
    assert {each.levels.origin_words for each in typical} == {TYPICAL_WORDS}


def test_a_fraction_is_never_levelled_in_percent():
    for each in MEASURES.values():
        if each.unit is Unit.FRACTION:
            levels = method_of(each.method).levels(each.method)
            assert all(level.reach < 1 for level in levels), each.code


def test_of_what_is_only_watched_neither_way_is_better():
    watched = [each for each in MEASURES.values() if each.number.startswith("M")]
    assert {each.direction for each in watched} == {"a shift either way counts"}
    assert MEASURES["door-to-balloon"].direction == "higher is better"


def test_what_is_never_paid_on_is_only_reported():
    watched = of_class(*NEVER_PAID)
    assert {each.number for each in watched} == {"43", *(f"M{at}" for at in range(1, 7))}
    assert {each.status for each in watched} == {Status.REPORTING}


@pytest.mark.parametrize("code", ["avoidable-ed", "leakage", "total-cost-pmpm"])
def test_what_moves_referrals_or_total_cost_is_reported_but_for_a_value_based_basis(code):
    found = MEASURES[code]
    assert found.status is Status.REPORTING
    assert found.only_under
    assert found.conditions


def test_cost_readmission_and_use_are_watched_over():
    watched = of_class(*BALANCED)
    watched += [
        each for each in MEASURES.values() if each.number in {"1", "2", "3", "31", "32", "33"}
    ]
    assert len(watched) > 20
    assert [each.code for each in watched if not each.balances] == []


def test_each_cost_measure_is_watched_over_by_quality():
    quality = {ComplianceClass.QUALITY, ComplianceClass.EXPERIENCE}
    for each in of_class(*BALANCED):
        kinds = {MEASURES[code].compliance for code in each.balances}
        assert kinds & quality, each.code


def test_the_published_minimum_volumes_are_those_of_the_regulation():
    told = {each.code: each.least_volume for each in MEASURES.values() if each.least_volume}
    stated = {code: least.cases for code, least in told.items() if least.origin is Origin.PUBLISHED}
    assert stated["hcahps-overall"] == 100
    assert stated["complications-hip-knee"] == stated["sepsis-bundle"] == 25
    assert stated["clabsi"] == stated["ssi-colon"] == 1
    assert all("42 CFR 412.165" in told[code].source for code in stated)


def test_retired_specifications_stay_for_old_contracts():
    retired = {each.code for each in MEASURES.values() if each.retired}
    assert retired == {"scip-inf-1", "scip-inf-2", "scip-inf-3", "normothermia"}
    assert all(MEASURES[code].topped_out for code in retired)


def test_a_key_does_not_depend_on_a_number_that_many_lack():
    keys = [each.specification for each in MEASURES.values()]
    assert not [key for key in keys if "NQF" in key]
    assert MEASURES["cardiac-rehab-referral"].also == ("NQF 0643",)
    assert MEASURES["readmit-hospital-wide"].specification == "QPP 479"


def test_an_internal_measure_is_specified_by_its_definition_here():
    own = [each for each in MEASURES.values() if each.specification.startswith("Library")]
    assert all(each.specification == f"Library definition {each.code}" for each in own)


def test_names_and_definitions_hold_no_mark_of_a_list():
    pattern = re.compile(r"†|\[S\d|unverified", re.IGNORECASE)
    files = [file.read_text(encoding="utf-8") for file in collection.FOLDER.rglob("*.json")]
    assert [pattern.findall(text) for text in files if pattern.search(text)] == []


def test_a_list_is_narrowed_by_line_domain_and_payment():
    spine = collection.chosen(line=Line.EYE, domain=Usual.QUALITY, status=Status.CONTRACTUAL)
    assert "cataract-acuity" in {each.code for each in spine}
    assert "door-to-balloon" not in {each.code for each in spine}
    assert {each.domain for each in spine} == {Usual.QUALITY}
    every = collection.chosen()
    assert {each.code for each in every} == set(MEASURES)
    places = [list(Usual).index(each.domain) for each in every]
    assert places == sorted(places)


def test_a_measure_taken_keeps_its_least_volume_and_only_known_watchers():
    told = agreed(MEASURES["implant-cost"], beside={"reoperation-30", "other"})
    assert told.balances == ("reoperation-30",)
    assert agreed(MEASURES["hcahps-overall"]).minimum.cases == 100
    assert agreed(MEASURES["cabg-mortality"]).minimum is None
    assert agreed(MEASURES["case-mix-index"]).status is Status.REPORTING
