"""Safeguard 24: no patient data are held, only counts and rates."""

from collections.abc import Sequence

from comanage.rules.oversight.facts import Facts
from comanage.rules.oversight.oversight import Decider, Overseen, Ruling, in_place, missing


def check(facts: Facts) -> Sequence[Ruling]:
    """Look whether everything that came in could be scanned."""
    count = facts.declared_files
    if count:
        files = "1 file was" if count == 1 else f"{count} files were"
        return missing(
            f"{files} declared free of patient data, and could not be scanned: look at it."
        )
    if facts.pictures_allowed:
        return in_place(
            "Every file was scanned. The installation takes pictures that are declared; there is none here."
        )
    return in_place(
        "Imports, files, notes and names are scanned; what cannot be scanned is refused."
    )


NO_PATIENTS = Overseen(
    24,
    "No patient data",
    "HIPAA, state peer review (unverified)",
    Decider.RECORDS,
    "Whatever comes in is scanned for patient data and refused with it; nothing stands in the"
    " records that was declared without being scanned.",
    check,
)
