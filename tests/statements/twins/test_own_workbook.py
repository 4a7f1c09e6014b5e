"""A group's workbook: nothing of any other group in any part of it, and the same from what it may know."""

import io
import re
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest

from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.allocations.ownership import Holding, Ownership
from comanage.rules.allocations.per_capita import PerCapita
from comanage.rules.figures import Figure
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.recorded import Recorded
from comanage.rules.numbers import dollars, money, plain_money
from comanage.rules.settlement import settle
from comanage.rules.terms import Domain, Participant
from comanage.rules.units import Better, Unit
from comanage.statements import twins
from comanage.statements.carried import part_of
from tests.statements.samples import FIGURES, TERMS, facts
from tests.statements.twins.agreements import drawn, worked
from tests.statements.twins.spreadsheet import SHEETS, cells

Q1, MINE, OTHERS = "2027-Q1", "GRANITE", ("CANARYCODE", "WRENCODE")
GROUPS = (
    Participant(MINE, "Granite Fork Bone & Joint"),
    Participant("CANARYCODE", "Canary Surgeons of the Mine"),
    Participant("WRENCODE", "Wren Hollow Orthopedics"),
)
HEADS = Measure(
    "HEADS", "Members who take part", Fraction(0), Unit.COUNT, Better.HIGHER, Recorded(),
    status=Status.REPORTING,
)  # fmt: skip
OF_EACH = {"GRANITE": 11, "CANARYCODE": 7919, "WRENCODE": 6841}
COUNTED = replace(
    TERMS,
    domains=(*TERMS.domains, Domain("counts", "Counts", Fraction(0), (HEADS,))),
    participants=GROUPS,
    allocation=PerCapita("HEADS"),
)
SHARED = replace(TERMS, participants=GROUPS, allocation=Equal())
OWNED = replace(
    TERMS,
    participants=GROUPS,
    allocation=Ownership(
        (
            Holding(MINE, Fraction(45)),
            Holding("CANARYCODE", Fraction(35)),
            Holding("WRENCODE", Fraction(19)),
        )
    ),
)
SCORED = replace(TERMS, participants=GROUPS, allocation=OwnScore())


def of(code, **changes):
    """Give the figures of one group: those of the service line, with other values."""
    return tuple(
        replace(each, participant=code, **changes.get(each.measure, {})) for each in FIGURES
    )


HEAD_COUNTS = tuple(
    Figure(Q1, code, "HEADS", value=Fraction(count)) for code, count in OF_EACH.items()
)
OWN_FIGURES = (
    *of(MINE),
    *of("CANARYCODE", ssi={"numerator": Fraction(7), "denominator": Fraction(7919)}),
    *of("WRENCODE", turnover={"value": Fraction("29.6841")}),
)
KINDS = [
    pytest.param(COUNTED, (*FIGURES, *HEAD_COUNTS), id="by members"),
    pytest.param(SHARED, FIGURES, id="in equal shares"),
    pytest.param(OWNED, FIGURES, id="by ownership"),
    pytest.param(SCORED, (*FIGURES, *OWN_FIGURES), id="by own scores"),
]


def text_of(content):
    """Read every part of a workbook: cells, properties, names, hidden sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


@pytest.mark.trust("B3")
@pytest.mark.parametrize(("terms", "figures"), KINDS)
def test_no_name_figure_score_or_dollar_of_another_group_stands_in_any_part(terms, figures):
    settled = settle(terms, figures, Q1)
    held = text_of(twins.write(terms, settled, figures, facts(), reader=MINE))
    whole = text_of(twins.write(terms, settled, figures, facts()))
    assert "Granite Fork" in held
    secrets = ["Canary", "CANARYCODE", "Wren Hollow", "WRENCODE"]
    if terms is COUNTED:
        secrets += ["7919", "6841"]
    if terms is SCORED:
        secrets += ["29.6841", "7919"]
    own = settled.payout(MINE).payable
    for code in OTHERS:
        cents = settled.payout(code).payable
        if cents != own:
            secrets += [money(cents), f">{float(dollars(cents))}<", plain_money(cents)]
        secrets += [f">{float(one.total)!r}<" for one in settled.scorecards
                    if one.participant == code and one.total != settled.scorecards[1].total]  # fmt: skip
    assert [secret for secret in secrets if secret in held] == []
    assert [secret for secret in secrets[:4] if secret not in whole] == []


@pytest.mark.parametrize(("terms", "figures"), KINDS)
def test_a_group_is_shown_what_it_is_paid_and_how(terms, figures, tmp_path):
    settled = settle(terms, figures, Q1)
    (tmp_path / "own.xlsx").write_bytes(twins.write(terms, settled, figures, facts(), reader=MINE))
    found = cells(tmp_path / "own.xlsx")
    payable = found["Payout", "Q5"]
    assert payable.formula
    assert round(payable.value * 100) == settled.payout(MINE).payable
    notes = [cell.value for (sheet, _), cell in found.items()
             if sheet == "Payout" and "carried as a value" in str(cell.value)]  # fmt: skip
    assert bool(notes) == (terms in {COUNTED, SCORED})
    assert all("figures of other groups" in note for note in notes)


@pytest.mark.trust("B3")
def test_a_workbook_made_from_what_a_group_may_know_is_the_same_to_the_byte():
    compared = 0
    for one in (*worked(), *drawn(12)):
        for payout in one.settlement.payouts:
            code = payout.participant
            known = part_of(one.terms, one.settlement, code)
            figures = [each for each in one.figures if each.participant in {"", code}]
            mine = twins.write(one.terms, known, figures, facts(), reader=code)
            assert mine == twins.write(one.terms, one.settlement, one.figures, facts(), reader=code)
            compared += 1
    assert compared > 60


def test_a_group_that_is_not_settled_has_no_workbook():
    settled = settle(SHARED, FIGURES, Q1)
    with pytest.raises(LookupError, match="NOBODY is not settled in 2027-Q1"):
        twins.write(SHARED, settled, FIGURES, facts(), reader="NOBODY")


def test_every_sheet_of_a_group_is_there(tmp_path):
    settled = settle(SHARED, FIGURES, Q1)
    content = twins.write(SHARED, settled, FIGURES, facts(), reader=MINE)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        book = parts.read("xl/workbook.xml").decode()
    assert re.findall(r'<sheet name="(\w+)"', book) == list(SHEETS)
