"""What somebody may add to a statement, and statements written from changed data."""

import io
import re
from dataclasses import replace

import pikepdf

from comanage.statements import pdf


def made(one, **changed):
    """Write a statement from changed data, as a forger with this program could."""
    return pdf.write(replace(one, **changed))


def saved(document):
    """Save a changed PDF."""
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return re.sub(rb"\n*%%EOF\n*\Z", b"\n%%EOF\n", out.getvalue())


def covered(document):
    page = document.pages[0]
    page.contents_add(b"q 1 1 1 rg 0 0 500 700 re f Q")


def noted(document):
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 9, 9], Contents="x"
    )
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def layered(document):
    layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer])


def programmed(document):
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def attached(document):
    document.attachments["other.txt"] = b"x"


def lettered(document):
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    document.pages[0].Resources.Font.F99 = document.make_indirect(font)


def shortened(document):
    del document.pages[-1]


MORE = {
    covered: "Page 1 is drawn in another way", noted: "/Annots", layered: "/OCProperties",
    programmed: "/OpenAction", attached: "/Filespec", lettered: "the font /Helvetica",
    shortened: "pages; its data give",
}  # fmt: skip
