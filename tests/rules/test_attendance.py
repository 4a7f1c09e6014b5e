"""Attendance: counts by person and by side, as numerator and denominator."""

from fractions import Fraction

from comanage.rules.attendance import Attended, Presence, by_person, by_side

PRESENT, EXCUSED, ABSENT = Presence
FOUND = [
    Attended("Ann", "Granite", PRESENT),
    Attended("Bo", "Granite", ABSENT),
    Attended("Dana", "Hospital", PRESENT),
    Attended("Ann", "Granite", PRESENT),
    Attended("Bo", "Granite", EXCUSED),
    Attended("Ann", "Granite", EXCUSED),
    Attended("Ann", "Copper", ABSENT),
]


def test_each_person_is_counted_on_each_side():
    counted = [(r.side, r.of, r.came, r.asked, r.excused) for r in by_person(FOUND)]
    assert counted == [
        ("Copper", "Ann", 0, 1, 0),
        ("Granite", "Ann", 2, 3, 1),
        ("Granite", "Bo", 0, 2, 1),
        ("Hospital", "Dana", 1, 1, 0),
    ]


def test_a_side_is_all_of_its_people_and_an_excuse_is_not_a_presence():
    granite = by_side(FOUND)[1]
    assert (granite.of, granite.came, granite.asked) == ("Granite", 2, 5)
    assert granite.share == Fraction(2, 5)


def test_without_meetings_there_is_no_rate():
    assert by_side([]) == by_person([]) == []
