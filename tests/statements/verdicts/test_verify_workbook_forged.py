"""A workbook that shows anything else than its data give is ALTERED, wherever it shows it."""

import io
import re
import zipfile

import openpyxl
import pytest

from comanage.statements import carried
from comanage.statements.verdicts.verdict import Finding
from comanage.statements.verdicts.verify import verify
from tests.statements.samples import held
from tests.statements.twins import spreadsheet
from tests.statements.verdicts.reworked import both, more, packed, parts_of, put
from tests.statements.verdicts.test_verify_workbook import made, saved

PAYOUT, INPUTS = "xl/worksheets/sheet4.xml", "xl/worksheets/sheet1.xml"
BOOK, STYLES, TYPES = "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"
TEXTS = "xl/sharedStrings.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FAR = "$950,000.00"


@pytest.fixture(scope="module")
def written():
    """The workbook beside the sample's statement of the agreement."""
    return made(held(group=carried.WHOLE))


def another_workbook(parts):
    """Add a second workbook, which is the one that programs open."""
    book = openpyxl.Workbook()
    book.active["A1"] = f"Payable {FAR}"
    out = io.BytesIO()
    book.save(out)
    other = parts_of(out.getvalue())
    moved = {
        name.replace("xl/", "x2/", 1): content.replace(b"/xl/", b"/x2/")
        for name, content in other.items() if name.startswith("xl/")
    }  # fmt: skip
    kinds = b"".join(
        found.replace(b"/xl/", b"/x2/")
        for found in re.findall(rb'<Override [^>]*PartName="/xl/[^>]*/>', other[TYPES])
    )
    return put(TYPES, rb"</Types>", kinds + b"</Types>")(
        put("_rels/.rels", rb'"xl/workbook.xml"', b'"x2/workbook.xml"')(parts | moved)
    )


def text_box(parts):
    """Draw a box with another amount over the payout."""
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId77" Type="{OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
        "</Relationships>"
    )
    box = b"<xdr:wsDr>Payable " + FAR.encode() + b"</xdr:wsDr>"
    linked = put(PAYOUT, rb"</worksheet>", rb'<drawing r:id="rId77"/></worksheet>')(parts)
    return linked | {
        "xl/worksheets/_rels/sheet4.xml.rels": links.encode(), "xl/drawings/drawing1.xml": box,
    }  # fmt: skip


