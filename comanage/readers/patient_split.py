"""Patient split: an identifier that stands in several cells, beside or below each other.

A label and its value are often two cells, and three groups of digits may be three columns.
Each cell alone looks like a total.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from comanage.readers.patient_letters import folded
from comanage.readers.patient_shapes import looks_like

Lines = Sequence[tuple[int, Sequence[str]]]  # each with its number in the file, and its cells
Texts = Sequence[tuple[int, str]]

ENDS = frozenset("-:#=")  # a text that ends in one of these goes on
LABELS = {
    "ssn", "mrn", "dob", "birth", "birthdate", "birthday", "born", "mbi", "hicn", "csn", "har", "acct",
    "account", "number", "no", "no.", "num", "id", "record", "rec", "chart", "enc", "encounter", "fin",
}  # fmt: skip
OF_A_PATIENT = re.compile(
    r"(?:the )?(?:patient|pt)s?(?:'s)?(?: (?:full )?(?:name|id|no\.?|number|mrn))?[:#]?"
    r"|(?:full )?name of (?:the )?patient:?",
    re.IGNORECASE,
)
PIECE = re.compile(r"\d{3}-(?:\d\d-?)?|-?\d\d-\d{4}|-\d\d-")
WHOLE = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!(?:19|20)\d\d|0000)\d{4}(?![\d-])")
GROUPS = (3, 2, 4)  # digits of a social security number
A_NUMBER = "a social security number"
ENOUGH = 5


def split_over(lines: Lines) -> Iterator[tuple[int, int, str]]:
    """Give each place where two cells together look like a patient's: row, column and what they look like.

    >>> [*split_over([(1, ["Ward", "North"]), (2, ["MRN", "00123456"])])]
    [(2, 0, 'a medical record number')]
    """
    for position, (number, cells) in enumerate(lines):
        below = lines[position + 1][1] if position + 1 < len(lines) else ()
        for at, cell in enumerate(cells):
            if cell and _goes_on(cell):
                beside = next(filter(None, cells[at + 1 : at + 3]), "")
                others = (beside, *below[at : at + 1])
                if what := next(filter(None, (_joined(cell, other) for other in others)), ""):
                    yield number, at, what
        for at in _pieces(cells):
            yield number, at, A_NUMBER


def in_three_columns(columns: Mapping[int, Texts]) -> Iterator[int]:
    """Give the first of three columns that hold the groups of a social security number.

    Counts have no zero before them; of such groups one in ten has.
    """
    for at in columns:
        three = [columns.get(at + step, ()) for step in range(len(GROUPS))]
        if all(_all_of(size, texts) for size, texts in zip(GROUPS, three, strict=True)) and any(
            text.startswith("0") for texts in three for _, text in texts
        ):
            yield at


def _goes_on(cell: str) -> bool:
    """Say whether a cell names something without saying it."""
    if cell[-1] in ENDS:
        return True
    if cell[-1].isdigit():
        return False
    plain = cell if cell.isascii() else folded(cell)
    last = plain.rpartition(" ")[2].casefold()
    return last in LABELS or OF_A_PATIENT.fullmatch(plain) is not None


def _joined(first: str, second: str) -> str:
    """Say what two cells look like together that neither does alone."""
    if not second or looks_like(first) or looks_like(second):
        return ""
    if first[-1] == "-":
        return looks_like(first + second)
    named = OF_A_PATIENT.fullmatch(folded(first)) is not None
    return looks_like(f"{first} {second}") or (
        looks_like(f"{first.rstrip(':')}: {second}") if named else ""
    )


def _pieces(cells: Sequence[str]) -> Iterator[int]:
    """Find digits with hyphens that make a social security number with those of the next cells."""
    for at, cell in enumerate(cells):
        if "-" in cell and PIECE.fullmatch(cell):
            first = max(at - 1, 0) if cell[0] == "-" or cell[2:3] == "-" else at
            joined = "-".join(cells[first : first + len(GROUPS)])
            if WHOLE.match(re.sub("-+", "-", joined).strip("-")):
                yield first


def _all_of(size: int, texts: Texts) -> bool:
    return len(texts) >= ENOUGH and all(len(text) == size and text.isdigit() for _, text in texts)
