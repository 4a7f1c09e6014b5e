"""init, serve, upgrade: an installation from its first day on, and what keeps it from running."""

import sqlite3
import stat
from contextlib import closing
from dataclasses import replace

import pytest
from click.testing import CliRunner

from comanage import database
from comanage.cli import main
from comanage.cli.installation import is_loopback
from comanage.database_words import DAMAGED, NOT_THERE
from comanage.rules.numbers import exact
from tests.demo.conftest import comanage
from tests.makers import make_agreement, make_scorecard
from tests.rules.test_examples import MONEY, with_example


def run(*arguments, data, **settings):
    return CliRunner().invoke(main, arguments, env={"COMANAGE_DATA": str(data), **settings})


def locked_with_example(url, expected):
    """Store an agreement whose locked scorecard carries an example."""
    terms = with_example(replace(MONEY, value=exact(expected)))
    engine = database.connect(url)
    database.upgrade(engine)
    database.bind(engine)
    with database.transaction() as session:
        agreement = make_agreement(session, "WORKED", groups=[])
        make_scorecard(session, agreement, signed=terms)
    engine.dispose()


@pytest.mark.trust("A10")
def test_init_makes_folder_key_tables_and_prints_a_link(tmp_path):
    data = tmp_path / "data"
    done = run("init", data=data)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].startswith("http://127.0.0.1:8000/welcome/")
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert run("payouts", data=data).exit_code == 0


def test_init_again_makes_another_link_while_nobody_administers(tmp_path):
    first, second = (run("init", data=tmp_path).stdout.splitlines()[-1] for _ in range(2))
    assert first != second


def test_the_link_names_the_address_that_people_type(tmp_path):
    done = run("init", data=tmp_path, COMANAGE_ADDRESS="https://comanage.example.org")
    assert "https://comanage.example.org/welcome/" in done.stdout


def test_a_command_without_a_database_says_what_to_run_and_makes_none(tmp_path):
    done = run("payouts", data=tmp_path)
    assert (done.exit_code, done.stderr) == (
        1, f"There is no database {tmp_path / 'comanage.sqlite'} yet: run comanage init.\n"
    )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["payouts", "serve"])
def test_a_database_that_is_not_migrated_says_what_to_run(tmp_path, command):
    sqlite3.connect(tmp_path / "comanage.sqlite").close()
    (tmp_path / "comanage.sqlite").touch()
    done = run(command, data=tmp_path)
    assert (done.exit_code, done.stderr) == (
        1, "The database is not migrated: run comanage upgrade.\n"
    )  # fmt: skip


def test_upgrade_keeps_a_copy_of_what_was_there(tmp_path):
    engine = database.connect(f"sqlite:///{tmp_path / 'comanage.sqlite'}")
    database.upgrade(engine, "0002")
    engine.dispose()
    done = run("upgrade", data=tmp_path)
    assert done.exit_code == 0
    assert "The database was brought up to date." in done.stdout
    (copy,) = tmp_path.glob("before-upgrade-*.zip")
    assert str(copy) in done.stdout
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert run("payouts", data=tmp_path).exit_code == 0


def test_upgrade_goes_on_where_the_examples_of_locked_scorecards_come_out(tmp_path):
    locked_with_example(f"sqlite:///{tmp_path / 'comanage.sqlite'}", "7176")
    done = run("upgrade", data=tmp_path)
    assert (done.exit_code, done.stdout) == (0, "The database is up to date.\n")


def test_upgrade_stops_where_an_example_comes_out_differently(tmp_path):
    locked_with_example(f"sqlite:///{tmp_path / 'comanage.sqlite'}", "7000")
    done = run("upgrade", data=tmp_path)
    sentence = "The contract expects $7,000.00, and $7,176.00 comes out."
    place = "WORKED, version 1, example A good quarter, pool worked, earned"
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"{place}: {sentence}\n")


def test_upgrade_changes_nothing_while_a_locked_scorecard_cannot_be_read(tmp_path):
    url = f"sqlite:///{tmp_path / 'comanage.sqlite'}"
    locked_with_example(url, "7176")
    with closing(sqlite3.connect(tmp_path / "comanage.sqlite")) as file:
        triggers = [
            name
            for (name,) in file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'scorecard'"
            )
        ]
        for name in triggers:
            file.execute(f'DROP TRIGGER "{name}"')
        file.execute("UPDATE scorecard SET terms = '[]'")
        file.execute("UPDATE alembic_version SET version_num = '0005'")
        file.commit()
    before = sorted(file.name for file in tmp_path.iterdir())
    done = run("upgrade", data=tmp_path)
    assert done.exit_code == 1
    assert "WORKED, version 1" in done.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////nowhere/comanage.sqlite", NOT_THERE),
        ("sqlite:///{no_database}", DAMAGED),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_without_a_traceback(tmp_path, url, sentence):
    file = tmp_path / "no-database"
    file.write_text("This is a letter to somebody, and no database at all. " * 20)
    done = run("upgrade", data=tmp_path, COMANAGE_DATABASE_URL=url.format(no_database=file))
    assert (done.exit_code, done.stderr) == (1, f"{sentence}\n")


def test_a_data_folder_that_is_a_file_is_said_without_a_traceback(tmp_path):
    file = tmp_path / "file"
    file.touch()
    done = run("init", data=file)
    assert (done.exit_code, done.stderr) == (1, f"{file} cannot be used: File exists.\n")


def test_a_misspelt_setting_is_refused(tmp_path):
    done = run("init", data=tmp_path, COMANAGE_PROT="8080")
    assert done.exit_code == 1
    assert "Did you mean COMANAGE_PORT?" in done.stderr


@pytest.mark.trust("A8")
def test_plain_http_is_refused_where_other_machines_listen(tmp_path):
    done = run("serve", data=tmp_path, COMANAGE_HOST="192.0.2.7")
    assert done.exit_code == 1
    assert "plain HTTP" in done.stderr


@pytest.mark.trust("A8")
def test_behind_a_proxy_that_ends_https_another_address_may_be_listened_on(tmp_path):
    address = {"COMANAGE_HOST": "192.0.2.7", "COMANAGE_ADDRESS": "https://comanage.example.org"}
    done = run("serve", data=tmp_path, **address)
    assert "There is no database" in done.stderr  # so the address was not what it refused


@pytest.mark.trust("A8")
@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("192.0.2.7", False), ("::", False),
     ("comanage.example.org", False)],
)  # fmt: skip
def test_only_loopback_addresses_are_this_machine(host, own):
    assert is_loopback(host) is own


def test_the_exit_statuses_of_the_program_itself(tmp_path):
    assert comanage("--version", data=tmp_path).returncode == 0
    refused = comanage("payouts", data=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert comanage("nonsense", data=tmp_path).returncode == 2
    assert comanage("payouts", "--nonsense", data=tmp_path).returncode == 2