RULE = rb"""<conditionalFormatting sqref="A1:Z99"><cfRule type="expression" dxfId="0" priority="1">
<formula>TRUE</formula></cfRule></conditionalFormatting>"""
WHITE = rb'<dxfs count="1"><dxf><font><color rgb="FFFFFFFF"/></font></dxf></dxfs>'
DOLLARS = rb'formatCode="\$#,##0\.00;-\$#,##0\.00"'
CHOICE = rb"""<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:Choice Requires="x14"><row r="99"/></mc:Choice></mc:AlternateContent></sheetData>"""
FORGERIES = {  # the change, and what the verdict names
    "another workbook": (another_workbook, "x2/workbook.xml"),
    "a format with an amount": (
        put(STYLES, DOLLARS, b'formatCode="&quot;' + FAR.encode() + b'&quot;"'), FAR),
    "a format that shows nothing": (put(STYLES, DOLLARS, b'formatCode=";;;"'), "format “;;;”"),
    "a format twice": (put(STYLES, rb'(<numFmt numFmtId="164"[^>]*/>)', rb"\1\1"), "twice"),
    "a text box": (text_box, "drawing"),
    "a picture part": (more("xl/media/image1.png"), "xl/media/image1.png"),
    "a hidden sheet": (put(BOOK, rb'(name="Payout")', rb'\1 state="hidden"'), "sheet Payout"),
    "a very hidden sheet": (
        put(BOOK, rb'(name="Payout")', rb'\1 state="veryHidden"'), "sheet Payout"),
    "a hidden row": (put(PAYOUT, rb'<row r="6"', b'<row hidden="1" r="6"'), "Payout, row 6"),
    "a row without height": (put(PAYOUT, rb'<row r="6"', b'<row ht="0" r="6"'), "Payout, row 6"),
    "hidden rows": (
        put(PAYOUT, rb"<sheetFormatPr", b'<sheetFormatPr zeroHeight="1"'), "rows are hidden"),
    "a hidden column": (
        put(PAYOUT, rb'<col min="1"', b'<col hidden="1" min="1"'), "Payout, column A"),
    "a column without width": (
        put(PAYOUT, rb'(<col min="1" max="1" )width="[\d.]+"', rb'\1width="0"'), "column A"),
    "zeros that are not shown": (
        put(PAYOUT, rb"<sheetView ", b'<sheetView showZeros="0" '), "zeros are shown"),
    "a conditional format": (
        both(put(PAYOUT, rb"(<pageMargins)", RULE + rb"\1"),
             put(STYLES, rb'<dxfs count="0"/>', WHITE)), "Payout holds"),
    "no protection": (put(PAYOUT, rb"<sheetProtection[^>]*/>", b""), "Payout, protection of sheet"),
    "less protection": (put(PAYOUT, rb'objects="1"', b'objects="0"'), "protection of objects"),
    "a cell to type in": (
        put(PAYOUT, rb'(<c r="Q6" s=")\d+"', rb'\g<1>8"'), "Payout, cell Q6"),
    "a name more": (
        put(BOOK, rb"</definedNames>",
            b'<definedName name="Payable">Inputs!$A$1</definedName></definedNames>'),
        "name Payable:"),
    "a name that leads elsewhere": (
        put(BOOK, rb"Payout!\$Q\$6", b"Inputs!$A$1"), "name Payable_GRANITE:"),
    "a name less": (put(BOOK, rb'<definedName name="Pool">[^<]*</definedName>', b""), "Pool"),
    "comments": (more("xl/comments1.xml"), "xl/comments1.xml"),
    "a stray part": (more("xl/worksheets/_rels/sheet9.xml.rels"), "sheet9.xml.rels"),
    "a stray sheet": (more("xl/worksheets/sheet7.xml"), "sheet7.xml"),
    "a macro": (more("xl/macro.bin"), "xl/macro.bin"),
    "another macro": (more("xl/vbaProject.bin"), "xl/vbaProject.bin"),
    "custom XML": (more("customXml/item1.xml"), "customXml/item1.xml"),
    "an external link": (more("xl/externalLinks/externalLink1.xml"), "externalLink1.xml"),
    "a workbook with macros": (
        put(TYPES, rb"openxmlformats-officedocument.spreadsheetml.sheet.main",
            b"ms-excel.sheet.macroEnabled.main"), "macroEnabled"),
    "a blank that is 0": (
        put(INPUTS, rb'(<c r="E6" s="\d+")/>', rb"\1><v>0</v></c>"), "Inputs, cell E6: “0”"),
    "another cent": (
        put(PAYOUT, rb'(<c r="Q6"[^>]*><f>[^<]*</f><v>)[^<]*', rb"\g<1>194605.27"), "cell Q6"),
    "a cell twice": (put(PAYOUT, rb'(<c r="A6"[^>]*>.*?</c>)', rb"\1\1"), "row 6"),
    "rows of another program": (put(PAYOUT, rb"</sheetData>", CHOICE), "AlternateContent"),
    "a word in two colours": (
        put(TEXTS, rb"<si><t[^>]*>([^<]+)</t></si>", rb"<si><r><t>\1</t></r></si>"), TEXTS),
    "another printed head": (put(PAYOUT, rb"Final, approved", b"Paid"), "printed oddHeader"),
    "a prompt": (
        put(INPUTS, rb"<dataValidation type", b'<dataValidation prompt="Pay more" type'),
        "Pay more"),
    "a number that only Python reads": (
        put(PAYOUT, rb'(<c r="Q6"[^>]*><f>[^<]*</f><v>)(\d)', rb"\1\2_"), "cell Q6"),
    "a style that only Python reads": (
        put(PAYOUT, rb'(<c r="Q6" s=")(\d)(\d)', rb"\1\2_\3"), "c s=2_"),
    "styles of no namespace": (
        put(STYLES, rb"(<numFmts.*?</numFmts>)",
            lambda found: found[1].replace(b"0.00;", b"950,000.00;")
            + found[1].replace(b"<numFmts", b'<numFmts xmlns=""')), "numFmts"),
    "a sheet of another namespace": (
        put(BOOK, rb"(<sheets>.*?</sheets>)", rb'\1<x:sheets xmlns:x="urn:x"/>'), "sheets"),
    "a format that no cell has": (
        put(STYLES, rb'(<numFmts count="\d+">)',
            rb'\1<numFmt numFmtId="199" formatCode="&quot;950&quot;"/>'), "950"),
    "a sheet that is not shown": (
        both(more("xl/worksheets/sheet7.xml", b"<x/>"),
             put("xl/_rels/workbook.xml.rels", rb"</Relationships>",
                 f'<Relationship Id="rId77" Type="{OFFICE}/worksheet" '
                 'Target="worksheets/sheet7.xml"/></Relationships>'.encode())),
        "a sheet that it does not show"),
    "a merged cell": (
        put(PAYOUT, rb"(<pageMargins)",
            rb'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>\1'), "mergeCells"),
    "precision as displayed": (
        put(BOOK, rb"<calcPr", b'<calcPr fullPrecision="0"'), "Full precision"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGERIES)
def test_a_workbook_that_shows_something_else_is_altered_and_the_place_is_named(written, what):
    change, named = FORGERIES[what]
    verdict = verify(packed(change(parts_of(written))))
    assert verdict.finding is Finding.ALTERED
    assert named in verdict.differs


def noted(content):
    """Add an extra field to the first entry of the list at the end."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        infos = parts.infolist()
        whole = {each: parts.read(each) for each in infos}
    infos[0].extra = b"\x99\x99\x04\x00more"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as again:
        for each, data in whole.items():
            again.writestr(each, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda content: content + b"<html>950,000</html>", "behind its end"),
        (lambda content: packed(parts_of(content), comment=b"950,000"), "comment"),
        (lambda content: packed({INPUTS: b"<x/>"}, again=parts_of(content).items()), "twice"),
        (lambda content: packed(parts_of(content), again=[("XL/Workbook.xml", b"")]), "twice"),
        (noted, "extra field"),
    ],
    ids=["behind its end", "comment", "one name twice", "one name in capitals", "extra field"],
)
def test_an_archive_that_holds_more_than_its_parts_is_altered(written, change, named):
    verdict = verify(change(written))
    assert verdict.finding is Finding.ALTERED
    assert named in verdict.differs


def test_something_between_two_parts_is_altered(written):
    parts = zipfile.ZipFile(io.BytesIO(written))
    at, start = parts.infolist()[3].header_offset, parts.start_dir
    hidden = b"950,000 dollars."
    behind = bytearray(written[at:])
    moved = bytearray(written[start:])
    place = 0
    for each in parts.infolist():
        if each.header_offset >= at:
            to = (each.header_offset + len(hidden)).to_bytes(4, "little")
            moved[place + 42 : place + 46] = to
        place += 46 + len(each.filename)
    moved[-6:-2] = (start + len(hidden)).to_bytes(4, "little")
    behind[start - at :] = moved
    verdict = verify(written[:at] + hidden + bytes(behind))
    assert (verdict.finding, "between its parts" in verdict.differs) == (Finding.ALTERED, True)


def test_the_same_parts_packed_by_another_library_match(written):
    for again in (
        packed(parts_of(written), level=1),
        packed(parts_of(written), method=zipfile.ZIP_STORED),
    ):
        assert again != written
        verdict = verify(again)
        assert verdict.finding is Finding.MATCH
        assert "packed by another library" in " ".join(verdict.checked)


def test_the_same_parts_in_another_order_do_not_match(written):
    turned = dict(reversed(parts_of(written).items()))
    assert verify(packed(turned)).finding is Finding.NOT_COMPARED


def test_a_workbook_that_a_spreadsheet_program_saved_is_not_compared_and_its_amount_is_told(
    written, tmp_path
):
    (tmp_path / "whole.xlsx").write_bytes(written)
    (tmp_path / "group.xlsx").write_bytes(made())
    again = spreadsheet.recalculated(tmp_path)
    for name in ("whole.xlsx", "group.xlsx"):
        verdict = verify((again / name).read_bytes())
        assert (verdict.finding, verdict.headline) == (Finding.NOT_COMPARED, "NOT COMPARED")
        assert "was not compared" in verdict.differs
        paid = "By its data, Granite Fork Bone & Joint is paid $194,605.26."
        assert paid in verdict.checked


def test_a_workbook_that_was_saved_and_in_which_a_number_was_changed_is_altered(written, tmp_path):
    def change(book):
        book["Payout"]["Q6"] = 950_000

    (tmp_path / "forged.xlsx").write_bytes(saved(written, change))
    again = (spreadsheet.recalculated(tmp_path) / "forged.xlsx").read_bytes()
    verdict = verify(again)
    assert verdict.finding is Finding.ALTERED
    assert "Payout, cell Q6" in verdict.differs


def test_a_workbook_whose_colours_alone_were_changed_is_not_called_a_match(written):
    change = put(STYLES, rb'<color theme="1"/>', b'<color rgb="FFFFFFFF"/>', count=0)
    assert verify(packed(change(parts_of(written)))).finding is Finding.NOT_COMPARED


OTHER = put("docProps/core.xml", rb"xlsxwriter [\d.]+", b"xlsxwriter 1.0")


def test_a_workbook_of_another_version_that_comes_out_otherwise_is_not_compared(written):
    other = both(OTHER, put(TEXTS, rb"<t>Payable</t>", b"<t>To be paid</t>"))(parts_of(written))
    verdict = verify(packed(other))
    assert verdict.finding is Finding.NOT_COMPARED
    assert "another version wrote it" in verdict.differs
    assert any(one.startswith("By its data, Granite Fork") for one in verdict.checked)


def test_whoever_claims_another_version_to_hide_an_amount_gets_no_match(written):
    for change in (text_box, another_workbook, more("xl/macro.bin")):
        assert verify(packed(both(OTHER, change)(parts_of(written)))).finding is Finding.ALTERED
    edited = put(PAYOUT, rb"<v>194605\.26</v>", b"<v>950000</v>")
    assert not verify(packed(both(OTHER, edited)(parts_of(written)))).matches
