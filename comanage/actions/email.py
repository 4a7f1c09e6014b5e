"""E-mail addresses: the name a person signs in with."""

import unicodedata

from comanage.refusals import Fault

LONGEST = 254


def email_faults(typed: str, *, taken: bool) -> list[Fault]:
    r"""Say what is wrong with the address of a new person.

    Signs that are not seen, or that stand for others, would make two people look like one.

    >>> email_faults("ana@hospital.example", taken=False)
    []
    >>> [str(fault) for fault in email_faults("ana@hospital\u200b.example", taken=False)]
    ['email: Give an e-mail address such as name@hospital.example.']
    """
    plain = typed.strip()
    front, at, back = plain.partition("@")
    if (
        not (front and at and back)
        or "@" in back
        or " " in plain
        or len(plain) > LONGEST
        or _disguised(plain)
    ):
        return [Fault("email", "Give an e-mail address such as name@hospital.example.")]
    if taken:
        return [Fault("email", "Another person has this e-mail address.")]
    return []


def _disguised(plain: str) -> bool:
    unseen = any(unicodedata.category(sign)[0] in "CZ" for sign in plain)
    return unseen or unicodedata.normalize("NFKC", plain) != plain
