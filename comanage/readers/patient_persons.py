"""Patient persons: what is usual in this work, and a patient's where it stands near a word of a patient.

Names, days, telephone numbers and e-mail addresses stand in every minute of a meeting. They are
refused beside "patient" or "pt", beside an age, MRN or DOB, and there alone. A word behind
"patient" that reports use there, as in "patient safety", makes it no word of a person. PT in
capitals is physical therapy.
"""

import re
from collections.abc import Callable

from comanage.readers.patient_days import OLD_YEAR, closed_old_day, month_of_birth, old_days
from comanage.readers.patient_names import (
    CREDENTIAL,
    DOCTOR,
    MISTER,
    NAME,
    WORD,
    is_of_reports,
    is_plain,
    is_sure,
    may_be_name,
)

A_NAME, A_NUMBER, A_BIRTH = "a patient's name", "a patient's number", "a date of birth"
A_TELEPHONE, AN_ADDRESS = "a patient's telephone number", "a patient's address"
AN_E_MAIL = "a patient's e-mail address"

PERSON = re.compile(
    r"(?<![\w-])(?P<word>patient|pt(?:\.(?= ))?)(?P<many>s'|s)?(?:'s)?(?![\w-])", re.IGNORECASE
)
AGE = re.compile(
    r"(?<![\w.-])\d{1,3}[- ]?(?P<hard>y\.?/?o\b\.?|(?:yr|year)s?-old\b|(?:yr|year)s? old\b)"
    r"(?P<sex>[- ](?:man|woman|male|female|boy|girl|gentleman|lady|pt|patient|[MF])\b)?"
)
KIN = r"(?: (?:son|daughter|wife|husband|mother|father|spouse|sister|brother|partner))?"
# How a name follows: said to be one, at once, as an insertion, without capitals, by its half.
SAID = re.compile(rf"(?: (?:[Nn]ame|NAME))?(?: ?[:=]| is| was) ?(?P<name>{NAME})")
NEXT = re.compile(
    rf"{KIN}(?:,? (?:is |was |named |called |known as |by the name of )| ?[:=-] ?| )(?P<name>{NAME})"
)
BESIDE = re.compile(rf"[,( -]{{1,3}}(?P<name>{NAME})")
PLAIN = re.compile(r"[ :,=(-]{1,3}(?:name (?:is )?)?(?P<name>[a-z'-]{2,},? [a-z'-]{2,})")
HALF = re.compile(rf"[ :]{{1,2}}(?P<name>{WORD})(?: [A-Z]\b)?(?! [A-Z])")
TITLED = re.compile(rf"[ ,(:=]{{1,3}}{MISTER}")
DOES = re.compile(
    r"[ ,]+(?:was|is|were|had|has|fell|died|called|came|left|went|returned|refused|reported"
    r"|complained|stated|states|asked|asks|wrote|expired|readmitted|admitted|seen|\d)"
)
BEFORE = re.compile(
    rf"(?P<name>{NAME}|{MISTER})[ ,(-]{{1,3}}(?:(?:a|an|the|our|this) )?(?=(?:patient|pt)\b)"
)
AHEAD = re.compile(rf"(?P<name>{NAME})[ ,;(]{{1,3}}(?:an? )?\Z")
WITH_RECORD = re.compile(
    rf"(?P<before>{NAME})(?:'s)?[ ,;(-]{{1,3}}(?:MRN|DOB)\b|\b(?:MRN|DOB) (?:of|for) (?P<name>{NAME})"
)
BORN = re.compile(rf"(?P<name>{NAME})[ ,;(:-]{{1,3}}(?:(?:born(?: on)?|b\.) )?\Z")
# As programs write them: Doe/Jane/04021961, Doe^Jane^19610402, Doe_Jane_04-02-1961.pdf.
IN_PARTS = r"[A-Za-z][A-Za-z'-]+[/^|\\][A-Za-z][A-Za-z'-]+(?:[/^|\\][A-Za-z]\.?(?![A-Za-z]))?"
BORN_IN_PARTS = re.compile(rf"(?<![\w/^|\\.-])(?P<name>{IN_PARTS})[/^|\\ ,;-]{{1,3}}\Z")
CLOSED_DAY = re.compile(
    rf"(?:(?<![\w/^|\\.-])(?P<parts>{IN_PARTS})[/^|\\ ,;-]{{1,3}}(?P<short>\d{{6}}(?!\d))?"
    rf"|\b(?P<name>{NAME})[ ,;(/^|\\-]{{1,3}})(?P<day>\d{{8}})?(?!\d)"
)
B_DAY = re.compile(r"\bb\. ?\Z")
NUMBER = re.compile(
    r"(?<![\w.,$/-])(?:\d{9}|\d{3}-\d{6}|\d{6}-\d{3})(?![\w/%-]|[.,]\d)(?! (?:dollars|USD))"
)
NUMBER_NEXT = re.compile(r"[ #:=(-]{1,3}(?:\d{6,10}|\d{3}-\d{6}|\d{6}-\d{3})(?![\w/%-]|[.,]\d)")
TELEPHONE = re.compile(r"(?<![\d-])(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])\d{3}[-. ]\d{4}(?![\d-])")
SPOKEN = re.compile(
    r"(?:\A|\b(?:phone|cell|mobile|tel|call|at|from)\b)\W{0,3}[2-9]\d\d ?\d{3} ?\d{4}(?!\d)"
)
E_MAIL = re.compile(r"(?<!\bto )(?<![\w.@])[\w.+-]+@[\w-]+\.[\w.-]*\w", re.IGNORECASE)
STREET = re.compile(
    r"\b\d{1,5} (?:[NSEW]\.? |North |South |East |West )?(?:[A-Z]\w+ ){1,2}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Ln|Lane|Dr|Drive|Blvd|Boulevard|Ct|Court|Way|Place|Hwy)\b"
    r"|\b(?:zip|ZIP|Zip)\W{1,2}\d{5}\b"
)
NEAR = 80  # signs behind the word, no farther than its sentence
SENTENCE = re.compile(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)[.!?;] +(?=[A-Z])")
NEARBY: tuple[tuple[str, Callable[[str], object]], ...] = (
    (A_TELEPHONE, TELEPHONE.search),
    (A_TELEPHONE, SPOKEN.search),
    (A_NUMBER, NUMBER.search),
    (AN_E_MAIL, E_MAIL.search),
    (AN_ADDRESS, STREET.search),
    (A_BIRTH, lambda text: next(old_days(text), None)),
)


