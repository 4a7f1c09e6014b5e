"""The library on the command line: what it lists, and an agreement drafted from a template."""

import json

import pytest

from comanage import database as records
from comanage.actions.draft import terms_of
from comanage.library import collection
from comanage.records import scorecard as scorecards
from comanage.records.agreement import by_code
from comanage.rules import canonical
from comanage.rules.terms import Terms
from tests.cli.conftest import ADMIN, VERIFIER

DRAFT = ("agreement", "draft", "HEART-2027", "Heart Co-Management", "--service-line", "HEART",
         "--starts", "2027-01-01", "--ends", "2027-12-31", "--group", "NORTH", "--group", "EAST",
         "--pool", "150,000", "--base-fee", "$400,000.00")  # fmt: skip


@pytest.fixture
def heart(staffed):
    """A command line where a service line and two groups are."""
    staffed("service-line", "add", "HEART", "Heart and Vascular", ADMIN)
    staffed("group", "add", "NORTH", "North Cardiology", ADMIN)
    staffed("group", "add", "EAST", "East Surgery", ADMIN)
    return staffed


def test_the_library_needs_no_database(run):
    told = run("library")
    assert all(f" {each.code}: {each.name}" in told for each in collection.measures())
    assert told.count("[typical value, not from a published source]") > 25
    assert told.count("[published: ") > 25
    assert [
        each.code for each in collection.templates() if f"template {each.code}:" not in told
    ] == []


def test_one_measure_or_template_is_shown(run):
    told = run("library", "readmit-hip-knee").splitlines()
    assert len(told) == 3
    assert told[0].startswith("1 readmit-hip-knee: Readmission within 30 days, hip and knee")
    assert "finance 0.15: implant-cost" in run("library", "orthopedic")
    assert "no such measure" in run("library", "nothing", status=1)


def test_a_line_narrows_the_list(run):
    told = run("library", "--line", "eye care")
    assert "cataract-acuity" in told
    assert "room-turnover" not in told
    assert "template " not in told


def test_json_holds_what_the_files_hold(run):
    told = json.loads(run("library", "--json"))
    assert len(told["measures"]) == len(collection.measures())
    assert [each["code"] for each in told["templates"]] == [
        each.code for each in collection.templates()
    ]
    (one,) = json.loads(run("library", "door-to-balloon", "--json"))["measures"]
    assert one["levels"]["origin"] == "typical"
    assert one["better"] == "higher"


def test_an_agreement_is_drafted_from_a_template_and_can_be_read_and_completed(heart, tmp_path):
    said = heart(*DRAFT, "--template", "cardiovascular", ADMIN)
    assert said == (
        "Agreement HEART-2027 was drafted with the cardiovascular template."
        " Complete its scorecard, and lock it.\n"
    )
    refused = heart("scorecard", "check", "--agreement", "HEART-2027", ADMIN, status=1)
    assert refused.count("\n") == 1
    assert "evidence of Program milestones, Committee attendance" in refused


def test_without_a_template_there_are_five_empty_domains(heart):
    assert "with five empty domains" in heart(*DRAFT, ADMIN)


def test_what_was_given_is_what_is_drafted(heart, engine):
    heart(*DRAFT, "--verifier-may-approve", "--template", "cardiovascular", ADMIN)
    records.bind(engine)
    with records.reading() as session:
        agreement = by_code(session, "HEART-2027")
        terms = terms_of(scorecards.draft(session, agreement.id))
        assert agreement.verifier_may_approve
        assert agreement.base_fee_cents == 40_000_000
    assert terms.funding.amount == 150_000
    assert terms.codes() == ["EAST", "NORTH"]
    assert [period.code for period in terms.periods] == [f"2027-Q{at}" for at in range(1, 5)]
    assert terms.domains == collection.domains(collection.template("cardiovascular"))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (("--template", "pediatric"), "There is no such template. There are: cardiovascular"),
        (("--group", "WEST"), "There is no physician group WEST."),
        (("--pool", "lots"), "pool: Give dollars and whole cents"),
        (("--base-fee", "0.001"), "base fee: Give dollars and whole cents"),
        (("--service-line", "EYE"), "There is no service line EYE."),
        (("--ends", "2026-01-01"), "The last day must not be before the first."),
    ],
)
def test_what_cannot_be_drafted_is_refused_in_words(heart, changed, words):
    assert words in heart(*DRAFT, *changed, ADMIN, status=1)


def test_every_unknown_code_is_named_at_once(heart):
    said = heart(*DRAFT, "--group", "WEST", "--service-line", "EYE", "--pool", "x", ADMIN, status=1)
    assert len(said.splitlines()) == 3


def test_only_who_may_draft_does(heart):
    assert "does not let you" in heart(*DRAFT, VERIFIER, status=1)


def test_the_terms_of_a_template_pass_through_a_file(heart, tmp_path):
    template = collection.template("oncology")
    terms = canonical.text(collection.domains(template))
    read, faults = canonical.read(Terms, json.dumps({
        "code": "X", "title": "X", "periods": [], "domains": json.loads(terms),
    }))  # fmt: skip
    assert faults == []
    assert read.domains == collection.domains(template)
