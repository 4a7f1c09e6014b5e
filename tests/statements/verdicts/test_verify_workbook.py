"""A workbook, and a packet, get their verdicts at the same door as a statement."""

import io
import json
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from comanage.rules.settlement import settle
from comanage.statements import carried
from comanage.statements.packets import packet_payouts
from comanage.statements.verdicts import verify_workbook
from comanage.statements.verdicts.verdict import Finding
from comanage.statements.verdicts.verify import verify
from tests.statements import samples
from tests.statements.packets import packeted
from tests.statements.samples import MADE_BY, SALT, facts, held


def made(one=None, plain=None):
    """Write the workbook of what a statement carries."""
    one = one or held()
    return verify_workbook.written(one, carried.text(one) if plain is None else plain)


@pytest.fixture(scope="module")
def written():
    """The workbook beside the sample's statement."""
    return made()


def saved(content, change):
    """Open a workbook as a person would, change it, and save it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_as_it_was_made_matches(written):
    for content, number in ((written, "1/GRANITE"), (made(held(group=carried.WHOLE)), "1")):
        verdict = verify(content)
        assert (verdict.finding, verdict.differs) == (Finding.MATCH, "")
        assert verdict.what == f"Workbook ORTHO/2027-Q1/{number}"
        assert "the same to the last byte" in " ".join(verdict.checked)


def first(book, test):
    """Find the first cell of a sheet that a test holds for, from Inputs on."""
    return next(
        cell for sheet in book.worksheets for row in sheet for cell in row if test(cell.value)
    )


CHANGES = {
    "a figure": lambda cell: isinstance(cell, (int, float)) and not isinstance(cell, bool),
    "a formula": lambda cell: isinstance(cell, str) and cell.startswith("="),
    "a word": lambda cell: isinstance(cell, str) and not cell.startswith("=") and len(cell) > 9,
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_cell_that_was_edited_by_hand_is_named(written, what):
    place = []

    def change(book):
        cell = first(book, CHANGES[what])
        place.append(f"{cell.parent.title}, cell {cell.coordinate}:")
        cell.value = 4711

    verdict = verify(saved(written, change))
    assert verdict.finding is Finding.ALTERED
    assert verdict.differs.startswith(place[0])
    assert "4711" in verdict.differs


def test_a_value_beside_a_formula_that_was_edited_is_named(written):
    shown = openpyxl.load_workbook(io.BytesIO(written), data_only=True)["Payout"]
    told = next(cell.value for row in shown for cell in row if isinstance(cell.value, float))
    forged = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as parts, zipfile.ZipFile(forged, "w") as out:
        for each in parts.infolist():
            data = parts.read(each)
            if each.filename.startswith("xl/worksheets/"):
                data = data.replace(f"<v>{told}</v>".encode(), b"<v>914605.26</v>")
            out.writestr(each, data)
    verdict = verify(forged.getvalue())
    assert verdict.finding is Finding.ALTERED
    assert "914605.26" in verdict.differs


def test_a_sheet_more_or_less_is_named(written):
    for change in (
        lambda book: book.create_sheet("More"),
        lambda book: book.remove(book["Method"]),
    ):
        verdict = verify(saved(written, change))
        assert verdict.finding is Finding.ALTERED
        assert "It has the sheets" in verdict.differs


def test_a_workbook_whose_data_were_changed_and_that_was_written_anew_is_found():
    one = held()
    forged = replace(one, payouts=(replace(one.payouts[0], payable=99_999_999),))
    verdict = verify(made(forged))
    assert verdict.finding is Finding.ALTERED
    assert "$999,999.99" in verdict.differs


@pytest.mark.parametrize(
    ("plain", "finding", "named"),
    [
        ("", Finding.NOT_OURS, "carries no settlement"),
        ("{}", Finding.ALTERED, "damaged"),
        (carried.text(held()).replace("statement 1", "statement 0"), Finding.NOT_OURS, "format"),
        (f"{carried.text(held())} ", Finding.ALTERED, "not written as this program"),
    ],
    ids=["none", "empty", "older", "a space"],
)
def test_a_workbook_with_other_data_gets_a_clear_verdict(plain, finding, named):
    verdict = verify(made(plain=plain))
    assert verdict.finding is finding
    assert named in verdict.differs


def test_a_damaged_workbook_never_matches(written):
    for at in range(0, len(written), len(written) // 40):
        flipped = bytearray(written)
        flipped[at] ^= 255
        assert not verify(bytes(flipped)).matches, at
    assert not verify(written[: len(written) // 2]).matches


def test_a_workbook_that_unpacks_to_more_than_ours_is_not_looked_at(written, monkeypatch):
    monkeypatch.setattr(verify_workbook, "MOST_BYTES", 1000)
    assert verify(written).finding is Finding.NOT_OURS


def test_a_packet_and_a_changed_packet_get_their_verdicts(monkeypatch):
    monkeypatch.setattr(packet_payouts, "differs", lambda _: "")  # it has no payouts
    monkeypatch.setattr(packet_payouts, "written_again", lambda _: {})
    verdict = verify(packeted.WHOLE)
    assert (verdict.headline, verdict.what) == ("MATCH, UNSIGNED", "Audit packet")
    changed = bytearray(packeted.WHOLE)
    changed[len(changed) // 3] ^= 1
    verdict = verify(bytes(changed))
    assert verdict.headline == "ALTERED"
    assert verdict.differs


def test_another_archive_is_not_ours():
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as out:
        out.writestr("x.json", json.dumps({}))
    assert verify(other.getvalue()).finding is Finding.NOT_OURS


@pytest.mark.trust("H5")
def test_no_part_of_a_workbook_tells_a_small_count_and_it_matches(written):
    settlement = settle(samples.TERMS, samples.FIGURES, "2027-Q1")
    settled = (settlement, samples.FIGURES, settlement.payouts)
    one = carried.carried(
        facts(), samples.TERMS, settled, salt=SALT, made_by=MADE_BY, reader="GRANITE", least=11
    )
    assert ("", "ssi") in one.withheld
    without = made(one)
    for told in ('r="F6"><v>4<', 'r="G6"><v>486<', '"denominator":"486","measure":"ssi"',
                 '"numerator":"4"', '"4 of 486"'):  # fmt: skip
        assert told in unpacked(written), told
        assert told not in unpacked(without), told
    assert verify(without).finding is Finding.MATCH


def unpacked(content):
    """Give all that a workbook holds as one text."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        whole = "".join(parts.read(name).decode() for name in parts.namelist())
    return re.sub(r' s="\d+"', "", whole)  # which style a cell has


