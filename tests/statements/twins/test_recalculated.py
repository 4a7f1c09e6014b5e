"""A spreadsheet program comes to what the settlement says, for every worked and drawn agreement."""

import html
import io
import random
import re
import zipfile
from collections import Counter
from fractions import Fraction

import openpyxl
import pytest

from comanage.rules.allocations import ALLOCATIONS
from comanage.rules.funding import FUNDINGS
from comanage.rules.methods import METHODS
from comanage.rules.missing import Missing
from comanage.rules.numbers import dollars
from comanage.statements import twins
from comanage.statements.twins.method_sheet import NOTHING
from comanage.statements.twins.own_payout import NOT_CUT
from comanage.statements.twins.sources import MISSING
from tests.statements.samples import facts
from tests.statements.twins.agreements import changed, drawn, far, worked
from tests.statements.twins.spreadsheet import alike, cells, differing, labels, names, recalculated

DRAWN, TRIED, GROUPS = 205, 40, 20
# a cost below nothing, thirds that leave a tie for the last cent, and others
FAR = (9118, 9171, *range(3000, 3020))
INPUTS = {"value": "E", "numerator": "F", "denominator": "G", "baseline": "H", "absent": "I"}
CELL = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"(?:/>|[^>]*>.*?</c>)')
UNFOLLOWED = {"fixed", "recorded"}  # a fixed pool follows no figure, what is recorded has no factor


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
    return {
        name: (
            cells(folder / f"{name}.xlsx"),
            cells(again / f"{name}.xlsx"),
            names(again / f"{name}.xlsx"),
        )
        for name in agreements
    }


def written(one, **more):
    return twins.write(one.terms, one.settlement, one.figures, facts(), **more)


def test_every_formula_comes_to_the_value_beside_it(books):
    wrong = {}
    counted = 0
    for name, (before, after, _) in books.items():
        counted += sum(1 for each in before.values() if each.formula)
        if found := differing(before, after):
            wrong[name] = found[:3]
    assert wrong == {}
    assert counted > 150_000


def test_nothing_of_a_whole_agreement_is_carried_as_a_value(books):
    whole = {
        name
        for name, (before, _, _) in books.items()
        for (sheet, _), cell in before.items()
        if sheet == "Method" and cell.value == NOTHING
    }
    assert books.keys() - whole == set()


def test_what_each_is_paid_is_what_the_settlement_says_to_the_cent(agreements, books):
    paid = 0
    for name, (_, after, named) in books.items():
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


