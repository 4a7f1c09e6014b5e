"""The workbook: protected but for its figures, named, hostile text as text, and what it carries."""

import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import openpyxl
import pytest

from comanage.rules.allocations.equal import Equal
from comanage.rules.conditions import Compares, Condition, Looks
from comanage.rules.figures import Figure
from comanage.rules.funding.withhold import Withhold
from comanage.rules.gates import Gate
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.recorded import Recorded
from comanage.rules.missing import ForReason, Missing
from comanage.rules.payout import Payout
from comanage.rules.pool import PoolRules
from comanage.rules.settlement import settle
from comanage.rules.signoff import SettlementState
from comanage.rules.terms import Domain, Participant
from comanage.rules.units import Better, Unit
from comanage.statements import twins
from comanage.statements.paper import Paper
from comanage.statements.twins import book as books
from comanage.statements.twins.book import At, Book
from comanage.statements.twins.formula import number
from tests.statements.samples import FIGURES, TERMS, facts

Q1 = "2027-Q1"
SETTLED = settle(TERMS, FIGURES, Q1)
HOSTILE = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example","x")',
    "\t=1", "\n=1", "[Book]'Sheet'!*?:/\\", '&A&P &"Bold', "'=1", "\u202e=1", "%00{=1}",
)  # fmt: skip


@pytest.fixture(scope="module")
def written():
    return twins.write(TERMS, SETTLED, FIGURES, facts())


@pytest.fixture(scope="module")
def opened(written):
    return openpyxl.load_workbook(io.BytesIO(written))


@pytest.fixture(scope="module")
def shown(written):
    return openpyxl.load_workbook(io.BytesIO(written), data_only=True)


def test_the_sheets_stand_in_the_order_of_the_work(opened):
    assert opened.sheetnames == ["Inputs", "Scorecard", "Allocation", "Payout", "Method"]


def test_only_figures_can_be_typed_over(opened):
    free = set()
    for sheet in opened:
        assert sheet.protection.sheet, sheet.title
        free |= {(sheet.title, cell.column_letter) for row in sheet.iter_rows() for cell in row
                 if not cell.protection.locked}  # fmt: skip
    assert free == {("Inputs", letter) for letter in "EFGHI"}
    assert all(not opened["Inputs"].cell(6, column).protection.locked for column in range(5, 10))
    assert opened["Inputs"]["J6"].protection.locked


def test_figures_pool_score_and_payments_have_names(opened):
    named = {name: each.attr_text for name, each in opened.defined_names.items()}
    assert named["Pool"] == "Allocation!$E$5"
    assert named["Payable_GRANITE"] == "Payout!$Q$6"
    assert {"Score", "Earned", "Figure_ssi", "Payable_COPPER", "Owed_COPPER"} <= named.keys()


def test_it_runs_in_live_formulas_from_a_figure_to_the_cent(opened, shown):
    formulas = [
        cell
        for sheet in opened
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) > 300
    assert shown["Payout"]["Q6"].value == SETTLED.payout("GRANITE").payable / 100
    assert shown["Allocation"]["E5"].value == SETTLED.possible / 100
    assert "Nothing: every number follows from the figures." in texts(shown["Method"])


def test_a_reader_of_a_printed_page_knows_where_the_settlement_stands():
    draft = twins.write(TERMS, SETTLED, FIGURES, facts(SettlementState.PRELIMINARY))
    book = openpyxl.load_workbook(io.BytesIO(draft))
    line = "Settlement ORTHO/2027-Q1/1: Preliminary, not payable"
    assert book["Inputs"]["A4"].value == line
    assert all(sheet.oddHeader.left.text == line for sheet in book)


def test_the_same_settlement_gives_the_same_bytes(written):
    assert twins.write(TERMS, SETTLED, FIGURES, facts()) == written
    made = openpyxl.load_workbook(io.BytesIO(written)).properties.created
    assert made.replace(tzinfo=UTC) == datetime(2027, 4, 20, 16, 2, tzinfo=UTC)


