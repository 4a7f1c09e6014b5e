"""Passwords: what makes one good enough, and its Argon2id hash.

Length is what counts (NIST 800-63B): any characters, no rules of composition,
no expiry. What others try first is refused: common passwords, and the words that belong
to the person, the organization and the program. A password that is checked against nobody
takes as long as any other.
"""

import re
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from comanage.actions.common_passwords import is_common
from comanage.refusals import Fault

SHORTEST, LONGEST = 15, 128
FEWEST_DIFFERENT = 5
SHORTEST_WORD = 5  # that is looked for inside of a password
PRODUCT = "comanage"
COMMON = "This is among the passwords that others try first. Choose words that nobody would guess."
UNUSABLE = "none chosen"  # stands for a hash until a person has chosen a password

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """Hash a password for storage."""
    return _hasher.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Say whether a password is the one that was hashed.

    Args:
        password: What was typed.
        kept: The hash; None for an account that does not exist, which takes as long.
    """
    real = kept is not None and kept != UNUSABLE
    try:
        _hasher.verify(kept if kept is not None and real else _nobody(), password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return real


def faults(password: str, again: str, *, email: str = "", about: Iterable[str] = ()) -> list[Fault]:
    """Say what keeps a password from being good enough.

    Args:
        password: What was chosen.
        again: The same, typed a second time.
        email: The address of whoever chose it.
        about: Names that others would try: the person's, the organization's.

    >>> [fault.sentence for fault in faults("too short", "too short")]
    ['Give at least 15 characters; a few words that belong together only for you are good.']
    """
    found = []
    if len(password) < SHORTEST:
        words = "a few words that belong together only for you are good"
        found.append(Fault("password", f"Give at least {SHORTEST} characters; {words}."))
    elif len(password) > LONGEST:
        found.append(Fault("password", f"Give at most {LONGEST} characters."))
    elif len(set(password)) < FEWEST_DIFFERENT:
        found.append(Fault("password", "Give more than the same few characters again and again."))
    elif is_common(password):
        found.append(Fault("password", COMMON))
    else:
        found += _near_faults(password, email, about)
    if password != again:
        found.append(Fault("again", "The two passwords differ. Type the same one twice."))
    return found


def _near_faults(password: str, email: str, about: Iterable[str]) -> list[Fault]:
    """Name the words of a password that others would try first."""
    plain, name = password.casefold(), email.partition("@")[0].casefold()
    if len(name) >= SHORTEST_WORD and name in plain:
        return [Fault("password", "Leave the e-mail address out of the password.")]
    near = [PRODUCT, *re.findall(r"\w+", " ".join(about).casefold())]
    return [
        Fault("password", f"Leave “{word}” out of the password: others would try it first.")
        for word in dict.fromkeys(near)
        if len(word) >= SHORTEST_WORD and word in plain
    ][:1]


@cache
def _nobody() -> str:
    return _hasher.hash("a password that nobody has")
