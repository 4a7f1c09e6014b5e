"""What a setting was given: whether it can be used, and what to say where it cannot."""

import difflib
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from comanage import time_zone

POSTGRESQL = ("postgresql", "postgresql+psycopg")
BEGINNINGS = {
    "COMANAGE_DATABASE_URL": ("sqlite:/// or postgresql://", ("sqlite", *POSTGRESQL)),
    "COMANAGE_JOBS": ("redis://, rediss:// or postgresql://", ("redis", "rediss", *POSTGRESQL)),
}
SHORTEST_KEY = 32
FEWEST_SIGNS = (
    10  # different ones in a key: one that a person made up by holding a key down has fewer
)
CHOICES = {"COMANAGE_PICTURES": ("yes", "no"), "COMANAGE_PAPER": ("letter", "A4")}
SAMPLES = ("change", "secret", "sample", "example", "default", "password", "insecure", "comanage")


def unknown(given: Mapping[str, str], names: Sequence[str], others: Sequence[str]) -> list[str]:
    """Name the settings that nobody reads: a misspelt one would pass unnoticed.

    Args:
        given: The settings as they were given.
        names: Those that are read.
        others: Those that only tests know.
    """
    sentences = []
    for name in sorted(given.keys() - {*names, *others}):
        near = difflib.get_close_matches(name, names, n=1)
        meant = f" Did you mean {near[0]}?" if near else f" The settings are: {', '.join(names)}."
        sentences.append(f"{name} is not a setting of comanage.{meant}")
    return sentences


def unusable(given: Mapping[str, str], numbers: Mapping[str, tuple[int, int, int]]) -> list[str]:
    """Say which values cannot be used; an empty value means the default.

    Args:
        given: The settings as they were given.
        numbers: Those that are numbers: by default, at least, at most.
    """
    sentences = []
    port = given.get("COMANAGE_PORT") or "8000"
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 2**16):
        sentences.append(f"COMANAGE_PORT must be a number from 1 to 65535, not {port!r}.")
    address = given.get("COMANAGE_ADDRESS") or "http://127.0.0.1"
    if not is_address(address, "http", "https"):
        sentences.append(
            f"COMANAGE_ADDRESS must begin with https:// or http:// and name a host, not {address!r}."
        )
    sentences += [
        f"{name} must begin with {words}; it begins with {kind!r}."  # the rest may hold a password
        for name, (words, kinds) in BEGINNINGS.items()
        if given.get(name) and (kind := given[name].partition("://")[0]) not in kinds
    ]
    sentences += [
        f"{name} must be {' or '.join(words)}, not {held!r}."
        for name, words in CHOICES.items()
        if (held := given.get(name, "")) and held.lower() not in map(str.lower, words)
    ]
    sentences += [
        f"{name} {why}. Leave it out to have one made and kept in the data folder."
        for name in ("COMANAGE_SECRET_KEY", "COMANAGE_SECRET_KEY_BEFORE")
        if (key := given.get(name, "")) and (why := weakness(key))
    ]
    if given.get("COMANAGE_SECRET_KEY_BEFORE") and not given.get("COMANAGE_SECRET_KEY"):
        sentences.append("COMANAGE_SECRET_KEY_BEFORE needs COMANAGE_SECRET_KEY beside it.")
    post = given.get("COMANAGE_SMTP_URL", "")  # not repeated: it may hold a password
    if post and not is_address(post, "smtp", "smtps"):
        sentences.append("COMANAGE_SMTP_URL must begin with smtps:// or smtp:// and name a host.")
    if why := time_zone.fault("COMANAGE_TIME_ZONE", given.get("COMANAGE_TIME_ZONE") or "UTC"):
        sentences.append(why)
    if given.get("COMANAGE_SIGNING_PASSWORD") and given.get("COMANAGE_SIGNING_PASSWORD_FILE"):
        sentences.append(
            "Set COMANAGE_SIGNING_PASSWORD or COMANAGE_SIGNING_PASSWORD_FILE, not both."
        )
    return sentences + _no_numbers(given, numbers)


def _no_numbers(given: Mapping[str, str], numbers: Mapping[str, tuple[int, int, int]]) -> list[str]:
    sentences = []
    for name, (_, least, most) in numbers.items():
        number = given.get(name) or str(least)
        if not (number.isascii() and number.isdecimal() and least <= int(number) <= most):
            sentences.append(f"{name} must be a number from {least} to {most}, not {number!r}.")
    return sentences


def weakness(key: str) -> str:
    """Say what is wrong with a secret key; empty where it may be used."""
    if len(key) < SHORTEST_KEY:
        return f"must have at least {SHORTEST_KEY} characters"
    if len(set(key)) < FEWEST_SIGNS:
        return f"must have at least {FEWEST_SIGNS} different characters"
    if any(word in key.casefold() for word in SAMPLES):
        return "looks like a sample, which others know too"
    return ""


def is_address(address: str, *kinds: str) -> bool:
    """Say whether a text is an address of one of these kinds, with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme in kinds and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
