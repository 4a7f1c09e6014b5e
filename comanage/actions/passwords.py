"""Passwords: what makes one good enough, and its Argon2id hash.

Length is what counts (NIST 800-63B): any characters, no rules of composition,
no expiry. A password that is checked against nobody takes as long as any other.
"""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from comanage.refusals import Fault

SHORTEST, LONGEST = 15, 128
FEWEST_DIFFERENT = 5
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


def faults(password: str, again: str, *, email: str = "") -> list[Fault]:
    """Say what keeps a password from being good enough.

    >>> [fault.sentence for fault in faults("too short", "too short")]
    ['Give at least 15 characters; a few words that belong together only for you are good.']
    """
    found = []
    if len(password) < SHORTEST:
        words = "a few words that belong together only for you are good"
        found.append(Fault("password", f"Give at least {SHORTEST} characters; {words}."))
    if len(password) > LONGEST:
        found.append(Fault("password", f"Give at most {LONGEST} characters."))
    if len(password) >= SHORTEST and len(set(password)) < FEWEST_DIFFERENT:
        found.append(Fault("password", "Give more than the same few characters again and again."))
    name = email.partition("@")[0].casefold()
    if len(password) >= SHORTEST and len(name) > FEWEST_DIFFERENT and name in password.casefold():
        found.append(Fault("password", "Leave the e-mail address out of the password."))
    if password != again:
        found.append(Fault("again", "The two passwords differ. Type the same one twice."))
    return found


@cache
def _nobody() -> str:
    return _hasher.hash("a password that nobody has")
