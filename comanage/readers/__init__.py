"""Files in: bytes to rows and faults. Nothing here knows of a database.

One file for each kind of file: csv, xlsx. Behind xlsx stand archive (what is
inside), workbook, workbook_xml and number_format (what a cell shows), and confined
(the process that reads). figure_rows makes figures of rows, matching says which column of a
file holds what, brought lets rows travel from step to step, and template writes the files that
people fill in. patient_data refuses what must never come in, but for the
columns of layouts: by patient_headings, by patient_columns, by patient_split (several cells), and in
every text by patient_shapes, which reads it with patient_letters and knows patient_days; near
words of a patient look patient_persons with patient_names. evidence looks through files
that are kept as they are: csv_cells, pdf with pdf_pages and pdf_beside, picture, and workbook_words,
each giving what it looked at as looked.
"""

from collections.abc import Collection

from comanage.readers.csv import CSV
from comanage.readers.reader import Found, Reader, Table
from comanage.readers.xlsx import XLSX
from comanage.refusals import Fault

READERS: tuple[Reader, ...] = (XLSX, CSV)
UNKNOWN = "Choose an Excel workbook (.xlsx) or a CSV file."


def read(name: str, data: bytes, known: Collection[str] = ()) -> Found:
    """Read a file by the first reader that recognises it, and look through it for patients.

    Args:
        name: Its name; empty for text that was pasted.
        data: Its bytes.
        known: The columns that the layout declares; every other one is looked at as a whole too.
    """
    for reader in READERS:
        if reader.recognises(name, data):
            return reader.read(data, known)
    return Table(), [Fault("", UNKNOWN)]
