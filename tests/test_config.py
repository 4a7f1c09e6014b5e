"""Settings: what an installation gets when it says nothing, and what it hears when it says it wrong."""

import stat
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config import Settings, UnusableSettings

ANA = {"HOME": "/home/ana"}
KEY = "Vq3-kYt81_ZmRw5xLs0Db7HcNf2GjPuE"
OLD = KEY[::-1]


def test_nothing_needs_to_be_set():
    settings = Settings.from_environment(ANA)
    assert settings.data == Path("/home/ana/.local/share/comanage")
    assert settings.database_url == "sqlite:////home/ana/.local/share/comanage/comanage.sqlite"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.address == "http://127.0.0.1:8000"
    assert not settings.over_https


def test_the_data_folder_follows_the_desktop_convention_unless_it_is_set():
    assert Settings.from_environment({"XDG_DATA_HOME": "/data"}).data == Path("/data/comanage")
    assert Settings.from_environment({**ANA, "COMANAGE_DATA": "/srv/x"}).data == Path("/srv/x")


def test_pictures_are_taken_where_the_setting_says_yes():
    assert not Settings.from_environment(ANA).pictures
    assert not Settings.from_environment({**ANA, "COMANAGE_PICTURES": "no"}).pictures
    assert Settings.from_environment(ANA).paper == "letter"
    assert Settings.from_environment({**ANA, "COMANAGE_PAPER": "a4"}).paper == "A4"
    assert Settings.from_environment({**ANA, "COMANAGE_PICTURES": "Yes"}).pictures


def test_an_empty_setting_means_its_default():
    assert Settings.from_environment({**ANA, "COMANAGE_PORT": " "}).port == 8000


def test_a_public_address_decides_whether_cookies_need_https():
    settings = Settings.from_environment({**ANA, "COMANAGE_ADDRESS": "https://pay.example.org/"})
    assert settings.address == "https://pay.example.org"
    assert settings.over_https


def test_postgresql_is_reached_with_the_driver_that_is_installed():
    given = {**ANA, "COMANAGE_DATABASE_URL": "postgresql://ana@db/comanage"}
    assert Settings.from_environment(given).database_url == "postgresql+psycopg://ana@db/comanage"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("COMANAGE_PAPER", "legal", "COMANAGE_PAPER must be letter or A4, not 'legal'."),
        ("COMANAGE_PICTURES", "on", "COMANAGE_PICTURES must be yes or no, not 'on'."),
        ("COMANAGE_PORT", "http", "COMANAGE_PORT must be a number from 1 to 65535, not 'http'."),
        ("COMANAGE_PORT", "0", "COMANAGE_PORT must be a number from 1 to 65535, not '0'."),
        ("COMANAGE_PORT", "65536", "COMANAGE_PORT must be a number from 1 to 65535, not '65536'."),
        ("COMANAGE_PORT", "²", "COMANAGE_PORT must be a number from 1 to 65535, not '²'."),
        (
            "COMANAGE_ADDRESS",
            "pay.example.org",
            (
                "COMANAGE_ADDRESS must begin with https:// or http:// and name a host, "
                "not 'pay.example.org'."
            ),
        ),
        (
            "COMANAGE_ADDRESS",
            "http://[::1",
            (
                "COMANAGE_ADDRESS must begin with https:// or http:// and name a host, "
                "not 'http://[::1'."
            ),
        ),
        (
            "COMANAGE_DATABASE_URL",
            "mysql://db/x",
            (
                "COMANAGE_DATABASE_URL must begin with sqlite:/// or postgresql://; "
                "it begins with 'mysql'."
            ),
        ),
        (
            "COMANAGE_SECRET_KEY",
            "short",
            (
                "COMANAGE_SECRET_KEY must have at least 32 characters. "
                "Leave it out to have one made and kept in the data folder."
            ),
        ),
        (
            "COMANAGE_SECRET_KEY",
            "ab" * 20,
            (
                "COMANAGE_SECRET_KEY must have at least 10 different characters. "
                "Leave it out to have one made and kept in the data folder."
            ),
        ),
        (
            "COMANAGE_SECRET_KEY",
            "please-Change-me-0123456789-abcdefgh",
            (
                "COMANAGE_SECRET_KEY looks like a sample, which others know too. "
                "Leave it out to have one made and kept in the data folder."
            ),
        ),
        (
            "COMANAGE_SECRET_KEY_BEFORE",
            OLD,
            "COMANAGE_SECRET_KEY_BEFORE needs COMANAGE_SECRET_KEY beside it.",
        ),
        (
            "COMANAGE_IDLE_MINUTES",
            "61",
            "COMANAGE_IDLE_MINUTES must be a number from 5 to 60, not '61'.",
        ),
        (
            "COMANAGE_IDLE_MINUTES_APPROVING",
            "4",
            "COMANAGE_IDLE_MINUTES_APPROVING must be a number from 5 to 60, not '4'.",
        ),
        (
            "COMANAGE_TIME_ZONE",
            "America/NewYork",
            (
                "COMANAGE_TIME_ZONE must name a time zone, such as America/New_York, not "
                "'America/NewYork'. Did you mean America/New_York?"
            ),
        ),
        (
            "COMANAGE_PROT",
            "80",
            "COMANAGE_PROT is not a setting of comanage. Did you mean COMANAGE_PORT?",
        ),
    ],
)
@pytest.mark.trust("G8")
def test_an_unusable_setting_is_refused_in_a_sentence(name, value, sentence):
    with pytest.raises(UnusableSettings) as refused:
        Settings.from_environment({**ANA, name: value})
    assert refused.value.sentences == (sentence,)


