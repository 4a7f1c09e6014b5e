"""Patient shapes: what identifiers of persons look like, in a cell and in prose.

The shapes of values are looked for in every text that comes in. Those of running
text are wider, as people write there; and narrower in one place: three groups of
digits parted by blanks are usual between the columns of a printed table, so there
they count only where the words say what they are. What is usual in the work itself,
such as a name or a telephone number, counts near words of a patient (patient_persons).
"""

import itertools
import re
from collections.abc import Iterable

from comanage.readers.patient_days import DAY, IN_A_YEAR
from comanage.readers.patient_headings import INITIALS
from comanage.readers.patient_letters import closed_up, folded
from comanage.readers.patient_persons import names_a_person

BETWEEN = r"[\s:#=([-]{0,4}"  # a label and what it names
LABEL = (
    rf"\.?{BETWEEN}((id|no\b\.?|num\b\.?|number|nbr|is|was|on|ending in|ending|last (4|four))"
    rf"{BETWEEN}){{0,2}}"
)
NO = r"(ID|IDENTIFIER|NO|NUM(BER)?|#)"
NUMERAL = r"[A-Z]{0,3}-?\d([ -]?\d){3,}"  # four digits or more, in groups or not
SSN = (
    r"(?<!\d)(?<!\d[./-])(?!000|666|9)\d{{3}}"
    r"((- ?| - )(?!00)\d\d(- ?| - )|([./{}])(?!00)\d\d\4)(?!0000)\d{{4}}(?!\d|[./-]\d)"
)
MBI_LETTER = "AC-HJKMNP-RT-Y"
MBI = (
    rf"\b[1-9][{MBI_LETTER}][0-9{MBI_LETTER}]\d[ -]?[{MBI_LETTER}][0-9{MBI_LETTER}]\d"
    rf"[ -]?[{MBI_LETTER}]{{2}}\d{{2}}\b"
)
HIDDEN_SSN = r"(?<![\w-])[X*#]{3}-?[X*#]{2}-?\d{4}\b"
END = "(?![A-Z])"  # of a word, which digits may follow at once
VALUES = (
    # what it is, what its label begins with in lower case, its shape, whatever its capitals
    (
        "a social security number",
        ("ssn", "ss", "soc"),
        rf"(\bSSN{END}|\bSS ?(?=#|NO\b)|\bSOC(IAL)?\.? SEC(URITY)?{END}){LABEL}{NUMERAL}",
    ),
    (
        "a Medicare number",
        ("hic", "mbi", "medica"),
        rf"\b(HICN?|MBI|MEDIC(ARE|AID)\W{{1,3}}{NO}){END}{LABEL}[A-Z]{{0,3}}\d{{5}}",
    ),
    (
        "a medical record number",
        ("mr", "med"),
        rf"(\bMRN{END}|\bMR ?(?=#)|\bMED(ICAL)?\.? ?REC(ORD)?{END}){LABEL}{NUMERAL}",
    ),
    (
        "a medical record number",
        ("chart", "mr"),
        rf"\b(CHART|E?MPI|EMR ?(?=#)|MR ?{NO}|MRN'?S){END}{LABEL}\d{{6}}",
    ),
    ("a medical record number", ("mrn",), r"\b[A-Z]{0,2}\d{6,10} ?\(?MRN\b"),
    ("a social security number", ("ssn",), r"\d{4} ?\(?SSN\b"),
    (
        "a medical record number",
        ("hosp", "unit", "ur ", "mpi"),
        rf"\b(HOSPITAL|UNIT|UR) {NO}{END}{LABEL}\d{{7}}|\bE?MPI{END}{LABEL}\d{{6}}",
    ),
    (
        "a date of birth",
        ("dob", "birth", "bday"),
        (
            rf"\b(DOB|DATE OF BIRTH|BIRTH ?DATE|BIRTHDAY|BDAY){END}{LABEL},? ?(\([MDY/-]+\)[ :]*)?"
            rf"({DAY}|{IN_A_YEAR}|(19|20)\d{{6}}\b|\d{{4}}(19|20)\d\d\b)"
        ),
    ),
    (
        "a date of birth",
        ("born",),
        rf"\bBORN( ON)?:? {DAY}(?!\W*(to|through|until|and|-)\b)",
    ),
    (
        "a number of a visit",
        ("csn", "enc", "visit"),
        rf"\b((CSN|ENC(OUNTER)?){END}#?|VISIT ?(#|{NO}\b)){LABEL}\d{{6}}|\bVISIT{LABEL}\d{{7}}",
    ),
    (
        "an account number",
        ("acc", "fin", "har"),
        rf"\bPATIENT ACC(OUN)?T\b#?{LABEL}\d{{4}}|\b(FIN|HAR){END}{LABEL}\d{{6}}",
    ),
    (
        "a patient's number",
        ("patient", "pt", "member", "subscr", "benef"),
        (
            rf"\b(PATIENT|PT|MEMBER|SUBSCRIBER|BENEFICIARY)\W{{1,3}}{NO}{END}"
            rf"{LABEL}[A-Z]{{0,4}}-?\d{{5}}"
        ),
    ),
    (
        "an insurance number",
        ("policy", "insur"),
        rf"\b(POLICY|INSURANCE|INSURED) {NO}{END}{LABEL}[A-Z]{{0,4}}\d{{7}}",
    ),
)
# An account of a patient, where nothing near it speaks of the books of a firm.
ACCOUNT = re.compile(rf"\bACC('?T|OUNT)\b#?{LABEL}[A-Z]{{0,2}}\d{{7,12}}\b", re.IGNORECASE)
OF_BOOKS = re.compile(
    r"\b(g/?l|ledger|cost cent(er|re)s?|bank|routing|vendors?|payable|receivable|invoices?|vouchers?"
    r"|journal|debit(ed)?|credit(ed)?|post(ed|ing)?|charged?|expenses?|revenues?|fees?|budget"
    r"|fund|paid|pay|payments?|wire|deposit|accounts|accrual|accrued)\b|\$",
    re.IGNORECASE,
)
# A long number may be a total; one that a hyphen parts is none, and is a record's unless the words
# near it speak of something else that is numbered in this work.
A_RECORD = "a record number"
IN_TWO = re.compile(r"(?<![\w.,/$@\\-])\d{3}-\d{6}(?![\w%/\\@-]|[.,]\d)")
OF_WORK = re.compile(
    r"\b(p\.?o|orders?|ordered|tickets?|requests?|req|requisitions?|catalog(ue)?|parts?|items?|serial|sn"
    r"|models?|projects?|contracts?|policy|policies|permit|licen[cs]e|phones?|tel|telephone|fax|ext"
    r"|extensions?|pagers?|call|dial|codes?|forms?|versions?|rooms?|assets?|tags?|lots?|sku|account(ing)?"
    r"|department|dept|population|range|between|checks?|cheques?|remit(tance)?|batch)\b",
    re.IGNORECASE,
)
NEAR = 80  # signs before and behind
# A page may be drawn one sign at a time, with more between the signs than there is between words.
LOOSE = re.compile(r"(?<!\S)\S(?:\s\S){2,}(?!\S)")
CLOSED_DAY = DAY.replace(" ", "").replace(r"\b", "")
SIGNS = "[:#=(-]{0,3}"
CLOSED = (
    # what it is, its shape where all blanks are taken out
    ("a social security number", rf"(SSN|SOCIALSECURITY)(NUMBER|NO\.?)?{SIGNS}\d{{9}}"),
    ("a medical record number", rf"(MRN|MEDICALRECORD)(NUMBER|NO\.?)?{SIGNS}\d{{4}}"),
    (
        "a date of birth",
        rf"(DOB|DATEOFBIRTH|BIRTHDATE){SIGNS}({CLOSED_DAY}|(19|20)\d{{6}})(?!\d)",
    ),
)
SHORTEST = len("MRN 1234")  # of what the shapes above can find
PERHAPS = re.compile(r"\d|p(?:atien)?t|mrn|dob", re.IGNORECASE)  # no shape is without one of these
FEWEST = 3  # digits of what a label stands before, but for a birthday
BIRTH = re.compile("dob|d.o.b|b(?:irth)?day", re.IGNORECASE)
WRITINGS = ("latin-1", "utf-16-le", "utf-16-be")
DIGIT, LETTER = re.compile(r"\d"), re.compile("[A-Za-z]")

