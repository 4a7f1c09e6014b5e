"""Caps over a year: quarters released and corrected in any order, and never a cent above the cap."""

import random
from dataclasses import replace
from types import SimpleNamespace

import pytest

from comanage.actions import approvals, releases, unlocks
from comanage.actions import settlements as act
from comanage.database import transaction
from comanage.refusals import Faulty
from comanage.rules.payments import left_house
from comanage.rules.periods import quarters
from comanage.rules.signoff import FigureState
from tests.actions.releasing import lines, make_approved
from tests.actions.settling import control, make_value, without_layout
from tests.makers import make_figure
from tests.makers.agreements import ENDS, STARTS
from tests.statements import samples

CODES = ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")
TERMS = replace(samples.TERMS, periods=tuple(quarters(STARTS, ENDS)))
BASE_FEE, QUARTER = 30_000_000, 31_136_842
CAP = BASE_FEE + 2 * QUARTER + 5_000_000  # two quarters, and something for corrections
WORST, BEST = "31.9", "24.0"  # of the minutes between cases, by which a quarter pays more or less
SEED, MOVES = 20270414, 22


@pytest.fixture
def year(engine, monkeypatch):
    """An agreement of four quarters, all verified, the first of them approved."""
    del engine
    without_layout(monkeypatch)
    made = make_approved(terms=TERMS)
    control(made, year_cap_cents=CAP)
    made.turnover = {CODES[0]: made.figures["turnover"]}
    with transaction() as session:
        for code in CODES[1:]:
            for value in samples.FIGURES:
                figure = make_value(session, made, value, FigureState.VERIFIED, period=code)
                if value.measure == "turnover":
                    made.turnover[code] = figure
    made.numbers = dict.fromkeys(CODES, 0) | {CODES[0]: 1}
    return made


def settled(year, code):
    """Calculate and approve a quarter."""
    year.numbers[code] += 1
    with transaction() as session:
        act.calculate(session, year.administrator, year.id, code)
    with transaction() as session:
        act.finalize(session, year.administrator, year.id, code, number=year.numbers[code])
    with transaction() as session:
        approvals.approve(session, year.approver, year.id, code, number=year.numbers[code])


def corrected(year, code, value):
    """Open an approved quarter, correct a figure of it, and approve it once more."""
    people = {
        "entered_by": SimpleNamespace(id=year.administrator.person_id),
        "verified_by": SimpleNamespace(id=year.verifier.person_id),
    }
    with transaction() as session:
        unlocks.ask(session, year.compliance, year.id, code, reason="A late report.")
    with transaction() as session:
        unlocks.confirm(session, year.officer, year.id, code)
        year.turnover[code] = make_figure(
            session, year.agreement, value, measure="turnover", period=code,
            state=FigureState.VERIFIED, replaces=year.turnover[code], **people,
        )  # fmt: skip
    settled(year, code)


def released(year, code, key):
    """Release a quarter; say whether the cap allowed it."""
    before = lines(year)
    try:
        with transaction() as session:
            releases.release(
                session, year.releaser, year.id, code, number=year.numbers[code], key=key
            )
    except Faulty as refused:
        said = [fault.sentence for fault in refused.faults]
        assert all("more than the cap of the contract year" in sentence for sentence in said)
        assert [each.id for each in lines(year)] == [each.id for each in before]
        return False
    return True


@pytest.mark.trust("D4")
def test_whatever_is_released_and_corrected_in_a_year_stays_within_its_cap(year):
    chance = random.Random(SEED)  # noqa: S311 - any order, but the same each time
    waits, allowed, kept_back = {CODES[0]}, 0, 0
    for move in range(MOVES):
        code = chance.choice(CODES)
        if not year.numbers[code]:
            settled(year, code)
        elif code not in waits:
            corrected(year, code, chance.choice([WORST, "28.3", "26.0", BEST]))
        waits.add(code)
        if released(year, code, f"key-of-move-{move}"):
            waits.discard(code)
            allowed += 1
        else:
            kept_back += 1
        every = [each.line for each in lines(year)]
        assert BASE_FEE + left_house(every) <= CAP
        assert sum(line.cents for line in every) <= CAP - BASE_FEE
    assert allowed > 5
    assert kept_back > 5