def names_a_person(line: str) -> str:
    """Say what of a patient stands in a line, near a word that says so; empty where nothing does.

    Args:
        line: A line as it is read (`folded`).

    >>> names_a_person("pt John Smith"), names_a_person("Dr. John Smith reviewed 214 charts")
    ("a patient's name", '')
    """
    return next(filter(None, (look(line) for calls, look in LOOKS if calls.search(line))), "")


def _behind(line: str) -> str:
    """Look behind each word of a patient."""
    for found in PERSON.finditer(line):
        rest = line[found.end() :]
        if _of_reports(rest):
            continue
        if _named(found, rest):
            return A_NAME
        if found["many"] or found["word"].startswith("PT"):
            continue
        near = SENTENCE.split(rest[:NEAR])[0]
        if what := next((what for what, search in NEARBY if search(near)), ""):
            return what
        if NUMBER_NEXT.match(rest):
            return A_NUMBER
    return ""


def _named(found: re.Match[str], rest: str) -> bool:
    """Say whether a name stands behind a word of a patient; how sure that is, its writing says."""
    word, one = found["word"].rstrip("."), not found["many"]
    if word == "PT":
        return False
    if said := SAID.match(rest):
        return is_sure(said["name"]) or (one and may_be_name(said["name"]))
    alone = (shape.match(rest) for shape in (PLAIN, HALF) if one)
    if TITLED.match(rest) or any(each and is_plain(each["name"]) for each in alone):
        return True
    if (name := NEXT.match(rest)) and not CREDENTIAL.match(rest, name.end()):
        surely = word in {"patient", "pt", "Pt"} or (
            word == "Patient" and DOES.match(rest, name.end()) is not None
        )
        return is_sure(name["name"]) or (surely and may_be_name(name["name"]))
    name = BESIDE.match(rest)
    return name is not None and not CREDENTIAL.match(rest, name.end()) and is_sure(name["name"])


def _before(line: str) -> str:
    """Look for a name that is said to be a patient's."""
    for found in BEFORE.finditer(line):
        name, rest = found["name"], PERSON.sub("", line[found.end() :], count=1)
        known = re.match(MISTER, name) or is_sure(name)
        if known and not _of_reports(rest) and not DOCTOR.search(line[: found.start()]):
            return A_NAME
    return ""


def _aged(line: str) -> str:
    """Look for a name beside an age."""
    for found in AGE.finditer(line):
        behind, ahead = NEXT.match(line, found.end()), AHEAD.search(line[: found.start()])
        one = found["sex"] or not found["hard"].endswith(" old")  # things are ten years old too
        if (behind and may_be_name(behind["name"])) or (one and ahead and is_sure(ahead["name"])):
            return A_NAME
    return ""


def _recorded(line: str) -> str:
    """Look for a name beside MRN or DOB."""
    names = (found["before"] or found["name"] for found in WITH_RECORD.finditer(line))
    return A_NAME if any(map(is_sure, names)) else ""


def _born(line: str) -> str:
    """Look for a name with a day that may be of a birth."""
    for found in old_days(line):
        before = line[: found.start()]
        name = BORN.search(before) or BORN_IN_PARTS.search(before)
        if B_DAY.search(before) or (name and is_sure(name["name"])):
            return A_BIRTH
    return A_BIRTH if month_of_birth(line) else ""


def _born_closed(line: str) -> str:
    """Look for a name with a day of which the digits stand together, such as 04021961."""
    for found in CLOSED_DAY.finditer(line):
        digits, name = found["day"] or found["short"], found["parts"] or found["name"]
        if digits and closed_old_day(digits) and is_sure(name):
            return A_BIRTH
    return ""


LOOKS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    # what calls for it, and where to look
    (PERSON, _behind),
    (re.compile("patient|pt"), _before),
    (re.compile(r"\d ?-?y(?:\.?/?o|ea|rs?)"), _aged),
    (re.compile("MRN|DOB"), _recorded),
    (OLD_YEAR, _born),
    (re.compile(r"[A-Za-z.][/^|\\ ,;(-]{1,3}\d{6}"), _born_closed),
)


def _of_reports(rest: str) -> bool:
    """Say whether what stands behind "patient" makes it a word of reports, as in "patient safety"."""
    following = re.match(r"(?: (?:and|or|&)|/)? ?([A-Za-z-]+)", rest)
    return following is not None and is_of_reports(following[1])
