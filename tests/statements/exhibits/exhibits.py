"""Exhibits to look at: the sample agreement as the parties sign it."""

from datetime import UTC, date, datetime

from comanage.rules import canonical
from comanage.rules.base_fee import BaseFee, Pays
from comanage.statements.exhibits.exhibit import ExhibitFacts, contents
from comanage.statements.exhibits.exhibit_beside import Beside, GroupFee
from tests.statements import samples

CHECKED = datetime(2026, 12, 7, 15, 20, tzinfo=UTC)
FEE = BaseFee(pays=Pays.HOUR, cents=185_00, most_a_month=40 * 60, most_a_year=400 * 60)
BESIDE = Beside(
    dispute_days=10, answer_days=15, figure_days=20, year_cap_cents=1_900_000_00,
    base_fees=(GroupFee("Granite Fork Bone & Joint", date(2027, 1, 1), FEE),),
)  # fmt: skip


def facts(terms=samples.TERMS, **changed):
    """Give what surrounds some terms."""
    text = canonical.text(terms)
    told = {
        "organization": "Larkspur Ridge Medical Center",
        "hospital": "Larkspur Ridge Medical Center, Inc.",
        "agreement": "ORTHO",
        "title": "Orthopedic co-management",
        "service_line": "Orthopedics",
        "starts": date(2027, 1, 1),
        "ends": date(2028, 12, 31),
        "version": 1,
        "effective_on": date(2027, 1, 1),
        "begins": "2027-Q1",
        "terms_text": text,
        "terms_hash": canonical.digest(text),
        "checked_at": CHECKED,
        "beside": BESIDE,
    }
    return ExhibitFacts(**told | changed)


def exhibit(terms=samples.TERMS, **changed):
    """Put together the exhibit of some terms."""
    return contents(terms, facts(terms, **changed))
