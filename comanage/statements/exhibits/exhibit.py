"""What an exhibit says: the whole terms of one version of a scorecard, as the parties sign them.

Everything that the terms hold is told somewhere, in words or in a table, so that nobody signs
what cannot be read. The terms themselves travel with the paper, as the document that is hashed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from comanage.rules import rule_words
from comanage.rules.difference import Difference
from comanage.rules.in_full import sentence
from comanage.rules.lint import lint
from comanage.rules.most import most
from comanage.rules.numbers import ZERO
from comanage.rules.periods import in_words
from comanage.rules.terms import Domain, Participant, Settles, Terms
from comanage.rules.terms_named import printed
from comanage.statements.exhibits.exhibit_beside import Beside, beside_the_terms
from comanage.statements.exhibits.exhibit_measure import MeasureTerms, measure_terms
from comanage.statements.exhibits.exhibit_money import Clause, clauses
from comanage.statements.words import day

NOTHING_BESIDE = Beside()


@dataclass(frozen=True, kw_only=True)
class ExhibitFacts:
    """What surrounds the terms and stands on the paper.

    Attributes:
        organization: Whose installation it is.
        hospital: The legal name of the party that pays.
        agreement: The agreement's code.
        title: Its title.
        service_line: The name of its service line.
        starts: The first day of its term.
        ends: The last day of its term.
        version: The number of the version.
        effective_on: Its first day.
        begins: The code of the period that begins on that day.
        reason: Why it amends the terms; empty for a first version.
        changes: What it changes of the version before it.
        terms_text: The terms as stored.
        terms_hash: The SHA-256 of that text.
        checked_at: When these terms were checked.
        beside: What the agreement has set beside its terms.
        demo: True where the organization is invented.
    """

    organization: str
    hospital: str
    agreement: str
    title: str
    service_line: str
    starts: date
    ends: date
    version: int
    effective_on: date
    begins: str
    terms_text: str
    terms_hash: str
    checked_at: datetime
    reason: str = ""
    changes: tuple[Difference, ...] = ()
    beside: Beside = NOTHING_BESIDE
    demo: bool = False


@dataclass(frozen=True)
class DomainTerms:
    """A domain as agreed: its share of the scorecard, its most in cents, its rules, its measures."""

    domain: Domain
    number: int
    cents: int | None
    rules: tuple[str, ...]
    measures: tuple[MeasureTerms, ...]


@dataclass(frozen=True)
class ExampleTerms:
    """A worked example: its name, its figures and what it must come to, a line each."""

    name: str
    period: str
    figures: tuple[str, ...]
    expects: tuple[str, ...]


@dataclass(frozen=True)
class ExhibitContents:
    """One exhibit.

    Attributes:
        facts: What surrounds the terms.
        terms: The terms.
        groups: Each group with its days, in words.
        domains: Its domains with their measures.
        pool: The most of a period in cents; None where the pool is no fixed amount.
        weight: What all domains weigh.
        clauses: What is agreed about money.
        beside: What stands beside the terms.
        examples: The worked examples.
        answers: What is unusual, and why it is meant so: what, the answer, whose.
    """

    facts: ExhibitFacts
    terms: Terms
    groups: tuple[tuple[Participant, str], ...]
    domains: tuple[DomainTerms, ...]
    pool: int | None
    weight: Fraction
    clauses: tuple[Clause, ...]
    beside: tuple[Clause, ...]
    examples: tuple[ExampleTerms, ...]
    answers: tuple[tuple[str, str, str], ...]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the terms as it is printed to be read, and found again on the paper."""
        return printed(self.facts.terms_hash)

    @property
    def parties(self) -> tuple[str, ...]:
        """Who signs: the hospital, then each group."""
        return (self.facts.hospital, *(group.name for group, _ in self.groups))

    @property
    def stem(self) -> str:
        """What its files are named after."""
        return f"{self.facts.agreement}-scorecard-{self.facts.version}"

    @property
    def file_name(self) -> str:
        """The name it is handed out under."""
        return f"{self.stem}-exhibit.pdf"


def contents(terms: Terms, facts: ExhibitFacts) -> ExhibitContents:
    """Put together the exhibit of one version."""
    names = _names(terms)
    held = most(terms)
    return ExhibitContents(
        facts=facts,
        terms=terms,
        groups=tuple((each, _days(each)) for each in terms.participants),
        domains=tuple(_domains(terms, names)),
        pool=held.pool if held else None,
        weight=sum((domain.weight for domain in terms.domains), ZERO),
        clauses=(*_scorecard(terms), *clauses(terms, names)),
        beside=beside_the_terms(facts.beside),
        examples=tuple(_examples(terms, names)),
        answers=tuple(_answers(terms)),
    )


def _names(terms: Terms) -> Mapping[str, str]:
    """Give the names of measures and groups by their codes, where a name is one thing's alone."""
    called = [(measure.code, measure.name) for _, measure in terms.measures()]
    called += [(each.code, each.name) for each in terms.participants]
    often = Counter(name for _, name in called)
    return {code: name if often[name] == 1 else f"{name} ({code})" for code, name in called}


def _days(group: Participant) -> str:
    since = f"from {in_words(group.joins)}" if group.joins else ""
    until = f"to {in_words(group.leaves)}" if group.leaves else ""
    return " ".join(word for word in (since, until) if word) or "for the whole agreement"


def _domains(terms: Terms, names: Mapping[str, str]) -> Iterator[DomainTerms]:
    held, rules = most(terms), rule_words.of_measures(terms.domains)
    of_domains = rule_words.of_domains(terms.domains)
    for at, domain in enumerate(terms.domains, 1):
        measures = tuple(
            measure_terms(
                each,
                f"{at}.{place}",
                terms.share(domain, each),
                cents=held.measures[each.code] if held else None,
                rules=rules[each.code],
                names=names,
            )
            for place, each in enumerate(domain.measures, 1)
        )
        yield DomainTerms(
            domain, at, held.domains[domain.code] if held else None,
            tuple(of_domains[domain.code]), measures,
        )  # fmt: skip


def _scorecard(terms: Terms) -> Iterator[Clause]:
    if terms.settles is Settles.PARTICIPANT:
        yield Clause("Scorecards", ("Each group has a scorecard of its own.",))


def _examples(terms: Terms, names: Mapping[str, str]) -> Iterator[ExampleTerms]:
    for each in terms.examples:
        figures = tuple(sentence(figure, names=names) for figure in each.figures)
        expects = tuple(sentence(result, names=names) for result in each.expects)
        yield ExampleTerms(each.name, each.period, figures, expects)


def _answers(terms: Terms) -> Iterator[tuple[str, str, str]]:
    if not terms.answers:
        return
    said = {each.key: each.sentence for each in lint(terms).cautions}
    for each in terms.answers:
        yield said.get(each.caution, each.caution), each.answer, f"{each.by}, {day(each.on)}"
