"""Texts in CSV that no spreadsheet takes for a formula, wherever the program ends a cell.

A program set to a semicolon or a tab between cells ends a cell in the midst of a text, quoted or
not, and a line feed there begins a row. So a text is guarded where it begins and behind each of
these. It is part of a packet's own verify.py (see packet_verify.py).
"""

from __future__ import annotations

import re

# The wide signs of East Asian keyboards begin a formula where those are set.
FORMULA_SIGNS = "=+\\-@\0\uff1d\uff0b\uff0d\uff20"
RUNS_AT = re.compile(rf"^(?=[\t\r\n])|(?:^|(?<=[;\t\r\n]))(?= *[{FORMULA_SIGNS}])")


def guarded(text: str) -> str:
    """Put an apostrophe before whatever of a text a spreadsheet would run.

    >>> guarded("=1+1"), guarded("Granite; =1+1"), guarded("Granite Fork - East")
    ("'=1+1", "Granite;' =1+1", 'Granite Fork - East')
    """
    return RUNS_AT.sub("'", text)