def test_days_are_those_of_utc_unless_a_zone_is_named():
    none = Settings.from_environment(ANA)
    assert (none.time_zone, none.zone) == ("", UTC)
    assert Settings.from_environment({**ANA, "COMANAGE_TIME_ZONE": "UTC"}).zone is UTC
    chicago = Settings.from_environment({**ANA, "COMANAGE_TIME_ZONE": "America/Chicago"})
    assert chicago.zone == ZoneInfo("America/Chicago")
    assert chicago.for_demo().time_zone == "America/Chicago"
    assert none.for_demo().time_zone == "America/New_York"


def test_the_zone_of_the_machine_moves_no_day(monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert Settings.from_environment({**ANA, "TZ": "Pacific/Kiritimati"}).zone is UTC


def test_all_unusable_settings_are_named_at_once():
    with pytest.raises(UnusableSettings) as refused:
        Settings.from_environment({"COMANAGE_PORT": "x", "COMANAGE_ADDRESS": "y"})
    assert len(refused.value.sentences) == 2


@pytest.mark.trust("G8")
def test_the_secret_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    settings = Settings.from_environment({"COMANAGE_DATA": str(tmp_path / "data")})
    made = settings.secret_key()
    kept = tmp_path / "data" / "secret-key"
    assert len(made) >= 32
    assert settings.secret_key() == made == kept.read_text().strip()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]


@pytest.mark.trust("G8")
def test_a_secret_key_that_others_can_read_is_refused(tmp_path):
    settings = Settings.from_environment({"COMANAGE_DATA": str(tmp_path)})
    settings.secret_key()
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(UnusableSettings, match="Run: chmod 600"):
        settings.secret_key()


@pytest.mark.trust("A7")
def test_the_minutes_without_a_page_are_thirty_and_fifteen_unless_set():
    settings = Settings.from_environment(ANA)
    assert (settings.idle_minutes, settings.idle_minutes_approving) == (30, 15)
    given = {"COMANAGE_IDLE_MINUTES": "60", "COMANAGE_IDLE_MINUTES_APPROVING": "5"}
    settings = Settings.from_environment(ANA | given)
    assert (settings.idle_minutes, settings.idle_minutes_approving) == (60, 5)


