"""Patient shapes: what identifiers of persons look like, in a heading, in a cell and in prose.

The shapes of values are looked for in every text that comes in. Those of running
text are wider, as people write there; and narrower in one place: three groups of
digits parted by blanks are usual between the columns of a printed table, so there
they count only where the words say what they are.
"""

import re
import unicodedata
from collections.abc import Iterable

NUMBER = r"(id|ids|no|num|number|nbr|key)"
HEADINGS = (
    # what it is,             the heading in lower case, signs turned into blanks
    ("a medical record number", rf"\b(patient|pat|pt)?mrn\b|\bchart ?{NUMBER}\b|^mr ?{NUMBER}$"),
    ("a medical record number", rf"\bmed(ical)? ?rec(ord)?( ?{NUMBER})?$"),
    ("a social security number", r"\bssn\b|\bsoc(ial)? ?sec(urity)?(\b|number)"),
    (
        "a date of birth",
        r"\b(patient|pat|pt)?dob\b|\b(birth ?(date|day)|date ?of ?birth|birth ?(year|dt)|born)\b",
    ),
    (
        "a patient's name or number",
        rf"\b(patient|pat|pt|client)( s)? ?(name|first|last|full|{NUMBER})\b",
    ),
    ("a person's address", r"\b(patient|pt|home|street|mailing) ?address\b|\bzip( ?code)?\b"),
    ("a postal code", r"\bpostal ?code\b|\bpostcode\b"),
    (
        "an insurance number",
        rf"\b(member|mbr|subscriber|policy|beneficiary|medicare) ?{NUMBER}\b",
    ),
    ("a Medicare number", r"\bmbi\b|\bhicn?\b"),
    ("a number of a visit", rf"\bcsn\b|\b(encounter|enc|visit|admission) ?{NUMBER}\b|^encounter$"),
    ("an account number", rf"\b(patient |hospital )?account ?{NUMBER}\b|^fin( ?{NUMBER})?$"),
    ("a telephone number", rf"\b(tele|home|work|cell|mobile)? ?phone( ?{NUMBER})?( \d)?$"),
    ("a telephone number", rf"\b(cell|mobile|fax) ?{NUMBER}\b|^fax$"),
    ("an e-mail address", r"\be ?mail( ?addr(ess)?)?( \d)?$"),
    ("a person's name", r"\b(first|last|middle|given|maiden|family|f|l) ?name\b|\bsurname\b"),
    ("a person's name", r"\blast first( name)?$"),
)
SEAMS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")
INITIALS = re.compile(r"\b([A-Za-z])\.(?=[A-Za-z]\b)")  # as in D.O.B.
SSN = r"(?<!\d)(?<!\d[.-])(?!000|666|9)\d{{3}}({})(?!00)\d\d\1(?!0000)\d{{4}}(?!\d|[.-]\d)"
DASHED = r"-| - |\."  # what may part its digits; blanks alone do not where columns are printed
BETWEEN = r"[\s:#=(-]{0,3}"  # a label and what it names
LABEL = rf"{BETWEEN}((id|no\.?|num\.?|number|is|was|on){BETWEEN}){{0,2}}"
MBI_LETTER = "AC-HJKMNP-RT-Y"
MBI = (
    rf"\b[1-9][{MBI_LETTER}][0-9{MBI_LETTER}]\d[ -]?[{MBI_LETTER}][0-9{MBI_LETTER}]\d"
    rf"[ -]?[{MBI_LETTER}]{{2}}\d{{2}}\b"
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
# A page may be drawn one sign at a time, with more between the signs than there is between words.
LOOSE = re.compile(r"(?<!\S)\S(?:\s\S){2,}(?!\S)")
CLOSED_DAY = DAY.removesuffix(r"\b").replace(" ", "")
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
PERHAPS = re.compile(r"\d|p(atien)?t", re.IGNORECASE)  # no shape is without a digit or a patient
DASHES = {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"}

_HEADINGS = tuple((what, re.compile(shape)) for what, shape in HEADINGS)
_WORDS = (
    *((what, re.compile(shape, re.IGNORECASE)) for what, shape in VALUES),
    *((what, re.compile(shape)) for what, shape in NAMES),
)
_IN_A_CELL = (("a social security number", re.compile(SSN.format(f"{DASHED}| "))), *_WORDS)
_IN_PRINT = (("a social security number", re.compile(SSN.format(DASHED))), *_WORDS)
_CLOSED = tuple((what, re.compile(shape, re.IGNORECASE)) for what, shape in CLOSED)


def looks_like(text: str, *, printed: bool = False) -> str:
    """Say what a text looks like that must not come in; empty where nothing does.

    Args:
        text: A cell, a note, a name.
        printed: True for the lines of a printed page, where blanks part columns.

    >>> looks_like("see 123-45-6789"), looks_like("412 of 486 patients")
    ('a social security number', '')
    """
    if len(text) < SHORTEST or (text.isascii() and not PERHAPS.search(text)):
        return ""
    shapes = _IN_PRINT if printed else _IN_A_CELL
    if not printed and text.isascii() and not any(map(str.isalpha, text)):
        shapes = shapes[:1]  # of the shapes of values, that one has no letter
    return _first(shapes, folded(text))


def spaced_like(text: str) -> str:
    """Say what a printed page looks like if blanks between single signs mean nothing.

    >>> spaced_like("M R N  1 2 3 4 5 6 7"), spaced_like("Falls 4 1 2 0")
    ('a medical record number', '')
    """
    joined = LOOSE.sub(lambda loose: "".join(loose[0].split()), text)
    what = looks_like(joined, printed=True) if joined != text else ""
    return what or _first(_CLOSED, folded(text).replace(" ", ""))


def heading_looks_like(heading: str) -> str:
    """Say what a heading promises that must not come in; empty where nothing does.

    >>> heading_looks_like("PatientMRN"), heading_looks_like("Readmissions (patients)")
    ('a medical record number', '')
    """
    said = INITIALS.sub(r"\1", heading).replace("#", " number ")
    return next(filter(None, (_first(_HEADINGS, plain_words(each)) for each in writings(said))), "")


def writings(heading: str) -> tuple[str, str]:
    """Give a heading as it stands, and with its words parted where capitals and digits begin them.

    >>> writings("PatientMRN2")
    ('PatientMRN2', 'Patient MRN 2')
    """
    return heading, SEAMS.sub(" ", heading)


def plain_words(heading: str) -> str:
    """Write a heading in lower case, with its signs turned into blanks."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split())


def folded(text: str) -> str:
    """Write a text with plain digits, hyphens and single blanks, without signs that are not seen."""
    if text.isascii():
        return " ".join(text.replace("_", " ").split())
    plain = unicodedata.normalize("NFKC", text).translate(DASHES)
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return " ".join(seen.replace("_", " ").split())


def _first(shapes: Iterable[tuple[str, re.Pattern[str]]], text: str) -> str:
    return next((what for what, shape in shapes if shape.search(text)), "")
