"""Statements that are hard to lay out, and where their words stand on paper."""

import re
import subprocess
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from html import unescape

from comanage.rules.chain import Head
from comanage.rules.signoff import SettlementState
from comanage.rules.units import Unit
from comanage.statements import pdf
from comanage.statements.carried import carried
from comanage.statements.makers import makers
from comanage.statements.paper import Paper
from tests.statements import courses, ruled, samples
from tests.statements.test_pdf import many

LONG_WORD = "Gelenkersatzoperationsqualitaetssicherungsgemeinschaft"
LONG_PARTY = (
    "The Independent Physicians’ and Surgeons’ Orthopedic, Spine, Sports Medicine and Hand"
    " Reconstruction Collaborative of Greater Larkspur Ridge and Its Surrounding Counties, PLLC"
)
LONG_HOSPITAL = (
    "Larkspur Ridge Medical Center and Regional Teaching Hospital of the Sisters of Perpetual"
    " Assistance Health System, Incorporated"
)
WIDER = (
    " among all adult inpatients and outpatients, risk adjusted by the national registry’s method"
)
WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
TALL = 25  # points: taller is only the amount of the answer, and what stands across the page


@dataclass(frozen=True)
class Word:
    """A word on paper, and the box it takes, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    said: str

    def meets(self, other):
        """Say whether it runs into another word."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        low = min(self.bottom - self.top, other.bottom - other.top)
        return across > 0.5 and down > low * 0.45


def lengthened():
    """Give the sample's terms with names that do not end."""
    measured = [
        replace(
            domain,
            name=f"{domain.name} and what the parties have put under this heading",
            measures=tuple(
                replace(one, name=f"{one.name} {LONG_WORD}" if at % 2 else f"{one.name}{WIDER}")
                for at, one in enumerate(domain.measures)
            ),
        )
        for domain in samples.DOMAINS
    ]
    parties = (
        replace(samples.GRANITE, name=LONG_PARTY),
        replace(samples.COPPER, name=f"{LONG_WORD} {LONG_WORD}"),
    )
    return replace(samples.TERMS, domains=tuple(measured), participants=parties)


def of_rates():
    """Give the sample's terms with every value a rate, whose unit is long."""
    counted = {one.measure for one in samples.FIGURES if one.numerator is not None}
    domains = [
        replace(
            domain,
            measures=tuple(
                one if one.code in counted else replace(one, unit=Unit.PER_1000)
                for one in domain.measures
            ),
        )
        for domain in samples.DOMAINS
    ]
    return replace(samples.TERMS, domains=tuple(domains))


def of_case(name, group="", **changed):
    """Gather what a statement of one of the ruled cases carries."""
    terms, figures, made = ruled.settled(name)
    whole = (made, figures, made.payouts)
    facts = samples.facts(**samples.named(terms, made) | changed)
    return carried(facts, terms, whole, salt=samples.SALT, made_by=makers(), reader=group)


def _many(count, group="GRANITE", **changed):
    terms, figures = many(count)
    return samples.held(terms=terms, figures=figures, group=group, **changed)


def _nothing():
    return tuple(
        samples.absent(one.code, "not available yet") for _, one in samples.TERMS.measures()
    )


RULED = next(iter(ruled.CASES))
CLAWBACK = "an advance of more than was earned"
PRELIMINARY, FINAL = SettlementState.PRELIMINARY, SettlementState.FINAL
LOOKS = {
    "forty measures": lambda: _many(40),
    "one measure, of the agreement": lambda: _many(1, "", paper=Paper.A4),
    "one measure": lambda: _many(1),
    "long names": lambda: samples.held(
        terms=lengthened(), organization=LONG_HOSPITAL, course=courses.COURSE, paper=Paper.A4),
    "long names, of the agreement": lambda: samples.held(
        terms=lengthened(), organization=LONG_HOSPITAL, course=courses.CORRECTING, number=2,
        group="", demo=True),
    "no figures": lambda: samples.held(
        figures=_nothing(), course=courses.COURSE, state=PRELIMINARY),
    "capped": lambda: samples.held(
        terms=replace(samples.TERMS, pool=replace(samples.TERMS.pool, cap=Fraction(1, 2)))),
    "rates": lambda: samples.held(terms=of_rates(), course=courses.COURSE),
    "a loss": lambda: of_case("a loss", paper=Paper.A4),
    "money owed back": lambda: of_case(CLAWBACK, course=courses.CORRECTING, number=2),
    "every rule": lambda: of_case(RULED, "GRANITE", course=courses.COURSE),
    "own scores": lambda: of_case(
        "own scores", course=courses.COURSE, state=FINAL, paper=Paper.A4),
    "own scores, of a group": lambda: of_case("own scores", "GRANITE", course=courses.COURSE),
    "a first one": lambda: samples.held(group="", log=Head(1042, "5f" * 32)),
    "a corrected one": lambda: samples.held(
        course=courses.CORRECTING, number=2, paper=Paper.A4, demo=True),
}  # fmt: skip


@cache
def held(name):
    """Gather what one of them carries."""
    return LOOKS[name]()


@cache
def written(name):
    """Write one of them, once."""
    return pdf.write(held(name))


@cache
def pages(name):
    """Give the words of each page of one of them, in the order in which they stand."""
    run = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=written(name), capture_output=True, check=True
    )
    return [_words(page) for page in run.stdout.decode().split("<page ")[1:]]


def _words(page):
    found = [(*map(float, one[:4]), unescape(one[4])) for one in WORD.findall(page)]
    return [Word(*one) for one in found if one[3] - one[1] < TALL or "$" in one[4]]


def lines(words):
    """Give the lines of a page, from top to bottom, each read from left to right."""
    found = []
    for word in sorted(words, key=lambda one: (one.bottom, one.left)):
        if found and abs(found[-1][0].bottom - word.bottom) < 2:
            found[-1].append(word)
        else:
            found.append([word])
    return [" ".join(one.said for one in sorted(row, key=lambda word: word.left)) for row in found]
