"""What if: some figures are changed, and two settlements compared line by line.

Nothing is stored. The lines stand in print order, and every column of dollars
adds up: measures to their domain, domains and the lines of the pool to what was
earned, participants and what the division keeps to the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from comanage.rules.figures import Figure
from comanage.rules.measure import Measure
from comanage.rules.numbers import ZERO, money, percent
from comanage.rules.pooling import Change
from comanage.rules.scorecard import Scored, ScoredDomain
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.settled import Settlement
from comanage.rules.terms import Domain, Terms
from comanage.rules.trace import ORDER

Both = tuple[Settlement, Settlement]


class About(StrEnum):
    """What a line of a comparison is about."""

    DOMAIN = "domain"
    MEASURE = "measure"
    DOMAIN_CHANGE = "domain change"  # what a domain's own modifiers, gates, floor and cap did
    SCORE = "score"  # of a scorecard, with the dollars of step 11
    POOL_CHANGE = "pool change"  # what each of steps 12 to 16 did
    EARNED = "earned"  # of the pool
    PAYOUT = "payout"  # what a participant earned, before advances are taken off
    KEPT = "kept"  # what was earned and goes to no participant


@dataclass(frozen=True, slots=True)
class Standing:
    """What a line stands at: whole cents, and a factor or score; None where it has none."""

    cents: int | None = None
    score: Fraction | None = None

    def less(self, other: "Standing") -> "Standing":
        """Give the difference; None where either is missing."""
        cents = score = None
        if self.cents is not None and other.cents is not None:
            cents = self.cents - other.cents
        if self.score is not None and other.score is not None:
            score = self.score - other.score
        return Standing(cents, score)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison.

    Attributes:
        about: What it is about.
        code: The code of the domain, measure, participant or pool.
        name: Its name in print.
        before: What it stood at.
        after: What it stands at.
        difference: After less before; None where one of them is missing.
        participant: Whose scorecard it is a line of; empty for the service line.
        sentence: What changed, in words; empty where nothing did.
    """

    about: About
    code: str
    name: str
    before: Standing
    after: Standing
    difference: Standing
    participant: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Comparison:
    """Two settlements, line by line.

    Attributes:
        period: The code of the period.
        lines: Every line, in print order.
    """

    format: ClassVar[str] = "comanage comparison 1"
    period: str
    lines: tuple[Line, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What changed, a sentence a line."""
        return tuple(line.sentence for line in self.lines if line.sentence)


def changed(figures: Sequence[Figure], changes: Sequence[Figure]) -> list[Figure]:
    """Replace figures by those with the same period, participant and measure, and add the rest.

    >>> was, new = Figure("Q1", "", "A", Fraction(1)), Figure("Q1", "", "A", Fraction(2))
    >>> changed([was], [new]) == [new]
    True
    """
    return list({figure.key: figure for figure in (*figures, *changes)}.values())


def compare(terms: Terms, before: Settlement, after: Settlement) -> Comparison:
    """Compare two settlements of the same terms."""
    both = (before, after)
    whose = dict.fromkeys(scored.participant for one in both for scored in one.scorecards)
    lines = [line for code in whose for line in _scorecard(terms, both, code)]
    if before.earned is not None or after.earned is not None:
        lines += [*_pool(terms, both), *_payouts(terms, both)]
    return Comparison(after.period, tuple(lines))


def _scorecard(terms: Terms, both: Both, whose: str) -> Iterator[Line]:
    """Compare one scorecard: each domain, its measures, what its own rules did, and the score."""
    cards = [_card(one, whose) for one in both]
    for domain in terms.domains:
        found = [_domain(card, domain.code) for card in cards]
        stood = [
            Standing(_cents(one, whose, domain.code), each.raw if each else None)
            for one, each in zip(both, found, strict=True)
        ]
        yield _line((About.DOMAIN, domain.code, domain.name), stood, whose=_named(terms, whose))
        for measure in domain.measures:
            yield _measure((domain, measure), both, found, whose=_named(terms, whose))
        if not whose:
            yield from _changes(both, domain)
    scores = [
        Standing(None if whose else _summed(one), card.total if card else None)
        for one, card in zip(both, cards, strict=True)
    ]
    yield _line((About.SCORE, terms.code, "Score"), scores, whose=_named(terms, whose))


def _measure(
    of: tuple[Domain, Measure],
    both: Both,
    domains: Sequence[ScoredDomain | None],
    *,
    whose: tuple[str, str],
) -> Line:
    domain, measure = of
    found = [_scored(each, measure.code) for each in domains]
    stood = [
        Standing(_cents(one, whose[0], domain.code, measure.code), each.factor if each else None)
        for one, each in zip(both, found, strict=True)
    ]
    results = [_told(measure, each) for each in found]
    weights = [percent(each.weight if each else ZERO) for each in found]
    words = [
        f"{kind}{after} instead of {before}"
        for kind, (before, after) in (("", results), ("weight ", weights))
        if before != after
    ]
    named = (About.MEASURE, measure.code, measure.name)
    return _line(named, stood, whose=whose, words=words)


def _changes(both: Both, domain: Domain | None) -> Iterator[Line]:
    """Compare the lines between what was scored and what was earned, of a domain or the pool."""
    code = domain.code if domain else ""
    found = [{each.order: each for each in one.changes if each.domain == code} for one in both]
    for order in sorted(found[0].keys() | found[1].keys()):
        changes = [each.get(order) for each in found]
        name = ORDER[order].capitalize() if domain is None else f"{domain.name}, {ORDER[order]}"
        about = About.POOL_CHANGE if domain is None else About.DOMAIN_CHANGE
        yield _line((about, code or str(order), name), [_standing(each) for each in changes])


def _standing(change: Change | None) -> Standing:
    return Standing(change.cents if change else 0)


def _pool(terms: Terms, both: Both) -> Iterator[Line]:
    yield from _changes(both, None)
    yield _line((About.EARNED, terms.code, "Earned"), [Standing(one.earned) for one in both])


def _payouts(terms: Terms, both: Both) -> Iterator[Line]:
    """Compare what each participant earned, and what the division gives to nobody."""
    for code in dict.fromkeys(each.participant for one in both for each in one.payouts):
        paid = [one.payout(code) for one in both]
        stood = [Standing(each.earned if each else 0) for each in paid]
        yield _line((About.PAYOUT, code, terms.called(code)), stood)
    kept = [(one.earned or 0) - sum(each.earned for each in one.payouts) for one in both]
    if any(kept):
        named = (About.KEPT, terms.code, "Stays with the hospital when divided")
        yield _line(named, [Standing(cents) for cents in kept])


def _line(
    named: tuple[About, str, str],
    stood: Sequence[Standing],
    *,
    whose: tuple[str, str] = ("", ""),
    words: Sequence[str] = (),
) -> Line:
    """Put together a line with its difference and its sentence."""
    (about, code, name), (before, after), (participant, party) = named, stood, whose
    difference = after.less(before)
    told = list(words)
    if before.score != after.score:
        kind = "factor " if about is About.MEASURE else ""
        told.append(f"{kind}{_share(after)} instead of {_share(before)}")
    if before.cents != after.cents:
        told.append(f"{_dollars(after)} instead of {_dollars(before)}")
    if not told:
        return Line(about, code, name, before, after, difference, participant)
    end = ""
    if difference.cents:
        way = "more" if difference.cents > 0 else "less"
        end = f": {money(abs(difference.cents))} {way}"
    elif before == after:
        end = ": what it earns stays as it is"
    owner = f"{party}, " if party else ""
    sentence = f"{owner}{name}: {', '.join(told)}{end}."
    return Line(about, code, name, before, after, difference, participant, sentence)


def _card(settled: Settlement, whose: str) -> Scored | None:
    return next((each for each in settled.scorecards if each.participant == whose), None)


def _domain(card: Scored | None, code: str) -> ScoredDomain | None:
    every = card.domains if card else ()
    return next((each for each in every if each.code == code), None)


def _scored(domain: ScoredDomain | None, code: str) -> ScoredMeasure | None:
    every = domain.measures if domain else ()
    return next((each for each in every if each.code == code), None)


def _cents(settled: Settlement, whose: str, *codes: str) -> int | None:
    """Give the printed dollars of a domain or measure; only the service line has any."""
    amount = None if whose else settled.amount(*codes)
    return amount.earned if amount else None


def _summed(settled: Settlement) -> int | None:
    """Give the dollars of step 11, from which the lines of the pool lead to what was earned."""
    if settled.earned is None:
        return None
    return settled.earned - sum(each.cents for each in settled.changes if not each.domain)


def _named(terms: Terms, whose: str) -> tuple[str, str]:
    return whose, terms.called(whose) if whose else ""


def _told(measure: Measure, scored: ScoredMeasure | None) -> str:
    """Write the result of a measure, or why there is none."""
    if scored is None or scored.value is None or scored.absent:
        return f"no result ({scored.absent})" if scored and scored.absent else "no result"
    return measure.scale.shown(scored.value)


def _share(stood: Standing) -> str:
    return "not scored" if stood.score is None else percent(stood.score)


def _dollars(stood: Standing) -> str:
    return "no dollars" if stood.cents is None else money(stood.cents)
