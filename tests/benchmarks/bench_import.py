"""Figures in: reading and checking a file, against the bare work of a library that only parses."""

import io

import openpyxl
import python_calamine

from comanage import readers
from comanage.readers.figure_rows import read_figures
from comanage.rules import canonical
from comanage.rules.terms import Terms
from tests.benchmarks.measured import say, seconds
from tests.oracles import hvbp


def workbook(text):
    """Turn a figures file into a workbook of the same rows, all text."""
    book = openpyxl.Workbook()
    for row in text.splitlines():
        book.active.append(row.split(","))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_figures_are_read_and_checked():
    terms, _ = canonical.read(Terms, hvbp.TERMS.read_text(encoding="utf-8"))
    text = hvbp.figures_file(hvbp.published()[:10_000])
    data = workbook(text)

    def parse():
        return python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    bare = seconds(parse, goes=3)
    rows = seconds(lambda: readers.read("figures.csv", text.encode()), goes=3)
    whole = seconds(lambda: read_figures("figures.csv", text.encode(), terms), goes=3)
    say("10,000 rows parsed by a library, a workbook", f"{bare * 1000:.0f} ms")
    say("the same rows read by ours, a CSV", f"{rows / bare:.1f} times that")
    say("read, checked and made figures", f"{whole / bare:.1f} times that")
