"""Patient headings: what the words over a column promise that must not come in."""

import re

from comanage.readers.patient_letters import closed_up, folded

NUMBER = r"(id|ids|no|num|number|nbr|key)"
NOT_OF_BOOKS = r"(?<!\bgl )(?<!\bg l )(?<!ledger )(?<!bank )(?<!vendor )"
HEADINGS = (
    # what it is,             the heading in lower case, signs turned into blanks
    ("a medical record number", rf"\b(patient|pat|pt)?mrn\b|\bchart ?{NUMBER}\b|^mr ?{NUMBER}$"),
    ("a medical record number", rf"\bmed(ical)? ?rec(ord)?( ?{NUMBER})?$|^e?mpi( ?{NUMBER})?$"),
    ("a social security number", r"\bssn\b|\bsoc(ial)? ?sec(urity)?(\b|number)|^ss ?number$"),
    (
        "a date of birth",
        r"\b(patient|pat|pt)?dob\b|\b(birth ?(date|day)|date ?of ?birth|birth ?(year|dt)|born)\b",
    ),
    ("a date of death", r"\b(date ?of ?death|death ?date)\b"),
    (
        "a patient's name or number",
        rf"\b(patient|pat|pt|client)( s)? ?(name|first|last|full|{NUMBER})\b",
    ),
    ("a patient's name or number", r"\b(names?|id) (of (the )?)?(patients?|pts?)$"),
    ("a person's name", r"\b(guarantor|next ?of ?kin|emergency ?contact|insured)( s)?( ?name)?$"),
    ("a person's address", r"\b(patient|pt|home|street|mailing) ?address\b|\bzip( ?code)?\b"),
    ("a postal code", r"\bpostal ?code\b|\bpostcode\b"),
    (
        "an insurance number",
        rf"\b(member|mbr|subscriber|policy|beneficiary|medicare|medicaid|insurance) ?{NUMBER}\b",
    ),
    ("a Medicare number", r"\bmbi\b|\bhicn?\b"),
    ("a number of a visit", rf"\bcsn\b|\b(encounter|enc|visit|admission) ?{NUMBER}\b|^encounter$"),
    ("an account number", rf"\b{NOT_OF_BOOKS}acc(oun)?t ?{NUMBER}\b|^fin( ?{NUMBER})?$|^har$"),
    ("a telephone number", rf"\b(tele|home|work|cell|mobile)? ?phone( ?{NUMBER})?( \d)?$"),
    ("a telephone number", rf"\b(cell|mobile|fax) ?{NUMBER}\b|^fax$"),
    ("an e-mail address", r"\be ?mail( ?addr(ess)?)?( \d)?$"),
    ("a person's name", r"\b(first|last|middle|given|maiden|family|f|l) ?name\b|\bsurname\b"),
    ("a person's name", r"\blast first( name)?$"),
)
SEAMS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")
INITIALS = re.compile(r"\b([A-Za-z])[./](?=[A-Za-z]\b)")  # as in D.O.B.

_HEADINGS = tuple((what, re.compile(shape)) for what, shape in HEADINGS)


def heading_looks_like(heading: str) -> str:
    """Say what a heading promises that must not come in; empty where nothing does.

    >>> heading_looks_like("PatientMRN"), heading_looks_like("Readmissions (patients)")
    ('a medical record number', '')
    """
    read = {folded(heading)} if heading.isascii() else {folded(heading), folded(heading.upper())}
    said = [INITIALS.sub(r"\1", each).replace("#", " number ") for each in sorted(read)]
    words = [closed_up(plain_words(each)) for one in said for each in writings(one)]
    return next((what for what, shape in _HEADINGS if any(map(shape.search, words))), "")


def writings(heading: str) -> tuple[str, str]:
    """Give a heading as it stands, and with its words parted where capitals and digits begin them.

    >>> writings("PatientMRN2")
    ('PatientMRN2', 'Patient MRN 2')
    """
    return heading, SEAMS.sub(" ", heading)


def plain_words(heading: str) -> str:
    """Write a heading in lower case, with its signs turned into blanks."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split())
