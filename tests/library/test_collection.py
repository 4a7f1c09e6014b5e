"""The files of the library: whatever is wrong with one is said with its place, all at once."""

import json

import pytest

from comanage.library import collection
from comanage.library.collection import read_measures, read_templates
from comanage.refusals import Faulty, NotFound

SOUND = {
    "code": "screening", "number": "1", "name": "Screening", "domain": "quality",
    "better": "higher", "unit": "percent", "precision": 1, "numerator": "Patients screened",
    "denominator": "patients", "compliance": "quality", "specification": "QPP 1",
    "version": "2025", "steward": "Somebody", "source": "Registry",
    "levels": {"origin": "typical", "method": {"kind": "binary", "target": "90"}},
}  # fmt: skip
COST = {"compliance": "cost", "better": "lower"}
TEMPLATE = {
    "code": "one", "name": "One", "line": "oncology", "summary": "One.",
    "parts": [{"domain": "quality", "weight": "1",
               "measures": [{"measure": "screening", "weight": "1"}]}],
    "duties": [{"code": "lead", "name": "Lead", "delivered": "A report", "most_hours": "10"}],
}  # fmt: skip


def faults_of(tmp_path, *measures):
    text = json.dumps({"format": "comanage measures 1", "measures": list(measures)})
    (tmp_path / "some.json").write_text(text)
    return [str(fault) for fault in read_measures(tmp_path)[1]]


def template_faults(tmp_path, **changes):
    text = json.dumps({"format": "comanage template 1", "template": TEMPLATE | changes})
    (tmp_path / "some.json").write_text(text)
    library = {each.code: each for each in collection.measures()}
    library["screening"] = library["breast-screening"]
    return [str(fault) for fault in read_templates(tmp_path, library)[1]]


def test_a_sound_file_has_no_fault(tmp_path):
    assert faults_of(tmp_path, SOUND) == []
    assert template_faults(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ({"better": "up"}, "some.json, measures[1].better", "is none of"),
        ({"steward": " "}, "some.json, screening, steward", "empty"),
        ({"number": "one"}, "some.json, screening, number", "Write a number"),
        ({"compliance": "unstated"}, "some.json, screening, compliance", "what it rewards"),
        ({"compliance": "margin"}, "some.json, screening, status", "never paid on"),
        (COST, "some.json, screening, balances", "watches over"),
        ({"levels": None}, "some.json, screening, levels", "what earns"),
        ({"levels": {"origin": "typical"}}, "some.json, screening, levels, words", "taken from"),
        ({"levels": SOUND["levels"] | {"source": "A file"}}, "levels, source", "has none"),
        ({"levels": SOUND["levels"] | {"year": 2025}}, "levels, year", "have a year"),
        ({"levels": SOUND["levels"] | {"origin": "published", "year": 2025}}, "levels, source",
         "names its source"),
        ({"levels": {"origin": "typical", "method": {"kind": "binary", "target": "900"}}},
         "screening, method", "900 is more than 100"),
        ({"least_volume": {"cases": "20", "counted": "cases", "origin": "published"}},
         "least_volume, source", "names its source"),
        ({"balances": ["nothing"]}, "screening, balances", "no measure nothing"),
        ({"colour": "red"}, "measures[1].colour", "no such entry"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_measure_is_said_with_its_place(tmp_path, change, place, words):
    found = faults_of(tmp_path, SOUND | change)
    assert any(place in fault and words in fault for fault in found), found


def test_a_code_stands_once(tmp_path):
    assert any("Two entries" in fault for fault in faults_of(tmp_path, SOUND, SOUND))


def test_several_faults_come_at_once(tmp_path):
    assert len(faults_of(tmp_path, SOUND | {"steward": "", "source": "", "number": "x"})) == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"summary": ""}, "summary: This entry is empty."),
        ({"parts": [{"domain": "quality", "weight": "1", "measures": [{"measure": "none"}]}]},
         "quality, none: The library has no such measure."),
        ({"parts": [{"domain": "quality", "weight": "1",
                     "measures": [{"measure": "readmit-hf", "weight": "1"}]}]},
         "readmit-hf, method: The library has no numbers for it"),
        ({"parts": [{"domain": "quality", "weight": "1",
                     "measures": [{"measure": "screening", "weight": "1", "balances": ["x"]}]}]},
         "The template has no measure x."),
        ({"duties": TEMPLATE["duties"] * 2}, "Two duties have this code."),
        ({"duties": [TEMPLATE["duties"][0] | {"most_hours": "0"}]}, "more than 0"),
        ({"duties": [TEMPLATE["duties"][0] | {"delivered": ""}]}, "what is delivered"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_said_with_its_place(tmp_path, changes, words):
    found = template_faults(tmp_path, **changes)
    assert any(words in fault for fault in found), found


def test_a_library_with_a_fault_is_not_served(tmp_path, monkeypatch):
    faults_of(tmp_path, SOUND | {"steward": ""})
    monkeypatch.setattr(collection, "MEASURES", tmp_path)
    collection.measures.cache_clear()
    with pytest.raises(Faulty, match="library"):
        collection.measures()
    monkeypatch.undo()
    collection.measures.cache_clear()
    assert collection.measures()


def test_what_the_library_lacks_is_said_with_what_there_is():
    with pytest.raises(NotFound, match="no such measure"):
        collection.measure("nothing")
    with pytest.raises(NotFound, match="There are: cardiovascular, surgery"):
        collection.template("nothing")
