"""Forms: numbers as people type them, all faults at once, each beside its field."""

from enum import StrEnum
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import DateField, FieldList, FormField, SelectField, StringField
from wtforms.form import Form

from comanage.pages.form import (
    ExactField,
    HouseForm,
    MoneyField,
    Problem,
    choices,
    faults_to_fields,
    needed,
    optional,
    typed_number,
)
from comanage.refusals import Fault
from comanage.rules.numbers import written


class Way(StrEnum):
    HIGHER = "higher"
    AT_OR_ABOVE = "at_or_above"


class Row(Form):
    reach = ExactField("Reach")


class Terms(HouseForm):
    name = StringField("Name", [needed("Give the measure a name.")])
    weight = ExactField("Weight", [needed("Give a weight.")], unit="%")
    pool = MoneyField("Pool", [optional()])
    way = SelectField("Way", choices=choices(Way, first="Choose"), validators=[optional()])
    starts = DateField("Starts", [optional()])
    rows = FieldList(FormField(Row))


@pytest.fixture(autouse=True)
def context():
    app = Flask("forms")
    app.config["SECRET_KEY"] = "k" * 32
    with app.test_request_context():
        yield


def filled(**typed):
    return Terms(MultiDict(typed), meta={"csrf": False})


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        pytest.param("84.20", "84.2", id="plain"),
        pytest.param(" $1,234.50 ", "1234.5", id="dollars with thousands"),
        pytest.param("12.5 %", "12.5", id="percent"),
        pytest.param("(45)", "-45", id="brackets mean less than nothing"),
        pytest.param("(1,250.00)", "-1250", id="brackets around thousands"),
        pytest.param("−3", "-3", id="a true minus"),
        pytest.param("-$3.10", "-3.1", id="a minus before the dollar"),
        pytest.param("1\u00a0", "1", id="a blank pasted from a workbook"),
        pytest.param("7.", "7", id="a point and nothing after it"),
        pytest.param("1/8", "0.125", id="a fraction that ends"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, number):
    assert written(typed_number(typed)) == number


@pytest.mark.parametrize("typed", ["1O2", "1.234,5", "12,34", "1e5", "½", "--3", "$", "NaN", "1 2"])
def test_what_is_no_number_is_refused_in_words(typed):
    with pytest.raises(ValueError, match="is not a number"):
        typed_number(typed)


def test_a_fraction_without_end_is_refused_instead_of_cut():
    with pytest.raises(ValueError, match="no end as a decimal"):
        typed_number("1/3")


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_what_is_shown_reads_back_the_same(digits, places):
    number = Fraction(digits, 10**places)
    assert typed_number(written(number)) == number


def test_good_answers_are_exact():
    form = filled(name="SSI", weight="33.3", pool="$1,234.50", starts="2027-07-01")
    assert form.validate()
    assert form.weight.data == Fraction(333, 10)
    assert form.pool.data == 123450
    assert form.problems() == []


def test_every_fault_is_said_at_once_in_the_order_of_the_fields():
    form = filled(weight="1O2", pool="12.345", way="sideways", starts="2027-13-01")
    assert not form.validate()
    assert form.problems() == [
        Problem("name", "Give the measure a name."),
        Problem("weight", "Weight: “1O2” is not a number. Give one such as 1234.5."),
        Problem("pool", "Pool: give dollars and whole cents, such as 1,234.50."),
        Problem("way", "Way: choose one of the answers offered."),
        Problem("starts", "Starts: “2027-13-01” is not a date. Give one such as 2027-07-14."),
    ]


def test_what_was_typed_comes_back_as_it_was():
    form = filled(weight="1O2", pool="12.345")
    form.validate()
    assert 'value="1O2"' in form.weight()
    assert 'value="12.345"' in form.pool()


def test_what_is_stored_is_shown_as_a_person_would_type_it():
    form = Terms(None, weight=Fraction(81, 2), pool=-125000, meta={"csrf": False})
    assert 'value="40.5"' in form.weight()
    assert 'value="-1,250.00"' in form.pool()


def test_nothing_typed_is_none_not_zero():
    form = filled(name="SSI", weight="1", pool=" ")
    assert form.validate()
    assert form.pool.data is None


def test_faults_of_rules_stand_beside_the_field_their_place_names():
    form = filled(name="SSI", weight="1")
    form.validate()
    faults_to_fields(form, [Fault("measure ssi, weight", "Too much."), Fault("Name", "Taken.")])
    assert form.problems() == [Problem("name", "Taken."), Problem("weight", "Too much.")]


def test_a_fault_without_a_field_stands_in_the_summary_with_its_place():
    form = filled(name="SSI", weight="1")
    form.validate()
    faults_to_fields(form, [Fault("domain quality", "Weights make 98%."), Fault("", "Nothing.")])
    assert form.problems() == [
        Problem("", "domain quality: Weights make 98%."),
        Problem("", "Nothing."),
    ]


def test_faults_of_fields_inside_fields_are_found():
    form = filled(name="SSI", weight="1", **{"rows-0-reach": "x", "rows-1-reach": "90"})
    assert not form.validate()
    sentence = "Reach: “x” is not a number. Give one such as 1234.5."
    assert form.problems() == [Problem("rows-0-reach", sentence)]


@pytest.mark.trust("C1")
def test_a_form_from_another_site_is_refused_in_words():
    form = Terms(MultiDict({"name": "SSI", "weight": "1"}))
    assert not form.validate()
    assert form.problems() == [
        Problem("", "The page was open for too long. Look at your answers and send them again.")
    ]


def test_choices_are_the_words_of_an_enum():
    assert [(choice.value, choice.label) for choice in choices(Way, first="Choose")] == [
        ("", "Choose"),
        ("higher", "Higher"),
        ("at_or_above", "At or above"),
    ]