def test_the_agreements_have_every_method_missing_rule_division_and_source(agreements):
    seen = Counter()
    for one in agreements.values():
        seen[one.terms.allocation.kind if one.terms.allocation else ""] += 1
        seen[one.terms.funding.kind] += 1
        for _, measure in one.terms.measures():
            seen[measure.method.kind] += 1
        for scored in one.settlement.scorecards:
            for domain in scored.domains:
                seen.update(line.rule.value for line in domain.measures if line.rule)
    assert {*ALLOCATIONS, *METHODS, *Missing, *FUNDINGS} - {
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


def test_a_pool_whose_figure_is_taken_out_is_nothing_and_says_so(tmp_path):
    one = next(each for each in drawn(DRAWN) if each.terms.funding.kind == "withhold")
    file = tmp_path / "book.xlsx"
    file.write_bytes(written(one))
    sheet = openpyxl.load_workbook(file)["Inputs"]
    rows = [row[1].row for row in sheet.iter_rows() if row[1].value == "payments"]
    file.write_bytes(into_cells(file.read_bytes(), {f"{letter}{row}": None for row in rows for letter in "EFG"}))  # fmt: skip
    again = recalculated(tmp_path) / "book.xlsx"
    found, named = cells(again), names(again)
    assert one.settlement.possible > 0
    assert found[named["Pool"]].value == 0
    assert MISSING in {cell.value for cell in found.values()}
    assert not [cell for cell in found.values() if str(cell.value).startswith(("#", "Err:"))]


def test_other_figures_typed_in_come_to_what_the_rules_make_of_them(tmp_path):
    wanted, live = {}, Counter()
    for one, reader in (
        *((each, "") for each in (*worked(), *drawn(TRIED, first=1000))),
        *of_groups(),
    ):
        other = changed(one, random.Random(one.name))  # noqa: S311 - the same from run to run
        if other is not None:
            name = f"{one.name}{reader}"
            wanted[name], touched = (other[0], reader), other[1]
            live.update(followed(one, other[0]))
            (tmp_path / f"{name}.xlsx").write_bytes(typed(one, touched, reader=reader))
    again, fresh = recalculated(tmp_path), tmp_path / "fresh.xlsx"
    wrong = {}
    for name, (one, reader) in wanted.items():
        file = again / f"{name}.xlsx"
        found, named = cells(file), names(file)
        fresh.write_bytes(written(one, reader=reader))
        differs = [
            (label, value)
            for label, value in results(one.settlement)
            if label in named and not alike(found[named[label]].value, value)
        ]
        if differs := [*differs, *differing(cells(fresh), found)]:
            wrong[name] = differs[:3]
    assert wrong == {}
    assert len(wanted) > TRIED + 5
    assert {kind for kind, count in live.items() if count > 1} >= {*FUNDINGS, *METHODS} - UNFOLLOWED
    assert live["a loss became a gain"]
    assert live["a gain became a loss"]


def test_figures_that_hardly_may_be_come_to_what_the_rules_make_of_them(tmp_path):
    wanted, wrong = {}, {}
    drawn_ones = (each for first in FAR for each in drawn(1, first=first))
    for one in (*worked(), *drawn_ones):
        pick = random.Random(f"{one.name}x")  # noqa: S311 - the same from run to run
        if other := changed(one, pick, far):
            wanted[one.name] = other[0].settlement
            (tmp_path / f"{one.name}.xlsx").write_bytes(typed(one, other[1]))
    again = recalculated(tmp_path)
    for name, made in wanted.items():
        found, named = cells(again / f"{name}.xlsx"), names(again / f"{name}.xlsx")
        differs = [
            (label, value, found[named[label]].value)
            for label, value in results(made)
            if label in named and not alike(found[named[label]].value, value)
        ]
        wrong |= {name: differs} if differs else {}
    assert wrong == {}
    assert len(wanted) > len(FAR) + 20


def of_groups():
    """Draw agreements with a group of each that can calculate its own part by what it may know."""
    for one in drawn(GROUPS, first=2000):
        code = one.settlement.payouts[-1].participant
        with zipfile.ZipFile(io.BytesIO(written(one, reader=code))) as parts:
            told = parts.read("xl/sharedStrings.xml").decode()
        if NOTHING in told and NOT_CUT not in html.unescape(told):
            yield one, code


def followed(one, other):
    """Name the kinds of pools and methods whose results changed with the figures."""
    was, now = one.settlement, other.settlement
    kind = one.terms.funding.kind
    if was.possible != now.possible:
        yield kind
        if was.possible < 0 < now.possible:
            yield "a loss became a gain"
        if now.possible < 0 < was.possible:
            yield "a gain became a loss"
    for before, after in zip(was.scorecards, now.scorecards, strict=True):
        for domain, again in zip(before.domains, after.domains, strict=True):
            for measure, changed_to in zip(domain.measures, again.measures, strict=True):
                if measure.factor != changed_to.factor:
                    yield one.terms.measure(measure.code).method.kind


def typed(one, touched, **more):
    """Type figures into the marked cells, as a person would."""
    content = written(one, **more)
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Inputs"]
    named = {each.participant: each.participant for each in one.settlement.scorecards}
    named |= one.terms.names()
    wanted = {}
    for row, (called, code) in enumerate(sheet.iter_rows(6, max_col=2, values_only=True), 6):
        whose = next((each for each, name in named.items() if each and name == called), "")
        figure = touched.get((whose, code))
        for field, column in INPUTS.items() if figure else ():
            wanted[f"{column}{row}"] = getattr(figure, field)
    return into_cells(content, wanted)


def into_cells(content, wanted):
    """Put numbers, texts and nothing into cells of the first sheet, and leave all else as it is."""
    first, made = "xl/worksheets/sheet1.xml", io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(made, "w") as out:
        for part in parts.namelist():
            text = parts.read(part)
            out.writestr(part, CELL.sub(lambda cell: put_in(cell, wanted), text.decode()) if part == first else text)  # fmt: skip
    return made.getvalue()


def put_in(cell, wanted):
    """Write one cell with another value."""
    place, style = cell[1], cell[2]
    if place not in wanted:
        return cell[0]
    value = wanted[place]
    if isinstance(value, Fraction):
        return f'<c r="{place}" s="{style}"><v>{float(value)!r}</v></c>'
    if value:
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}" s="{style}"/>'


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
