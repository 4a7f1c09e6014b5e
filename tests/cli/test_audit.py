"""audit verify, export and anchor: the log is held to itself and to what was kept outside."""

import json
import re
import shutil
import sqlite3
import stat
from contextlib import closing, suppress

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from comanage.cli import main
from comanage.database import transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from tests.cli.conftest import COMPLIANCE, VERIFIER

COUNT = 7


@pytest.fixture
def log(staffed):
    """A way to run a command where the log has some entries."""
    with transaction() as session:
        for number in range(COUNT):
            note(session, None, Act.AGREEMENT_CHANGED, reason=f"No. {number}\r\n\x1b[31m")
    return staffed


def verified(run, *arguments, status=0):
    return run("audit", "verify", *arguments, status=status)


@pytest.mark.trust("F4")
def test_a_whole_log_is_said_to_hold_with_its_head_and_what_is_not_looked_at(log):
    said = verified(log)
    assert f"{COUNT} entries looked through: every one holds." in said
    assert f"The last one is entry {COUNT}, hash " in said
    assert "only beside an anchor" in said


@pytest.mark.trust("F3", "F4")
def test_an_anchor_given_is_held_to_and_named(log, tmp_path):
    file = tmp_path / "anchors" / "today.txt"
    said = log("audit", "anchor", file, COMPLIANCE)
    key = log("keys").split()[0]
    assert f"entry {COUNT}, hash" in said
    assert f"Signed with the key {key}." in said
    text = file.read_text()
    assert f"public key: {key}\n" in text
    assert "comanage audit verify --anchor FILE" in text
    assert "Heads given that fit: 1." in verified(log, "--anchor", file)
    assert "Heads given that fit: 1." in verified(log, "--anchor", file, "--key", key)
    assert "and not with" in verified(log, "--anchor", file, "--key", "0" * 64, status=1)


def test_a_file_that_is_no_anchor_is_said_by_its_name(log, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Dear auditor,\n")
    complained = verified(log, "--anchor", file, status=1).splitlines()
    assert complained[0].startswith(f"{file}, installation: This line is missing")
    assert len(complained) == 6
    assert "There is no file" in verified(log, "--anchor", tmp_path / "none", status=1)


def test_who_may_not_anchor_or_export_leaves_no_file(log, tmp_path):
    for command in ("anchor", "export"):
        assert "does not let you" in log("audit", command, tmp_path / "x", VERIFIER, status=1)
    assert not (tmp_path / "x").exists()


@pytest.mark.trust("F6", "F7")
def test_an_exported_log_is_one_json_object_a_line_its_own_export_last(log, tmp_path):
    file = tmp_path / "log.jsonl"
    assert log("audit", "export", file, COMPLIANCE) == f"{file}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = file.read_bytes().split(b"\n")
    assert lines.pop() == b""
    told = [json.loads(line) for line in lines]
    assert [each["number"] for each in told] == list(range(1, COUNT + 2))
    assert told[0]["content"]["reason"] == "No. 0\r\n\x1b[31m"
    assert told[-1]["content"]["act"] == "log:entries:export"
    assert all(b" " <= byte.to_bytes() <= b"~" for line in lines for byte in line)


@pytest.mark.trust("F4")
def test_an_exported_log_is_verified_without_any_database(log, tmp_path):
    file, anchor = tmp_path / "log.jsonl", tmp_path / "anchor.txt"
    log("audit", "anchor", anchor)
    log("audit", "export", file)
    alone = {"COMANAGE_DATABASE_URL": "", "COMANAGE_DATA": str(tmp_path / "nowhere")}

    def ran(*arguments):
        asked = ["audit", "verify", "--file", str(file), "--anchor", str(anchor), *arguments]
        return CliRunner().invoke(main, asked, env=alone)

    assert ran().exit_code == 0
    assert not (tmp_path / "nowhere").exists()
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join([*lines[:3], lines[3].replace("No. 3", "No. 8"), *lines[4:]]))
    assert ran().stderr == (
        "Entry 4 was changed: it does not give the hash it carries. The 3 entries before it hold.\n"
    )
    file.write_text("".join(lines[:3]))
    assert "the end was cut off" in ran().stderr
    file.write_text("".join(lines) + "and a letter\n")
    assert ran().stderr == f"Line {len(lines) + 1} is no entry of an exported log.\n"


