"""The demo: everything in it came about by the actions, and every payment in it can be recomputed."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from importlib import import_module
from urllib.request import urlopen

import pytest
from sqlalchemy import select

from comanage import database
from comanage.access import Actor
from comanage.actions import sign_in
from comanage.demo.build import built_edition
from comanage.demo.health_system import cast, edition, stories
from comanage.records import agreement, audit_entry, basis
from comanage.records import figure as figures
from comanage.records import performance_period as periods
from comanage.records import settlement as settlements
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.document import Document
from comanage.records.installation import current
from comanage.records.person import Person, everyone
from comanage.records.settlement import STANDING, Settlement
from comanage.records.statement import of_settlement
from comanage.refusals import Conflict
from comanage.rules import meaning
from comanage.rules.methods import METHODS
from comanage.rules.signoff import Role
from comanage.rules.units import Better
from config import Settings
from tests.databases import ROOT
from tests.demo.conftest import comanage
from tests.migrations.test_kept_dumps import DUMPS

NOW_AND_THEN = 30  # seconds that a slow machine may take to begin to serve


@pytest.fixture
def session(demo):
    with database.reading() as session:
        yield session


def approved(session):
    query = select(Settlement).where(Settlement.state.in_(STANDING))
    return session.scalars(query.order_by(Settlement.id)).all()


def test_it_prints_every_sign_in_with_its_role(built):
    said = (built / "said.txt").read_text()
    told = cast()
    for person in (*told.people, told.first):
        assert re.search(rf"{re.escape(person.email)} +{person.role}\n", said)
    assert told.password in said


def test_everyone_can_sign_in_with_the_printed_password_and_holds_the_printed_role(demo):
    told = cast()
    with database.transaction() as session:
        for invented in (*told.people, told.first):
            attempt = sign_in.attempt(session, Actor(None, ""), invented.email)
            assert attempt.fits(told.password)
        held = {person.email: [row.role for row in person.roles] for person in everyone(session)}
    assert held == {person.email: [person.role] for person in (*told.people, told.first)}


def test_every_role_is_there_to_be_tried():
    assert {person.role for person in (*cast().people, cast().first)} == set(Role)


def test_nobody_is_signed_in_at_first(session):
    query = select(AuditEntry.act, AuditEntry.person_id).where(
        AuditEntry.act.in_([Act.SIGN_IN_BEGUN, Act.SIGN_IN_ENDED])
    )
    acts = [tuple(row) for row in session.execute(query)]
    begun = sorted(who for act, who in acts if act == Act.SIGN_IN_BEGUN)
    assert begun == sorted(who for act, who in acts if act == Act.SIGN_IN_ENDED)


@pytest.mark.trust("D8")
def test_every_approved_settlement_comes_out_the_same_when_calculated_again(session):
    found = approved(session)
    assert len(found) == 12
    for settlement in found:
        basis.recomputed(settlement, basis.terms_of(settlement.scorecard))


def test_every_approved_settlement_has_a_statement_of_its_own_and_for_each_group(session):
    for settlement in approved(session):
        statements = of_settlement(session, settlement.id)
        assert len(statements) == 1 + len(basis.terms_of(settlement.scorecard).participants)
        for statement in statements:
            document = session.get(Document, statement.document_sha256)
            assert document.content.startswith(b"%PDF-")


def test_the_agreements_hold_their_terms_as_the_files_tell_them(session):
    for story in stories():
        assert meaning.faults(story.terms) == []
        found = agreement.by_code(session, story.terms.code)
        period = periods.of_agreement(session, found.id)[0]
        _, stored = basis.governing(session, period)
        assert stored == story.terms


def test_the_usual_methods_both_directions_and_every_domain_are_shown():
    # The rarer methods stand in tests/cases, each in an agreement of its own.
    measures = [measure for story in stories() for _, measure in story.terms.measures()]
    shown = {measure.method.kind for measure in measures}
    assert {"bands", "linear", "binary", "points"} <= shown <= set(METHODS)
    assert {measure.better for measure in measures} == set(Better)
    for story in stories():
        assert len(story.terms.domains) == 5
    longest = [len(list(story.terms.measures())) for story in stories()]
    assert longest == [15, 14, 14]
    assert {story.terms.allocation.kind for story in stories()} == {"equal", "fixed shares"}


def test_a_measure_stands_exactly_on_its_threshold_and_one_only_meets_what_must_be_passed(session):
    because = [
        line.because
        for settlement in approved(session)
        for domain in basis.settled(settlement).scorecard.domains
        for line in domain.measures
    ]
    assert "75.0% reached threshold (75.0%)" in because
    assert "95.0% only reached, did not pass target (95.0%)" in because
    assert any("no result (too few cases)" in words for words in because)


@pytest.mark.trust("B4")
def test_nobody_in_the_demo_verified_or_approved_an_own_entry(session):
    for settlement in approved(session):
        used = settlements.figures_of(session, settlement.id)
        assert all(figure.entered_by_id != figure.verified_by_id for figure in used)
        hands = {figure.entered_by_id for figure in used}
        assert settlement.approved_by_id not in hands | {one.verified_by_id for one in used}


def test_one_figure_came_back_and_both_stand(session):
    found = agreement.by_code(session, "ORTHO")
    period = periods.by_code(session, found.id, "2026-Q2")
    (right,) = [one for one in figures.standing(session, period.id) if one.replaces_id]
    wrong, again = figures.history(session, right)
    assert again == right
    assert "planned" in wrong.return_reason


def test_a_quarter_is_left_to_be_entered_and_one_to_be_verified_and_one_to_be_approved(session):
    states = {}
    for code in ("ORTHO", "CARDIO"):
        found = agreement.by_code(session, code)
        for period in periods.of_agreement(session, found.id):
            standing = {one.state.value for one in figures.standing(session, period.id)}
            latest = settlements.latest(session, period.id)
            states[code, period.code] = (standing, latest.state.value if latest else "")
    assert states["ORTHO", "2026-Q3"] == ({"draft"}, "")
    assert states["CARDIO", "2026-Q2"] == ({"verified"}, "final")
    assert states["CARDIO", "2026-Q3"] == ({"submitted"}, "")


def test_the_story_stays_in_its_own_days(session):
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    told = [entry.at for entry in entries if entry.act != Act.DEMO_BUILT]
    assert min(told).date().isoformat() == "2024-05-06"
    assert max(told).date().isoformat() == "2026-10-27"


def test_it_says_that_it_is_a_demo_and_of_which_edition(session):
    assert current(session).is_demo
    assert built_edition(session) == edition()
    assert audit_entry.latest(session, limit=1)[0].act == Act.DEMO_BUILT


def test_it_is_kept_from_run_to_run_and_built_anew_when_asked_for(built, tmp_path):
    kept = tmp_path / "demo" / "comanage.sqlite"
    kept.parent.mkdir()
    kept.write_bytes((built / "demo" / "comanage.sqlite").read_bytes())
    before = kept.stat().st_ino
    done = comanage("demo", "--build-only", data=tmp_path)
    assert done.returncode == 0
    assert "Building" not in done.stdout
    assert kept.stat().st_ino == before


@pytest.mark.parametrize("kept", DUMPS, ids=lambda file: file.stem)
def test_one_that_an_earlier_version_made_is_built_anew(tmp_path, capsys, kept):
    chosen = Settings(data=tmp_path, database_url=f"sqlite:///{tmp_path / 'comanage.sqlite'}")
    with closing(sqlite3.connect(tmp_path / "comanage.sqlite")) as made:
        made.executescript(kept.read_text(encoding="utf-8"))
        made.execute("UPDATE installation SET is_demo = 1")
        made.commit()
    command = import_module("comanage.cli.demo")  # the name is that of the command as well
    assert not command._stands(chosen)
    assert capsys.readouterr().out == f"{command.EARLIER}\n"


def test_it_refuses_to_take_the_place_of_other_records(tmp_path):
    begun = comanage("init", data=tmp_path / "demo")
    assert begun.returncode == 0
    done = comanage("demo", "--build-only", "--fresh", data=tmp_path)
    assert done.returncode == 1
    assert "holds records that are not the demo's" in done.stderr


def test_it_refuses_to_listen_to_other_machines(tmp_path):
    done = comanage("demo", data=tmp_path, COMANAGE_HOST="0.0.0.0")  # noqa: S104
    assert done.returncode == 1
    assert done.stderr.startswith("The demo listens on this machine alone")


@pytest.mark.trust("A10")
def test_it_is_not_served_as_a_real_installation(built):
    done = comanage("serve", data=built / "demo")
    assert (done.returncode, done.stderr.splitlines()) == (
        1, ["This database holds the demo. Run comanage demo, or set COMANAGE_DATA to another folder."]
    )  # fmt: skip


@pytest.mark.trust("A10")
def test_a_link_for_a_first_administrator_is_refused_where_there_is_one(built):
    done = comanage("init", data=built / "demo")
    assert done.returncode == 1
    assert "has its first administrator already" in done.stderr


def test_upgrade_of_a_database_that_is_up_to_date_changes_nothing(built):
    before = {file.name for file in (built / "demo").iterdir()}
    done = comanage("upgrade", data=built / "demo")
    assert (done.returncode, done.stdout) == (0, "The database is up to date.\n")
    assert {file.name for file in (built / "demo").iterdir()} <= before | {
        "comanage.sqlite-wal", "comanage.sqlite-shm"
    }  # fmt: skip


@pytest.mark.trust("A10")
def test_it_is_not_built_into_a_database_that_is_in_use(demo):
    from comanage.demo.build import build  # noqa: PLC0415

    with pytest.raises(Conflict, match="in use already"):
        build()
    with database.reading() as session:
        assert len(session.scalars(select(Person)).all()) == len(cast().people) + 1


@pytest.mark.loopback
def test_it_is_served_on_this_machine(built, free_port):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMANAGE_")}
    served = subprocess.Popen(
        [sys.executable, "-m", "comanage", "demo"],
        env=kept | {"COMANAGE_DATA": str(built), "COMANAGE_PORT": str(free_port)},
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for line in served.stdout:
            if line.startswith("Serving"):
                break
        assert "Larkspur Ridge" in fetched(f"http://127.0.0.1:{free_port}/login")
    finally:
        served.terminate()
        served.stdout.close()
        served.wait(timeout=10)


@pytest.mark.loopback
def test_a_port_that_is_taken_is_said_before_anything_is_served(built, free_port):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        done = comanage("demo", data=built, COMANAGE_PORT=str(free_port))
    assert done.returncode == 1
    assert "Serving" not in done.stdout
    assert done.stderr.endswith("Set COMANAGE_PORT to another one.\n")


def fetched(address):
    """Read a page; the server may take a moment until it listens."""
    for _ in range(NOW_AND_THEN * 10):
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
