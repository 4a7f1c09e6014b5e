"""Passwords: long ones of any characters, and none of those that others try first."""

import pytest
from argon2 import PasswordHasher

from comanage.actions import common_passwords, passwords
from comanage.actions.passwords import faults

LISTED = sorted(common_passwords.known())
LONG_ONES = [entry for entry in LISTED if len(entry) >= passwords.SHORTEST]


def said(password, **about):
    return [fault.sentence for fault in faults(password, password, **about)]


@pytest.mark.trust("A1")
@pytest.mark.parametrize(
    "password", ["🐦" * 5 + "drei grüne gänse", "x" * 60 + "Ab1 -" * 13 + "end"]
)
def test_any_characters_up_to_128_come_back_whole(password, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    assert said(password) == []
    kept = passwords.hashed(password)
    assert kept.startswith("$argon2id$")
    assert passwords.fits(password, kept)
    assert not passwords.fits(password[:-1], kept)
    assert not passwords.fits(password + "x", kept)


@pytest.mark.trust("A1")
def test_passwords_that_share_their_first_72_bytes_differ(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    shared = "seven quiet herons " * 4
    assert len(shared) > 72
    assert not passwords.fits(f"{shared}b", passwords.hashed(f"{shared}a"))


@pytest.mark.trust("A1")
def test_fourteen_characters_are_too_few_and_129_too_many():
    assert said("fourteen chars")[0].startswith("Give at least 15 characters")
    assert said("fifteen charact") == []
    assert said("many words " * 11 + "seven s") == []
    assert said("many words " * 11 + "seven ss") == ["Give at most 128 characters."]


@pytest.mark.trust("A2")
def test_the_list_is_shipped_and_long():
    assert len(LISTED) >= 3000
    assert {"123456", "password", "qwerty", "letmein", "1qaz2wsx3edc4rfv"} <= set(LISTED)


@pytest.mark.trust("A2")
@pytest.mark.parametrize("password", LONG_ONES)
def test_a_long_common_password_is_refused(password):
    assert said(password) == [passwords.COMMON]
    assert said(password.upper()) == [passwords.COMMON]


@pytest.mark.trust("A2")
@pytest.mark.parametrize(
    "password",
    ["Password12345678!", "passwordpassword", "letmein-letmein-letmein", "P@ssw0rd-2027-2027",
     "2027!!Sunshine!!2027", "dragondragondragon1", "monkeymonkeymonke", "abcdefghijklmnop",
     "zyxwvutsrqponmlkj", "qwertyuiopasdfgh", "12345678901234567", "1234-5678-9012-3456"],
)  # fmt: skip
def test_a_common_password_that_is_repeated_or_decorated_is_refused(password):
    assert said(password) == [passwords.COMMON]


@pytest.mark.trust("A2")
@pytest.mark.parametrize(
    "password",
    ["seven quiet herons", "monkey dragon lantern", "dass es Fenster gibt", "4071 8836 1297 5502",
     "пять тихих цапель", "correct horse battery staple", "q8#Lw0!pZ4-vR7_kM"],
)  # fmt: skip
def test_words_that_belong_together_for_one_person_are_good(password):
    assert said(password) == []


@pytest.mark.trust("A2")
@pytest.mark.parametrize(
    ("password", "word"),
    [("three comanage lanterns", "comanage"), ("the RIVERBEND lanterns", "riverbend"),
     ("three lanterns of Marsh", "marsh")],
)  # fmt: skip
def test_the_words_of_person_organization_and_program_are_refused(password, word):
    about = ["Ada Marsh", "Riverbend Health"]
    assert said(password, about=about) == [
        f"Leave “{word}” out of the password: others would try it first."
    ]


@pytest.mark.trust("A2")
def test_short_names_and_the_address_are_looked_at_too():
    assert said("three lanterns of ada", about=["Ada Marsh"]) == []
    assert said("lanterns ada.marsh three", email="ada.marsh@x.example") == [
        "Leave the e-mail address out of the password."
    ]
