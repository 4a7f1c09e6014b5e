"""keys: what anchors and statements are signed with is made, kept to its owner, and told."""

import re
import stat

import pytest

from comanage.statements.signatures import signing_key
from tests.statements.signatures import signers

HOSPITAL = "Larkspur Ridge Medical Center"


def test_the_key_is_made_once_kept_to_its_owner_and_refused_where_others_read_it(run, tmp_path):
    first = run("keys")
    file = tmp_path / "data" / "anchor-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("keys") == first
    assert file.read_text().strip() not in first
    file.chmod(0o640)
    assert "Others can read" in run("keys", status=1)
    file.chmod(0o600)
    file.write_text("not a key\n")
    assert "holds no key" in run("keys", status=1)


def test_a_signing_key_is_made_kept_to_its_owner_and_told(run, tmp_path, monkeypatch):
    file = tmp_path / "keys" / "signing.p12"
    monkeypatch.setenv("COMANAGE_SIGNING_PASSWORD", "granite fork")
    said = run("keys", "make-signing", "--name", HOSPITAL, "--out", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = signing_key.opened(file.read_bytes(), "granite fork")
    assert key.name == HOSPITAL
    assert f"A key of {HOSPITAL}" in said
    assert key.fingerprint in said
    assert f"Set COMANAGE_SIGNING_KEY={file}" in said
    assert "It has no password" not in said
    monkeypatch.setenv("COMANAGE_SIGNING_KEY", str(file))
    told = run("keys").splitlines()
    assert re.fullmatch("[0-9a-f]{64}", told[0])
    assert told[1].startswith(f"Statements are signed by {HOSPITAL}, until ")
    assert key.fingerprint in told[1]


def test_a_signing_key_without_a_password_says_so_and_is_used_without_one(
    run, tmp_path, monkeypatch
):
    file = tmp_path / "signing.p12"
    assert "It has no password" in run("keys", "make-signing", "--name", HOSPITAL, "--out", file)
    monkeypatch.setenv("COMANAGE_SIGNING_KEY", str(file))
    assert "Statements are signed by" in run("keys")


def test_a_signing_key_is_never_written_over(run, tmp_path):
    file = tmp_path / "signing.p12"
    file.write_bytes(b"another key")
    said = run("keys", "make-signing", "--name", HOSPITAL, "--out", file, status=1)
    assert "is there already" in said
    assert file.read_bytes() == b"another key"
    assert list(tmp_path.glob(".signing*")) == []


def test_a_signing_key_needs_a_name_and_a_place_that_can_be_written(run, tmp_path):
    asked = ("keys", "make-signing", "--name")
    assert "Give the name" in run(*asked, " ", "--out", tmp_path / "x", status=1)
    (tmp_path / "file").write_text("no folder")
    said = run(*asked, HOSPITAL, "--out", tmp_path / "file" / "x", status=1)
    assert "cannot be written" in said


def test_without_a_signing_key_it_is_said_that_statements_are_not_signed(run):
    assert "Statements are not signed" in run("keys")


@pytest.mark.parametrize(
    ("password", "said"),
    [("another", "The signing key cannot be opened"), ("granite fork", "Statements are signed by")],
)
def test_the_password_is_read_from_its_file(run, tmp_path, monkeypatch, password, said):
    file, word = tmp_path / "signing.p12", tmp_path / "word"
    file.write_bytes(signers.in_pkcs12(*signers.authority()))
    word.write_text(f"{password}\n")
    for each in (file, word):
        each.chmod(0o600)
    monkeypatch.setenv("COMANAGE_SIGNING_KEY", str(file))
    monkeypatch.setenv("COMANAGE_SIGNING_PASSWORD_FILE", str(word))
    assert said in run("keys", status=0 if password == signers.PASSWORD else 1)


def test_a_signing_key_that_others_can_read_or_that_is_not_there_is_refused(
    run, tmp_path, monkeypatch
):
    file = tmp_path / "signing.p12"
    monkeypatch.setenv("COMANAGE_SIGNING_KEY", str(file))
    assert f"There is no file {file}." in run("keys", status=1)
    file.write_bytes(b"x")
    file.chmod(0o644)
    assert f"Others can read {file}. Run: chmod 600" in run("keys", status=1)