_WORDED = tuple(
    (stem, what, re.compile(shape, re.IGNORECASE))
    for what, stems, shape in VALUES
    for stem in stems
)
_CODES = (
    ("a Medicare number", re.compile(MBI, re.IGNORECASE)),
    ("a social security number", re.compile(HIDDEN_SSN, re.IGNORECASE)),
)
_IN_A_CELL = (("a social security number", re.compile(SSN.format(" "))),)
_IN_PRINT = (("a social security number", re.compile(SSN.format(""))),)
_CLOSED = tuple((what, re.compile(shape, re.IGNORECASE)) for what, shape in CLOSED)


def looks_like(text: str, *, printed: bool = False) -> str:
    """Say what a text looks like that must not come in; empty where nothing does.

    Args:
        text: A cell, a note, a name.
        printed: True for the lines of a printed page, where blanks part columns.

    >>> looks_like("see 123-45-6789"), looks_like("412 of 486 patients")
    ('a social security number', '')
    """
    ours = text.isascii()
    if len(text) < SHORTEST or (ours and not PERHAPS.search(text)):
        return ""
    numbers = _IN_PRINT if printed else _IN_A_CELL
    if ours and not printed and not LETTER.search(text):
        closer = closed_up(folded(text))
        return _first(numbers, closer) or _in_two(closer)
    plain, what = folded(text), ""
    if len(DIGIT.findall(plain)) >= FEWEST or BIRTH.search(plain):
        what = _first(numbers, plain) or _first(_CODES, plain) or _worded(plain)
        if not what and not printed and (closer := closed_up(plain)) != plain:
            what = _first(numbers, closer) or _worded(closer)
    lines = _lines(text) if "\n" in text else (plain,)
    return what or next(filter(None, map(names_a_person, lines)), "") or _in_two(plain)


