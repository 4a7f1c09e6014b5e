"""Codes: the short names that files and addresses use for things."""

import re

from comanage.readers.patient_data import ADVICE
from comanage.readers.patient_shapes import looks_like
from comanage.refusals import Fault

LONGEST = 24
TAKEN = frozenset({"new"})  # stands in addresses where a code may stand
_CODE = re.compile(rf"[A-Za-z0-9](?:[A-Za-z0-9-]{{0,{LONGEST - 2}}}[A-Za-z0-9])?")


def code_faults(typed: str, *, taken: bool = False, what: str = "thing") -> list[Fault]:
    """Say what is wrong with a code.

    Args:
        typed: The code.
        taken: True when another of its kind has it.
        what: What it names, for the sentence.

    >>> code_faults("ORTHO-2027")
    []
    """
    if not typed.strip():
        return [Fault("code", f"Give the {what} a code.")]
    if not _CODE.fullmatch(typed.strip()):
        sentence = f"Give a code of letters, digits and hyphens, at most {LONGEST} characters."
        return [Fault("code", sentence)]
    if typed.strip().casefold() in TAKEN:
        return [Fault("code", f"The word {typed.strip()} is taken. Choose another code.")]
    if found := looks_like(typed):
        return [Fault("code", f"This looks like {found}. {ADVICE}")]
    if taken:
        return [Fault("code", f"Another {what} has this code. Choose another code.")]
    return []
