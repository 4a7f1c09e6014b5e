"""Files with a patient in some row: refused by the place, and ordinary ones pass."""

import pytest

from comanage import readers
from comanage.readers.evidence import OTHERWISE, WHICH, look
from comanage.readers.figure_rows import KNOWN

VALUES = ("6789", "00123456", "123456", "445566", "1961", "Smith", "smith", "Jones", "555-0123")
ROWS = range(6)
NAMES = ("Smith, John", "Jones, Mary", "Zhang, Wei", "Lopez, Ana", "Marsh, Ada", "Okafor, Ruth")

CSVS = {
    "a comment above the heading": ("# MRN 00123456\nWard,Cases\nNorth,12\n", "row 1"),
    "a comment of several cells": ("# made by,MRN 00123456\nWard,Cases\nNorth,12\n", "row 1, column B"),
    "a heading that begins like a comment": ("# of cases,MRN\n12,445566\n", "row 1, column B"),
    "a label beside its value": (
        "Report,Q1\nCases,12\nMRN,00123456\n",
        "row 3, column A",
    ),
    "a label and a blank cell": ("Report,Q1,,\nDOB:,,4/2/1961,\nCases,12,,\n", "row 2, column A"),
    "a label above its value": ("Report\nMRN:\n00123456\n", "row 2, column A"),
    "a name beside its label": ("Report,Q1\nPatient name,Mary Jones\nCases,12\n", "row 2, column A"),
    "a number in two cells": ("Ward,a,b\nNorth,123-45-,6789\n", "row 2, column B"),
    "a number in two cells, parted elsewhere": ("Ward,a,b\nNorth,123-45,6789\n", "row 2, column B"),
    "a number in two cells, its end longer": ("Ward,a,b\nNorth,123,45-6789\n", "row 2, column B"),
    "a number in three columns": (
        "Ward,a,b,c\n" + "".join(f"N{at},{at}23,0{at + 1},678{at}\n" for at in range(1, 7)),
        "row 2, column B",
    ),
    "a number in two lines of a cell": ('Ward,Note\nNorth,"123-45-\n6789"\n', "row 2, column B"),
    "a heading of Cyrillic letters": ("Ward,МRN\nNorth,12\n", "row 1, column B"),
    "a heading of Greek letters": ("Ward,ΜRΝ\nNorth,12\n", "row 1, column B"),
    "a heading of wide letters": ("Ward,ＭＲＮ\nNorth,12\n", "row 1, column B"),
    "a heading with signs that are not seen": ("Ward,M\u200bR\u200bN\nNorth,12\n", "row 1, column B"),
    "a heading letter by letter": ("Ward,M R N\nNorth,12\n", "row 1, column B"),
    "a heading with points": ("Ward,D.O.B\nNorth,12\n", "row 1, column B"),
    "a heading turned around": ("Ward,Name of patient\nNorth,12\n", "row 1, column B"),
    "a heading of a death": ("Ward,Date of death\nNorth,12\n", "row 1, column B"),
    "names below Patient": (
        "Patient,Cases\n" + "".join(f'"{name}",12\n' for name in NAMES),
        "row 2, column A",
    ),
    "days below Date": (
        "Ward,Day\n" + "".join(f"North,{at + 2}-Apr-19{at + 5}1\n" for at in range(4)) +
        'North,5 May 1961\nNorth,"May 7, 1961"\n',
        "row 2, column B",
    ),
    "numbers with a letter": (
        "Ward,Number\n" + "".join(f"North,E{at}445566\n" for at in ROWS),
        "row 2, column B",
    ),
    "numbers that a spreadsheet made amounts": (
        "Ward,Number\n" + "".join(f"North,{at}445566.0\n" for at in ROWS),
        "row 2, column B",
    ),
    "e-mail addresses": (
        "Ward,Reach\n" + "".join(f"North,smith{at}@example.com\n" for at in ROWS),
        "row 2, column B",
    ),
    "telephone numbers": (
        "Ward,Reach\n" + "".join(f"North,(51{at}) 555-0123\n" for at in ROWS),
        "row 2, column B",
    ),
    "a sentence in a cell": ("Ward,Note\nNorth,pt John Smith called\n", "row 2, column B"),
    "cells parted by bars": ("Ward|MRN\nNorth|00123456\n", "row 1, column A"),
}  # fmt: skip


@pytest.mark.trust("H2", "H3", "H4")
@pytest.mark.parametrize(("text", "place"), CSVS.values(), ids=CSVS)
def test_a_csv_file_is_refused_by_its_row_and_column(text, place):
    _, looked = look("q1.csv", text.encode())
    told = [str(fault) for fault in looked.faults]
    assert told[0].startswith(f"{place}: ")
    assert "This looks like" in told[0] or "this looks like" in told[0] or "column looks" in told[0]
    assert not any(value in fault for value in VALUES for fault in told)


@pytest.mark.trust("H2", "H3", "H4")
@pytest.mark.parametrize(("text", "place"), CSVS.values(), ids=CSVS)
def test_it_is_refused_as_an_import_too(text, place):
    _, found = readers.read("q1.csv", text.encode(), KNOWN)
    told = " ".join(map(str, found))
    assert "looks like" in told
    assert not any(value in told for value in VALUES)


@pytest.mark.trust("C9")
@pytest.mark.parametrize(
    "name",
    ["minutes.docx", "q1.docm", "mail.eml", "mail.msg", "q1.zip", "q1.txt", "q1.ods", "q1.rtf"],
)
def test_no_other_kind_of_file_comes_in_at_all(name):
    kind, looked = look(name, b"From: a\nSubject: MRN 00123456\n")
    assert (kind, [fault.sentence for fault in looked.faults]) == (None, [WHICH])
    found = look(f"{name}.csv.xlsx", b"From: a\nSubject: MRN 00123456\n")[1].faults
    assert [fault.sentence for fault in found] == [OTHERWISE.format(".xlsx", "Excel workbook")]


PASSES = {
    "minutes": "Present,Role\nJohn Smith MD,chair\nMary Jones RN,quality\nAna Lopez,finance\n",
    "a list of data": "Field,What became of it\nMRN,removed\nDOB,removed before the export\n",
    "a report of two columns": "Measure,Result\nPatient experience,84.2\nPatient falls,3\n",
    "a ledger": "GL account,Amount\n" + "".join(f"6102{at}045,1{at}500\n" for at in ROWS),
    "invoices": "Invoice,Vendor,Amount\n" + "".join(f"9001234{at},Stone,100{at}\n" for at in ROWS),
    "labels and numbers": "Report,Q1\nVisits,204512\nCost per patient,123456\nUnit number,4\n",
    "negative numbers": "a,b,c\n412,-36,-4120\n205,-12,-1450\n",
    "months": "Month,Cases,Late\n03-2027,412,36\n04-2027,405,31\n",
    "counts of three sizes": "Ward,a,b,c\n" + "".join(f"N{at},{at}23,1{at},678{at}\n" for at in range(1, 7)),
    "comments": "# Figures of 2027-Q1, made on 2027-04-02\n# of patients of Dr. Smith\nWard,Cases\nN,1\n",
    "offices": "Office,Reach\n" + "".join(f"N{at},quality@riverbend.example\n" for at in ROWS),
    "physicians": "Surgeon,Cases\n" + "".join(f'"{name}",2{at}\n' for at, name in enumerate(NAMES)),
}  # fmt: skip


@pytest.mark.trust("H3")
@pytest.mark.parametrize("text", PASSES.values(), ids=PASSES)
def test_an_ordinary_file_passes(text):
    assert [str(fault) for fault in look("q1.csv", text.encode())[1].faults] == []
