"""Safeguards: each is turned every way it can stand, and says so in plain words."""

import re
from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.per_capita import PerCapita
from comanage.rules.compliance import ComplianceClass, LegalBasis
from comanage.rules.conditions import Compares, Condition, Looks
from comanage.rules.funding.episode_bundle import EpisodeBundle
from comanage.rules.funding.savings_share import Item, SavingsShare
from comanage.rules.funding.shared_losses import Losses
from comanage.rules.funding.shared_savings import SharedSavings
from comanage.rules.gates import Gate, Modifier
from comanage.rules.lint import lint
from comanage.rules.measure import Status
from comanage.rules.methods.composite import Composite
from comanage.rules.methods.maintenance import Maintenance
from comanage.rules.methods.method import PartOf, Takes
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.numbers import exact
from comanage.rules.periods import Period
from comanage.rules.pool import Division, FmvCap, InForce, PoolRules
from comanage.rules.safeguards import SAFEGUARDS
from comanage.rules.safeguards.safeguard import Stands, stands
from tests.rules.linted import SOUND, with_domain
from tests.rules.worked import with_measure

IN_PLACE, MISSING, NOT_APPLICABLE = Stands
YEAR = Period("2027", date(2027, 1, 1), date(2027, 12, 31))
ITEM = Item("IMPLANT", exact("5400"), exact("1"), exact("400"), exact("4000"), "CASES")
UNPAID = replace(SOUND, funding=None, allocation=None, fmv_cap=None, base_fee=exact("0"))
ON_VOLUME = Condition(Compares.AT_LEAST, exact("400"), "CASES")
ON_QUALITY = Condition(Compares.AT_LEAST, exact("0.5"), "quality", Looks.DOMAIN)


def measure(code, **changes):
    return with_measure(SOUND, code, **changes)


def saving(item=ITEM, **changes):
    return replace(SOUND, funding=SavingsShare(exact("0.5"), (item,)), **changes)


def every(**changes):
    """Change every measure that is paid on."""
    terms = SOUND
    for _, each in SOUND.measures():
        if each.status is Status.CONTRACTUAL:
            terms = with_measure(terms, each.code, **changes)
    return terms


def bonded(**changes):
    return replace(SOUND, bond_financed=True, **changes)


SHARED = SharedSavings("CASES", "CASE-MIX", exact("0.5"))
BUNDLE = EpisodeBundle(exact("20000"), "CASES", "CASE-MIX", exact("0.5"))
NO_BALANCE = measure("IMPLANT", balances=())
MARGIN = {"compliance": ComplianceClass.MARGIN}
BY_MARGIN = Modifier("By margin", by="CASE-MIX", most=exact("1"))


