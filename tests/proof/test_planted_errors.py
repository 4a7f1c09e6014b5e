"""Planted errors: each is found by the second calculator, and many by a worked agreement too."""

import pytest

from tests.cases.test_cases import CASES, expected, settled, values
from tests.proof.comparison import told_of
from tests.proof.errors import ERRORS
from tests.proof.planting import plant

FOLDERS = {folder.name: folder for folder in CASES}
MOST = 200  # agreements are drawn until one comes out differently, but no more than these


@pytest.mark.parametrize("error", ERRORS, ids=str)
def test_a_planted_error_is_found(error, monkeypatch):
    with monkeypatch.context() as planted:
        plant(error, planted)
        found = next(
            (seed for seed in range(error.first, error.first + MOST) if differs(seed)), None
        )
        assert not error.case or comes_out_wrong(FOLDERS[error.case])
    assert found is not None
    assert told_of(found) == []
    assert not error.case or not comes_out_wrong(FOLDERS[error.case])


def test_twenty_errors_are_planted_and_ten_of_them_found_by_worked_agreements():
    assert len({error.wrong for error in ERRORS}) >= 20
    assert len([error for error in ERRORS if error.case]) >= 10


def differs(seed):
    """Say whether engine and second calculator differ about a drawn agreement."""
    return any(not line.startswith("refused") for line in told_of(seed))


def comes_out_wrong(folder):
    """Say whether a worked agreement comes out otherwise than a person worked it out."""
    columns, rows = expected(folder)
    results, wanted = values(settled(folder), columns), values(rows, columns)
    return {key: results.get(key) for key in wanted} != wanted
