"""comanage lint: every finding at once, from a file alone, with the exit status of its grade."""

import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from comanage.cli import main
from comanage.rules import canonical
from comanage.rules.compliance import ComplianceClass
from comanage.rules.numbers import exact
from comanage.rules.terms import Answer, Example, Expected, Given
from tests.rules.linted import SOUND
from tests.rules.worked import TERMS, with_measure

ODD = with_measure(SOUND, "SSI", evidence="")
ANSWER = Answer("unstated:quality/SSI", "It stands in the annex.", "Ada Marsh", date(2027, 1, 4))


@pytest.fixture
def lint(tmp_path):
    """A way to lint terms as a file."""

    def run(terms, *options):
        file = tmp_path / "terms.json"
        file.write_text(terms if isinstance(terms, str) else canonical.text(terms))
        return CliRunner().invoke(main, ["lint", str(file), *map(str, options)])

    return run


def test_a_sound_scorecard_is_said_to_be_one(lint):
    done = lint(SOUND)
    assert (done.exit_code, done.stdout) == (0, "Nothing is wrong or odd.\n")


def test_a_caution_is_printed_with_its_key_and_is_no_failure(lint):
    done = lint(ODD)
    assert (done.exit_code, done.stdout.splitlines()) == (0, [
        ("caution: measures: A reviewer will ask for what is not stated: evidence of Surgical site"
        " infections."),
        "  key: unstated:quality/SSI",
        "1 caution to answer.",
    ])  # fmt: skip


def test_an_answer_is_printed_with_who_gave_it_and_when(lint):
    done = lint(replace(ODD, answers=(ANSWER,)))
    assert done.stdout.splitlines()[2:] == [
        "  answered by Ada Marsh on 2027-01-04: It stands in the annex.",
        "1 answered caution.",
    ]


def test_faults_of_every_kind_come_at_once_and_fail(lint):
    paid = with_measure(ODD, "SCREENING", compliance=ComplianceClass.VOLUME, weight=exact("0.2"))
    done = lint(paid)
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "fault", "fault", "caution", "  key", "2 faults, 1 caution to answer."
    ]  # fmt: skip


def test_an_example_that_comes_out_differently_fails(lint):
    given = (Given("SCREENING", value=exact("80")), Given("INFECTIONS", value=exact("0")),
             Given("ON-TIME", value=exact("80")))  # fmt: skip
    wrong = Expected("pool", "worked", "earned", exact("1"))
    done = lint(replace(TERMS, examples=(Example("Annex 2", "2027-Q1", given, (wrong,)),)))
    assert done.exit_code == 1
    assert "fault: example Annex 2, pool worked, earned: The contract expects $1.00" in done.stdout


def test_json_holds_the_same_findings(lint):
    told = json.loads(lint(replace(ODD, answers=(ANSWER,)), "--json").stdout)
    assert told["faults"] == []
    (caution,) = told["cautions"]
    assert caution["key"] == "unstated:quality/SSI"
    assert caution["answer"] == {
        "caution": "unstated:quality/SSI", "answer": "It stands in the annex.",
        "by": "Ada Marsh", "on": "2027-01-04",
    }  # fmt: skip
    broken = lint("{}", "--json")
    assert broken.exit_code == 1
    assert {"place": "domains", "sentence": "This entry is missing."} in json.loads(broken.stdout)[
        "faults"
    ]


def test_the_baselines_of_figures_are_looked_at(lint, tmp_path):
    figures = tmp_path / "figures.csv"
    rows = ["period,participant,measure,value,numerator,denominator,baseline,absent"]
    figures.write_text("\n".join([*rows, "2027-Q1,,SCREENING,90,,,80,", ""]))
    assert "key: baseline:quality/SCREENING" in lint(SOUND, "--figures", figures).stdout
    figures.write_text("\n".join([*rows, "2027-Q1,,SCREENING,900,,,80,", ""]))
    done = lint(SOUND, "--figures", figures)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "900 is more than 100" in done.stderr


def test_what_is_no_document_is_a_fault(lint):
    done = lint("weights: 15")
    assert done.exit_code == 1
    assert "This is not a JSON document" in done.stdout
