"""Workbooks for tests: usual ones through openpyxl, and others whose XML is written by hand."""

import io
import zipfile

import openpyxl

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROOT = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Figures" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>'
)


def book(*rows, sheet="Figures", formats=(), others=()):
    """Make a workbook of rows; formats are (cell, number format)."""
    made = openpyxl.Workbook()
    first = made.active
    first.title = sheet
    for row in rows:
        first.append(row)
    for cell, number_format in formats:
        first[cell].number_format = number_format
    for other in others:
        made.create_sheet(other)
    return saved(made)


def saved(made):
    """Give the bytes of a workbook of openpyxl."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def raw(sheet, **more):
    """Make a workbook around the XML of one sheet, with other parts by their names."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
    }
    return packed(parts | more)


def packed(parts, method=zipfile.ZIP_DEFLATED):
    """Pack parts into a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def sheet(cells):
    """Write the XML of a sheet with these rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


def inline(reference, text):
    """Write a cell that holds its text itself."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