def test_what_excel_adds_when_it_saves_a_workbook_is_no_forgery(written):
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        held_in = {each.filename: parts.read(each) for each in parts.infolist()}
    book, sheet = "xl/workbook.xml", "xl/worksheets/sheet4.xml"
    path = (
        b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        b'2006"><mc:Choice Requires="x15"><x15ac:absPath url="C:\\" xmlns:x15ac="http://schemas.'
        b'microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
        b'<xr:revisionPtr xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"'
        b' revIDLastSave="0"/><bookViews>'
    )
    held_in[book] = held_in[book].replace(b"<bookViews>", path)
    held_in[sheet] = held_in[sheet].replace(b"<pageSetup ", b'<pageSetup r:id="rId1" ')
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    held_in["xl/worksheets/_rels/sheet4.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/printerSettings"'
        ' Target="../printerSettings/printerSettings1.bin"/></Relationships>'
    ).encode()
    held_in["xl/printerSettings/printerSettings1.bin"] = b"a printer"
    types = "[Content_Types].xml"
    held_in[types] = held_in[types].replace(
        b"<Override",
        b'<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.printerSettings"/><Override',
        1,
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as again:
        for name, content in held_in.items():
            again.writestr(name, content)
    assert verify(out.getvalue()).finding is Finding.NOT_COMPARED
