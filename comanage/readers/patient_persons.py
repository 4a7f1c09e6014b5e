"""Patient persons: what is usual in this work, and a patient's where it stands near a word of a patient.

Names, days, telephone numbers and e-mail addresses stand in every minute of a meeting. They are
refused beside "patient" or "pt", beside an age, MRN or DOB, and there alone. A word behind
"patient" that reports use there, as in "patient safety", makes it no word of a person. PT in
capitals is physical therapy.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from comanage.readers.patient_days import month_of_birth, old_days

HERE = Path(__file__)
A_NAME, A_NUMBER, A_BIRTH = "a patient's name", "a patient's number", "a date of birth"
A_TELEPHONE, AN_ADDRESS = "a patient's telephone number", "a patient's address"
AN_E_MAIL = "a patient's e-mail address"

PERSON = re.compile(
    r"(?<![\w-])(?P<word>patient|pt(?:\.(?= ))?)(?P<many>s'|s)?(?:'s)?(?![\w-])", re.IGNORECASE
)
AGE = re.compile(
    r"(?<![\w.-])\d{1,3}[- ]?(?:y/?o|yo|(?:yr|year)s?[- ]old)\b"
    r"(?:[- ](?:man|woman|male|female|boy|girl|gentleman|lady|pt|patient|[MF]))?\b"
)
WORD = r"[A-Z][A-Za-z'-]+"
SMALL = r"(?:(?:de|la|del|van|von|der|den|di|da|dos|bin|al|el|St\.?) ){0,2}"
NAME = rf"(?:{WORD},? (?:[A-Z]\.? ?){{0,2}}{SMALL}{WORD}|(?:[A-Z]\. ?){{1,2}}{WORD}|{WORD}, [A-Z]\b\.?)"
MISTER = rf"(?:Mr|Mrs|Ms|Miss)\b\.? (?:[A-Z]\. )?{WORD}"
NAMED = re.compile(
    rf"(?:,? (?:is |was |named |called |known as |by the name of )| ?[:=-] ?| )(?P<name>{NAME})"
)
TITLED = re.compile(rf"[ ,(:=]{{1,3}}{MISTER}")
SAID = re.compile(rf"(?: (?:[Nn]ame|NAME))?(?: ?[:=]| is| was) ?(?P<name>{NAME})")
BESIDE = re.compile(rf"[,( -]{{1,3}}(?P<name>{NAME})")
PLAIN = re.compile(r"(?:[ :,=(-]{1,3}|'s name (?:is )?)(?P<name>[a-z'-]{2,},? [a-z'-]{2,})")
BEFORE = re.compile(
    rf"(?P<name>{NAME}|{MISTER})[ ,(-]{{1,3}}(?:(?:a|an|the|our|this) )?(?=(?:patient|pt)\b)"
)
WITH_RECORD = re.compile(
    rf"(?P<before>{NAME})[ ,;(-]{{1,3}}(?:MRN|DOB)\b|\b(?:MRN|DOB) (?:of|for) (?P<name>{NAME})"
)
BORN = re.compile(rf"(?P<name>{NAME})[ ,;(:-]{{1,3}}(?:(?:born(?: on)?|b\.) )?\Z")
B_DAY = re.compile(r"\bb\. ?\Z")
DOCTOR = re.compile(r"\b(?:Drs?|Doctors?|Prof|Nurse)\.? (?:[A-Z]\. )?\Z")
CREDENTIAL = re.compile(
    r"(?: [A-Z][A-Za-z'-]+)?[, ]{1,2}(?:M\.?D|D\.?O|RN|NP|PA|PharmD|Ph\.?D|MBA|FACS|CRNA|C[EFMNOQ]O|Esq)\b"
)
DOES = re.compile(
    r"[ ,]+(?:was|is|were|had|has|fell|died|called|came|left|went|returned|refused|reported|complained"
    r"|stated|states|asked|asks|wrote|expired|readmitted|admitted|seen|\d)"
)
NUMBER = re.compile(r"(?<![\w.,$/-])\d{9}(?![\w/%-]|[.,]\d)(?! (?:dollars|USD))")
NUMBER_NEXT = re.compile(r"[ #:=(-]{1,3}\d{6,10}(?![\w/%-]|[.,]\d)")
TELEPHONE = re.compile(r"(?<![\d-])(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])\d{3}[-. ]\d{4}(?![\d-])")
E_MAIL = re.compile(r"(?<!\bto )(?<![\w.@])[\w.+-]+@[\w-]+\.[\w.-]*\w", re.IGNORECASE)
STREET = re.compile(
    r"\b\d{1,5} (?:[NSEW]\.? |North |South |East |West )?(?:[A-Z]\w+ ){1,2}"
    r"(?:St|Street|Ave|Avenue|Rd|Road|Ln|Lane|Dr|Drive|Blvd|Boulevard|Ct|Court|Way|Place|Hwy)\b"
)
NEAR = 80  # signs behind the word, no farther than its sentence
SENTENCE = re.compile(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bSt)[.!?;] +(?=[A-Z])")
NEARBY = (
    (A_NUMBER, NUMBER.search),
    (A_TELEPHONE, TELEPHONE.search),
    (AN_E_MAIL, E_MAIL.search),
    (AN_ADDRESS, STREET.search),
    (A_BIRTH, lambda text: next(old_days(text), None)),
)  # fmt: skip


def names_a_person(line: str) -> str:
    """Say what of a patient stands in a line, near a word that says so; empty where nothing does.

    Args:
        line: A line as it is read (`folded`).

    >>> names_a_person("pt John Smith"), names_a_person("Dr. John Smith reviewed 214 charts")
    ("a patient's name", '')
    """
    return next(filter(None, (look(line) for calls, look in LOOKS if calls.search(line))), "")


def is_name(text: str) -> bool:
    """Say whether a text is a name of a person, as far as that can be told of a name alone.

    >>> is_name("Jones, Mary"), is_name("Press Ganey")
    (True, False)
    """
    return bool(re.fullmatch(NAME, text)) and _free(text)


def _behind(line: str) -> str:
    """Look behind each word of a patient."""
    for found in PERSON.finditer(line):
        rest = line[found.end() :]
        if _is_of_reports(rest):
            continue
        if _named(found, line):
            return A_NAME
        single = not found["many"] and found[0] not in {"PT", "PT."}
        if single and NUMBER_NEXT.match(rest):
            return A_NUMBER
        near = SENTENCE.split(rest[:NEAR])[0] if single else ""
        if what := next((what for what, search in NEARBY if search(near)), ""):
            return what
    return ""


def _named(found: re.Match[str], line: str) -> bool:
    """Say whether a name stands behind a word of a patient; how sure that is, its writing says."""
    rest, word = line[found.end() :], found["word"].rstrip(".")
    if word == "PT":
        return False
    if said := SAID.match(rest):
        return _given(said["name"]) or (not found["many"] and _free(said["name"]))
    if TITLED.match(rest):
        return True
    if (plain := PLAIN.match(rest)) and not found["many"] and _plain(plain["name"]):
        return True
    next_to, beside = NAMED.match(rest), BESIDE.match(rest)
    if next_to and not CREDENTIAL.match(rest, next_to.end()):
        sure = word[1:].islower() and (word[0].islower() or word == "Pt")
        sure = sure or (word == "Patient" and DOES.match(rest, next_to.end()) is not None)
        return _given(next_to["name"]) or (sure and _free(next_to["name"]))
    return (
        beside is not None and not CREDENTIAL.match(rest, beside.end()) and _given(beside["name"])
    )


def _before(line: str) -> str:
    """Look for a name that is said to be a patient's."""
    for found in BEFORE.finditer(line):
        name, rest = found["name"], PERSON.sub("", line[found.end() :], count=1)
        known = re.match(MISTER, name) or _given(name)
        if known and not _is_of_reports(rest) and not DOCTOR.search(line[: found.start()]):
            return A_NAME
    return ""


