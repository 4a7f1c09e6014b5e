"""Common passwords: what others try first, however it is repeated and decorated.

A long password can still be a common one: "Password12345678!", "letmein-letmein-letmein". So a
password is looked at without its capitals, digits and signs. The list is shipped beside this
file; nothing is asked of a network.
"""

import re
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("common_passwords.txt")
ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890", "0987654321")
LOOKS_LIKE = str.maketrans("013457@$!", "oieastasi")  # what people write for a letter
LONGEST_ROW = 4  # times that a row goes round in a password


def is_common(password: str) -> bool:
    """Say whether a password is one that many people choose, or made of one of them.

    >>> is_common("Password-1234567"), is_common("seven quiet herons")
    (True, False)
    """
    plain = password.casefold()
    return plain in known() or _goes_along_a_row(plain) or _of_one(plain) or _of_one(_read(plain))


@cache
def known() -> frozenset[str]:
    """Give every entry of the list."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _of_one(plain: str) -> bool:
    """Say whether the letters of a password are one common word, once or again and again."""
    words = set(re.findall(r"[^\W\d_]+", plain))
    return len(words) == 1 and any(word in known() for word in _units(words.pop()))


def _units(word: str) -> set[str]:
    """Give a word, and what it is a repetition of."""
    found = {word}
    for length in range(4, len(word) // 2 + 1):
        if word == (word[:length] * (len(word) // length + 1))[: len(word)]:
            found.add(word[:length])
    return found


def _goes_along_a_row(plain: str) -> bool:
    """Say whether a password walks along the alphabet, the keyboard or the digits."""
    letters = "".join(letter for letter in plain if letter.isalnum())
    return any(
        letters in row * LONGEST_ROW or letters in row[::-1] * LONGEST_ROW
        for row in ROWS
        if letters
    )


def _read(plain: str) -> str:
    """Read the digits and signs that stand for letters, where there are letters beside them."""

    def letters(run: re.Match[str]) -> str:
        has_letters = any(sign.isalpha() for sign in run[0])
        return run[0].translate(LOOKS_LIKE) if has_letters else run[0]

    return re.sub(r"[\w@$!]+", letters, plain)
