"""backup, restore and upgrade: an installation is kept through mishaps and versions, as people do it."""

import sqlite3
import stat
from contextlib import closing

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from comanage import database
from comanage.actions import sign_in
from comanage.cli import main
from comanage.records.audit_entry import AuditEntry
from tests.actions.settling import actor_of
from tests.cli.conftest import VERIFIER
from tests.makers import make_person


def run(*arguments, data, **settings):
    return CliRunner().invoke(
        main, [str(each) for each in arguments], env={"COMANAGE_DATA": str(data), **settings}
    )


@pytest.fixture
def installed(tmp_path):
    """The data folder of an installation with a link for its first administrator."""
    data = tmp_path / "data"
    assert run("init", data=data).exit_code == 0
    return data


@pytest.fixture
def run_here(database, tmp_path):
    """A way to run a command on a database of the kind that is tested."""

    def run_here(*arguments, status=0):
        done = run(*arguments, data=tmp_path / "data", COMANAGE_DATABASE_URL=database)
        assert done.exit_code == status, done.output
        return done.stderr if status else done.stdout

    return run_here


def acts(url):
    engine = database.connect(url)
    database.bind(engine)
    with database.reading() as session:
        found = [each.act for each in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    engine.dispose()
    return found


@pytest.mark.trust("G5")
def test_a_backup_is_restored_into_an_empty_folder_and_both_logs_tell_of_it(installed, tmp_path):
    file, other = tmp_path / "today.zip", tmp_path / "other"
    done = run("backup", file, data=installed)
    assert done.exit_code == 0, done.output
    assert "Its audit log ends with entry 1, hash " in done.stdout
    assert (
        f"It holds no keys: keep a copy of secret-key and anchor-key of {installed}" in done.stdout
    )
    done = run("restore", file, data=other)
    assert done.exit_code == 0, done.output
    assert "everything is as the backup says" in done.stdout
    assert acts(f"sqlite:///{installed / 'comanage.sqlite'}")[1:] == ["installation:backup:make"]
    assert acts(f"sqlite:///{other / 'comanage.sqlite'}")[1:] == ["installation:backup:restore"]
    assert stat.S_IMODE((other / "comanage.sqlite").stat().st_mode) == 0o600
    assert run("audit", "verify", data=other).exit_code == 0


@pytest.mark.trust("G5", "G8")
def test_a_backup_holds_no_key(installed, tmp_path):
    assert run("keys", data=installed).exit_code == 0
    assert run("backup", tmp_path / "today.zip", data=installed).exit_code == 0
    assert run("restore", tmp_path / "today.zip", data=tmp_path / "other").exit_code == 0
    restored = (tmp_path / "other" / "comanage.sqlite").read_bytes()
    for name in ("secret-key", "anchor-key"):
        assert (installed / name).read_bytes().strip() not in restored
        assert not (tmp_path / "other" / name).exists()


def test_nothing_is_restored_over_an_installation(installed, tmp_path):
    assert run("backup", tmp_path / "today.zip", data=installed).exit_code == 0
    before = (installed / "comanage.sqlite").read_bytes()
    done = run("restore", tmp_path / "today.zip", data=installed)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "holds something already" in done.stderr
    assert (installed / "comanage.sqlite").read_bytes() == before


def test_whoever_was_signed_in_when_it_was_made_signs_in_again(installed, tmp_path):
    engine = database.connect(f"sqlite:///{installed / 'comanage.sqlite'}")
    database.bind(engine)
    with database.transaction() as session:
        person = make_person(session)
        sign_in.begin(session, actor_of(session, person), person.id)
    engine.dispose()
    assert run("backup", tmp_path / "today.zip", data=installed).exit_code == 0
    assert run("restore", tmp_path / "today.zip", data=tmp_path / "other").exit_code == 0
    for data, ended in ((installed, False), (tmp_path / "other", True)):
        with closing(sqlite3.connect(data / "comanage.sqlite")) as file:
            (found,) = file.execute("SELECT ended_at IS NOT NULL FROM sign_in").fetchone()
        assert bool(found) is ended


def test_only_who_keeps_the_installation_makes_a_backup_of_it(staffed, tmp_path):
    assert "does not let you see to backups" in staffed(
        "backup", tmp_path / "x", VERIFIER, status=1
    )


@pytest.mark.trust("G6")
def test_an_upgrade_keeps_a_backup_that_the_new_version_restores_and_brings_up_to_date(tmp_path):
    """A copy of an earlier version is restored by a later one: its tables follow."""
    data, other = tmp_path / "data", tmp_path / "other"
    data.mkdir()
    engine = database.connect(f"sqlite:///{data / 'comanage.sqlite'}")
    database.upgrade(engine, "0008")
    engine.dispose()
    done = run("upgrade", data=data)
    assert done.exit_code == 0, done.output
    (file,) = data.glob("before-upgrade-*.zip")
    assert str(file) in done.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert acts(f"sqlite:///{data / 'comanage.sqlite'}") == ["installation:tables:upgrade"]
    done = run("restore", file, data=other)
    assert done.exit_code == 0, done.output
    assert "made by an earlier version" in done.stdout
    assert run("payouts", data=other).exit_code == 0


def test_an_upgrade_without_a_backup_is_asked_for_by_name(tmp_path):
    engine = database.connect(f"sqlite:///{tmp_path / 'comanage.sqlite'}")
    database.upgrade(engine, "0008")
    engine.dispose()
    assert run("upgrade", "--no-backup", data=tmp_path).exit_code == 0
    assert list(tmp_path.glob("before-upgrade-*")) == []


@pytest.mark.trust("G6", "F4")
def test_an_upgrade_says_where_the_audit_log_does_not_hold(installed):
    with closing(sqlite3.connect(installed / "comanage.sqlite")) as file:
        triggers = file.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
        ).fetchall()
        for name, _ in triggers:
            file.execute(f'DROP TRIGGER "{name}"')
        file.execute("UPDATE audit_entry SET reason = 'bent'")
        for _, sql in triggers:
            file.execute(sql)
        file.commit()
    engine = database.connect(f"sqlite:///{installed / 'comanage.sqlite'}")
    database.downgrade(engine, "-1")
    engine.dispose()
    done = run("upgrade", data=installed)
    assert done.exit_code == 1
    assert "The audit log does not hold after the upgrade: Entry 1 was changed" in done.stderr
    assert list(installed.glob("before-upgrade-*.zip"))


@pytest.mark.trust("G6")
def test_where_a_database_cannot_be_copied_an_upgrade_waits_for_a_word(
    run_here, engine, tmp_path, monkeypatch
):
    """SQLite copies itself wherever it runs; PostgreSQL needs its programs."""
    database.downgrade(engine, "-1")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    waits = engine.dialect.name == "postgresql"
    said = run_here("upgrade", status=int(waits))
    assert ("--no-backup" in said) is waits
    assert database.migrated(engine) is not waits
    if waits:
        run_here("upgrade", "--no-backup")
    assert database.migrated(engine)