@pytest.mark.trust("C6")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_looks_like_a_formula_is_text_in_every_cell(name):
    domains = tuple(
        replace(each, name=name, measures=tuple(replace(one, name=name) for one in each.measures))
        for each in TERMS.domains
    )
    groups = tuple(Participant(each.code, name) for each in TERMS.participants)
    terms = replace(TERMS, domains=domains, participants=groups, allocation=Equal())
    figures = tuple(replace(each, absent=name) if each.absent else each for each in FIGURES)
    told = facts(organization=name, title=name, service_line=name, notes=(name,))
    content = twins.write(terms, settle(terms, figures, Q1), figures, told)
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == name
    ]
    assert len(found) > 30
    assert {cell.data_type for cell in found} == {"s"} or name.startswith("=")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = "".join(
            parts.read(part).decode() for part in parts.namelist() if "worksheets" in part
        )
        assert not [
            part for part in parts.namelist() if "hyperlink" in part or "externalLink" in part
        ]
    formulas = re.findall(r"<f>(.*?)</f>", sheets)
    assert len(formulas) > 300
    assert [each for each in formulas if "HYPERLINK" in each or each == name.lstrip("=")] == []


@pytest.mark.trust("C6")
@pytest.mark.parametrize("sign", ["=", "漢", "😀", '"'])
def test_a_text_that_no_cell_can_hold_is_cut_and_the_workbook_stays_whole(sign):
    long = sign * 40_000
    measure = TERMS.domains[0].measures[0]
    ruled = replace(measure, name=long, missing_for=(ForReason(long[:300], Missing.FORFEIT),))
    first = replace(TERMS.domains[0], measures=(ruled, *TERMS.domains[0].measures[1:]))
    terms = replace(TERMS, domains=(first, *TERMS.domains[1:]))
    content = twins.write(terms, settle(terms, FIGURES, Q1), FIGURES, facts(title=long))
    found = texts(openpyxl.load_workbook(io.BytesIO(content))["Inputs"])
    (shown,) = [each for each in found if each.startswith(sign * 100)]
    assert len(shown.encode("utf-16-le")) // 2 in {32_766, 32_767}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
    quoted = re.findall(
        r'"((?:[^"]|"")*)"', html.unescape(" ".join(re.findall(r"<f>(.*?)</f>", sheet)))
    )
    assert max(map(len, quoted)) <= 255


def test_what_a_workbook_carries_is_read_back_from_a_hidden_sheet(written):
    text = '{"name": "Wren é 漢 _x0041_ <&>", "rest": "' + "x😀" * 35_000 + '"}'
    content = twins.write(TERMS, SETTLED, FIGURES, facts(), carried=text)
    assert twins.carried(content) == text
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Data"].sheet_state == "hidden"
    assert max(len(row[0].value) for row in book["Data"].iter_rows()) <= 16_000
    assert twins.carried(written) == ""


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"x" * 100])
def test_what_is_no_workbook_carries_nothing(content):
    assert twins.carried(content) == ""


def test_a_workbook_whose_parts_are_damaged_or_hostile_carries_nothing():
    sound = twins.write(TERMS, SETTLED, FIGURES, facts(), carried="held")
    for part, text in (
        ("xl/workbook.xml", "<broken"),
        ("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("xl/sharedStrings.xml", "<sst/>"),
        ("xl/_rels/workbook.xml.rels", "<a/>"),
    ):
        bent = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(sound)) as parts, zipfile.ZipFile(bent, "w") as out:
            for name in parts.namelist():
                out.writestr(name, text if name == part else parts.read(name))
        assert twins.carried(bent.getvalue()) == "", text


def test_a_pool_follows_its_figures_in_lines_of_its_own_with_names():
    held = Measure("HELD", "Payments held back from", Fraction(0), Unit.DOLLARS, Better.HIGHER,
                   Recorded(), status=Status.REPORTING)  # fmt: skip
    terms = replace(
        TERMS,
        domains=(*TERMS.domains, Domain("money", "Money", Fraction(0), (held,))),
        funding=Withhold(rate=Fraction("0.02"), of="HELD"),
    )
    figures = (*FIGURES, Figure(Q1, "", "HELD", value=Fraction(20_000_000)))
    book, values = (
        openpyxl.load_workbook(
            io.BytesIO(twins.write(terms, settle(terms, figures, Q1), figures, facts())),
            data_only=shown,
        )
        for shown in (False, True)
    )
    named = {name: each.attr_text for name, each in book.defined_names.items()}
    assert named["Source_Payments"] == "Allocation!$D$5"
    assert named["Pool"] == "Allocation!$E$7"
    assert book["Allocation"]["D7"].value.startswith("=IF(Inputs!")
    lines = [
        [values["Allocation"].cell(row, column).value for column in (1, 2, 4)] for row in (5, 6, 7)
    ]
    assert lines == [
        ["Payments", "HELD: Payments held back from", 20_000_000],
        ["Share held back", "by the contract", 0.02],
        ["Pool", None, 400_000],
    ]
    (cell,) = [row[4] for row in book["Inputs"].iter_rows() if row[1].value == "HELD"]
    assert (cell.value, cell.protection.locked) == (20_000_000, False)
    assert cell.number_format.startswith("$#,##0.00")


