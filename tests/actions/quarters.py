"""A year of approved quarters of the sample agreement, whose minutes between cases differ."""

from dataclasses import replace

from comanage.actions import approvals
from comanage.actions import settlements as act
from comanage.database import transaction
from comanage.rules.periods import quarters
from comanage.rules.signoff import FigureState
from tests.actions.releasing import make_approved
from tests.actions.settling import make_value
from tests.makers.agreements import ENDS, STARTS
from tests.statements import samples

CODES = ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")
TERMS = replace(samples.TERMS, periods=tuple(quarters(STARTS, ENDS)))
MINUTES = ("27.4", "26.0", "30.5", "24.0")


def make_year(*, count=4, terms=TERMS, figures=samples.FIGURES, minutes=MINUTES):
    """Make the agreement, and approve its first quarters one after the other."""
    made = make_approved(terms=terms, figures=figures)
    for code, value in [*zip(CODES, minutes, strict=True)][1:count]:
        with transaction() as session:
            for one in figures:
                if one.measure == "turnover" and not one.participant:
                    make_value(
                        session, made, replace(one, value=samples.exact(value)),
                        FigureState.VERIFIED, period=code,
                    )  # fmt: skip
                else:
                    make_value(session, made, one, FigureState.VERIFIED, period=code)
        with transaction() as session:
            act.calculate(session, made.administrator, made.id, code)
        with transaction() as session:
            act.finalize(session, made.administrator, made.id, code, number=1)
        with transaction() as session:
            approvals.approve(session, made.approver, made.id, code, number=1)
    return made