def numbers_of_work(words: str) -> bool:
    """Say whether words speak of the books, or of something else that is numbered in this work."""
    return bool(OF_BOOKS.search(words) or OF_WORK.search(words))


def bytes_look_like(data: bytes) -> str:
    """Say what bytes of any form look like in one of the writings that programs use for texts."""
    texts = (data.decode(writing, "ignore").replace("\0", " ") for writing in WRITINGS)
    return next(filter(None, map(looks_like, texts)), "")


def spaced_like(text: str) -> str:
    """Say what a printed page looks like if blanks between single signs mean nothing.

    >>> spaced_like("M R N  1 2 3 4 5 6 7"), spaced_like("Falls 4 1 2 0")
    ('a medical record number', '')
    """
    joined = LOOSE.sub(lambda loose: "".join(loose[0].split()), text)
    what = looks_like(joined, printed=True) if joined != text else ""
    return what or _first(_CLOSED, folded(text).replace(" ", ""))


def _worded(text: str) -> str:
    """Look for the numbers and days that a label stands before."""
    plain = INITIALS.sub(r"\1", text)
    small = plain.casefold()
    for stem, what, shape in _WORDED:
        if stem in small and shape.search(plain):
            return what
    return "an account number" if "acc" in small and _account(plain) else ""


def _account(text: str) -> bool:
    return any(
        not OF_BOOKS.search(text, max(found.start() - NEAR, 0), found.end() + NEAR)
        for found in ACCOUNT.finditer(text)
    )


def _in_two(text: str) -> str:
    """Look for a number that a hyphen parts, where no word near it says what else it is."""
    for found in IN_TWO.finditer(text):
        if not numbers_of_work(text[max(found.start() - NEAR, 0) : found.end() + NEAR]):
            return A_RECORD
    return ""


def _lines(text: str) -> list[str]:
    """Give the lines of a text; a label may end a line, and what it names begin the next."""
    lines = [folded(line) for line in text.splitlines()]
    return [
        *lines,
        *(f"{line} {then}" for line, then in itertools.pairwise(lines) if line[-1:] == ":"),
    ]


def _first(shapes: Iterable[tuple[str, re.Pattern[str]]], text: str) -> str:
    return next((what for what, shape in shapes if shape.search(text)), "")
