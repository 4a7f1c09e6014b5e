"""False alarms: what people usually write as evidence passes, and what is planted in it does not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.readers.patient_data import line_faults
from comanage.readers.patient_shapes import looks_like, spaced_like

ORDINARY = """
7 of 205 discharges were readmitted within 30 days (3.4 %).
Registry export of 2027-04-02, run by the quality department.
NHSN report 14, SIR 0.62, 95 % interval 0.41 to 0.88.
The denominator counts discharges from 1 Jan 2027 to 31 Mar 2027.
Two cases were excluded because the procedure was cancelled.
First case on time: 270 of 304, against 244 of 301 in the quarter before.
Room turnover was 26.8 minutes, measured from wheels out to wheels in.
Supply cost per case fell from $4,912.50 to $4,870.00.
HCAHPS top box 84.2 %, 486 surveys, response rate 31 %.
Patient experience survey, second quarter, vendor file of July 9.
Patient: Safety Culture survey was not repeated this year.
Patient Safety Indicators 90, composite 0.97.
Patients per day: 41.2 on average, 55 at most.
The patient population includes Medicare and commercial members.
Member months 77,372; benchmark $1,072,551,536.
Infants born 39 weeks or later: 412 of 433.
Babies born on or after 1 Jan 2027 are counted.
Babies born 2027-01-01 to 2027-03-31.
We removed MRN and DOB before the export, so no record can be traced.
No SSN, MRN or date of birth is in this file.
DOB. 412 cases had none, and were left out.
Call the registry at 555-123-4567 with questions.
Ticket INC0012345, closed 2027-03-14.
Purchase order 4500123456, invoice 90012345.
GL account 610200, cost centre 44012.
Account 610200 was closed; see account 610300.
Report ID 20270402-A, page 3 of 12.
Tax id 12-3456789 of Granite Fork Bone & Joint.
NPI 1234567893 signed the minutes.
ZIP 12208-1234, Albany.
Section 3-4-5 of the annex, exhibit B-2.
SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.
Version 1.23.4567 of the measure specification.
ICD-10 codes Z96.641 to Z96.649; DRG 469, 470, 521 and 522.
CPT 27447 and 27130, 1,204 procedures.
Committee attendance 44 of 48; minutes of 2027-01-12, 2027-02-09 and 2027-03-09.
Dr. Marsh and Dr. Okafor reviewed the outliers on 3 May 2027.
Ana Lopez, RN, ran the report for the orthopedic service line.
The physician leader agreed by e-mail on 14 July 2027.
Visit volumes rose by 4 %; encounter 3 of the pathway is new.
Encounters with a care plan: 1,204 of 1,311.
Fin. statement Q1 2027, line 14.
FIN 48 does not apply to this entity.
The born-in rate is defined in annex 4.
Born of the redesign of 2025, the pathway has 12 steps.
Phone calls answered within 30 seconds: 96.4 %.
Baseline 12.8 %, target 11.5 %, stretch 10.5 %.
1234567890 is the number of the contract.
Number of beneficiaries 21,344; attributed members 9139.
Beneficiary engagement: 12 sessions, 240 attendees.
Chart review of 60 random cases, kappa 0.81.
Medical record completion within 30 days: 98.2 %.
Medical records were complete in 412 of 420 charts.
Social security offices were closed on the day of the survey.
Length of stay 2.9 days, observed over expected 0.98.
Case mix index 2.7810, up from 2.6904.
Result for 2027-Q1 restated on 2027-06-30; see note 3.
Mean 26.8, median 25, n = 486, SD 4.1.
The file has 12 rows, one a month, and 5 columns.
As of 03/31/2027 the accreditation had 3 of 5 steps done.
Blood use: 0.12 units per case, 31 units in 258 cases.
MR safety training: 48 of 50 done.
MR 2027 budget, cost per scan $212.
Pt. days 4,120; adjusted pt. days 5,644.
PT evaluation within 24 hours of surgery: 93 %.
PT: Mobility protocol on day 0 in 88 % of cases.
Member: Quality Committee, quorum 7 of 9.
Client satisfaction 4.6 of 5.
""".strip().splitlines()
PLANTED = (
    "123-45-6789", "123 - 45 - 6789", "123.45.6789", "1EG4 TE5 MK73", "SSN 123456789", "SSN: 123 45 6789", "social security number is 123-45-6789",
    "1EG4-TE5-MK73", "MRN 00445566", "MRN: 4455667", "MRN#4455667", "medical record no. 778899",
    "MR# 4455667", "DOB 05/03/1950", "DOB: 1950-05-03", "date of birth 3 May 1950",
    "birthdate May 3, 1950", "DOB 19500503", "born on 05/03/1950", "Patient: Mary Jones",
    "Patient: JONES, MARY", "patient name: Jones, Mary", "Pt: Mary A. Jones", "patient Mrs. Jones",
    "Patient ID 4455667", "patient number 12345678", "member id 55443322", "CSN 123456789",
    "encounter 12345678", "FIN 12345678", "patient account 445566",
)  # fmt: skip


@pytest.mark.trust("H3", "H6")
@pytest.mark.parametrize("sentence", ORDINARY)
def test_an_ordinary_sentence_passes(sentence):
    assert looks_like(sentence) == ""
    assert looks_like(sentence, printed=True) == ""
    assert spaced_like(sentence) == ""


@pytest.mark.trust("H3", "H6")
@given(st.lists(st.sampled_from(ORDINARY), min_size=1, max_size=12), st.sampled_from(" \n"))
def test_ordinary_sentences_make_no_alarm_together(sentences, between):
    assert looks_like(between.join(sentences)) == ""
    assert spaced_like(between.join(sentences)) == ""


@pytest.mark.trust("H3")
@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("Totals of the quarter\nM R N  4 4 5 5 6 6 7  o f  a l l", "a medical record number"),
        ("T o t a l s o f M R N 4 4 5 5 6 6 7", "a medical record number"),
        ("M\nR\nN\n4\n4\n5\n5", "a medical record number"),
        ("MR N 44 55 66 7", "a medical record number"),
        ("S S N  1 2 3 4 5 6 7 8 9", "a social security number"),
        ("s e e  1 2 3 - 4 5 - 6 7 8 9", "a social security number"),
        ("D O B  0 5 / 0 3 / 1 9 5 0", "a date of birth"),
        ("DO B 05 /03/1 950 Ward", "a date of birth"),
        ("P a t i e n t :  M a r y  J o n e s", "a patient's name"),
        ("Falls  4 1 2 0 3 5 6\nHarm  1 2 - 3 4 - 5 6 7 8", ""),
        ("Measure Cases Change\nReadmissions 205 -12 -1450\nFalls 412 -86 -5210", ""),
        ("Fields left out: MRN, DOB\nCases 4 120 from\n2027-01-31 to 2027-03-31", ""),
    ],
)
def test_signs_that_are_drawn_one_by_one_are_read_together(page, what):
    assert (looks_like(page, printed=True) or spaced_like(page)) == what


@pytest.mark.trust("H3", "H6")
@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_planted_among_them_is_always_found(planted):
    for sentence in ORDINARY:
        for whole in (
            f"{planted} {sentence}",
            f"{sentence} {planted}",
            f"{sentence}\n{planted}, x",
        ):
            assert looks_like(whole), whole


@pytest.mark.trust("H3")
@given(st.sampled_from(PLANTED), st.sampled_from(["\u200b", "\u00ad", "\u2060"]), st.data())
def test_signs_that_are_not_seen_hide_nothing(planted, unseen, data):
    at = data.draw(st.integers(0, len(planted)))
    assert looks_like(f"see {planted[:at]}{unseen}{planted[at:]} there")


@pytest.mark.trust("H3")
def test_fewer_than_one_in_a_hundred_tables_of_totals_makes_an_alarm():
    """Two thousand tables as departments make them; drawn once and for all."""
    drawn = random.Random(20270402)  # noqa: S311 - no secret
    alarms = sum(bool(line_faults(enumerate(table_of_totals(drawn), 1))) for _ in range(2000))
    assert alarms < 20


def table_of_totals(drawn):
    """Draw a table: months or quarters, and measures of several kinds."""
    periods = drawn.choice([
        [f"2027-Q{at}" for at in range(1, 5)],
        [f"2027-{at:02}" for at in range(1, 13)],
        [f"{at}/1/2027" for at in range(1, 13)],
        [f"2027-{at:02}-{end}" for at, end in zip(range(1, 13), (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True)],
    ])  # fmt: skip
    kinds = {
        "Cases": lambda: str(drawn.randint(0, 9000)),
        "Rate": lambda: f"{drawn.uniform(0, 100):.2f}",
        "Readmissions": lambda: f"{drawn.randint(0, 40)} of {drawn.randint(100, 900)}",
        "Net revenue": lambda: str(drawn.randint(100_000, 9_999_999)),
        "Dollars": lambda: f"${drawn.randint(100_000, 9_999_999):,}",
        "Index": lambda: f"{drawn.uniform(0.5, 1.5):.4f}",
        "Change": lambda: f"{drawn.uniform(-9, 9):+.1f} %",
        "Run date": lambda: "2027-04-02",
        "Source": lambda: drawn.choice(ORDINARY),
    }
    chosen = drawn.sample(sorted(kinds), drawn.randint(1, 6))
    return [
        ["Period", *chosen],
        *([period, *(kinds[name]() for name in chosen)] for period in periods),
    ]
