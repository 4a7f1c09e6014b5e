"""Canonical JSON: one text for one meaning, read back strictly, all faults at once."""

import json
import unicodedata
from dataclasses import replace

import pytest

from comanage.rules import canonical
from comanage.rules.allocations import ALLOCATIONS
from comanage.rules.funding import FUNDINGS
from comanage.rules.methods import METHODS
from comanage.rules.numbers import exact
from comanage.rules.terms import Terms
from tests.rules.worked import FIGURES, TERMS, with_measure

PLAIN = canonical.text(TERMS)


def said(text):
    value, found = canonical.read(Terms, text)
    assert (value is None) is bool(found)
    return [str(fault) for fault in found]


def changed(change):
    held = json.loads(PLAIN)
    change(held)
    return json.dumps(held)


def test_terms_read_back_the_same():
    assert canonical.read(Terms, PLAIN) == (TERMS, [])


def test_the_hash_of_these_terms_never_changes():
    # signed agreements are known by such hashes: whoever changes this breaks them
    assert canonical.digest(PLAIN) == (
        "c397e5fc1ec546f7bf349abd18e94f636234cf10d545c8fe43f38bb2fb7cce20"
    )


def test_the_same_terms_have_one_text_however_they_were_written():
    shuffled = json.dumps(json.loads(PLAIN), indent=4)
    longer = shuffled.replace('"0.4"', '"0.400"').replace('"10000"', "10000.00")
    assert longer != PLAIN
    assert canonical.text(canonical.read(Terms, longer)[0]) == PLAIN


def test_what_equals_its_default_is_left_out():
    assert "status" not in json.loads(PLAIN)["domains"][0]["measures"][0]
    assert "clause" in canonical.text(with_measure(TERMS, "SCREENING", clause="4.2"))


def test_numbers_are_read_digit_by_digit():
    precise = changed(lambda held: held.update(base_fee=0)).replace(
        '"base_fee": 0', '"base_fee": 0.1000000000000000055511151231257827'
    )
    assert canonical.read(Terms, precise)[0].base_fee == exact(
        "0.1000000000000000055511151231257827"
    )


def test_thirds_are_written_as_ratios():
    assert '"weight":"1/3"' in canonical.text(with_measure(TERMS, "SCREENING", weight=exact("1/3")))


def test_letters_are_composed_so_that_equal_names_are_equal_texts():
    apart = unicodedata.normalize("NFD", "Orthopédie")
    assert canonical.text(replace(TERMS, title=apart)) == canonical.text(
        replace(TERMS, title="Orthopédie")
    )


def test_figures_have_a_canonical_text_too():
    held = json.loads(canonical.text(FIGURES))
    assert held[0] == {
        "period": "2027-Q1",
        "participant": "",
        "measure": "SCREENING",
        "numerator": "412",
        "denominator": "486",
    }


@pytest.mark.parametrize("text", ["", "{", "[1", '{"code": NaN}', "[" * 100_000])
def test_what_is_no_json_is_said_in_one_sentence(text):
    (only,) = said(text)
    assert only.startswith("This is not a JSON document")


def test_a_list_where_an_object_belongs_is_a_fault():
    assert said("[]") == ["Write an object in curly brackets."]


def test_every_fault_comes_back_with_its_path():
    def spoil(held):
        held["tilte"] = "x"
        del held["code"]
        held["open_to_any"] = "yes"
        held["periods"][0]["starts"] = "01/01/2027"
        held["domains"][0]["measures"][0]["weight"] = "4O%"
        held["domains"][0]["measures"][0]["precision"] = "1.5"
        held["domains"][0]["measures"][1]["unit"] = "percents"
        held["domains"][1]["measures"] = "none"
        held["domains"][1]["name"] = ["x"]

    found = said(changed(spoil))
    for wanted in (
        "tilte: There is no such entry here.",
        "code: This entry is missing.",
        "open_to_any: Write true or false.",
        "periods[1].starts: 01/01/2027 is not a date written as 2027-01-31.",
        "domains[1].measures[1].weight: 4O% is not a number.",
        "domains[1].measures[1].precision: 1.5 is not a whole number.",
        "domains[2].name: Write one text or number here.",
        "domains[2].measures: Write a list in square brackets.",
    ):
        assert wanted in found
    assert any(one.startswith("domains[1].measures[2].unit: percents is none of") for one in found)
    assert len(found) == 9


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ({"kind": "lienar"}, "method.kind: lienar is none of: bands, linear"),
        ({}, "method.kind: Give a kind, one of: bands"),
        ("linear", "method.kind: Give a kind, one of: bands"),
        ({"kind": "binary"}, "method.target: This entry is missing."),
    ],
)
def test_a_method_that_nobody_knows_is_a_fault(method, words):
    def spoil(held):
        held["domains"][0]["measures"][0]["method"] = method

    (only,) = said(changed(spoil))
    assert words in only


@pytest.mark.parametrize(
    ("entry", "strange", "words"),
    [
        ("method", {"kind": "equal"}, f"equal is none of: {', '.join(METHODS)}."),
        ("method", {"kind": ["bands"]}, f"['bands'] is none of: {', '.join(METHODS)}."),
        (
            "funding",
            {"kind": "binary", "target": "3"},
            f"binary is none of: {', '.join(FUNDINGS)}.",
        ),
        ("allocation", {"kind": "fixed"}, f"fixed is none of: {', '.join(ALLOCATIONS)}."),
    ],
)
def test_a_kind_that_belongs_to_another_entry_is_a_fault(entry, strange, words):
    def spoil(held):
        where = held["domains"][0]["measures"][0] if entry == "method" else held
        where[entry] = strange

    (only,) = said(changed(spoil))
    assert only.endswith(f"{entry}.kind: {words}")


def test_an_entry_that_stands_twice_is_a_fault():
    assert said(PLAIN.replace('{"', '{"code":"other","', 1)) == [
        "code: This entry stands twice in one object."
    ]


def test_a_document_of_a_later_format_is_refused():
    later = changed(lambda held: held.update(format="comanage terms 2"))
    assert said(later) == ["format: This version reads comanage terms 1."]
    assert said(changed(lambda held: held.pop("format"))) == []


def test_a_value_without_canonical_form_is_an_error_of_the_program():
    with pytest.raises(TypeError, match="has no canonical form"):
        canonical.text({1, 2})


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_a_sign_that_cannot_be_kept_is_a_fault(sign):
    def spoil(held):
        held["title"] = f"Orthopedics{sign}"

    assert said(changed(spoil)) == ["title: Take out the signs that cannot be kept as text."]
