"""A programme is a terms file and nothing else: the rules know none of them by name."""

import re

import pytest

from tests.house.house import named, python_files

PROGRAMMES = re.compile(r"\b(hvbp|mssp|hac|hrrp|medicare|cms)\b", re.IGNORECASE)


@pytest.mark.parametrize("file", python_files("comanage/rules"), ids=named)
def test_no_rule_knows_a_programme_by_its_name(file):
    lines = file.read_text(encoding="utf-8").replace("_", " ").splitlines()
    found = [f"line {at}: {line}" for at, line in enumerate(lines, 1) if PROGRAMMES.search(line)]
    assert found == []