@pytest.mark.trust("F4")
def test_a_copy_is_verified_where_it_lies_with_its_table_alone_and_stays_as_it_is(log, tmp_path):
    """Only the audit table is needed: an auditor's copy may be of any version, and is not touched."""
    folder = tmp_path / "a copy #1?"
    folder.mkdir()
    log("audit", "export", tmp_path / "log.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    file = folder / "copy.sqlite"
    with closing(sqlite3.connect(file)) as copy:
        copy.execute(
            "CREATE TABLE audit_entry (id INTEGER PRIMARY KEY, at, person_id, role, act,"
            " agreement_id, object_id, before, after, reason, request_id, address,"
            " previous_hash, hash)"
        )
        for row in rows:
            told = row["content"]
            at = told.pop("at").replace("T", " ").rstrip("Z")
            values = [row["number"], at, *told.values(), row["previous"], row["hash"]]
            copy.execute("INSERT INTO audit_entry VALUES" + f"({', '.join('?' * 14)})", values)
        copy.commit()
    file.chmod(0o400)
    before = shutil.copy(file, tmp_path / "before").read_bytes()
    assert "8 entries looked through" in verified(log, "--database", file)
    assert "8 entries looked through" in verified(
        log, "--database", f"sqlite:///{tmp_path / 'before'}"
    )
    assert [each.name for each in folder.iterdir()] == ["copy.sqlite"]
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("none.sqlite", "There is no file"),
        ("letter.txt", "is damaged, or is no database"),
        ("empty.sqlite", "This database has no audit log."),
    ],
)
def test_what_is_no_database_with_a_log_is_said(log, tmp_path, given, sentence):
    (tmp_path / "letter.txt").write_text("Dear auditor, " * 100)
    with closing(sqlite3.connect(tmp_path / "empty.sqlite")) as empty:
        empty.execute("CREATE TABLE something (id)")
    assert sentence in verified(log, "--database", tmp_path / given, status=1)


@pytest.mark.trust("F3")
def test_a_head_as_a_statement_prints_it_is_held_to(log):
    said = verified(log)
    number, whole = re.search(r"The last one is entry (\d+), hash ([0-9a-f]{64})", said).groups()
    assert "Heads given that fit: 1." in verified(log, "--head", f"{number}:{whole[:16]}")
    other = "0" * 16
    assert "is another one than the one whose hash was kept outside" in verified(
        log, "--head", f"{number}:{other}", status=1
    )
    later = f"{int(number) + 1}:{other}"
    assert "the end was cut off" in verified(log, "--head", later, status=1)
    for none in ("170", f"{number}:{whole[:15]}", f"x:{whole}"):
        assert "is no printed head" in verified(log, "--head", none, status=1)


@pytest.mark.parametrize("part", [0.2, 0.33, 0.5, 0.8])
@pytest.mark.trust("F4")
def test_a_copy_with_a_damaged_stretch_is_said_in_words(log, database, tmp_path, part):
    if not database.startswith("sqlite"):
        assert "looked through" in verified(log)
        return
    file = tmp_path / "bent.sqlite"
    with (
        closing(sqlite3.connect(make_url(database).database)) as old,
        closing(sqlite3.connect(file)) as new,
    ):
        old.backup(new)
    content = bytearray(file.read_bytes())
    at = int(len(content) * part)
    content[at : at + 4096] = bytes(each ^ 0xA5 for each in content[at : at + 4096])
    file.write_bytes(content)
    with closing(sqlite3.connect(file)) as looked, suppress(sqlite3.Error):
        log.read = looked.execute("SELECT * FROM audit_entry").fetchall()
    done = CliRunner().invoke(main, ["audit", "verify", "--database", str(file)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception


def test_a_database_and_an_export_are_not_looked_through_at_once(run, tmp_path):
    assert "not both" in verified(run, "--database", "x", "--file", "y", status=2)
