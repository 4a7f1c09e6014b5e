"""Service lines: a hospital's own name for one is recognised, and what is unknown is nothing."""

import pytest

from comanage.library.lines import Line, line_of


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Orthopedics", Line.ORTHOPEDIC),
        ("Bone & Joint Institute", Line.ORTHOPEDIC),
        ("Orthopedic Surgery", Line.ORTHOPEDIC),
        ("Cardiology", Line.CARDIOVASCULAR),
        ("Cardiothoracic Surgery", Line.CARDIOVASCULAR),
        ("Heart and Vascular", Line.CARDIOVASCULAR),
        ("Neurovascular Center", Line.NEUROSCIENCES),
        ("Neurosurgery", Line.NEUROSCIENCES),
        ("Cancer Center", Line.ONCOLOGY),
        ("General Surgery", Line.SURGERY),
        ("Perioperative Services", Line.SURGERY),
        ("Women and Children", None),
    ],
)
def test_a_line_is_recognised_by_its_name(name, line):
    assert line_of("LINE-1", name) is line


def test_the_code_counts_too():
    assert line_of("ONCO", "Institute of the River") is Line.ONCOLOGY
