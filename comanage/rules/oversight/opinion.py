"""Safeguard 6, by the records: an opinion of fair market value that is not out of date."""

from collections.abc import Sequence
from datetime import date

from comanage.rules.numbers import money
from comanage.rules.oversight.facts import Facts, Opinion
from comanage.rules.oversight.oversight import Ruling, in_place, missing
from comanage.rules.oversight.reference import FILE, Reference, Shelf
from comanage.rules.periods import in_words, months_later

OLD_AFTER_MONTHS = 24


def check(facts: Facts) -> Sequence[Ruling]:
    """Look for an opinion that holds today and is not older than two years."""
    if not facts.opinions:
        return missing("No opinion of fair market value is on file: add it.", *FILE)
    holding = [each for each in facts.opinions if each.until is None or facts.today <= each.until]
    newest = max(holding or facts.opinions, key=lambda opinion: opinion.given)
    if newest.until is not None and newest.until < facts.today:
        why = (
            f"The opinion of {newest.firm} held until {in_words(newest.until)}, and no cap by value"
            " limits what is paid for later days: have it renewed."
        )
        return missing(why, *_record(newest))
    if is_old(newest, facts.today):
        return missing(
            f"The opinion of {newest.firm} was given on {in_words(newest.given)}, more than"
            f" {OLD_AFTER_MONTHS} months ago: have it reviewed.",
            *_record(newest),
        )
    return in_place(
        f"The opinion that holds was given on {in_words(newest.given)}.", *_record(newest)
    )


def instead_of_terms(facts: Facts) -> Sequence[Ruling]:
    """Say which opinion caps what is paid where the terms state no cap; nothing where none does.

    A release is held to the opinion that holds, over base fee and incentive together, whatever
    the terms say (rules/payments.py).
    """
    if facts.terms is None or facts.terms.funding is None or facts.terms.fmv_cap is not None:
        return ()
    holding = [each for each in facts.opinions
               if each.given <= facts.today and (each.until is None or facts.today <= each.until)]  # fmt: skip
    if not holding:
        return ()
    newest = max(holding, key=lambda opinion: opinion.given)
    return in_place(
        "The terms state no cap of their own: the opinion caps base fee and incentive together at"
        f" {money(newest.most_cents)} a contract year, and no release passes it.",
        *_record(newest),
    )


def is_old(opinion: Opinion, today: date) -> bool:
    """Say whether an opinion was given more than two years before a day."""
    return months_later(opinion.given, OLD_AFTER_MONTHS) < today


def _record(opinion: Opinion) -> tuple[str, Reference | None]:
    at = Reference(Shelf.DOCUMENT, opinion.document_id) if opinion.document_id else None
    return f"Opinion of {opinion.firm}, {in_words(opinion.given)}", at
