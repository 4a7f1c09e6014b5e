"""Oddities: what is odd is found with its place and key, what is usual is left in peace."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.conditions import Compares, Condition, Looks, Unknown
from comanage.rules.figures import Figure
from comanage.rules.gates import Gate, Modifier
from comanage.rules.lint import Findings, lint
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.improvement import Improvement, Measured, Target
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.maintenance import Maintenance
from comanage.rules.methods.method import Edge, Level
from comanage.rules.methods.points import Award, Points
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.methods.z_score import Z_SCORE
from comanage.rules.missing import Missing, MissingTerms
from comanage.rules.numbers import exact
from comanage.rules.oddities import ODDITIES
from comanage.rules.periods import quarters
from comanage.rules.pool import Division, FmvCap, PoolRules
from comanage.rules.terms import Participant, Reweighted
from comanage.rules.units import Better
from tests.rules.linted import CASE_MIX, SOUND, faults, keys, levels, with_domain
from tests.rules.worked import with_measure


def measure(code, **changes):
    return with_measure(SOUND, code, **changes)


def gated(**changes):
    stated = {"compares": Compares.AT_LEAST, "than": exact("50"), "code": "SCREENING"}
    gate = Gate("Screening gate", Condition(**stated | changes))
    return measure("IMPLANT", gates=(gate,))


def pool(**rules):
    return replace(SOUND, pool=PoolRules(**rules))


def odd_award(times, plus="0"):
    award = Award(exact(times), exact(plus), exact("10"))
    return Points(exact("70"), exact("84"), achievement=award, improvement=None)


def until(last_day):
    return replace(SOUND, periods=tuple(quarters(date(2027, 1, 1), last_day)))


def north(**days):
    first, *others = SOUND.participants
    return replace(SOUND, participants=(replace(first, **days), *others))


EXTRA = Modifier("Quality bonus", exact("1.5"))
SHUT = Gate(
    "No never event",
    Condition(Compares.AT_MOST, exact("1"), "SSI"),
)


@pytest.mark.parametrize(
    ("terms", "key"),
    [
        pytest.param(
            replace(SOUND, reweighted=(
                Reweighted("2027-Q2", "MILESTONES", exact("0.02")),
                Reweighted("2027-Q2", "IMPLANT", exact("0.28")),
                Reweighted("2027-Q2", "development", exact("0.02")),
                Reweighted("2027-Q2", "finance", exact("0.28")),
            )), "small:development/MILESTONES", id="a weight under 3% in one period",
        ),
        pytest.param(
            with_measure(measure("SCREENING", weight=exact("0.31")), "SSI", weight=exact("0.19")),
            "dominance:quality/SCREENING", id="one measure above 30%",
        ),
        pytest.param(
            measure("SCREENING", method=Bands(levels("0.75", "0.85", "0.95")), precision=2),
            "units:quality/SCREENING", id="percents of which all lie below 1",
        ),
        pytest.param(
            measure("SSI", method=Linear(levels("100", "80", "60"))),
            "units:quality/SSI", id="a ratio of 60 to 100",
        ),
        pytest.param(
            measure("SCREENING", method=Improvement(
                Measured.CHANGE, levels=(Level("target", exact("5"), exact("1")),))),
            "units:quality/SCREENING", id="a change of 500%",
        ),
        pytest.param(gated(than=exact("0.5")), "units:finance/IMPLANT/SCREENING",
                     id="a gate at half a percent"),
        pytest.param(
            measure("SCREENING", method=Binary(exact("100"), Edge.BEYOND)),
            "unreachable:quality/SCREENING/target", id="more than 100% to be passed",
        ),
        pytest.param(
            measure("SSI", method=Improvement(
                Measured.CHANGE, levels=(Level("all", exact("1"), exact("1")),),
                edge=Edge.BEYOND)),
            "unreachable:quality/SSI/all", id="a ratio that falls by more than all of it",
        ),
        pytest.param(
            measure("SCREENING", method=Bands(
                (Level("target", exact("80"), exact("1")), Level("maximum", exact("90"), exact("1")))
            )), "overlap:quality/SCREENING/maximum", id="two levels that earn the same",
        ),
        pytest.param(
            measure("SSI", method=Linear(levels("1.0", "0.804", "0.801"))),
            "overlap:quality/SSI/maximum", id="two levels that rounding makes one",
        ),
        pytest.param(
            measure("SCREENING", method=Binary(exact("84.75"))),
            "precision:quality/SCREENING/target", id="a level finer than the results",
        ),
        pytest.param(
            measure("SCREENING", better=Better.LOWER),
            "direction:quality/SCREENING", id="levels that run the other way",
        ),
        pytest.param(
            measure("SSI", method=Binary(exact("1")), better=Better.HIGHER),
            "direction:quality/SSI", id="a name that says the opposite",
        ),
        pytest.param(
            measure("RECOMMEND", method=odd_award("-9", plus="9")),
            "falling:quality/RECOMMEND", id="points that fall on the way to the benchmark",
        ),
        pytest.param(pool(gates=(SHUT,)), "shuts:pool/gate No never event",
                     id="a gate on the whole pool"),
        pytest.param(
            gated(than=exact("100"), compares=Compares.MORE_THAN),
            "stuck:finance/IMPLANT/gate Screening gate", id="a gate that can never open",
        ),
        pytest.param(
            gated(than=exact("0")), "stuck:finance/IMPLANT/gate Screening gate",
            id="a gate that can never close",
        ),
        pytest.param(
            pool(gates=(Gate("Score", Condition(Compares.AT_LEAST, exact("70"),
                                                looks_at=Looks.TOTAL), exact("0.5")),)),
            "stuck:pool/gate Score", id="a score of 70 where shares are meant",
        ),
        pytest.param(
            gated(missing=Unknown.HOLDS), "unknown:finance/IMPLANT/gate Screening gate",
            id="a gate that a missing figure opens",
        ),
        pytest.param(
            measure("SCREENING", cap=exact("1.2")), "bounds:quality/SCREENING/cap",
            id="a cap that never binds",
        ),
        pytest.param(
            measure("SCREENING", cap=exact("0.4")), "bounds:quality/SCREENING/cap",
            id="a cap below all that is earned",
        ),
        pytest.param(
            measure("SCREENING", floor=exact("1")), "bounds:quality/SCREENING/floor",
            id="a floor that is all there is",
        ),
        pytest.param(
            with_domain(SOUND, "quality", cap=exact("2")), "bounds:quality/cap",
            id="a domain's cap that never binds",
        ),
        pytest.param(pool(cap=exact("0")), "bounds:pool/cap", id="a cap of the pool at nothing"),
        pytest.param(pool(least=exact("100000")), "bounds:pool/least", id="a floor like the pool"),
        pytest.param(pool(most=exact("200000")), "bounds:pool/most", id="a cap above the pool"),
        pytest.param(
            replace(SOUND, division=Division(most=exact("200000"))), "bounds:division/most",
            id="a cap for one above the pool",
        ),
        pytest.param(
            replace(SOUND, division=Division(least=exact("60000"))), "bounds:division/least",
            id="floors that are more than the pool",
        ),
        pytest.param(
            replace(SOUND, fmv_cap=FmvCap(exact("120000"), counts_base_fee=True)),
            "bounds:fmv_cap/amount", id="a base fee that uses up the cap",
        ),
        pytest.param(
            replace(SOUND, fmv_cap=None, pool=PoolRules(modifiers=(EXTRA,), cap=exact("2"))),
            "modifier:pool/modifier Quality bonus", id="a pool modifier above 1 without a cap",
        ),
        pytest.param(
            measure("SSI", modifiers=(EXTRA,)), "modifier:quality/SSI/modifier Quality bonus",
            id="a measure's modifier above 1 without a cap",
        ),
        pytest.param(
            measure("SSI", modifiers=(Modifier("By mix", by="CASE-MIX"),)),
            "modifier:quality/SSI/modifier By mix", id="a multiplier without an end",
        ),
        pytest.param(
            measure("SSI", modifiers=(replace(EXTRA, times=exact("1")),)),
            "modifier:quality/SSI/modifier Quality bonus", id="a multiplier that changes nothing",
        ),
        pytest.param(
            measure("SSI", missing=Missing.DEEM_AT_TARGET), "deemed:quality/SSI",
            id="a missing figure that counts as a level",
        ),
        pytest.param(
            measure("SSI", missing=Missing.PAY_FOR_REPORTING), "deemed:quality/SSI",
            id="a missing figure that is paid for reporting",
        ),
        pytest.param(
            measure("SSI", evidence=""), "unstated:quality/SSI", id="a measure without evidence",
        ),
        pytest.param(
            until(date(2028, 1, 1)), "short:period 2028-Q1", id="a last day one day too late",
        ),
        pytest.param(
            north(joins=date(2028, 1, 1)), "absent:participant north",
            id="a group that joins after the last period",
        ),
        pytest.param(
            north(leaves=date(2026, 12, 31)), "absent:participant north",
            id="a group that leaves before the first period",
        ),
        pytest.param(
            replace(SOUND, participants=(Participant("north", "North", joins=date(2027, 4, 1)),)),
            "absent:period 2027-Q1", id="a period without a group",
        ),
    ],
)  # fmt: skip
def test_what_is_odd_is_cautioned_once_with_its_key(terms, key):
    assert keys(terms).count(key) == 1


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param(
            measure("SCREENING", method=TargetBand(*map(exact, ("60", "80", "50", "90")))),
            id="a range in which too much earns less",
        ),
        pytest.param(
            measure("SCREENING", missing_terms=MissingTerms(otherwise=Missing.REDISTRIBUTE_ALL)),
            id="a fallback for a missing figure",
        ),
        pytest.param(measure("SCREENING", floor=exact("0.1"), cap=exact("1")), id="floor and cap"),
        pytest.param(gated(), id="a gate that quality can open and close"),
        pytest.param(
            measure("SSI", modifiers=(EXTRA,), cap=exact("1.2")), id="a modifier with its cap"
        ),
        pytest.param(
            pool(modifiers=(Modifier("Halved", exact("0.5")),)), id="a modifier that takes half"
        ),
        pytest.param(
            measure("SCREENING", method=Improvement(Measured.GAP, Target(exact("90")))),
            id="an improvement without levels",
        ),
        pytest.param(until(date(2027, 12, 10)), id="a last period of three quarters of its days"),
        pytest.param(north(joins=date(2027, 12, 31)), id="a group that takes part for one day"),
        pytest.param(
            replace(SOUND, domains=(*SOUND.domains[:3],
                    replace(SOUND.domains[3], measures=(CASE_MIX,)))),
            id="a domain of weight 0 that is only reported",
        ),
    ],
)  # fmt: skip
def test_what_is_usual_is_left_in_peace(terms):
    assert lint(terms) == Findings((), ())


def test_every_oddity_is_found_somewhere():
    seen = {mark.args[1][at].values[1].partition(":")[0]
            for mark in test_what_is_odd_is_cautioned_once_with_its_key.pytestmark
            for at in range(len(mark.args[1]))}  # fmt: skip
    elsewhere = {"baseline"}  # which needs figures
    assert set(ODDITIES) - elsewhere <= seen


def test_z_itself_is_not_paid_on_and_compares_without_money():
    bare = measure("SCREENING", method=replace(Z_SCORE.example, levels=()))
    (said,) = faults(bare)
    assert "no share from 0% to 100%" in said
    assert faults(replace(bare, funding=None, allocation=None)) == []


@pytest.mark.parametrize(
    ("terms", "baseline", "found"),
    [
        pytest.param(SOUND, "80", ["baseline:quality/SCREENING"], id="a level already met"),
        pytest.param(SOUND, "70", [], id="a baseline below the levels"),
        pytest.param(
            measure("SCREENING", must_beat_baseline=True), "80", [], id="it must be beaten"
        ),
        pytest.param(
            measure("SCREENING", method=Maintenance(exact("80"))), "80", [], id="held on purpose"
        ),
    ],
)
def test_a_baseline_that_is_paid_for_standing_still_is_cautioned(terms, baseline, found):
    figure = Figure("2027-Q1", "", "SCREENING", exact("90"), baseline=exact(baseline))
    assert keys(terms, [figure]) == found
