"""The money of an exhibit: where the pool comes from, what limits it, how it is divided, in sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules import rule_words
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.compliance import LegalBasis
from comanage.rules.funding import funding_of
from comanage.rules.funding.fixed import Fixed
from comanage.rules.in_full import sentence as in_full
from comanage.rules.missing import Missing
from comanage.rules.numbers import dollars, money, percent, shown, to_cents
from comanage.rules.periods import in_words
from comanage.rules.pool import Division, Earning, PoolRules, Timing
from comanage.rules.term_words import MISSING_WORDS
from comanage.rules.terms import Terms, WeightsOf

CENTS = (
    "Results are rounded only where a measure says so. What is earned is rounded half up to the cent"
    " once, for the pool as a whole; it is divided in whole cents, and the cents left over go to the"
    " largest remainders, ties to the first code, so that no cent is lost."
)
NOT_SCORED = {
    Missing.FORFEIT: "its weight stays and earns nothing",
    Missing.REDISTRIBUTE_ALL: "its weight goes to the other domains",
}
STAYS = "What is not earned stays with the hospital."


@dataclass(frozen=True)
class Clause:
    """What is agreed about one subject, a sentence a line."""

    subject: str
    sentences: tuple[str, ...]


def clauses(terms: Terms, names: Mapping[str, str]) -> tuple[Clause, ...]:
    """Put all that the terms say of money in words.

    Args:
        terms: The terms.
        names: The names of measures and groups by their codes.
    """
    known = rule_words.known_of(terms.domains)
    gates_of_pool = tuple(rule_words.of_ruled(terms.pool, known))
    told = {
        "Base fee": (f"{money(to_cents(terms.base_fee))} for a contract year.",),
        "Where the pool comes from": (*_funding(terms, names),),
        "What is earned of it": (*_earned(terms),),
        "Weights": (*_weights(terms),),
        "Gates and modifiers of the pool": gates_of_pool,
        "Limits of the pool": (*_limits(terms.pool),),
        "Part of a period": (*_in_force(terms),),
        "Fair market value cap": (*_fmv_cap(terms, names),),
        "How earned money is divided": (*_allocation(terms, names),),
        "Gates and modifiers of each group": tuple(rule_words.of_ruled(terms.division, known)),
        "Limits of each group": (*_division(terms.division),),
        "Advances": (*_advances(terms, names),),
        "Corrections": (*_restatement(terms),),
        "Rounding": (CENTS,),
        "Legal basis": (*_legal(terms),),
    }
    return tuple(Clause(subject, said) for subject, said in told.items() if said)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith(".") else ".")


def _amount(exact: Fraction) -> str:
    """Write dollars, to the last place where they are not whole cents."""
    cents = to_cents(exact)
    return money(cents) if dollars(cents) == exact else f"${shown(exact)}"


def _funding(terms: Terms, names: Mapping[str, str]) -> Iterator[str]:
    if terms.funding is None:
        yield "No pool is agreed."
        return
    yield _sentence(funding_of(terms.funding).sentence(terms.funding))
    if not isinstance(terms.funding, Fixed):
        yield f"In full: {in_full(terms.funding, names=names)}."


def _earned(terms: Terms) -> Iterator[str]:
    if terms.earned is Earning.AS_FUNDED:
        yield "All of the pool: its source measures what was earned."
    elif terms.funding is not None:
        yield "The pool × the score of the scorecard, after the gates, modifiers and limits below."
    if terms.timing is Timing.TO_DATE:
        yield "A settlement covers the contract year to date, less what was paid before."
    elif terms.funding is not None:
        yield "Each performance period is settled by itself."
    if terms.funding is not None:
        yield STAYS


def _weights(terms: Terms) -> Iterator[str]:
    if terms.weights_of is WeightsOf.DOMAIN:
        yield "The weight of a measure is agreed as a share of its domain; the shares printed are of the scorecard."
    for each in terms.reweighted:
        yield f"In {each.period}, {_called(terms, each.code)} weighs {percent(each.weight)}."
    if terms.fewest_domains:
        yield f"The scorecard is scored where {terms.fewest_domains} of its domains are."
    if terms.out_of is not None:
        yield f"Scores are also written out of {shown(terms.out_of)}."
    yield from _unscored(terms)


def _unscored(terms: Terms) -> Iterator[str]:
    """Say what happens to the weight of a domain that is not scored, once where all have one rule."""
    weighted = [domain for domain in terms.domains if domain.weight]
    for rule in dict.fromkeys(domain.unscored for domain in terms.domains):
        named = [domain.name for domain in terms.domains if domain.unscored is rule]
        everyone = len(named) == len(terms.domains)
        which = "Where a domain" if everyone else f"Where one of these domains ({', '.join(named)})"
        if weighted or rule is not Missing.REDISTRIBUTE_ALL:
            yield f"{which} is not scored, {NOT_SCORED.get(rule, MISSING_WORDS[rule].lower())}."


def _called(terms: Terms, code: str) -> str:
    found = {domain.code: domain.name for domain in terms.domains}
    found |= {measure.code: measure.name for _, measure in terms.measures()}
    return f"{found[code]} ({code})" if code in found else code


def _limits(rules: PoolRules) -> Iterator[str]:
    if rules.floor is not None:
        yield f"At least {percent(rules.floor)} of the pool is earned, unless a gate closed."
    if rules.least is not None:
        yield f"At least {_amount(rules.least)} is earned, unless a gate closed."
    yield f"At most {percent(rules.cap)} of the pool is earned."
    if rules.most is not None:
        yield f"At most {_amount(rules.most)} is earned."


def _in_force(terms: Terms) -> Iterator[str]:
    force = terms.in_force
    if force is not None:
        ends = f" to {in_words(force.ends)}" if force.ends else ""
        yield f"The terms are in force from {in_words(force.starts)}{ends}."
        yield f"Part of a period is counted by {force.by}."


def _fmv_cap(terms: Terms, names: Mapping[str, str]) -> Iterator[str]:
    cap = terms.fmv_cap
    if cap is None:
        return
    counts = [names.get(code, code) for code in cap.counts]
    counts += ["the base fee"] if cap.counts_base_fee else []
    less = f", less {' and '.join(counts)}" if counts else ""
    yield f"At most {_amount(cap.amount)} is paid for the time that a settlement covers{less}."
    if cap.prorated:
        yield "It is smaller for a part of a period."


def _allocation(terms: Terms, names: Mapping[str, str]) -> Iterator[str]:
    terms_of = terms.allocation
    if terms_of is None:
        return
    if isinstance(terms_of, FixedShares):
        for each in terms_of.shares:
            yield f"{names.get(each.participant, each.participant)}: {percent(each.share)}."
        return
    yield _sentence(allocation_of(terms_of).sentence(terms_of, names))
    if not isinstance(terms_of, Equal):
        yield f"In full: {in_full(terms_of, names=names)}."


def _division(rules: Division) -> Iterator[str]:
    if rules.part_period is not None:
        yield f"A group that joins or leaves in a period shares by its {rules.part_period}."
    if rules.must_stay:
        yield "A group that left before the end of a period gets nothing of it."
    yield (
        "What one group cannot take is divided among the others."
        if rules.redivides
        else "What one group cannot take stays with the hospital."
    )
    if rules.least is not None:
        yield f"A group is paid at least {_amount(rules.least)}, unless a gate closed."
    if rules.most is not None:
        yield f"A group is paid at most {_amount(rules.most)}."


def _advances(terms: Terms, names: Mapping[str, str]) -> Iterator[str]:
    advances = terms.advances
    if advances is None:
        return
    paid = names.get(advances.paid, advances.paid)
    yield f"{paid}: taken off what is earned."
    yield (
        f"An advance is {percent(advances.rate)} of the pool, spread over {advances.times}"
        f" advance{'' if advances.times == 1 else 's'}."
    )


def _restatement(terms: Terms) -> Iterator[str]:
    rules = terms.restatement
    if rules.material:
        yield (
            f"A corrected result changes what a group was paid by {_amount(rules.material)} or more;"
            " a smaller difference is left."
        )
    else:
        yield "A corrected result changes what a group was paid, whatever the amount."
    if rules.look_back_months is not None:
        yield f"A period is corrected up to {rules.look_back_months} months after its last day."
    else:
        yield "No time is agreed after which a period is no longer corrected."


def _legal(terms: Terms) -> Iterator[str]:
    if terms.legal_basis is not LegalBasis.UNSTATED:
        yield _sentence(str(terms.legal_basis))
    if terms.bond_financed:
        yield "The space is financed by tax-exempt bonds."
    if terms.open_to_any:
        yield "It is open to any physician of the specialty."