def test_each_sheet_can_be_read_and_printed(opened):
    frozen = {sheet.title: sheet.freeze_panes for sheet in opened}
    assert frozen == {
        "Inputs": "A6",
        "Scorecard": "C4",
        "Allocation": "B4",
        "Payout": "B5",
        "Method": None,
    }
    for sheet in opened:
        assert sheet.page_setup.paperSize == 1
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    payout = opened["Payout"]
    heads = {cell.value: cell for cell in payout[4]}
    hidden = {
        text for text, cell in heads.items() if payout.column_dimensions[cell.column_letter].hidden
    }
    assert {"Gates", "Part of the maximum", "Paid before"} <= hidden
    assert {"Share", "Earned", "Payable", "Owed back"} & hidden == set()
    assert heads["Payable"].alignment.horizontal == "right"
    assert payout.row_dimensions[4].height > 15
    assert [payout.cell(8, column).value for column in (1, 17)] == [
        "All groups together",
        "=SUM(Payout!$Q$5:$Q$6)",
    ]
    marks = [opened["Inputs"].cell(1, column) for column in (5, 6, 7)]
    assert [each.value for each in marks] == ["To type in", "Calculated", "Carried as a value"]
    assert all(each.protection.locked for each in marks)
    a4 = twins.write(TERMS, SETTLED, FIGURES, replace(facts(), paper=Paper.A4))
    assert openpyxl.load_workbook(io.BytesIO(a4))["Payout"].page_setup.paperSize == 9


def test_a_formula_that_would_come_to_another_cent_is_never_written():
    book = Book("Title", datetime(2027, 1, 1, tzinfo=UTC), "Line")
    at = At("Payout", 0, 0)
    book.put(at, number(Fraction("10.01")), "money", settled=Fraction("10.02"), what="payable")
    assert [(one.at, one.what, one.why) for one in book.carried] == [
        (at, "payable", books.TOO_FINE)
    ]
    long = number(1)
    for _ in range(5000):
        long = long + number(1)
    book.put(At("Payout", 1, 0), long, "number", settled=Fraction(5001))
    assert book.carried[1].why == books.TOO_LONG
    sheet = openpyxl.load_workbook(io.BytesIO(book.closed()))["Payout"]
    assert (sheet["A1"].value, sheet["A2"].value) == (10.02, 5001)


def test_what_a_correction_leaves_is_taken_off_with_its_reason():
    paid = tuple(
        replace(each, payable=each.payable - 500, left=500, left_because="too small to change")
        if each.participant == "GRANITE" else each
        for each in SETTLED.payouts
    )  # fmt: skip
    content = twins.write(TERMS, SETTLED, FIGURES, facts(), payout=paid)
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Payout"]
    assert sheet["P6"].value == 5
    assert sheet["P6"].fill.fgColor.rgb == "FFD9D9D9"
    assert "P6: carried as a value: too small to change" in texts(sheet)
    assert sheet["Q6"].value == (SETTLED.payout("GRANITE").payable - 500) / 100
    assert isinstance(paid[0], Payout)


def test_terms_without_money_have_a_scorecard_and_say_that_nothing_is_divided():
    gates = PoolRules(
        gates=(Gate("score", Condition(Compares.AT_LEAST, Fraction(1, 2), looks_at=Looks.TOTAL)),)
    )
    terms = replace(TERMS, funding=None, allocation=None, pool=gates, base_fee=Fraction(0))
    content = twins.write(terms, settle(terms, FIGURES, Q1), FIGURES, facts())
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert "divide no money" in book["Payout"]["A4"].value
    assert "Score" in book.defined_names


def texts(sheet):
    """List the texts of a sheet."""
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
