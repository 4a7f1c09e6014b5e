"""A command line on a database of its own, with the people who act at it."""

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from comanage import clock, database
from comanage.cli import main
from comanage.records.person import Person, RoleHeld
from comanage.rules.signoff import Role
from tests.actions.filing import pdf

PEOPLE = {
    "admin@larkspur.example": Role.ADMINISTRATOR,
    "verifier@larkspur.example": Role.VERIFIER,
    "approver@larkspur.example": Role.APPROVER,
    "compliance@larkspur.example": Role.COMPLIANCE,
}
ADMIN, VERIFIER, APPROVER, COMPLIANCE = (f"--as={email}" for email in PEOPLE)


@pytest.fixture
def run(database, tmp_path):
    """A way to run a command on a database of its own."""
    settings = {"COMANAGE_DATABASE_URL": database, "COMANAGE_DATA": str(tmp_path / "data")}

    def run(*arguments, status=0):
        done = CliRunner().invoke(main, [str(each) for each in arguments], env=settings)
        assert done.exit_code == status, done.output
        return done.stderr or done.stdout if status else done.stdout

    return run


@pytest.fixture
def staffed(run, engine):
    """The same, with people who hold a role each."""
    del engine
    with database.transaction() as session:
        for email, role in PEOPLE.items():
            person = Person(
                email=email, name=f"Demo {role}", password_hash="-", created_at=clock.now()
            )
            person.roles = [RoleHeld(role=role, given_at=clock.now())]
            session.add(person)
    return run


@pytest.fixture
def drafted(staffed, tmp_path):
    """The same, with the orthopedics agreement of the demo drafted and locked."""
    from comanage.demo.health_system import FOLDER  # noqa: PLC0415

    staffed("service-line", "add", "ORTHO", "Orthopedics", ADMIN)
    staffed("group", "add", "GFBJ", "Granite Fork Bone & Joint", ADMIN)
    staffed("group", "add", "THS", "Tamarack Hand & Spine", ADMIN)
    terms = FOLDER / "orthopedics.json"
    staffed("agreement", "add", terms, "--service-line", "ORTHO", ADMIN)
    lock_scorecard(staffed, tmp_path, signed_on="2024-06-13")
    return SimpleNamespace(run=staffed, terms=terms, figures=FOLDER / "orthopedics.csv")


def lock_scorecard(run, folder, *, signed_on):
    """Bring the draft scorecard of the orthopedics agreement through its steps to its lock."""
    at = ("--agreement", "ORTHO")
    run("scorecard", "check", *at, ADMIN)
    run("scorecard", "review", "--note", "Levels are set in advance.", *at, COMPLIANCE)
    exhibit = folder / "exhibit.pdf"
    exhibit.write_bytes(pdf(f"A scorecard signed on {signed_on}"))
    signers = [
        part
        for party in ("hospital", "GFBJ", "THS")
        for part in ("--signer", party, f"President of {party}", "President", signed_on)
    ]
    run("scorecard", "sign", exhibit, *signers, *at, ADMIN)
    return run("scorecard", "lock", *at, ADMIN)