def _aged(line: str) -> str:
    """Look for a name beside an age."""
    for found in AGE.finditer(line):
        behind = NAMED.match(line, found.end())
        ahead = re.search(rf"(?P<name>{NAME})[ ,;(]{{1,3}}(?:a |an )?\Z", line[: found.start()])
        if (behind and _free(behind["name"])) or (ahead and _given(ahead["name"])):
            return A_NAME
    return ""


def _recorded(line: str) -> str:
    """Look for a name beside MRN or DOB."""
    names = (found["before"] or found["name"] for found in WITH_RECORD.finditer(line))
    return A_NAME if any(map(_given, names)) else ""


def _born(line: str) -> str:
    """Look for a name with a day that may be of a birth."""
    for found in old_days(line):
        before = line[: found.start()]
        if B_DAY.search(before) or ((name := BORN.search(before)) and _given(name["name"])):
            return A_BIRTH
    return A_BIRTH if month_of_birth(line) else ""


LOOKS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    # what calls for it, and where to look
    (PERSON, _behind),
    (re.compile("patient|pt"), _before),
    (re.compile(r"\d ?-?y(?:/?o|ea|rs?)"), _aged),
    (re.compile("MRN|DOB"), _recorded),
    (re.compile(r"19\d\d|[/.'-][3-9]\d\b|[A-Za-z]{3}[. -]{0,2}[3-9]\d\b"), _born),
)


def _is_of_reports(rest: str) -> bool:
    """Say whether what stands behind "patient" makes it a word of reports, as in "patient safety"."""
    following = re.match(r"(?: (?:and|or|&)|/)? ?([A-Za-z-]+)", rest)
    return following is not None and following[1].casefold() in _things()


def _free(name: str) -> bool:
    """Say whether no word of a name is one of reports."""
    return not any(word in _words() for word in _parts(name))


def _given(name: str) -> bool:
    """Say whether a name has a given name in it, and is not that of an organization."""
    parts = [*_parts(name)]
    return any(word in _given_names() for word in parts) and not any(
        map(_words().__contains__, parts)
    )


def _plain(words: str) -> bool:
    """Say whether words without capitals are a name: one is a given name, the other no word of reports."""
    first, second = _parts(words)
    return first in _plain_names() or (second in _plain_names() and first not in _words())


def _parts(name: str) -> Iterator[str]:
    return (word.casefold() for word in re.findall(r"[A-Za-z][A-Za-z'-]+", name))


@cache
def _given_names() -> frozenset[str]:
    return _listed("given_names.txt")


@cache
def _plain_names() -> frozenset[str]:
    return _given_names() - _words()


@cache
def _words() -> frozenset[str]:
    return _listed("words_of_every_day.txt") | _things()


@cache
def _things() -> frozenset[str]:
    return _listed("words_of_reports.txt")


def _listed(name: str) -> frozenset[str]:
    lines = HERE.with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())
