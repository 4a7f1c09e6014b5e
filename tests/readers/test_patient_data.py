"""Patient data: planted identifiers are always found, totals pass, values are never repeated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.readers.figure_rows import KNOWN
from comanage.readers.patient_data import faults
from comanage.readers.patient_headings import heading_looks_like
from comanage.readers.patient_shapes import looks_like
from comanage.readers.reader import Row, Table

REFUSED = (
    """
MRN|Patient MRN|mrn_number|Medical Record Number|medical-record-no|Medical record|Chart No|SSN
Social Security Number|pt_ssn|DOB|Date of Birth|Birth Date|birthdate|BirthDay|Patient DOB
Birth year|Patient Name|patient_id|Patient ID|PatientNumber No DOB|Pt Name|PT ID|Patient Last Name
Patient First|First Name|last_name|Surname|Middle name|Maiden Name|Given Name|Family name|Member ID
member_number|Subscriber ID|Beneficiary ID|Medicare ID|MBI|HICN|HIC|CSN|Encounter|Encounter ID
encounter_number|Visit Number|Admission ID|Account Number|Patient Account No|Hospital account id|FIN
FIN number|Phone|Phone Number|Telephone|Cell number|Mobile No|Fax number|Fax|E-mail|Email address
email|ZIP|Zip code|Postal Code|Home Address|Street address|Patient address|Policy number
PatientName|PatientID|PatientMRN|FirstName|LastName|MemberID|EncounterID|PhoneNumber|EmailAddress
DateOfBirth|SocialSecurityNumber|PAT_NAME|pat_id|PAT_MRN_ID|Visit#|D.O.B.|S.S.N.|MR#|MR No|Med. Rec. No.
LName|F_Name|Last, First|Soc Sec #|Home Phone|Phone 1|Phone1|E-mail Addr|ZipCode|Mbr ID|Enc #|Medicare #
patientname|patientid|firstname|memberid|dateofbirth|encounterid|AccountNumber|MRN2|ptMRN|DoB|eMail
Date of death|Name of patient|Guarantor name|Next of kin|Emergency contact|Insurance ID|HAR|EMPI|SS#
M R N|D/O/B|МRN|ΜRΝ|ＭＲＮ|M\u200bRN|DОB|рatient id|ＳＳＮ|Раtіеnt Nаmе|M\u0336R\u0336N\u0336|ᴍʀɴ
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
TAKEN = (
    """
Final score|Financial|Finance|Discharge Date|Discharges|Readmissions (patients)|Patients|Patient days
Patient experience|Patient safety indicators|Encounters|Encounters with care plan|Member months
Members attributed|Beneficiaries|Visits|Visits per day|Account|Accounts receivable days|Admissions
Admission rate|Admitted within 30 days|Measure name|Group name|Name|Participant|Facility|Hospital
Period|Quarter|Month|Value|Result|Numerator|Denominator|Baseline|Target|Threshold|Benchmark|Cases
Volume|Rate|Ratio|Observed|Expected|Index|Length of stay|LOS days|Minutes|Turnover time|Cost per case
Dollars|Points|Score|Weight|Domain|Source|Note|Comment|Report date|Run date|System|Absent|Reason
Phone calls answered|Calls within 48 hours|Born-in rate of discharge|Births|Birth weight under 1500 g
Deaths|Mortality|Zipper incidents|FinalScore|MeasureName|FacilityName|PatientDays|PatientExperience|PatientsPerDay
MemberMonths|VisitsPerDay|EncountersWithPlan|# of patients|Visits #|No. of encounters|Encounters #
Pathway ID|Patent no.|Patch number|Path name|Client satisfaction|Medical records complete
Medical record completion|MR number of scans|Phone calls|ReportDate|Q1|FY26|SSI|LOSDays|ORTurnover
GL account number|Ledger account no|Vendor account no|Death rate|Insurance mix|Name of measure
Q 1 2|A B C|Ανάλυση|Показатель|Ｒａｔｅ
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.trust("H2")
@pytest.mark.parametrize("heading", REFUSED)
@pytest.mark.trust("H2")
def test_a_heading_of_an_identifier_is_refused(heading):
    assert heading_looks_like(heading)


@pytest.mark.trust("H2")
@pytest.mark.parametrize("heading", [word for word in TAKEN if "Born" not in word])
@pytest.mark.trust("H2")
def test_a_heading_of_totals_passes(heading):
    assert heading_looks_like(heading) == ""


@pytest.mark.trust("H2")
def test_the_lists_are_long_enough_to_mean_something():
    assert len(REFUSED) >= 60
    assert len(TAKEN) >= 60


@pytest.mark.parametrize(
    "text",
    [
        "123-45-6789", "see 123 45 6789 there", "123–45–6789", "１２３-４５-６７８９", "SSN 123456789",
        "123 - 45 - 6789", "123.45.6789", "1EG4-TE5-MK73", "1EG4TE5MK73", "1EG4 TE5 MK73", "MRN 00123456", "mrn: 4455667", "medical record no. 778899",
        "DOB 1/2/1950", "born on 3 May 1950", "date of birth: 1950-05-03",
    ],
)  # fmt: skip
def test_a_value_of_an_identifier_is_found(text):
    assert looks_like(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "84.2", "412 of 486", "2027-03-31", "2027-Q1", "1,234.50", "NHSN report, row 14",
        "Registry export 2027-04-02, SHA-256 9f86d081884c7d659a2feaa0c55ad015", "987-65-4321",
        "000-12-3456", "10.123.45.6789", "123.45.6789.1", "1Q26 2Q26 3Q26 FY26", "ticket 123-456-7890", "1234567890", "10-15-2027", "page 3-4-5",
    ],
)  # fmt: skip
def test_a_total_or_a_reference_passes(text):
    assert looks_like(text) == ""


@pytest.mark.trust("H3")
@given(
    st.integers(1, 899),
    st.integers(1, 99),
    st.integers(1, 9999),
    st.sampled_from(["-", " ", " - ", "."]),
)
def test_any_social_security_number_is_found_in_any_text(area, group, serial, sign):
    planted = f"{area:03}{sign}{group:02}{sign}{serial:04}"
    assert (looks_like(f"a {planted}, b") == "") is (area == 666)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9)))
def test_no_number_by_itself_is_taken_for_a_person(number):
    assert looks_like(str(number)) == ""


def table(column, *texts):
    rows = tuple(Row(at, {"measure": "SSI", column: text}) for at, text in enumerate(texts, 2))
    return Table(("measure", column), rows)


@pytest.mark.trust("H4")
def test_a_heading_is_refused_by_its_place_and_what_it_looks_like():
    (fault,) = faults(table("patient mrn", "4455667"), KNOWN)
    assert fault.place == "row 1, column B"
    assert fault.sentence.startswith("This looks like a medical record number. ")
    assert "4455667" not in fault.sentence


def test_a_heading_that_is_itself_a_value_is_not_repeated():
    (fault,) = faults(table("123-45-6789"), KNOWN)
    assert "123" not in str(fault)


def test_known_columns_are_searched_too_and_many_finds_are_counted():
    (fault,) = faults(table("note", "fine", "123-45-6789", "1EG4-TE5-MK73"), KNOWN)
    assert fault.place == "row 3, column note"
    assert "So do 1 more in this column." in fault.sentence


@pytest.mark.parametrize(
    ("texts", "what"),
    [
        (
            ["1950-05-03", "1/2/1949", "12.11.1960", "1970-01-01", "n/a", "1980-02-02"],
            "dates of days",
        ),
        ([f"10{at}4455" for at in range(6)], "numbers of persons or visits"),
    ],
)
def test_a_column_that_nobody_knows_is_judged_by_its_values(texts, what):
    (fault,) = faults(table("extra", *texts), KNOWN)
    assert what in fault.sentence
    assert faults(table("source", *texts), KNOWN) == []


def test_a_column_is_known_by_its_words_whatever_joins_them():
    assert faults(table("patientname", "x"), KNOWN)
    assert heading_looks_like("PatientName") == heading_looks_like("patient name")


@given(st.lists(st.integers(0, 99_999), max_size=30))
def test_a_column_of_totals_passes(totals):
    assert faults(table("extra", *map(str, totals)), KNOWN) == []