@pytest.mark.parametrize(
    ("number", "terms", "wanted"),
    [
        pytest.param(5, SOUND, IN_PLACE, id="5: the terms mean one thing"),
        pytest.param(5, measure("SSI", weight=exact("0.2")), MISSING, id="5: weights do not add up"),
        pytest.param(5, UNPAID, NOT_APPLICABLE, id="5: no money"),
        pytest.param(6, SOUND, IN_PLACE, id="6: a cap that counts the base fee"),
        pytest.param(6, replace(SOUND, fmv_cap=FmvCap(exact("1"))), MISSING, id="6: it does not"),
        pytest.param(6, replace(SOUND, fmv_cap=None), MISSING, id="6: no cap"),
        pytest.param(6, UNPAID, NOT_APPLICABLE, id="6: no money"),
        pytest.param(7, SOUND, IN_PLACE, id="7: nothing that is paid follows volume"),
        pytest.param(7, measure("SSI", compliance=ComplianceClass.MARKET_SHARE), MISSING,
                     id="7: market share is paid on"),
        pytest.param(7, measure("SSI", compliance=ComplianceClass.LEAKAGE), MISSING,
                     id="7: leakage without a value-based basis"),
        pytest.param(7, replace(measure("SSI", compliance=ComplianceClass.LEAKAGE),
                                legal_basis=LegalBasis.VALUE_BASED), IN_PLACE,
                     id="7: leakage with one"),
        pytest.param(7, measure("SSI", method=Composite((PartOf("CASES", takes=Takes.VALUE),))),
                     MISSING, id="7: a composite of volume"),
        pytest.param(7, replace(SOUND, pool=PoolRules(modifiers=(
            Modifier("By cases", by="CASES", most=exact("1")),))), MISSING,
                     id="7: a multiplier by volume"),
        pytest.param(7, measure("SSI", gates=(Gate("Volume", ON_VOLUME),)), MISSING,
                     id="7: a gate at a volume"),
        pytest.param(7, saving(), IN_PLACE, id="7: savings at the base year's volume"),
        pytest.param(7, replace(SOUND, funding=SHARED), MISSING, id="7: a pool by volume"),
        pytest.param(8, SOUND, IN_PLACE, id="8: a balancing quality measure"),
        pytest.param(8, NO_BALANCE, MISSING, id="8: nothing balances cost"),
        pytest.param(8, measure("IMPLANT", balances=("MILESTONES",)), MISSING,
                     id="8: what balances is no quality"),
        pytest.param(8, with_measure(NO_BALANCE, "IMPLANT", method=TargetBand(
            *map(exact, ("4900", "5400", "4500", "5800")))), IN_PLACE, id="8: a range"),
        pytest.param(8, with_domain(NO_BALANCE, "finance", gates=(Gate("Quality", ON_QUALITY),)),
                     IN_PLACE, id="8: a gate by the domain of quality"),
        pytest.param(8, measure("IMPLANT", compliance=ComplianceClass.EFFICIENCY), NOT_APPLICABLE,
                     id="8: no cost is paid on"),
        pytest.param(9, saving(), IN_PLACE, id="9: base, floor and volume"),
        pytest.param(9, saving(replace(ITEM, floor=exact("0"))), MISSING, id="9: no floor"),
        pytest.param(9, saving(periods=(YEAR, replace(YEAR, code="2028", starts=date(2028, 1, 1),
                                                      ends=date(2028, 12, 31)))), MISSING,
                     id="9: one base year for two years"),
        pytest.param(9, replace(SOUND, funding=SavingsShare(exact("0.5"), savings_of="IMPLANT")),
                     MISSING, id="9: savings as one figure"),
        pytest.param(9, SOUND, NOT_APPLICABLE, id="9: a fixed pool"),
        pytest.param(10, SOUND, IN_PLACE, id="10: case mix is watched"),
        pytest.param(10, measure("CASE-MIX", compliance=ComplianceClass.UNSTATED), MISSING,
                     id="10: nothing is watched"),
        pytest.param(10, measure("IMPLANT", compliance=ComplianceClass.EFFICIENCY), NOT_APPLICABLE,
                     id="10: no cost is paid on"),
        pytest.param(11, SOUND, IN_PLACE, id="11: points for improvement"),
        pytest.param(11, with_measure(measure("RECOMMEND", method=SOUND.measure("SCREENING").method),
                                      "SSI", must_beat_baseline=True), IN_PLACE,
                     id="11: a baseline to beat"),
        pytest.param(11, measure("RECOMMEND", method=SOUND.measure("SCREENING").method), MISSING,
                     id="11: no measure looks at a baseline"),
        pytest.param(11, every(method=Maintenance(exact("1"))), MISSING, id="11: only maintenance"),
        pytest.param(11, replace(SOUND, domains=SOUND.domains[3:]), NOT_APPLICABLE,
                     id="11: nothing is paid on"),
        pytest.param(12, SOUND, IN_PLACE, id="12: every measure has its evidence"),
        pytest.param(12, measure("SSI", specification=" "), MISSING, id="12: no specification"),
        pytest.param(12, replace(SOUND, domains=SOUND.domains[3:]), NOT_APPLICABLE,
                     id="12: nothing is paid on"),
        pytest.param(13, SOUND, IN_PLACE, id="13: quality beside cost"),
        pytest.param(13, every(compliance=ComplianceClass.COST), MISSING, id="13: cost alone"),
        pytest.param(13, every(compliance=ComplianceClass.EXPERIENCE), MISSING,
                     id="13: experience alone"),
        pytest.param(13, every(compliance=ComplianceClass.UNSTATED), MISSING, id="13: unstated"),
        pytest.param(13, replace(SOUND, domains=SOUND.domains[3:]), NOT_APPLICABLE,
                     id="13: nothing is paid on"),
        pytest.param(15, SOUND, IN_PLACE, id="15: a stated basis"),
        pytest.param(15, replace(SOUND, legal_basis=LegalBasis.UNSTATED), MISSING, id="15: none"),
        pytest.param(15, replace(SOUND, legal_basis=LegalBasis.DOWNSIDE_RISK), MISSING,
                     id="15: a basis of risk without a risk"),
        pytest.param(15, replace(SOUND, legal_basis=LegalBasis.DOWNSIDE_RISK,
                                 funding=replace(SHARED, losses=Losses())), IN_PLACE,
                     id="15: a basis of risk with losses"),
        pytest.param(15, UNPAID, NOT_APPLICABLE, id="15: no money"),
        pytest.param(16, SOUND, IN_PLACE, id="16: equal parts"),
        pytest.param(16, replace(SOUND, allocation=AcceptedHours("CASES")), MISSING,
                     id="16: cases as if they were hours"),
        pytest.param(16, replace(measure("CASE-MIX", name="Referrals",
                                         compliance=ComplianceClass.UNSTATED),
                                 allocation=PerCapita("CASE-MIX")), MISSING,
                     id="16: referrals by their name"),
        pytest.param(16, UNPAID, NOT_APPLICABLE, id="16: nothing is divided"),
        pytest.param(20, bonded(), IN_PLACE, id="20: no profit is shared"),
        pytest.param(20, replace(measure("CASE-MIX", **MARGIN), bond_financed=True,
                                 pool=PoolRules(modifiers=(BY_MARGIN,))), MISSING,
                     id="20: a multiplier by margin"),
        pytest.param(20, bonded(funding=replace(BUNDLE, loss_share=exact("0.5"))), MISSING,
                     id="20: a loss that is owed"),
        pytest.param(20, bonded(in_force=InForce(date(2027, 1, 1), date(2060, 1, 1))), MISSING,
                     id="20: more than thirty years"),
        pytest.param(20, SOUND, NOT_APPLICABLE, id="20: no bonds"),
        pytest.param(21, SOUND, IN_PLACE, id="21: a cap"),
        pytest.param(21, replace(SOUND, fmv_cap=None), IN_PLACE, id="21: a fixed pool"),
        pytest.param(21, saving(fmv_cap=None), MISSING, id="21: a pool without a limit"),
        pytest.param(21, saving(fmv_cap=None, pool=PoolRules(most=exact("50000"))), IN_PLACE,
                     id="21: a most in dollars"),
        pytest.param(21, UNPAID, NOT_APPLICABLE, id="21: no money"),
    ],
)  # fmt: skip
def test_a_safeguard_stands_where_the_terms_put_it(number, terms, wanted):
    found = SAFEGUARDS[number].check(terms)
    assert stands(found) is wanted
    assert all(finding.sentence.endswith(".") for finding in found)


