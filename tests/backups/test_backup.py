"""Backups: made while in use, restored elsewhere, and held to what they were; anything bent is said."""

import hashlib
import json
import stat
import threading
import zipfile

import pytest
from sqlalchemy import make_url, text

from comanage.backups import backup, copying
from comanage.backups.backup import COPY, MANIFEST
from comanage.backups.manifest import Manifest, bent_documents, chain_of
from comanage.database import ready as looked_at
from comanage.database import transaction
from comanage.records import guarding
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.statement import Statement
from comanage.refusals import Conflict, Faulty, NotReady, Refusal
from tests.actions.settling import make_value
from tests.makers import make_agreement, make_settlement
from tests.migrations.test_migrations import everything
from tests.statements import samples

VERSION = "1.0"


@pytest.mark.trust("G5")
def test_a_backup_made_while_others_write_is_whole_and_comes_back_the_same(
    engine, ready, elsewhere, open_elsewhere, tmp_path
):
    """The drill: figures and settlements are stored all the time, and no moment of it is torn."""
    stop, failed, stored = threading.Event(), [], []

    def write():
        number = 0
        while not stop.is_set():
            try:
                with transaction() as session:
                    agreement = make_agreement(session)
                    make_settlement(session, agreement, earned_cents=number)
                    note(session, None, Act.SETTLEMENT_CALCULATED, object_id=agreement.id)
                stored.append(number)
                number += 1
            except Exception as why:  # noqa: BLE001 - whatever it is, it counts
                failed.append(why)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        held = [
            backup.make(engine, tmp_path / f"{number}.zip", version=VERSION) for number in range(3)
        ]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert failed == []
    assert held[0].rows["settlement"] < held[2].rows["settlement"] <= len(stored) + 1
    assert backup.restore(tmp_path / "1.zip", elsewhere) == held[1]
    with open_elsewhere().connect() as there:
        assert Manifest.gathered(there) == held[1]
        assert chain_of(there).head.number == held[1].entries
        assert bent_documents(there) == []
        sums = there.execute(text("SELECT sum(payable_cents) FROM payout_record")).scalar_one()
        assert str(sums) == held[1].cents["payout_record.payable_cents"]
    looked_at(open_elsewhere())


@pytest.mark.trust("G5")
def test_every_row_comes_back_and_the_copy_can_be_worked_in(
    engine, ready, elsewhere, open_elsewhere, tmp_path
):
    file = tmp_path / "backups" / "today.zip"
    before = everything(engine)
    held = backup.make(engine, file, version=VERSION)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["today.zip"]
    backup.restore(file, elsewhere)
    there = open_elsewhere()
    assert everything(there) == before
    assert held.rows == {table: len(rows) for table, rows in before.items()} | {
        "alembic_version": 1
    }
    with there.begin() as connection, pytest.raises(Exception, match="payout_record_never"):
        connection.execute(text("DELETE FROM payout_record"))


@pytest.mark.trust("G5")
def test_the_manifest_says_what_a_person_would_compare(engine, ready, tmp_path):
    file = tmp_path / "today.zip"
    backup.make(engine, file, version=VERSION)
    with zipfile.ZipFile(file) as packed:
        assert packed.namelist() == [MANIFEST, COPY[engine.dialect.name]]
        about = json.loads(packed.read(MANIFEST))
        copied = packed.read(COPY[engine.dialect.name])
    assert about["comanage"] == VERSION
    assert about["kind"] == engine.dialect.name
    assert about["sha256"] == hashlib.sha256(copied).hexdigest()
    with transaction() as session:
        issued = [one.document_sha256 for one in session.query(Statement).order_by(Statement.id)]
    assert len(issued) == 3
    assert about["holds"]["statements"] == hashlib.sha256("\n".join(issued).encode()).hexdigest()


@pytest.mark.trust("G5")
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE payout_record SET payable_cents = payable_cents + 1", "cents of payout_record"),
        ("UPDATE audit_entry SET reason = 'bent' WHERE id = 2", "Entry 2 was changed"),
        ("DELETE FROM statement", "rows of statement"),
        ("UPDATE document SET content = name", "does not hold the bytes of its name"),
        ("DELETE FROM audit_entry WHERE id > 4", "entries should be"),
    ],
)
def test_a_copy_that_was_bent_is_not_taken_for_what_its_manifest_says(
    engine, ready, elsewhere, tmp_path, statement, words
):
    """Whoever bends a backup, with new hashes of the file and all, is found by what it comes to."""
    file = tmp_path / "today.zip"
    held = backup.make(engine, file, version=VERSION)
    with engine.begin() as connection:
        guarding.forget(connection, "payout_record", "audit_entry", "statement", "document")
        connection.execute(text(statement.replace("= name", "= CAST('x' AS BLOB)"
                           if engine.dialect.name == "sqlite" else "= 'x'::bytea")))  # fmt: skip
    forge(engine, file, held, tmp_path)
    with pytest.raises(Faulty) as refused:
        backup.restore(file, elsewhere)
    sentences = [fault.sentence for fault in refused.value.faults]
    assert [sentence for sentence in sentences if words in sentence]
    assert [sentence for sentence in sentences if "The trigger " in sentence]


