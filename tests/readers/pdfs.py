"""PDFs for tests: pages of plain text, and what people or programs hide beside it."""

import io

import pikepdf
from pikepdf import Dictionary, Name


def pdf(*pages, change=None, title=""):
    """Make a PDF of pages of lines; change(made) may hide something in it before it is saved."""
    made = pikepdf.new()
    for lines in pages:
        page(made, lines)
    if title:
        made.docinfo["/Title"] = title
    if change:
        change(made)
    return saved(made)


def page(made, lines):
    """Add a page of lines; none for one that is a picture alone."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    made.add_blank_page(page_size=(612, 792))
    added = made.pages[-1]
    if lines is None:
        image = made.make_stream(b"\x80" * 400 * 300)
        image.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=400, Height=300,
                                ColorSpace=Name.DeviceGray, BitsPerComponent=8))  # fmt: skip
        added.Resources = Dictionary(XObject=Dictionary(Im1=image))
        drawn = b"q 612 0 0 792 0 0 cm /Im1 Do Q " + b"0 0 m 1 1 l S " * 20
    else:
        added.Resources = Dictionary(Font=Dictionary(F1=font))
        shown = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
        drawn = f"BT /F1 11 Tf 14 TL 40 760 Td {shown} ET".encode("latin-1")
    added.Contents = made.make_stream(drawn)


def saved(made, **options):
    """Give the bytes of a PDF."""
    stream = io.BytesIO()
    made.save(stream, **options)
    return stream.getvalue()


def _escaped(line):
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
