"""Paper: what documents of ours are printed on."""

from enum import StrEnum


class Paper(StrEnum):
    """A size of paper, as style sheets name it."""

    LETTER = "letter"
    A4 = "A4"
