"""Every crash point: the program is ended there, and nothing is lost, halved or doubled."""

import zipfile

import pytest

from comanage.database import downgrade, ready
from comanage.records.guarding import lifted
from tests.actions.settling import approved, without_layout
from tests.crash.ending import KILLED, comanage, holds, made_final, points
from tests.crash.releasing import made_approved, made_held, released, requested, rest_released
from tests.migrations.test_migrations import everything

POINTS = points()
APPROVING = ("approve", "statement", "commit")  # what the names of its points begin with
WRITING = ("file",)
MIGRATING = ("migration",)
RELEASING, RESTING, REQUESTING = ("release",), ("rest",), ("request",)
WORKING = ("job",)  # in tests/jobs/test_processes.py
EARLIER = "0007"  # from where a database is brought up to date


def of(*families):
    """List the points of some families."""
    return [name for name in POINTS if name.partition(":")[0] in families]


def test_every_point_is_reached_below():
    assert len(POINTS) >= 10
    families = (APPROVING, WRITING, MIGRATING, RELEASING, RESTING, REQUESTING, WORKING)
    assert of(*(family for each in families for family in each)) == POINTS
    assert of(*WORKING) == ["job:document-stored", "job:ended", "job:part-kept"]


@pytest.mark.trust("G2")
@pytest.mark.parametrize("name", of(*APPROVING))
def test_an_approval_that_ends_there_is_whole_or_not_there_and_can_be_repeated(
    engine, database, tmp_path, name
):
    waiting = made_final()
    engine.dispose()
    ended = comanage(*waiting.approval, url=database, data=tmp_path, COMANAGE_CRASH_AT=name)
    assert ended.status == KILLED, ended.complained
    stands = holds(waiting)
    assert stands == (name == "commit:after")
    again = comanage(*waiting.approval, url=database, data=tmp_path)
    assert again.status == (1 if stands else 0), again.complained
    assert holds(waiting)


@pytest.mark.trust("G2", "G4", "G5")
@pytest.mark.parametrize("name", of(*WRITING))
def test_a_backup_that_was_being_written_is_whole_or_not_there(
    engine, database, tmp_path, programs, name
):
    waiting = made_final()
    file = tmp_path / "backups" / "today.zip"
    making = ("backup", file)
    ended = comanage(*making, url=database, data=tmp_path, COMANAGE_CRASH_AT=name)
    assert ended.status == KILLED, ended.complained
    assert file.exists() is (name == "file:named")
    if file.exists():
        with zipfile.ZipFile(file) as packed:
            assert packed.testzip() is None
    assert comanage(*making, url=database, data=tmp_path).status == 0
    assert not holds(waiting)


@pytest.mark.trust("G1", "G2", "D9")
@pytest.mark.parametrize("name", [*of(*RELEASING), "commit:before", "commit:after"])
def test_a_release_that_ends_there_is_whole_or_not_there_and_pays_once(
    engine, database, tmp_path, monkeypatch, name
):
    without_layout(monkeypatch)
    waiting = made_approved(tmp_path / "files")
    engine.dispose()
    ended = comanage(*waiting.release, url=database, data=tmp_path, COMANAGE_CRASH_AT=name)
    assert ended.status == KILLED, ended.complained
    assert released(waiting) == (2 if name == "commit:after" else 0)
    for _ in range(2):  # the same key: once, however often it is asked for
        again = comanage(*waiting.release, url=database, data=tmp_path)
        assert again.status == 0, again.complained
        assert released(waiting) == 2


@pytest.mark.trust("G1", "G2", "D9")
@pytest.mark.parametrize("name", [*of(*RESTING), "commit:before", "commit:after"])
def test_the_release_of_a_held_part_that_ends_there_is_whole_or_not_there(
    engine, database, tmp_path, monkeypatch, name
):
    without_layout(monkeypatch)
    waiting = made_held()
    engine.dispose()
    ended = comanage(*waiting.rest, url=database, data=tmp_path, COMANAGE_CRASH_AT=name)
    assert ended.status == KILLED, ended.complained
    assert rest_released(waiting) == (name == "commit:after")
    for _ in range(2):
        again = comanage(*waiting.rest, url=database, data=tmp_path)
        assert again.status == 0, again.complained
        assert rest_released(waiting)


@pytest.mark.trust("G1", "G2", "D9")
@pytest.mark.parametrize("name", [*of(*REQUESTING), "commit:before"])
def test_a_payment_request_that_ends_there_is_whole_or_not_there(
    engine, database, tmp_path, monkeypatch, name
):
    without_layout(monkeypatch)
    waiting = made_approved(tmp_path / "files")
    assert comanage(*waiting.release, url=database, data=tmp_path).status == 0
    engine.dispose()
    ended = comanage(*waiting.request, url=database, data=tmp_path, COMANAGE_CRASH_AT=name)
    assert ended.status == KILLED, ended.complained
    assert requested(waiting) == 0
    for _ in range(2):
        assert comanage(*waiting.request, url=database, data=tmp_path).status == 0
        assert requested(waiting) == 2


@pytest.mark.trust("G2", "G4")
@pytest.mark.parametrize("name", of(*WRITING))
def test_a_file_that_was_being_written_is_whole_or_as_it_was(
    engine, database, tmp_path, monkeypatch, name
):
    without_layout(monkeypatch)
    waiting = made_final()
    approved(waiting)
    file = tmp_path / "payouts.csv"
    file.write_text("what was there before")
    export = ("payouts", "--to", file)
    ended = comanage(*export, url=database, data=tmp_path, COMANAGE_CRASH_AT=name)
    assert ended.status == KILLED
    if name == "file:written":
        assert file.read_text() == "what was there before"
    else:
        assert len(file.read_text().splitlines()) == 1 + 2 + 1  # the header, the groups, their sum
    assert comanage(*export, url=database, data=tmp_path).status == 0
    assert holds(waiting)


@pytest.mark.trust("G2")
@pytest.mark.parametrize("name", of(*MIGRATING))
def test_a_migration_that_ends_there_is_whole_or_not_begun(
    engine, database, tmp_path, programs, name
):
    made_final()
    with engine.begin() as connection, lifted(connection, "agreement"):  # as a first lock leaves it
        connection.exec_driver_sql(
            "UPDATE agreement SET base_fee_cents = (SELECT base_fee_cents FROM scorecard"
            " WHERE scorecard.agreement_id = agreement.id)"
        )
    before = everything(engine)
    downgrade(engine, EARLIER)
    kept = everything(engine).keys()  # what came later is not there to come back
    engine.dispose()
    ended = comanage("upgrade", url=database, data=tmp_path, COMANAGE_CRASH_AT=name)
    assert ended.status == KILLED, ended.complained
    assert comanage("upgrade", url=database, data=tmp_path).status == 0
    ready(engine)
    after = everything(engine)
    if name == "migration:made":  # nothing had begun, so the second one did it, and said so
        assert after["audit_entry"].pop()["act"] == "installation:tables:upgrade"
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}
