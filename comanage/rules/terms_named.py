"""Terms named on paper: the SHA-256 that an exhibit prints, found again in the text of what was signed.

A paper that names terms is of these terms and no others. What has no such number, as a scan has
not, tells nothing of its terms: whoever records the signatures reads it.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from enum import StrEnum

DIGITS = 64  # of a SHA-256, hexadecimal
GROUP = 8  # digits that are printed together, so that two people can compare them aloud
LABEL = "Terms SHA-256"
HYPHENS = {ord(sign): "-" for sign in "\u2010\u2011\u2012\u2013\u2212"}
APART = " "  # between the numbers of several terms, where they are kept
_NAMED = re.compile(rf"termssha-?256:?([0-9a-f]{{{DIGITS}}})")  # in a text without its blanks


class Names(StrEnum):
    """What a paper says of some terms."""

    THESE = "it names these very terms"
    OTHERS = "it names other terms"
    NONE = "terms not named on the paper"


def printed(terms_hash: str) -> str:
    """Write the SHA-256 of terms as an exhibit prints it.

    >>> printed("0123456789abcdef" * 4)[:35]
    '01234567 89abcdef 01234567 89abcdef'
    """
    return " ".join(terms_hash[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def named_in(text: str) -> tuple[str, ...]:
    """List the terms that a text names, each once, in the order of their numbers.

    Signs that look alike are not taken for one another: a number that was misread is another one.

    >>> named_in(f"{LABEL}: {printed('0123456789abcdef' * 4)}") == ("0123456789abcdef" * 4,)
    True
    """
    plain = unicodedata.normalize("NFKC", text).translate(HYPHENS).lower()
    return tuple(sorted(set(_NAMED.findall("".join(plain.split())))))


def names(named: Collection[str], terms_hash: str) -> Names:
    """Say what a paper that names some terms says of others.

    >>> str(names((), "ab")), str(names(("ab", "cd"), "ab")), str(names(("cd",), "ab"))
    ('terms not named on the paper', 'it names these very terms', 'it names other terms')
    """
    if not named:
        return Names.NONE
    return Names.THESE if terms_hash in named else Names.OTHERS


def in_words(named: Collection[str], known: Mapping[str, int]) -> str:
    """Say which terms a paper names; empty where it names none.

    Args:
        named: The SHA-256 of each that it names.
        known: The number of the version that has or had some terms, by their SHA-256.

    >>> in_words(("ab",), {"ab": 2}), in_words(("ab",), {}), in_words((), {})
    ('names the terms of version 2', 'names terms of no version of this agreement', '')
    """
    if not named:
        return ""
    numbers = sorted({known[each] for each in named if each in known})
    if not numbers:
        return "names terms of no version of this agreement"
    return f"names the terms of version {' and '.join(map(str, numbers))}"