def test_every_safeguard_is_turned_every_way_it_can_stand():
    cases = [case for mark in test_a_safeguard_stands_where_the_terms_put_it.pytestmark
             for case in mark.args[1]]  # fmt: skip
    turned = {(case.values[0], case.values[2]) for case in cases}
    always_applies = {(7, NOT_APPLICABLE)}
    assert turned | always_applies == {(number, each) for number in SAFEGUARDS for each in Stands}


def test_no_safeguard_claims_that_the_law_is_kept():
    words = [each.value for each in Stands]
    for safeguard in SAFEGUARDS.values():
        words += [safeguard.title, safeguard.sentence]
        words += [finding.sentence for finding in safeguard.check(SOUND)]
    assert [word for word in words if re.search(r"\bcompl(y|ies|iant)\b|\bmet\b", word)] == []


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        pytest.param(
            measure("SSI", compliance=ComplianceClass.REFERRALS), "domain quality, measure SSI",
            id="referrals that are paid on",
        ),
        pytest.param(
            measure("MILESTONES", status=Status.ALTERNATE, weight=exact("0"), **MARGIN),
            "domain development, measure MILESTONES", id="a margin as the alternate",
        ),
        pytest.param(replace(SOUND, allocation=PerCapita("CASES")), "allocation",
                     id="cases that divide the money"),
        pytest.param(
            replace(SOUND, division=Division(modifiers=(
                Modifier("By cases", by="CASES", most=exact("1")),))),
            "division, modifier By cases", id="cases that multiply a part",
        ),
    ],
)  # fmt: skip
def test_what_is_forbidden_is_a_fault_of_lint(terms, place):
    found = [fault for fault in lint(terms).faults if fault.place == place]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("terms", "key"),
    [
        pytest.param(NO_BALANCE, "balance:finance/IMPLANT", id="8"),
        pytest.param(measure("CASE-MIX", compliance=ComplianceClass.UNSTATED), "steering", id="10"),
        pytest.param(every(method=Maintenance(exact("1"))), "improvement", id="11"),
        pytest.param(every(compliance=ComplianceClass.COST), "mix", id="13"),
        pytest.param(saving(fmv_cap=None), "total-fee:pool", id="21"),
        pytest.param(measure("SSI", gates=(Gate("Volume", ON_VOLUME),)),
                     "volume:quality/SSI/CASES", id="7"),
        pytest.param(replace(SOUND, fmv_cap=FmvCap(exact("1"))), "fair-value:fmv_cap", id="6"),
    ],
)  # fmt: skip
def test_what_is_missing_is_a_caution_of_lint(terms, key):
    assert key in [caution.key for caution in lint(terms).cautions]


def test_reporting_only_measures_of_any_class_are_left_in_peace():
    for kind in ComplianceClass:
        assert lint(measure("CASES", compliance=kind)).faults == ()
