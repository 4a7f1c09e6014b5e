"""The settings: environment variables that begin with COMANAGE_, each with a default for one machine.

Nothing needs to be set to try comanage out. An installation that others reach sets
COMANAGE_ADDRESS, and COMANAGE_DATABASE_URL where SQLite has been outgrown.
"""

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path

from comanage import given_setting, secret_file, time_zone

PREFIX = "COMANAGE_"
NAMES = (
    "COMANAGE_DATA",
    "COMANAGE_DATABASE_URL",
    "COMANAGE_HOST",
    "COMANAGE_PORT",
    "COMANAGE_ADDRESS",
    "COMANAGE_SECRET_KEY",
    "COMANAGE_SECRET_KEY_BEFORE",
    "COMANAGE_JOBS",
    "COMANAGE_IDLE_MINUTES",
    "COMANAGE_IDLE_MINUTES_APPROVING",
    "COMANAGE_PICTURES",
    "COMANAGE_PAPER",
    "COMANAGE_SMTP_URL",
    "COMANAGE_TIME_ZONE",
    "COMANAGE_SIGNING_KEY",
    "COMANAGE_SIGNING_PASSWORD",
    "COMANAGE_SIGNING_PASSWORD_FILE",
    "COMANAGE_LEAST_COUNT",
)
FOR_TESTS = (
    "COMANAGE_ORACLES",  # where the tests find the public programmes
    "COMANAGE_CRASH_AT",  # where comanage/crash.py ends the program
)
NUMBERS = {
    # setting:                         (by default, at least, at most)
    "COMANAGE_IDLE_MINUTES":           (30, 5, 60),
    "COMANAGE_IDLE_MINUTES_APPROVING": (15, 5, 60),
    "COMANAGE_LEAST_COUNT":            (11, 0, 1000),
}  # fmt: skip
ANCHOR_KEY = 32  # bytes


