"""A spreadsheet program comes to what the settlement says, for every worked and drawn agreement."""

import io
import random
import re
import zipfile
from collections import Counter
from fractions import Fraction

import openpyxl
import pytest

from comanage.rules.allocations import ALLOCATIONS
from comanage.rules.methods import METHODS
from comanage.rules.missing import Missing
from comanage.rules.numbers import dollars
from comanage.statements import twins
from tests.statements.samples import facts
from tests.statements.twins.agreements import changed, drawn, worked
from tests.statements.twins.spreadsheet import alike, cells, differing, labels, names, recalculated

DRAWN, TRIED = 205, 40
INPUTS = {"value": 4, "numerator": 5, "denominator": 6, "baseline": 7, "absent": 8}  # columns


@pytest.fixture(scope="module")
def agreements():
    """Every agreement, settled."""
    found = {each.name: each for each in worked()}
    return found | {each.name: each for each in drawn(DRAWN)}


@pytest.fixture(scope="module")
def books(agreements, tmp_path_factory):
    """Every agreement's workbook as we wrote it, and as LibreOffice calculated it again."""
    folder = tmp_path_factory.mktemp("books")
    for name, one in agreements.items():
        (folder / f"{name}.xlsx").write_bytes(written(one))
    again = recalculated(folder)
    return {name: (folder / f"{name}.xlsx", again / f"{name}.xlsx") for name in agreements}


def written(one, **more):
    return twins.write(one.terms, one.settlement, one.figures, facts(), **more)


def test_every_formula_comes_to_the_value_beside_it(books):
    wrong = {}
    counted = 0
    for name, (ours, theirs) in books.items():
        before, after = cells(ours), cells(theirs)
        counted += sum(1 for each in before.values() if each.formula)
        if found := differing(before, after):
            wrong[name] = found[:3]
    assert wrong == {}
    assert counted > 100_000


def test_what_each_is_paid_is_what_the_settlement_says_to_the_cent(agreements, books):
    paid = 0
    for name, (_, theirs) in books.items():
        after, named = cells(theirs), names(theirs)
        payouts = agreements[name].settlement.payouts
        codes = [each.participant for each in payouts]
        payable, owed = labels("Payable", codes), labels("Owed", codes)
        for payout in payouts:
            code = payout.participant
            for label, wanted in ((payable[code], payout.payable), (owed[code], payout.recover)):
                shown = after[named[label]].value
                assert round(shown * 100) == wanted, (name, code)
                assert abs(shown * 100 - wanted) < 0.001
                paid += wanted > 0
    assert paid > 200


def test_the_agreements_have_every_method_missing_rule_and_division(agreements):
    seen = Counter()
    for one in agreements.values():
        seen[one.terms.allocation.kind if one.terms.allocation else ""] += 1
        for _, measure in one.terms.measures():
            seen[measure.method.kind] += 1
        for scored in one.settlement.scorecards:
            for domain in scored.domains:
                seen.update(line.rule.value for line in domain.measures if line.rule)
    assert {*ALLOCATIONS, *METHODS, *Missing} - {
        name for name, count in seen.items() if count
    } == set()


def test_a_wrong_value_in_a_workbook_is_calculated_again(tmp_path):
    one = next(iter(worked()))
    (tmp_path / "sound.xlsx").write_bytes(written(one))
    with (
        zipfile.ZipFile(tmp_path / "sound.xlsx") as sound,
        zipfile.ZipFile(tmp_path / "bent.xlsx", "w") as bent,
    ):
        for part in sound.namelist():
            text = sound.read(part)
            if part.endswith(".xml") and "worksheets" in part:
                text = re.sub(rb"(</f><v>)[0-9.]+(</v>)", rb"\g<1>424242\2", text)
            bent.writestr(part, text)
    again = recalculated(tmp_path)
    before = cells(tmp_path / "bent.xlsx")
    assert sum(1 for each in before.values() if each.value == 424242) > 20
    assert all(each.value != 424242 for each in cells(again / "bent.xlsx").values())
    assert differing(cells(tmp_path / "sound.xlsx"), cells(again / "bent.xlsx")) == []


def test_other_figures_typed_in_come_to_what_the_rules_make_of_them(tmp_path):
    wanted = {}
    for one in (*worked(), *drawn(TRIED, first=1000)):
        other = changed(one, random.Random(one.name))  # noqa: S311 - the same from run to run
        if other is not None:
            wanted[one.name], touched = other
            (tmp_path / f"{one.name}.xlsx").write_bytes(typed(one, touched))
    again = recalculated(tmp_path)
    wrong = {}
    for name, one in wanted.items():
        found, named = cells(again / f"{name}.xlsx"), names(again / f"{name}.xlsx")
        shown = {label: found[place].value for label, place in named.items()}
        if differs := [
            each for each in results(one.settlement) if not alike(shown[each[0]], each[1])
        ]:
            wrong[name] = [(*each, shown[each[0]]) for each in differs]
    assert wrong == {}
    assert len(wanted) > TRIED


def typed(one, touched):
    """Type figures into the marked cells, as a person would."""
    book = openpyxl.load_workbook(io.BytesIO(written(one)))
    named = {each.participant: each.participant for each in one.settlement.scorecards}
    named |= one.terms.names()
    for row in book["Inputs"].iter_rows(min_row=6):
        whose = next((code for code, name in named.items() if code and name == row[0].value), "")
        figure = touched.get((whose, row[1].value))
        for field, column in INPUTS.items() if figure else ():
            value = getattr(figure, field)
            row[column].value = float(value) if isinstance(value, Fraction) else value or None
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def results(settlement):
    """List the scores and the payments by the names of their cells."""
    scored = {each.participant: each.total for each in settlement.scorecards}
    paid = {each.participant: each for each in settlement.payouts}
    found = [(name, float(scored[code])) for code, name in labels("Score", scored).items()]
    for code, name in labels("Payable", paid).items():
        found.append((name, float(dollars(paid[code].payable))))
    for code, name in labels("Owed", paid).items():
        found.append((name, float(dollars(paid[code].recover))))
    return found