@pytest.mark.trust("G8")
def test_the_key_before_opens_and_the_present_one_signs(tmp_path):
    given = {"COMANAGE_SECRET_KEY": KEY, "COMANAGE_SECRET_KEY_BEFORE": OLD}
    settings = Settings.from_environment(ANA | given)
    assert settings.secret_keys() == (KEY, OLD)
    assert settings.for_demo().given_key_before == ""
    settings = Settings.from_environment({"COMANAGE_DATA": str(tmp_path)})
    settings.secret_key()
    (tmp_path / "secret-key").write_text(f"{KEY}\n{OLD}\n")
    assert settings.secret_keys() == (KEY, OLD)


@pytest.mark.trust("G8")
@pytest.mark.parametrize("weak", ["short", "secret" * 8, "ab" * 20])
@pytest.mark.parametrize("name", ["COMANAGE_SECRET_KEY", "COMANAGE_SECRET_KEY_BEFORE"])
def test_neither_key_that_is_given_may_be_weak(name, weak):
    given = {"COMANAGE_SECRET_KEY": KEY, "COMANAGE_SECRET_KEY_BEFORE": OLD} | {name: weak}
    with pytest.raises(UnusableSettings, match=f"^{name} "):
        Settings.from_environment(ANA | given)


@pytest.mark.trust("G8")
@pytest.mark.parametrize("weak", ["", "short", f"{KEY}\nshort", "secret" * 8])
def test_a_weak_key_in_the_file_is_refused(tmp_path, weak):
    settings = Settings.from_environment({"COMANAGE_DATA": str(tmp_path)})
    settings.secret_key()
    (tmp_path / "secret-key").write_text(weak)
    with pytest.raises(UnusableSettings, match="Remove the file to have one made"):
        settings.secret_key()


def test_a_secret_key_that_is_given_is_used_and_not_written(tmp_path):
    given = {"COMANAGE_DATA": str(tmp_path), "COMANAGE_SECRET_KEY": KEY}
    assert Settings.from_environment(given).secret_key() == KEY
    assert not list(tmp_path.iterdir())


def test_the_demo_shares_nothing_with_real_records():
    given = {"COMANAGE_DATABASE_URL": "postgresql://db/real", "COMANAGE_SECRET_KEY": KEY}
    real = Settings.from_environment({**ANA, **given})
    demo = real.for_demo()
    assert demo.data == real.data / "demo"
    assert demo.database_url == f"sqlite:///{demo.data}/comanage.sqlite"
    assert demo.given_key == ""


def test_the_mail_server_is_none_unless_set_and_never_repeated_in_a_refusal():
    assert Settings.from_environment(ANA).smtp_url == ""
    url = "smtps://ana:secret@mail.example.org"
    assert Settings.from_environment({**ANA, "COMANAGE_SMTP_URL": url}).smtp_url == url
    for wrong in ("mail.example.org", "http://ana:secret@mail.example.org", "smtp://x:99999"):
        with pytest.raises(UnusableSettings) as refused:
            Settings.from_environment({**ANA, "COMANAGE_SMTP_URL": wrong})
        assert refused.value.sentences == (
            "COMANAGE_SMTP_URL must begin with smtps:// or smtp:// and name a host.",
        )


def test_what_wakes_workers_is_none_unless_set_and_never_repeated_in_a_refusal():
    assert Settings.from_environment(ANA).jobs_url == ""
    for url in ("redis://ana:secret@queue", "rediss://queue/1", "postgresql://ana:secret@db/x"):
        real = Settings.from_environment({**ANA, "COMANAGE_JOBS": url})
        assert (real.jobs_url, real.for_demo().jobs_url) == (url, "")
    with pytest.raises(UnusableSettings) as refused:
        Settings.from_environment({**ANA, "COMANAGE_JOBS": "amqp://ana:secret@queue"})
    assert refused.value.sentences == (
        "COMANAGE_JOBS must begin with redis://, rediss:// or postgresql://; it begins with 'amqp'.",
    )
