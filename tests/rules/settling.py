"""Ready-made ways to settle the worked agreement with one thing agreed differently."""

from dataclasses import replace

from comanage.rules.compliance import ComplianceClass
from comanage.rules.figures import Figure
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.recorded import Recorded
from comanage.rules.numbers import exact
from comanage.rules.retrace import faults
from comanage.rules.settlement import settle
from comanage.rules.terms import Domain
from comanage.rules.units import Better, Unit
from tests.rules.worked import FIGURES, TERMS

PERIOD = "2027-Q1"
OTHER = ComplianceClass.UNSTATED


def fact(code, unit=Unit.DOLLARS):
    """A figure that money goes by: recorded, never scored."""
    return Measure(
        code, code.title(), exact("0"), unit, Better.HIGHER, Recorded(), status=Status.REPORTING
    )


def with_facts(terms, *facts):
    """Give the terms with a domain of recorded measures, of weight 0, at the end."""
    return replace(terms, domains=(*terms.domains, Domain("facts", "Facts", exact("0"), facts)))


def given(code, value, participant=""):
    """One figure of the worked period."""
    return Figure(PERIOD, participant, code, exact(value))


def settled(*figures, terms=TERMS, period=PERIOD, **changes):
    """Settle the worked figures and some more under terms with some entries changed."""
    return settle(replace(terms, **changes), (*FIGURES, *figures), period)


def results(settlement):
    """List every result by scope, code and name; of whom, where it is a participant's own."""
    return {
        (*([step.participant] if step.participant and step.scope != "payout" else []),
         step.scope.value, step.code, step.result): step.value
        for step in settlement.steps
    }  # fmt: skip


def paid(settlement):
    """List what each participant is paid, in cents."""
    return {payout.participant: payout.payable for payout in settlement.payouts}


def absent(reason, baseline=None):
    prior = None if baseline is None else exact(baseline)
    return Figure(PERIOD, "", "SCREENING", baseline=prior, absent=reason)


def scored(terms, figures=FIGURES, code="SCREENING"):
    """Settle, and give one measure's line; the trace must come out again."""
    settled = settle(terms, figures, PERIOD)
    assert faults(terms, settled.steps) == []
    lines = [line for domain in settled.scorecard.domains for line in domain.measures]
    return next(line for line in lines if line.code == code), settled
