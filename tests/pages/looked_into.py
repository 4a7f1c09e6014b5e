"""What an answer holds, wherever it stands: in a page, in a workbook's parts, in a PDF's streams."""

import csv
import html
import io
import zipfile

import openpyxl
import pikepdf
from pypdf import PdfReader


def texts(answer):
    """Give every text of an answer: its head, what it says, and what a file of it holds."""
    yield "\n".join(f"{name}: {value}" for name, value in answer.headers)
    data = answer.data
    if answer.mimetype == "text/html":
        yield html.unescape(data.decode())
    yield data.decode("latin-1")
    if data.startswith(b"PK"):
        yield from _of_workbook(data)
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif answer.mimetype == "text/csv":
        yield from ("|".join(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def _of_workbook(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            yield name
            yield packed.read(name).decode("utf-8", "replace")
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        yield sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                yield f"{cell.value}|{cell.comment.text if cell.comment else ''}"


def _of_pdf(data):
    """Read the pages as a person does, then every stream, every attachment and what describes it."""
    try:
        made = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError:  # a test's own, of one line
        return
    for page in PdfReader(io.BytesIO(data)).pages:
        yield page.extract_text()
    with made:
        for each in made.objects:
            yield repr(each)
            if isinstance(each, pikepdf.Stream):
                yield each.read_bytes().decode("latin-1")
        for name, file in made.attachments.items():
            yield f"{name}\n{file.get_file().read_bytes().decode('utf-8', 'replace')}"
        yield str(dict(made.docinfo))


def found(answer, canaries):
    """Name the canaries that stand in an answer; they are given as their spellings, by name."""
    everything = "\n".join(texts(answer))
    return {
        name
        for name, spellings in canaries.items()
        if any(spelling in everything for spelling in spellings)
    }
