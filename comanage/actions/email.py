"""E-mail addresses: the name a person signs in with."""

from comanage.refusals import Fault

LONGEST = 254


def email_faults(typed: str, *, taken: bool) -> list[Fault]:
    """Say what is wrong with the address of a new person.

    >>> email_faults("ana@hospital.example", taken=False)
    []
    """
    plain = typed.strip()
    front, at, back = plain.partition("@")
    if not (front and at and back) or "@" in back or " " in plain or len(plain) > LONGEST:
        return [Fault("email", "Give an e-mail address such as name@hospital.example.")]
    if taken:
        return [Fault("email", "Another person has this e-mail address.")]
    return []
