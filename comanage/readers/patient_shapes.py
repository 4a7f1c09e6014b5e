"""Patient shapes: what identifiers of persons look like, in a heading, in a cell and in prose.

The shapes of values are looked for in every text that comes in. Those of running
text are wider, as people write there; and narrower in one place: three groups of
digits parted by blanks are usual between the columns of a printed table, so there
they count only where the words say what they are.
"""

import re
import unicodedata

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
SSN = r"(?<!\d)(?<!\d[.-])(?!000|666|9)\d{{3}}([{}])(?!00)\d\d\1(?!0000)\d{{4}}(?!\d|-\d)"
BETWEEN = r"[\s:#=(-]{0,3}"  # a label and what it names
LABEL = rf"{BETWEEN}((id|no\.?|num\.?|number|is|was|on){BETWEEN}){{0,2}}"
MBI_LETTER = "AC-HJKMNP-RT-Y"
MBI = (
    rf"\b[1-9][{MBI_LETTER}][0-9{MBI_LETTER}]\d-?[{MBI_LETTER}][0-9{MBI_LETTER}]\d"
    rf"-?[{MBI_LETTER}]{{2}}\d{{2}}\b"
)
MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY = (
    rf"(\d{{4}}-\d\d?-\d\d?|\d\d?[/.-]\d\d?[/.-]\d\d(\d\d)?"
    rf"|\d\d? {MONTH},? \d{{4}}|{MONTH} \d\d?,? \d{{4}})\b"
)
# A name after a label; two words of a report that begin with a capital are no name.
NOT_A_NAME = (
    "Safety|Experience|Satisfaction|Days?|Care|Access|Flow|Volume|Outcomes?|Reported|Census|Survey"
    "|Population|Measures?|Report|Readmissions?|Falls|Education|Engagement|Complaints|Discharges"
    "|Hip|Knee|Shoulder|Spine|Joint|Cardiac|Heart|Stroke|Cancer|Surgical|Medical|Stay|Discharge"
    "|Harm|Quality|Totals?|Counts?|Rates?|All|None|Not|The|Number|Age|Level|Services|Transport"
)
NAME = rf"(?!(?i:{NOT_A_NAME})\b)[A-Z][A-Za-z'’-]+(, ?| )([A-Z]\.? )?[A-Z][A-Za-z'’-]+"
VALUES = (
    # what it is, the shape of the value, whatever its capitals
    ("a social security number", rf"\b(SSN(?![A-Z])|SOCIAL SECURITY\b){LABEL}\d"),
    ("a Medicare number", MBI),
    ("a medical record number", rf"\b(MRN(?![A-Z])|MR ?#|MEDICAL RECORD\b){LABEL}\d{{4}}"),
    (
        "a date of birth",
        rf"\b(DOB|DATE OF BIRTH|BIRTH ?DATE|BIRTHDAY)\b{LABEL}({DAY}|(19|20)\d{{6}}\b)",
    ),
    ("a date of birth", rf"\bBORN( ON)? {DAY}(?!\W*(to|through|until|and|-)\b)"),
    ("a number of a visit", rf"\b(CSN|ENCOUNTER|VISIT)\b#?{LABEL}\d{{6}}"),
    ("an account number", rf"\bPATIENT ACCOUNT\b#?{LABEL}\d{{4}}|\bFIN\b{LABEL}\d{{6}}"),
    (
        "a patient's number",
        rf"\b(PATIENT|PT|MEMBER|SUBSCRIBER|BENEFICIARY)\W{{1,3}}(ID|NO|NUMBER|#){LABEL}\d{{5}}",
    ),
)
NAMES = (
    ("a patient's name", rf"\b([Pp]atient|PATIENT|[Pp]t)('s)?( [Nn]ame)? ?[:=] ?{NAME}"),
    ("a patient's name", rf"\b[Pp]atient,? (Mr|Mrs|Ms|Miss)\.? {NAME.rpartition('(, ?')[0]}"),
)
SHORTEST = len("MRN 1234")  # of what the shapes above can find
DASHES = {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"}

_HEADINGS = tuple((what, re.compile(shape)) for what, shape in HEADINGS)
_WORDS = (
    *((what, re.compile(shape, re.IGNORECASE)) for what, shape in VALUES),
    *((what, re.compile(shape)) for what, shape in NAMES),
)
_IN_A_CELL = (("a social security number", re.compile(SSN.format("- "))), *_WORDS)
_IN_PRINT = (("a social security number", re.compile(SSN.format("-"))), *_WORDS)


def looks_like(text: str, *, printed: bool = False) -> str:
    """Say what a text looks like that must not come in; empty where nothing does.

    Args:
        text: A cell, a note, a name.
        printed: True for the lines of a printed page, where blanks part columns.

    >>> looks_like("see 123-45-6789"), looks_like("412 of 486 patients")
    ('a social security number', '')
    """
    if len(text) < SHORTEST:
        return ""
    plain = folded(text)
    shapes = _IN_PRINT if printed else _IN_A_CELL
    return next((what for what, shape in shapes if shape.search(plain)), "")


def heading_looks_like(heading: str) -> str:
    """Say what a heading promises that must not come in; empty where nothing does.

    >>> heading_looks_like("Patient_MRN"), heading_looks_like("Readmissions (patients)")
    ('a medical record number', '')
    """
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split())
    return next((what for what, shape in _HEADINGS if shape.search(plain)), "")


def folded(text: str) -> str:
    """Write a text with plain digits, hyphens and single blanks, without signs that are not seen."""
    plain = unicodedata.normalize("NFKC", text).translate(DASHES)
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return " ".join(seen.replace("_", " ").split())