def forge(engine, file, held, folder):
    """Pack another copy with the manifest of an earlier one."""
    copied = folder / "bent"
    copying.copy(engine, copied)
    about = {"comanage": VERSION, "made at": "", "kind": engine.dialect.name,
             "sha256": hashlib.sha256(copied.read_bytes()).hexdigest(), "holds": held.told}  # fmt: skip
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(MANIFEST, json.dumps(about))
        packed.write(copied, COPY[engine.dialect.name])


def test_a_file_that_is_no_backup_or_was_damaged_is_said(engine, ready, elsewhere, tmp_path):
    file = tmp_path / "today.zip"
    with pytest.raises(Refusal, match="There is no file"):
        backup.restore(file, elsewhere)
    file.write_text("A letter.")
    with pytest.raises(Refusal, match="is no backup of comanage"):
        backup.restore(file, elsewhere)
    backup.make(engine, file, version=VERSION)
    whole = file.read_bytes()
    for at in (len(whole) // 3, len(whole) // 2):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Refusal, match="damaged"):
            backup.restore(file, elsewhere)
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refusal, match="damaged"):
        backup.restore(file, elsewhere)


def test_a_database_that_is_in_use_is_never_written_over(engine, ready, database, tmp_path):
    backup.make(engine, tmp_path / "today.zip", version=VERSION)
    before = everything(engine)
    with pytest.raises(Conflict, match="holds something already"):
        backup.restore(tmp_path / "today.zip", database)
    assert everything(engine) == before


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
@pytest.mark.trust("G5")
def test_what_another_database_left_behind_is_not_read_as_a_part_of_it(
    engine, ready, tmp_path, ending
):
    backup.make(engine, tmp_path / "today.zip", version=VERSION)
    if engine.dialect.name == "postgresql":  # it keeps nothing beside a database
        with pytest.raises(Conflict, match="one of its kind"):
            backup.restore(tmp_path / "today.zip", f"sqlite:///{tmp_path / 'lost.sqlite'}")
        return
    left = tmp_path / f"lost.sqlite{ending}"
    left.write_bytes(b"changes of another database")
    with pytest.raises(Conflict, match="was left behind by another database"):
        backup.restore(tmp_path / "today.zip", f"sqlite:///{tmp_path / 'lost.sqlite'}")
    assert not (tmp_path / "lost.sqlite").exists()
    left.unlink()
    backup.restore(tmp_path / "today.zip", f"sqlite:///{tmp_path / 'lost.sqlite'}")


def test_a_restored_database_is_looked_at_where_it_lies(
    engine, ready, elsewhere, tmp_path, monkeypatch
):
    looked, really = [], backup._held_to
    monkeypatch.setattr(
        backup, "_held_to", lambda held, at: looked.append(str(at.database)) or really(held, at)
    )
    backup.make(engine, tmp_path / "today.zip", version=VERSION)
    backup.restore(tmp_path / "today.zip", elsewhere)
    assert looked[-1] == make_url(elsewhere).database


def test_a_backup_of_the_other_kind_says_so(engine, ready, tmp_path):
    backup.make(engine, tmp_path / "today.zip", version=VERSION)
    other = {"sqlite": "postgresql+psycopg:///x", "postgresql": f"sqlite:///{tmp_path / 'x'}"}
    with pytest.raises(Conflict, match="one of its kind"):
        backup.restore(tmp_path / "today.zip", other[engine.dialect.name])
    assert not (tmp_path / "x").exists()


def test_what_copying_takes_is_named_where_it_is_not_installed(
    engine, ready, tmp_path, monkeypatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert copying.can_copy(engine) is (engine.dialect.name == "sqlite")
    if not copying.can_copy(engine):
        with pytest.raises(NotReady, match="apt-get install postgresql-client"):
            backup.make(engine, tmp_path / "today.zip", version=VERSION)
        assert list(tmp_path.iterdir()) == []


def test_a_password_of_the_database_is_on_no_command_line(monkeypatch, tmp_path):
    """It goes by the environment: command lines can be read by everyone on the machine."""
    from sqlalchemy import make_url  # noqa: PLC0415

    seen = tmp_path / "pg_restore"
    seen.write_text(f'#!/bin/sh\necho "$@ $PGPASSWORD $PGHOST $PGUSER" > {tmp_path}/said; exit 3\n')
    seen.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(Refusal, match="pg_restore did not succeed"):
        copying.put_back(
            tmp_path / "x", make_url("postgresql+psycopg://ana:secret@db.example/books")
        )
    arguments, _, rest = (tmp_path / "said").read_text().partition(" secret ")
    assert "secret" not in arguments
    assert rest == "db.example ana\n"


def test_a_manifest_says_in_what_another_differs(engine, ready):
    with engine.connect() as connection:
        held = Manifest.gathered(connection)
        assert held.differences(Manifest.gathered(connection)) == []
    assert Manifest.read(json.dumps(held.told)) == held
    with transaction() as session:
        make_value(session, ready, samples.FIGURES[0], period="2027-Q2")
    with engine.connect() as connection:
        found = held.differences(Manifest.gathered(connection))
    assert found == [
        f"rows of figure should be {held.rows['figure']}, and comes to {held.rows['figure'] + 1}."
    ]
    for text_of_none in ("[]", "{}", "null"):
        with pytest.raises(ValueError, match="no manifest"):
            Manifest.read(text_of_none)
