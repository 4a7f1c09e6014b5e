"""Settings of what leaves the hospital: who signs statements, and which counts they tell."""

import pytest

from comanage.database import LEAST_COUNT
from config import Settings, UnusableSettings

ANA = {"HOME": "/home/ana"}
KEY = "Vq3-kYt81_ZmRw5xLs0Db7HcNf2GjPuE"
OLD = KEY[::-1]


def test_a_signing_key_is_read_with_its_password(tmp_path):
    file, word = tmp_path / "key.p12", tmp_path / "word"
    for each, content in ((file, b"a key"), (word, b"granite fork\n")):
        each.write_bytes(content)
        each.chmod(0o600)
    given = {**ANA, "COMANAGE_SIGNING_KEY": str(file)}
    assert Settings.from_environment(ANA).signing_file() is None
    assert Settings.from_environment(given).signing_file() == (b"a key", "")
    typed = Settings.from_environment({**given, "COMANAGE_SIGNING_PASSWORD": "granite fork"})
    assert typed.signing_file() == (b"a key", "granite fork")
    assert "granite" not in repr(typed)
    kept = Settings.from_environment({**given, "COMANAGE_SIGNING_PASSWORD_FILE": str(word)})
    assert kept.signing_file() == (b"a key", "granite fork")
    word.chmod(0o604)
    with pytest.raises(UnusableSettings, match="Others can read"):
        kept.signing_file()


def test_a_password_is_given_once():
    given = {**ANA, "COMANAGE_SIGNING_PASSWORD": "x", "COMANAGE_SIGNING_PASSWORD_FILE": "y"}
    with pytest.raises(UnusableSettings, match="not both"):
        Settings.from_environment(given)


def test_the_demo_is_never_signed_with_the_key_of_the_hospital(tmp_path):
    given = {**ANA, "COMANAGE_SIGNING_KEY": str(tmp_path / "key"), "COMANAGE_SIGNING_PASSWORD": "x"}
    demo = Settings.from_environment(given).for_demo()
    assert demo.signing_file() is None
    assert demo.password() == ""


@pytest.mark.parametrize(("given", "least"), [("", 11), ("0", 0), ("20", 20)])
def test_the_least_count_is_eleven_unless_it_is_set(given, least):
    assert Settings.from_environment({**ANA, "COMANAGE_LEAST_COUNT": given}).least_count == least
    assert Settings.from_environment(ANA).least_count == LEAST_COUNT


@pytest.mark.parametrize("given", ["-1", "1001", "ten", "1.5"])
def test_a_least_count_that_is_no_count_is_refused(given):
    with pytest.raises(UnusableSettings, match="must be a number from 0 to 1000"):
        Settings.from_environment({**ANA, "COMANAGE_LEAST_COUNT": given})