class UnusableSettings(ValueError):
    """Some settings cannot be used.

    Attributes:
        sentences: What is wrong with each of them, and what to set instead.
    """

    def __init__(self, *sentences: str) -> None:
        """Keep every sentence, so that all are mended at once."""
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation decides for itself.

    Attributes:
        data: COMANAGE_DATA, the folder for the SQLite file and the keys; by default
            ``comanage`` in the data folder of the person who runs it (~/.local/share).
        database_url: COMANAGE_DATABASE_URL, where the records are, as sqlite:///FILE or
            postgresql://USER:PASSWORD@HOST/NAME; by default ``comanage.sqlite`` in the data folder.
        host: COMANAGE_HOST, the network address to listen on; by default 127.0.0.1, which only
            this machine reaches.
        port: COMANAGE_PORT, the port to listen on; by default 8000.
        address: COMANAGE_ADDRESS, what people type to get here, such as
            https://comanage.example.org; by default http://HOST:PORT. With https, the sign-in
            cookie is sent over HTTPS alone.
        given_key: COMANAGE_SECRET_KEY, at least 32 characters that sign cookies and forms; by
            default made on the first run and kept in the data folder, readable by its owner alone.
        given_key_before: COMANAGE_SECRET_KEY_BEFORE, the key that was exchanged for it: forms
            and second factors made with it stay good. In the file of the data folder, the keys
            before are the lines below the first.
        jobs_url: COMANAGE_JOBS, what wakes the workers of `comanage jobs work`: redis://HOST,
            rediss://HOST or postgresql://USER:PASSWORD@HOST/NAME; by default none, so that the app
            works off jobs itself.
        idle_minutes: COMANAGE_IDLE_MINUTES, after how many minutes without a page a sign-in
            ends; by default 30, and from 5 to 60.
        idle_minutes_approving: COMANAGE_IDLE_MINUTES_APPROVING, the same for approvers and
            compliance officers; by default 15, and from 5 to 60.
        pictures: COMANAGE_PICTURES, "yes" to take pictures, and what holds them, as evidence: no
            program can look through them for patient data, so the person who sends one declares
            that it holds none; by default "no".
        paper: COMANAGE_PAPER, what statements are printed on, letter or A4; by default letter.
            A statement keeps the paper that it was written for.
        smtp_url: COMANAGE_SMTP_URL, the mail server that reminders go out by, as
            smtps://USER:PASSWORD@HOST or smtp://USER:PASSWORD@HOST, with ?from=ADDRESS for the
            sender; by default none, so that `comanage remind` prints them and sends nothing.
        time_zone: COMANAGE_TIME_ZONE, the hospital's, as a name of the IANA data base such as
            America/New_York: days begin and end there, and times are shown in it; by default
            UTC, never the machine's own, so that no machine moves a day.
        signing_key: COMANAGE_SIGNING_KEY, the file of the key that statements are signed with, as
            PKCS#12 or PEM, readable by its owner alone; by default none, so that they are not.
        signing_password: COMANAGE_SIGNING_PASSWORD, the password of that file; by default none.
        signing_password_file: COMANAGE_SIGNING_PASSWORD_FILE, a file that holds it instead.
        least_count: COMANAGE_LEAST_COUNT, the least number of cases that a document which leaves
            the hospital tells; fewer are told as such. By default 11; 0 tells every number.
    """

    data: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    address: str = "http://127.0.0.1:8000"
    jobs_url: str = ""
    given_key: str = ""
    given_key_before: str = ""
    idle_minutes: int = NUMBERS["COMANAGE_IDLE_MINUTES"][0]
    idle_minutes_approving: int = NUMBERS["COMANAGE_IDLE_MINUTES_APPROVING"][0]
    pictures: bool = False
    paper: str = "letter"
    smtp_url: str = ""
    time_zone: str = ""
    signing_key: Path | None = None
    signing_password: str = field(default="", repr=False)
    signing_password_file: Path | None = None
    least_count: int = NUMBERS["COMANAGE_LEAST_COUNT"][0]

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings, or say of every unusable one what to set instead.

        >>> Settings.from_environment({"HOME": "/home/ana", "COMANAGE_PORT": "8080"}).address
        'http://127.0.0.1:8080'

        Raises:
            UnusableSettings: When a setting is unknown or has a value that cannot be used.
        """
        given = {name: value.strip() for name, value in environ.items() if name.startswith(PREFIX)}
        sentences = [
            *given_setting.unknown(given, NAMES, FOR_TESTS),
            *given_setting.unusable(given, NUMBERS),
        ]
        if sentences:
            raise UnusableSettings(*sentences)
        host = given.get("COMANAGE_HOST") or cls.host
        port = int(given.get("COMANAGE_PORT") or cls.port)
        data = Path(given.get("COMANAGE_DATA") or _data_home(environ) / "comanage").absolute()
        return cls(
            data=data,
            database_url=_driven(given.get("COMANAGE_DATABASE_URL") or _sqlite_in(data)),
            host=host,
            port=port,
            address=(given.get("COMANAGE_ADDRESS") or f"http://{_in_url(host)}:{port}").rstrip("/"),
            jobs_url=given.get("COMANAGE_JOBS", ""),
            given_key=given.get("COMANAGE_SECRET_KEY", ""),
            given_key_before=given.get("COMANAGE_SECRET_KEY_BEFORE", ""),
            idle_minutes=_number(given, "COMANAGE_IDLE_MINUTES"),
            idle_minutes_approving=_number(given, "COMANAGE_IDLE_MINUTES_APPROVING"),
            pictures=given.get("COMANAGE_PICTURES", "").lower() == "yes",
            paper="A4" if given.get("COMANAGE_PAPER", "").lower() == "a4" else cls.paper,
            smtp_url=given.get("COMANAGE_SMTP_URL", ""),
            time_zone=given.get("COMANAGE_TIME_ZONE", ""),
            signing_key=_file(given, "COMANAGE_SIGNING_KEY"),
            signing_password=given.get("COMANAGE_SIGNING_PASSWORD", ""),
            signing_password_file=_file(given, "COMANAGE_SIGNING_PASSWORD_FILE"),
            least_count=_number(given, "COMANAGE_LEAST_COUNT"),
        )

    @property
    def over_https(self) -> bool:
        """Whether people reach the app by HTTPS."""
        return self.address.startswith("https://")

    @property
    def zone(self) -> tzinfo:
        """The time zone that days are counted in."""
        return time_zone.named(self.time_zone or "UTC")

    def for_demo(self) -> "Settings":
        """Keep the invented health system apart from real records: its own folder, SQLite, key, town."""
        data = self.data / "demo"
        return replace(
            self, data=data, database_url=_sqlite_in(data), given_key="", given_key_before="",
            smtp_url="", jobs_url="", time_zone=self.time_zone or time_zone.OF_THE_DEMO,
            signing_key=None, signing_password="", signing_password_file=None,
        )  # fmt: skip

    def secret_key(self) -> str:
        """Give the key that signs cookies and forms; make it on the first run.

        Raises:
            UnusableSettings: When others on this machine can read the key, or it is weak.
        """
        return self.secret_keys()[0]

    def secret_keys(self) -> tuple[str, ...]:
        """Give the key that signs, and after it those that signed before.

        Raises:
            UnusableSettings: When others on this machine can read a key, or one is weak.
        """
        if self.given_key:
            return (self.given_key, *([self.given_key_before] if self.given_key_before else []))
        keys = self._kept("secret-key", secrets.token_urlsafe(given_setting.SHORTEST_KEY)).split()
        if why := next(filter(None, map(given_setting.weakness, keys or [""])), ""):
            file = self.data / "secret-key"
            raise UnusableSettings(f"A key in {file} {why}. Remove the file to have one made.")
        return tuple(keys)

    def anchor_key(self) -> str:
        """Give the private key that signs anchors of the audit log; make it on the first use.

        Returns:
            64 hexadecimal digits; anything else that stands in the file is no such key.

        Raises:
            UnusableSettings: When others on this machine can read the key, or it is none.
        """
        key = self._kept("anchor-key", secrets.token_hex(ANCHOR_KEY))
        if len(key) != 2 * ANCHOR_KEY or set(key) - set(string.hexdigits):
            file = self.data / "anchor-key"
            raise UnusableSettings(f"{file} holds no key. Put back the one that was there.")
        return key

    def signing_file(self) -> tuple[bytes, str] | None:
        """Read the file of the key that statements are signed with, and its password.

        Returns:
            Both; None where no key is given.

        Raises:
            UnusableSettings: A file is not there, or others on this machine can read it.
        """
        if self.signing_key is None:
            return None
        return _secret(self.signing_key), self.password()

    def password(self) -> str:
        """Give the password of the signing key; empty where none is set.

        Raises:
            UnusableSettings: Its file is not there, or others on this machine can read it.
        """
        if self.signing_password_file is None:
            return self.signing_password
        return _secret(self.signing_password_file).decode(errors="replace").rstrip("\r\n")

    def _kept(self, name: str, made: str) -> str:
        """Read a secret of the data folder, or keep the one that was made for it."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = self.data / name
        if not kept.exists():
            secret_file.keep(kept, made)
        return _secret(kept).decode("ascii").strip()


def _secret(file: Path) -> bytes:
    """Read a secret that only its owner may read."""
    if why := secret_file.fault(file):
        raise UnusableSettings(why)
    return file.read_bytes()


def _number(given: Mapping[str, str], name: str) -> int:
    return int(given.get(name) or NUMBERS[name][0])


def _file(given: Mapping[str, str], name: str) -> Path | None:
    return Path(given[name]).absolute() if given.get(name) else None


def _driven(url: str) -> str:
    """Name the driver that is installed, since people write postgresql:// alone."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _data_home(environ: Mapping[str, str]) -> Path:
    home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")


def _sqlite_in(data: Path) -> str:
    return f"sqlite:///{data / 'comanage.sqlite'}"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
