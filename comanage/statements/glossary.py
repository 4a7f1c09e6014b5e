"""The glossary of a statement: the words that it uses and a reader may not, each explained."""

from collections.abc import Iterator
from dataclasses import dataclass

from comanage.statements.settled_document import SettledDocument

ALWAYS = (
    ("Settlement", ("One calculation of one period, with its own number. It is never changed;"
     " calculating again makes another one.")),
    ("Pool", "The most that can be earned for the period, all groups together."),
    ("Weight", "A measure’s part of the scorecard. The weights of all paid measures add up to 100%."),
    ("Level", ("A result that the contract names, such as threshold, target or maximum, and the"
     " part of the weight that is earned there.")),
    ("Factor", "The part of its weight that a measure earned by its result, after its own rules."),
    ("Score", "The sum of factor × weight over all paid measures."),
    ("Share", "A group’s part of what is divided."),
    ("Payable", "What is to be paid by this settlement, once what was paid before is taken off."),
    ("SHA-256", ("A number worked out from a text. Any other text has another one, so it shows"
     " whether data are still the same.")),
    ("Audit log", ("The list of everything done in the installation. Each entry holds the hash of"
     " the one before, so that none can be changed or left out unseen.")),
)  # fmt: skip
SCORED_APART = (
    "Your own score",
    "The score of one group’s own results; it earns its part of the maximum by it.",
)
CHANGED = (
    "Gate, modifier, floor, cap",
    "Rules of the contract that stop, multiply or bound what was scored.",
)
MISSING = (
    "Weight that moved",
    (
        "Where a figure is missing, the contract says whether its weight is lost or goes to other"
        " measures; the weight by the contract stands beneath the one that counted."
    ),
)
CAPPED = (
    "Fair market value",
    (
        "The range that a valuation firm holds to be fair for base fee and incentive of a contract"
        " year together. Its high end caps what may be paid."
    ),
)
VARIED = (
    ("Usual range", ("Where results lie as long as nothing but chance moves them: the mean, and"
     " 2.66 times the average step between neighbours on either side. Fewer than 13 results make"
     " trial limits.")),
    ("No sign of change, improving, concerning", ("What the last result says by the rules of NHS"
     " England’s Making Data Count: outside the usual range, 7 results that rise or fall, 2 of 3"
     " near a limit, or 7 on one side of the mean are a sign of change. Pay never depends on it.")),
    ("Meets, misses, hit or miss", ("Whether the usual range lies on the better side of the target,"
     " on the worse side, or across it.")),
)  # fmt: skip
CORRECTED = (
    "Corrected",
    (
        "This statement takes the place of an earlier one of its period. Both stand in the records;"
        " only the difference is paid or taken back."
    ),
)


@dataclass(frozen=True)
class Entry:
    """A word, and what it means."""

    word: str
    meaning: str


def glossary(document: SettledDocument) -> tuple[Entry, ...]:
    """Explain the words that a document uses, in the order of the alphabet."""
    found = [Entry(*one) for one in _used(document)]
    return tuple(sorted(found, key=lambda one: one.word.lower()))


def _used(document: SettledDocument) -> Iterator[tuple[str, str]]:
    sheet, course = document.sheet, document.facts.course
    yield from ALWAYS
    if sheet.own_scores:
        yield SCORED_APART
    if sheet.changes or any(line.change for line in sheet.domains):
        yield CHANGED
    if sheet.missing:
        yield MISSING
    if course.year is not None and course.year.caps:
        yield CAPPED
    if document.trends:
        yield from VARIED
    if document.corrects:
        yield CORRECTED
