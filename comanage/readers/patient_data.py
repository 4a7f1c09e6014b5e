"""Patient data: what must never come in, found by headings and by the shape of values.

comanage holds totals. A column or a cell that looks like a person is refused
by its place alone: the value is never repeated, logged or kept, and nothing
overrides the refusal. Delete the column, and choose the file again.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from comanage.readers.reader import Table, letter
from comanage.refusals import Fault

ADVICE = "comanage holds totals only: delete it and try again. Nothing of it was kept."
NUMBER = r"(id|ids|no|num|number|nbr|key)"
HEADINGS = (
    # what it is,             the heading in lower case, signs turned into blanks
    ("a medical record number", rf"\bmrn\b|\bmedical record( {NUMBER})?$|\bchart {NUMBER}\b"),
    ("a social security number", r"\bssn\b|\bsocial security\b"),
    ("a date of birth", r"\bdob\b|\b(birth ?(date|day)|date of birth|birth (year|dt)|born)\b"),
    (
        "a patient's name or number",
        rf"\b(patient|pt|client)( s)? (name|first|last|full|{NUMBER})\b",
    ),
    ("a person's address", r"\b(patient|pt|home|street|mailing) address\b|\bzip( ?code)?\b"),
    ("a postal code", r"\bpostal code\b|\bpostcode\b"),
    ("an insurance number", rf"\b(member|subscriber|policy|beneficiary|medicare) {NUMBER}\b"),
    ("a Medicare number", r"\bmbi\b|\bhicn?\b"),
    ("a number of a visit", rf"\bcsn\b|\b(encounter|visit|admission) {NUMBER}\b|^encounter$"),
    ("an account number", rf"\b(patient |hospital )?account {NUMBER}\b|^fin( {NUMBER})?$"),
    ("a telephone number", rf"\b(tele)?phone( {NUMBER})?$|\b(cell|mobile|fax) {NUMBER}\b|^fax$"),
    ("an e-mail address", r"\be ?mail( address)?$"),
    ("a person's name", r"\b(first|last|middle|given|maiden|family) name\b|\bsurname\b"),
)
MBI_LETTER = "AC-HJKMNP-RT-Y"
MBI = (
    rf"\b[1-9][{MBI_LETTER}][0-9{MBI_LETTER}]\d-?[{MBI_LETTER}][0-9{MBI_LETTER}]\d"
    rf"-?[{MBI_LETTER}]{{2}}\d{{2}}\b"
)
VALUES = (
    # what it is, the shape of the value
    ("a social security number", r"(?<!\d)(?!000|666|9)\d{3}([- ])(?!00)\d\d\1(?!0000)\d{4}(?!\d)"),
    ("a social security number", r"\bSSN\b\W{0,3}\d"),
    ("a Medicare number", MBI),
    ("a medical record number", rf"\b(MRN|MEDICAL RECORD)\b\W{{0,3}}({NUMBER}\W{{0,3}})?\d{{4}}"),
    ("a date of birth", r"\b(DOB|DATE OF BIRTH|BORN)\b\W{0,3}(ON )?\d"),
)
DAY = re.compile(r"(19|20)\d\d-\d\d?-\d\d?|\d\d?[/.]\d\d?[/.](19|20)?\d\d")
ID = re.compile(r"\d{6,10}")
SHORTEST = len("DOB 1")  # of what the shapes above can find
ENOUGH = 5  # values before a column of them says anything

_HEADINGS = tuple((what, re.compile(shape)) for what, shape in HEADINGS)
_VALUES = tuple((what, re.compile(shape, re.IGNORECASE)) for what, shape in VALUES)


def faults(table: Table, known: Collection[str], *, today: date | None = None) -> list[Fault]:
    """List every column of a table that looks like patient data, by place alone.

    Args:
        table: What was read.
        known: The columns that the layout declares; their headings are ours.
        today: Dates after this one are no dates of birth; None for any day.
    """
    found = []
    for at, column in enumerate(table.columns):
        texts = [(row.number, row.cells[column]) for row in table.rows if row.cells[column]]
        fault = None
        if column not in known:
            fault = _heading_fault(table.heading, at, column) or _column_fault(at, texts, today)
        fault = fault or _value_fault(column if column in known else letter(at), texts)
        found += [fault] if fault else []
    return found


def looks_like(text: str) -> str:
    """Say what a text looks like that must not come in; empty where nothing does.

    >>> looks_like("see 123-45-6789"), looks_like("412 of 486 patients")
    ('a social security number', '')
    """
    if len(text) < SHORTEST:
        return ""
    plain = unicodedata.normalize("NFKC", text).replace("\u2010", "-").replace("\u2011", "-")
    plain = plain.replace("\u2013", "-").replace("\u2212", "-")
    return next((what for what, shape in _VALUES if shape.search(plain)), "")


def heading_looks_like(heading: str) -> str:
    """Say what a heading promises that must not come in; empty where nothing does.

    >>> heading_looks_like("Patient_MRN"), heading_looks_like("Readmissions (patients)")
    ('a medical record number', '')
    """
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split())
    return next((what for what, shape in _HEADINGS if shape.search(plain)), "")


def _heading_fault(row: int, at: int, heading: str) -> Fault | None:
    what = heading_looks_like(heading) or looks_like(heading)
    if not what:
        return None
    return Fault(f"row {row}, column {letter(at)}", f"This looks like {what}. {ADVICE}")


def _value_fault(column: str, texts: Sequence[tuple[int, str]]) -> Fault | None:
    found = [(number, what) for number, text in texts if (what := looks_like(text))]
    if not found:
        return None
    number, what = found[0]
    more = f" So do {len(found) - 1} more in this column." if len(found) > 1 else ""
    return Fault(f"row {number}, column {column}", f"This looks like {what}.{more} {ADVICE}")


def _column_fault(at: int, texts: Sequence[tuple[int, str]], today: date | None) -> Fault | None:
    """Judge a column that no layout knows by what most of its values are."""
    if len(texts) < ENOUGH:
        return None
    ids = {text for _, text in texts if ID.fullmatch(text)}
    past = list(_days([text for _, text in texts], today))
    for what, count in (("numbers of persons or visits", len(ids)), ("dates of days", len(past))):
        if 5 * count >= 4 * len(texts):
            return Fault(
                f"row {texts[0][0]}, column {letter(at)}",
                f"This column looks like {what}, not like totals. {ADVICE}",
            )
    return None


def _days(texts: Sequence[str], today: date | None) -> Iterator[str]:
    for text in texts:
        year = re.search(r"(19|20)\d\d", text)
        if DAY.fullmatch(text) and not (today and year and int(year[0]) > today.year):
            yield text
