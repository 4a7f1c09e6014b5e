"""Typed: numbers as people type, paste and import them, kept exact.

Whatever has two meanings is refused: "1.234,5" may be one thousand or one, and
a comma that does not part thousands may be a decimal point.
"""

import re
from fractions import Fraction

from comanage.rules.numbers import exact, shortened, terminates

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_BRACKETED = re.compile(r"\((.+)\)")


def typed_number(text: str, example: str = "1234.5") -> Fraction:
    """Read a number as people type or paste it.

    Taken: thousands commas in their places, a dollar or percent sign, brackets
    for a negative number, a true minus, blanks around it. The percent sign is
    only a word here: 12.5% is 12.5.

    Args:
        text: What was typed.
        example: What a number such as is asked for looks like.

    Raises:
        ValueError: A sentence that says what was typed and what to type.

    >>> typed_number(" $1,234.50 "), typed_number("(45)"), typed_number("−12.5%")
    (Fraction(2469, 2), Fraction(-45, 1), Fraction(-25, 2))
    """
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-").strip()
    if bracketed := _BRACKETED.fullmatch(plain):
        plain = f"-{bracketed[1].strip()}"
    sign = plain[:1] if plain.startswith(("+", "-")) else ""
    plain = plain.removeprefix(sign).strip().removeprefix("$").removesuffix("%").strip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    try:
        number = exact(sign + plain.removesuffix("."))
    except ValueError:
        raise ValueError(
            f"“{shortened(text.strip())}” is not a number. Give one such as {example}."
        ) from None
    if not terminates(number):
        raise ValueError(f"“{shortened(text.strip())}” has no end as a decimal. Give one that has.")
    return number
