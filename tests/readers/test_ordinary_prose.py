"""False alarms: what people of this work usually write passes, and what is planted in it does not.

Both are written down in the folder prose, a text a line.
"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.readers.patient_data import line_faults
from comanage.readers.patient_shapes import looks_like, spaced_like
from tests.readers.written import ORDINARY, REFUSED, disguised

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
@given(st.lists(st.sampled_from(ORDINARY), min_size=1, max_size=12), st.sampled_from([". ", "\n"]))
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
    for sentence in ORDINARY[::5]:
        for whole in (
            f"{planted} {sentence}",
            f"{sentence} {planted}",
            f"{sentence}\n{planted}, x",
        ):
            assert looks_like(whole), whole


@pytest.mark.trust("H3", "H6")
@pytest.mark.parametrize("text", REFUSED)
def test_a_text_about_a_patient_is_refused_and_what_it_looks_like_does_not_repeat_it(text):
    what = looks_like(text)
    assert what
    assert not any(word in what for word in text.split() if any(map(str.isdigit, word)))


def test_the_corpus_is_long_enough_to_mean_something():
    assert len(REFUSED) >= 60
    assert len(ORDINARY) >= 120


@pytest.mark.trust("H2", "H3")
@given(st.sampled_from(PLANTED), st.randoms(use_true_random=False))
def test_letters_and_digits_that_only_look_alike_hide_nothing(planted, drawn):
    assert looks_like(f"see {disguised(planted, drawn)} there")


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
        "Procedures": lambda: str(drawn.randint(100, 999)),
        "Late starts": lambda: str(drawn.randint(10, 99)),
        "Visits": lambda: str(drawn.randint(1000, 9999)),
        "Patient days": lambda: f"{drawn.randint(1000, 9999):,}",
        "Unit": lambda: f"{drawn.randint(1, 9)} {drawn.choice(('West', 'East', 'ICU'))}",
        "Invoice": lambda: str(drawn.randint(10**7, 10**8)),
        "GL account": lambda: f"6102{drawn.randint(1000, 9999)}",
        "Contact": lambda: drawn.choice(("quality@riverbend.example", "518-555-0123")),
        "Leader": lambda: f"Dr. {drawn.choice(('Marsh', 'Okafor', 'Smith'))}",
        "Patient experience": lambda: f"{drawn.uniform(60, 99):.1f}",
        "Source": lambda: drawn.choice(ORDINARY),
    }
    chosen = drawn.sample(sorted(kinds), drawn.randint(1, 6))
    return [
        ["Period", *chosen],
        *([period, *(kinds[name]() for name in chosen)] for period in periods),
    ]
