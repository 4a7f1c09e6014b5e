"""Databases as earlier versions left them: brought up to date with all they hold, and back a step.

The dumps in data/ were written by the versions themselves, with an approved settlement. When the
tables of a version were in use somewhere, its dump is kept here for good.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from comanage.backups.manifest import Manifest, bent_documents, chain_of
from comanage.database import connect, downgrade, ready, revision, upgrade

DUMPS = sorted((Path(__file__).parent / "data").glob("schema_*.sql"))


@pytest.fixture(params=DUMPS, ids=lambda file: file.stem)
def kept(request, tmp_path):
    """An engine on a database as an earlier version left it, and which version that was."""
    file = tmp_path / "kept.sqlite"
    with closing(sqlite3.connect(file)) as made:
        made.executescript(request.param.read_text(encoding="utf-8"))
    engine = connect(f"sqlite:///{file}")
    yield engine, request.param.stem.removeprefix("schema_")
    engine.dispose()


# What stands elsewhere since: a version keeps its own fee, and the agreement the first of them (0031).
MOVED = ("agreement.base_fee_cents",)


def gathered(engine):
    with engine.connect() as connection:
        assert bent_documents(connection) == []
        return Manifest.gathered(connection)


def kept_of(before, after):
    """Leave out what the earlier version did not count."""
    return (
        {name: after.rows[name] for name in before.rows},
        {name: after.cents[name] for name in before.cents}
        | {name: before.cents[name] for name in MOVED},
        after.documents,
        after.statements,
    )


@pytest.mark.trust("G6", "D10")
def test_an_earlier_database_comes_through_with_every_row_sum_and_document(kept):
    engine, version = kept
    assert revision(engine) == version
    before = gathered(engine)
    assert before.rows["statement"] == before.rows["payout_record"] == 2
    assert int(before.cents["payout_record.payable_cents"]) > 0
    upgrade(engine)
    ready(engine)
    after = gathered(engine)
    with engine.connect() as connection:
        fees = connection.exec_driver_sql(
            "SELECT terms, base_fee_cents FROM scorecard WHERE base_fee_cents IS NOT NULL"
        ).all()
    assert fees
    assert all(int(json.loads(terms)["base_fee"]) * 100 == cents for terms, cents in fees)
    assert kept_of(before, after) == (
        before.rows, before.cents, before.documents, before.statements,
    )  # fmt: skip
    with engine.connect() as connection:
        verdict = chain_of(connection)
    assert (verdict.why, verdict.head.number) == ("", before.rows["audit_entry"])
    if before.entries:  # it was a chain already, and still is the same one
        assert (after.entries, after.head) == (before.entries, before.head)


@pytest.mark.trust("G6")
def test_an_earlier_database_goes_a_step_down_and_up_again_as_it_was(kept):
    engine, _ = kept
    upgrade(engine)
    before = gathered(engine)
    downgrade(engine, "-1")
    assert revision(engine) != before.revision
    upgrade(engine)
    ready(engine)
    assert gathered(engine) == before


def test_dumps_are_kept_of_the_version_before_the_chain_and_of_the_one_with_it():
    assert {"schema_0007", "schema_0008"} <= {file.stem for file in DUMPS}
