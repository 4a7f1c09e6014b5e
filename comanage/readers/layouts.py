"""Layouts: columns that name a hospital or a participating physician, and so no patient.

A public file of hospitals has an identifier and a name of each; a roster or a time
log has the national provider identifier, whose last digit checks the others. Only
where those stand are their other columns let through; every other column is looked at.
"""

import re
from collections.abc import Mapping, Sequence

from comanage.readers.patient_headings import plain_words, writings

IDENTIFIERS = {"facility id", "provider id", "provider number", "ccn", "cms certification number",
               "facility ccn", "hospital id", "tin", "aco id"}  # fmt: skip
ORGANIZATIONS = {"facility name", "hospital name", "provider name", "organization name",
                 "group name", "practice name", "legal business name", "aco name"}  # fmt: skip
OF_ORGANIZATIONS = IDENTIFIERS | ORGANIZATIONS | {
    "address", "city", "city town", "state", "zip", "zip code", "county", "county name",
    "county parish", "telephone", "telephone number", "phone number", "street address",
}  # fmt: skip
NPI_COLUMNS = {"npi", "provider npi", "physician npi", "national provider identifier"}
OF_PHYSICIANS = NPI_COLUMNS | {
    "first name", "last name", "middle name", "surname", "email", "e mail", "email address",
    "e mail address", "date", "date of work", "work date", "date of activity", "activity date",
    "meeting date", "log date",
}  # fmt: skip
SHARED_SAVINGS = {"aco id", "n ab", "abtotbnchmk", "abtotexp", "bnchmkminexp", "gensaveloss",
                  "revlosslimit", "earnsaveloss"}  # fmt: skip  # of its public results
MONEY = re.compile(
    r"\b(dollars?|usd|amounts?|costs?|expenses?|expenditures?|revenues?|charges|payments?|paid|budget"
    r"|savings?|spend(ing)?|benchmark|total|sum|price|margin|pool|minutes|hours|units|volume)\b|\$"
)
BOOKS = re.compile(
    r"\b(invoices?|purchase orders?|p\.?o\.?|vouchers?|che(ck|que)s?|g/?l|ledger|journal|vendors?"
    r"|batch|contracts?|tickets?|work orders?|requisitions?)\b"
)
OWN_DAYS = {"run date", "report date", "meeting date", "survey date", "audit date", "training date",
            "week", "week ending", "week of"}  # fmt: skip
NAMED = OF_ORGANIZATIONS | OF_PHYSICIANS | SHARED_SAVINGS | OWN_DAYS
ORGANIZATION_NUMBER = re.compile(r"\d{2}[0-9A-Z]\d{3}|\d{2}-?\d{7}|A\d{4}")


def known_columns(heading: Sequence[str], values: Mapping[int, Sequence[str]]) -> set[int]:
    """List the columns, counted from 0, that a layout declares as those of no patient.

    Args:
        heading: The words over the columns.
        values: The texts of each column.
    """
    named = {at: _named(word) for at, word in enumerate(heading)}
    words = set(named.values())
    known = OWN_DAYS | IDENTIFIERS
    if words >= SHARED_SAVINGS:
        known = known | SHARED_SAVINGS
    elif words & IDENTIFIERS and words & ORGANIZATIONS:
        known = known | OF_ORGANIZATIONS
    npis = [values.get(at, ()) for at, word in named.items() if word in NPI_COLUMNS]
    if npis and all(is_npi(text) for column in npis for text in column):
        known = known | OF_PHYSICIANS
    numbers = {at for at, word in named.items() if word in IDENTIFIERS}
    odd = {
        at for at in numbers
        if not all(ORGANIZATION_NUMBER.fullmatch(text) for text in values.get(at, ()))
    }  # fmt: skip
    return {at for at, word in named.items() if word in known} - odd


def counts_something(heading: str) -> bool:
    """Say whether a heading names money or another total, whose numbers may be long.

    >>> counts_something("Supply cost"), counts_something("Case")
    (True, False)
    """
    return MONEY.search(heading.casefold()) is not None


def numbers_books(heading: str) -> bool:
    """Say whether a heading names the papers of a firm, which have long numbers of their own.

    >>> numbers_books("Invoice"), numbers_books("Visit")
    (True, False)
    """
    return BOOKS.search(heading.casefold()) is not None


def is_npi(text: str) -> bool:
    """Say whether a text is a national provider identifier: ten digits, the last of which fits.

    The check is Luhn's over 80840, which stands for the United States, and the number.

    >>> is_npi("1234567893"), is_npi("1234567890")
    (True, False)
    """
    if not re.fullmatch(r"[12]\d{9}", text):
        return False
    total = 0
    for at, sign in enumerate(reversed("80840" + text)):
        digit = int(sign) * (2 if at % 2 else 1)
        total += digit // 10 + digit % 10
    return total % 10 == 0


def _named(word: str) -> str:
    """Write a heading as the lists above do, where they have it in one of its writings."""
    plain = [plain_words(each) for each in writings(word)]
    return next((each for each in plain if each in NAMED), plain[0])
