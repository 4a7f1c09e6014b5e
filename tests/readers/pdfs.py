"""PDFs for tests: pages of plain text, and what people or programs hide beside it."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name


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


SCANNED = (612, 792)  # points, as a scanner draws it: the whole page


def page(made, lines, *, picture=None):
    """Add a page of lines and a picture of (width, height); of none, one that is a picture alone."""
    made.add_blank_page(page_size=(612, 792))
    added = made.pages[-1]
    added.Resources = Dictionary(Font=Dictionary(F1=font()))
    drawn = text(lines, at=(40, 760)) if lines is not None else b""
    if picture := picture or (SCANNED if lines is None else None):
        added.Resources.XObject = Dictionary(Im0=image(made))
        drawn += b" q %d 0 0 %d 0 0 cm /Im0 Do Q" % picture
    added.Contents = made.make_stream(drawn.strip())


def font():
    """Name a font that every program has."""
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def image(made, width=400, height=300):
    """Make a grey picture of so many pixels."""
    pixels = made.make_stream(b"\x80" * width * height)
    pixels.update(Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
                             ColorSpace=Name.DeviceGray, BitsPerComponent=8))  # fmt: skip
    return pixels


def text(lines, at=(2, 2)):
    """Draw lines of text."""
    shown = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
    return f"BT /F1 11 Tf 14 TL {at[0]} {at[1]} Td {shown} ET".encode("latin-1")


def form(made, drawn, **more):
    """Make a form, which a page or the look of a comment draws; more stands in its dictionary."""
    held = made.make_stream(drawn)
    held.update(
        Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 700]), **more)
    )
    return held


def saved(made, **options):
    """Give the bytes of a PDF."""
    stream = io.BytesIO()
    made.save(stream, **options)
    return stream.getvalue()


def _escaped(line):
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
