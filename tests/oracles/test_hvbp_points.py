"""Hospital Value-Based Purchasing: every published point, from a terms file and a figures file."""

import csv
import io

import pytest
from click.testing import CliRunner

from comanage.cli import main
from comanage.rules import canonical
from comanage.rules.numbers import exact
from comanage.rules.terms import Terms, faults
from tests.oracles import hvbp


@pytest.fixture(scope="module")
def terms():
    read, found = canonical.read(Terms, hvbp.TERMS.read_text(encoding="utf-8"))
    assert found == []
    return read


@pytest.fixture(scope="module")
def calculated(tmp_path_factory):
    """Settle all published rows on the command line; results by hospital, measure and name."""
    figures = tmp_path_factory.mktemp("hvbp") / "figures.csv"
    figures.write_text(hvbp.figures_file(hvbp.published()), encoding="utf-8")
    done = CliRunner().invoke(main, ["settle", str(hvbp.TERMS), str(figures), "--lines"])
    assert done.exit_code == 0, done.output
    return {
        (row["participant"], row["code"], row["result"]): row["value"]
        for row in csv.DictReader(io.StringIO(done.stdout))
        if row["scope"] == "measure"
    }


def test_the_terms_file_has_no_faults(terms):
    assert faults(terms) == []


def test_the_terms_file_states_the_published_levels(terms):
    for row in hvbp.definitions():
        measure = terms.measure(row["measure"])
        assert measure.better == row["direction"]
        assert measure.method.threshold == exact(row["achievement_threshold"])
        assert measure.method.benchmark == exact(row["benchmark"])


@pytest.mark.parametrize("name", hvbp.PUBLISHED)
def test_every_published_point_is_reproduced(calculated, name):
    column = hvbp.PUBLISHED[name]
    rows = hvbp.published()
    differing = [
        (
            row["ccn"],
            row["measure"],
            row[column],
            calculated.get((row["ccn"], row["measure"], name)),
        )
        for row in rows
        if (calculated.get((row["ccn"], row["measure"], name)) or "") != row[column]
    ]
    assert differing == []
    assert sum(1 for row in rows if row[column]) > len(rows) // 2
