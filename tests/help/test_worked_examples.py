"""The worked examples of the manual are what the rules calculate, line by line."""

import json
import re

import pytest

from comanage.rules import canonical, meaning
from comanage.rules.allocations import ALLOCATIONS, allocation_of
from comanage.rules.figures import Figure
from comanage.rules.funding import FUNDINGS, funding_of
from comanage.rules.funding.funding import Facts
from comanage.rules.measure import Measure
from comanage.rules.methods import METHODS, method_of
from comanage.rules.methods.method import PartReading, Reading
from comanage.rules.numbers import exact, money, percent, shown, to_cents
from comanage.rules.settlement import calculated
from comanage.rules.terms import Terms
from tests.help.written import examples

NONE = "–"
LABELS = (
    "What it is.",
    "When it is used.",
    "The formula in words.",
    "Example.",
    "What to watch for.",
)
METHOD_PAGE, MONEY_PAGE = examples("methods"), examples("money")
FUNDED = {title: each for title, each in MONEY_PAGE.items() if each.kind in FUNDINGS}
DIVIDED = {title: each for title, each in MONEY_PAGE.items() if each.kind in ALLOCATIONS}
PERIOD = {"code": "P", "starts": "2027-01-01", "ends": "2027-03-31"}
AS_ATTESTED = {"kind": "attested", "attested_by": "anyone", "partial": True}
UNITS = {"HOURS": "hours", "WITHHELD": "dollars"}  # others are counts


@pytest.mark.parametrize(
    ("written", "register"),
    [
        pytest.param(METHOD_PAGE, METHODS, id="methods"),
        pytest.param({**FUNDED, **DIVIDED}, FUNDINGS | ALLOCATIONS, id="fundings and allocations"),
    ],
)
def test_the_manual_has_a_section_for_each_kind_there_is_and_for_no_other(written, register):
    assert {each.kind: title for title, each in written.items()} == {
        kind: entry.title for kind, entry in register.items()
    }
    assert len(MONEY_PAGE) == len(FUNDED) + len(DIVIDED)


@pytest.mark.parametrize(
    "written", [*METHOD_PAGE.values(), *MONEY_PAGE.values()], ids=lambda each: each.heading
)
def test_a_section_says_what_when_how_and_what_to_watch_for(written):
    assert [label for label in LABELS if f"**{label}**" not in written.text] == []


@pytest.mark.parametrize("title", METHOD_PAGE)
def test_a_method_earns_what_its_section_says(title):
    written = METHOD_PAGE[title]
    measure = built(
        Measure,
        {"code": "M", "name": "M", "weight": "1", "better": "higher", **json.loads(written.terms)},
    )
    method = method_of(measure.method)
    assert measure.method.kind == written.kind
    assert method.faults(measure.method, measure.scale) == []
    assert written.sentence == method.sentence(measure.method, measure.scale)
    assert written.rows
    for row in written.rows:
        assert (row["earns"], row["because"]) == earned(measure, method, row), row


def earned(measure, method, row):
    """Score a row of an example: the share earned, and why."""
    value = measure.scale.at_precision(exact(row["result"])) if row["result"] != NONE else None
    parts = method.parts(measure.method)
    if parts:
        given = [
            PartReading(
                None if row[each.measure] == NONE else exact(row[each.measure]), each.weight
            )
            for each in parts
        ]
        made = method.combine(measure.method, tuple(given))
        assert row["result"] == (NONE if made is None else shown(measure.scale.at_precision(made)))
    if value is None:
        return NONE, "too few parts"
    baseline = measure.scale.at_precision(exact(row["baseline"])) if "baseline" in row else None
    found = method.earn(measure.method, Reading(value, measure.scale, baseline))
    return percent(found.share), found.because


@pytest.mark.parametrize("title", FUNDED)
def test_a_funding_gives_the_pool_that_its_section_says(title):
    written = FUNDED[title]
    terms = built(Terms, empty() | {"funding": json.loads(written.terms)}).funding
    funding = funding_of(terms)
    assert terms.kind == written.kind
    assert funding.faults(terms) == []
    assert written.sentence == funding.sentence(terms)
    codes = {*funding.needs(terms), *funding.takes(terms)}
    assert written.rows
    for row in written.rows:
        assert row.keys() - {"pool", "because"} == codes
        found = funding.fund(terms, Facts({code: exact(row[code]) for code in codes}))
        assert (row["pool"], row["because"]) == (money(to_cents(found.amount)), found.because)


@pytest.mark.parametrize("title", DIVIDED)
def test_an_allocation_divides_as_its_section_says(title):
    written = DIVIDED[title]
    amount = exact(
        re.search(r"\*\*Example\.\*\*.*?\$([\d,]+\.\d\d)", written.text)[1].replace(",", "")
    )
    line = re.search(r"the service line scored (\d+) %", written.text)
    terms, figures = divided(written, str(amount), line[1] if line else "100")
    assert meaning.faults(terms) == []
    assert terms.allocation.kind == written.kind
    assert written.sentence == allocation_of(terms.allocation).sentence(
        terms.allocation, terms.names()
    )
    paid = {
        each.participant: money(each.earned) for each in calculated(terms, figures, "P").payouts
    }
    assert {row["participant"]: row["gets"] for row in written.rows} == paid
    assert len(paid) > 1


def divided(written, amount, line):
    """Build the terms and figures of an example: one measure that is paid on, and what it goes by."""
    groups = [row["participant"] for row in written.rows]
    document = empty() | {
        "participants": [{"code": code, "name": code} for code in groups],
        "funding": {"kind": "fixed", "amount": amount},
        "allocation": json.loads(written.terms),
        "domains": [domain("paid", "1", measure("SCORE", "1", "percent", method=AS_ATTESTED))],
    }
    allocation = built(Terms, document).allocation
    needs = allocation_of(allocation).needs(allocation)
    if needs:
        recorded = {"kind": "recorded"}
        by = [
            measure(code, "0", UNITS.get(code, "count"), status="reporting-only", method=recorded)
            for code in needs
        ]
        document["domains"].append(domain("by", "0", *by))
    figures = [Figure("P", "", "SCORE", exact(line))]
    for row in written.rows:
        facts = {code: row[code] for code in needs}
        if allocation_of(allocation).scores:
            facts["SCORE"] = row["own score"]
        figures += [
            Figure("P", row["participant"], code, exact(value)) for code, value in facts.items()
        ]
    return built(Terms, document), figures


def empty():
    """Give terms that hold nothing yet."""
    return {
        "format": "comanage terms 1",
        "code": "x",
        "title": "x",
        "periods": [PERIOD],
        "participants": [],
        "domains": [],
    }


def domain(code, weight, *measures):
    return {"code": code, "name": code, "weight": weight, "measures": [*measures]}


def measure(code, weight, unit, **more):
    return {"code": code, "name": code, "weight": weight, "unit": unit, "better": "higher", **more}


def built(kind, held):
    """Read a value from its document; its faults fail the test."""
    value, faults = canonical.read(kind, json.dumps(held))
    assert faults == []
    return value
