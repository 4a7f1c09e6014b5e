"""What tests of pages ask for: quick hashes, and somebody who signs in with a one-time code."""

import pytest
from argon2 import PasswordHasher

from comanage.actions import passwords
from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.makers import make_installation, make_person, make_role
from tests.pages.device import PASSWORD, Device


@pytest.fixture
def quick_hashes(monkeypatch):
    """Hash with little memory."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords._nobody.cache_clear()
    yield
    passwords._nobody.cache_clear()


@pytest.fixture
def clara(app, quick_hashes):
    """A compliance officer with a password, and no second factor yet."""
    with transaction() as session:
        make_installation(session)
        person = make_person(
            session, "Clara Diaz", email="clara@riverbend.example",
            password_hash=passwords.hashed(PASSWORD),
        )  # fmt: skip
        make_role(session, person, Role.COMPLIANCE, factor=False)
        return person


@pytest.fixture
def device(clara):
    """Her device, with a second factor that is set up."""
    return Device.of(clara.id)
