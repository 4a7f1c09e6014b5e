"""Safeguard 24: no patient data are held, only counts and rates."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, in_place, missing
from comanage.rules.oversight.reference import FILE


def check(facts: Facts) -> Sequence[Ruling]:
    """Look whether everything that came in could be scanned."""
    count = len(facts.declared_files)
    if count:
        files = "1 file was" if count == 1 else f"{count} files were"
        named = ", ".join(facts.declared_files)
        return missing(
            f"{files} declared free of patient data, and could not be scanned. Look at: {named}."
            f"{_in_part(facts.files_in_part)}",
            *FILE,
        )
    if facts.pictures_allowed:
        return in_place(
            f"{_scanned(facts)} The installation takes pictures that are declared; there is none"
            " here.",
            *FILE,
        )
    return in_place(
        "Imports, files, notes and names are scanned; what cannot be scanned is refused."
        f" {_scanned(facts)}",
        *FILE,
    )


def _scanned(facts: Facts) -> str:
    if not facts.files:
        return "No file was sent yet."
    scanned = "1 file was scanned." if facts.files == 1 else f"{facts.files} files were scanned."
    return scanned + _in_part(facts.files_in_part)


def _in_part(names: Sequence[str]) -> str:
    """Name the files with pictures beside their text, which nothing has looked at."""
    if not names:
        return ""
    return f" Only the text was scanned, and not the pictures beside it, of: {', '.join(names)}."


NO_PATIENTS = Overseen(
    24,
    "No patient data",
    "HIPAA; state peer review law",
    Decider.RECORDS,
    "Whatever comes in is scanned for patient data and refused with it; nothing stands in the"
    " records that was declared without being scanned.",
    check,
)
