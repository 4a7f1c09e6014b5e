"""Matching: whose head says what, what a matching lacks, and the table that comes of it."""

from dataclasses import replace

import pytest

from comanage.readers.csv import read
from comanage.readers.figure_rows import KNOWN
from comanage.readers.matching import FIELDS, fits, guessed, kept, match_faults, rearranged
from comanage.readers.reader import Table
from comanage.rules.terms import Settles
from tests.rules.worked import TERMS, with_measure

BY_GROUP = replace(TERMS, settles=Settles.PARTICIPANT, funding=None, allocation=None)


def table(text):
    found, faults = read(text.encode(), KNOWN)
    assert faults == []
    return found


@pytest.mark.parametrize(
    ("heads", "matches"),
    [
        ("Quarter,Metric,Num,Denom,Rate",
         {"period": "quarter", "measure": "metric", "numerator": "num", "denominator": "denom", "value": "rate"}),
        ("period,measure,value,Comments", {"period": "period", "measure": "measure", "value": "value", "note": "comments"}),
        ("KPI,Result (%),Reason", {"measure": "kpi", "value": "result (%)", "absent": "reason"}),
        ("measure,Measure Code,value", {"measure": "measure", "value": "value"}),
        ("KPI,Indicator,N", {"measure": "kpi", "denominator": "n"}),
        ("colour,shape", {}),
    ],
)  # fmt: skip
def test_a_column_is_guessed_by_its_head_and_the_template_comes_first(heads, matches):
    assert guessed(Table(tuple(heads.casefold().split(","))), TERMS) == matches


def test_only_columns_that_are_all_of_the_template_fit_by_themselves():
    assert fits(Table(("period", "measure", "value", "note")), TERMS)
    assert not fits(Table(("period", "measure", "value", "reviewed by")), TERMS)
    assert not fits(Table(("period", "measure", "numerator")), TERMS)
    assert not fits(Table(("period", "measure", "value")), BY_GROUP)


def test_a_choice_that_was_made_is_kept_and_what_was_left_out_stays_out():
    held = Table(("kpi", "rate", "comments", "num"))
    before = {"measure": "kpi", "value": "rate", "note": "", "numerator": "old"}
    assert kept(before, held, TERMS) == {"measure": "kpi", "value": "rate"}
    assert kept({"measure": "gone"}, held, TERMS) == guessed(held, TERMS)


def test_a_matching_says_everything_that_it_lacks():
    held = Table(("a", "b", "c"))
    found = match_faults({"measure": "a", "value": "a", "note": "z"}, held, BY_GROUP)
    assert [(fault.place, fault.sentence) for fault in found] == [
        ("value", "Measure is matched with this column already."),
        ("note", "The file has no such column."),
        ("participant", "Say which column names the group."),
    ]
    assert [fault.place for fault in match_faults({}, held, TERMS)] == ["measure", "value"]


def test_rows_keep_their_numbers_and_names_stand_for_codes_whatever_their_case():
    held = table("KPI,Rate\n\nScreening,84\nfirst CASES on time,79\nON-time,80\nElse,1\n")
    found = rearranged(held, {"measure": "kpi", "value": "rate"}, TERMS, "2027-Q1")
    assert found.columns == ("period", "measure", "value")
    assert [(row.number, row.cells["period"], row.cells["measure"]) for row in found.rows] == [
        (3, "2027-Q1", "SCREENING"), (4, "2027-Q1", "ON-TIME"), (5, "2027-Q1", "ON-TIME"), (6, "2027-Q1", "Else"),
    ]  # fmt: skip


def test_a_name_that_two_measures_share_stands_for_neither_and_a_code_for_itself():
    held, matches = table("KPI,Rate\nShared,84\nScreening,84\n"), {"measure": "kpi"}
    terms = with_measure(with_measure(TERMS, "SCREENING", name="Shared"), "ON-TIME", name="Shared")
    found = rearranged(held, matches, terms, "2027-Q1")
    assert [row.cells["measure"] for row in found.rows] == ["Shared", "SCREENING"]
    terms = with_measure(TERMS, "ON-TIME", name="Screening")
    found = rearranged(held, matches, terms, "2027-Q1")
    assert found.rows[1].cells["measure"] == "SCREENING"


def test_a_group_is_named_by_its_name_too():
    code, name = next(iter(BY_GROUP.names().items()))
    held = table(f"Group,KPI,Rate\n{name.upper()},Screening,84\n")
    matches = {"participant": "group", "measure": "kpi", "value": "rate"}
    assert rearranged(held, matches, BY_GROUP, "2027-Q1").rows[0].cells["participant"] == code


def test_no_word_is_said_of_two_fields():
    words = [word for field in FIELDS for word in (field.name, *field.words)]
    assert len(words) == len({*words})
