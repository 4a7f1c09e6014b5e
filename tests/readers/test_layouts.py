"""Layouts: hospitals and participating physicians are let through by their numbers, and nobody else."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.readers.layouts import is_npi
from comanage.readers.patient_data import line_faults
from tests.oracles.published import FOLDER

PUBLIC = sorted(FOLDER.glob("*.csv"))
NPIS = ("1234567893", "1245319599", "1417947300", "1003000126", "1780699801", "1588667638")
HOSPITALS = (
    "Facility ID,Facility Name,Address,City/Town,State,ZIP Code,County/Parish,Telephone Number,Score,"
    "Start Date,End Date\n"
    + "".join(
        f"33010{at},NORTH HOSPITAL {at},{at} MAIN STREET,ALBANY,NY,1220{at},ALBANY,(518) 555-120{at},"
        f"{at}.5,07/01/2025,06/30/2026\n"
        for at in range(8)
    )
)
ROSTER = "NPI,First Name,Last Name,E-mail,Group\n" + "".join(
    f"{npi},Ana,Lopez,ana{at}@granite.example,GRANITE\n" for at, npi in enumerate(NPIS)
)
TIME_LOG = "npi,date,duty,hours\n" + "".join(
    f"{npi},2027-0{at + 1}-1{at},Protocol review,1.5\n" for at, npi in enumerate(NPIS)
)
MINUTES = "Meeting date,Present,Invited\n" + "".join(
    f"2027-0{at}-1{at},12,15\n" for at in range(1, 8)
)
KNOWN = {"hospitals": HOSPITALS, "roster": ROSTER, "time log": TIME_LOG, "minutes": MINUTES}
PLANTED = {"mrn": "4455", "Date of Birth": "1950-05-03", "Patient Name": "x", "Case": "44556677"}


def rows(plain):
    return [*enumerate(csv.reader(io.StringIO(plain)), start=1)]


def told(lines):
    return [str(fault) for fault in line_faults(lines)]


@pytest.mark.trust("H3a")
@pytest.mark.parametrize("file", PUBLIC, ids=lambda file: file.name)
def test_a_public_file_of_hospitals_passes(file):
    assert told(rows(file.read_text(encoding="utf-8"))) == []


@pytest.mark.trust("H3a")
@pytest.mark.parametrize("plain", KNOWN.values(), ids=KNOWN)
def test_a_file_of_hospitals_or_physicians_passes(plain):
    assert told(rows(plain)) == []


@pytest.mark.trust("H3a")
@pytest.mark.parametrize("heading", PLANTED)
@pytest.mark.parametrize("plain", [*KNOWN.values(), *(file.read_text() for file in PUBLIC)])
def test_the_same_with_one_more_column_does_not(plain, heading):
    (number, top), *others = rows(plain)
    value = PLANTED[heading]
    planted = [(number, [*top, heading])]
    planted += [(at, [*cells, value if heading != "Case" else f"{int(value) + at}"])
                for at, cells in others]  # fmt: skip
    (fault,) = told(planted)
    assert f", column {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[len(top)]}: This " in fault


@pytest.mark.trust("H3a")
@pytest.mark.parametrize(
    "plain",
    [
        pytest.param(ROSTER.replace("1234567893", "1234567890"), id="a number that does not fit"),
        pytest.param(ROSTER.replace("NPI,", "Number,"), id="a roster without the identifier"),
        pytest.param(
            TIME_LOG.replace("npi", "person"), id="days of persons without the identifier"
        ),
        pytest.param(HOSPITALS.replace("Facility ID", "Row"), id="addresses without a hospital"),
        pytest.param(HOSPITALS.replace("33010", "4455667"), id="hospitals numbered like patients"),
    ],
)
def test_without_the_number_that_fits_the_columns_are_looked_at(plain):
    assert told(rows(plain)) != []


@given(st.integers(10**9, 3 * 10**9 - 1))
def test_of_ten_numbers_in_a_row_one_fits_the_check(number):
    start = number - number % 10
    fitting = [one for one in range(start, start + 10) if is_npi(str(one))]
    assert len(fitting) == (1 if str(start)[0] in "12" else 0)
