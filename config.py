"""The settings: environment variables that begin with COMANAGE_, each with a default for one machine.

Nothing needs to be set to try comanage out. An installation that others reach sets
COMANAGE_ADDRESS, and COMANAGE_DATABASE_URL where SQLite has been outgrown.
"""

import difflib
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from urllib.parse import urlsplit

from comanage import secret_file, time_zone

PREFIX = "COMANAGE_"
NAMES = (
    "COMANAGE_DATA",
    "COMANAGE_DATABASE_URL",
    "COMANAGE_HOST",
    "COMANAGE_PORT",
    "COMANAGE_ADDRESS",
    "COMANAGE_SECRET_KEY",
    "COMANAGE_SECRET_KEY_BEFORE",
    "COMANAGE_IDLE_MINUTES",
    "COMANAGE_IDLE_MINUTES_APPROVING",
    "COMANAGE_PICTURES",
    "COMANAGE_PAPER",
    "COMANAGE_SMTP_URL",
    "COMANAGE_TIME_ZONE",
)
FOR_TESTS = (
    "COMANAGE_ORACLES",  # where the tests find the public programmes
    "COMANAGE_CRASH_AT",  # where comanage/crash.py ends the program
)
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
SHORTEST_KEY = 32
FEWEST_SIGNS = (
    10  # different ones in a key: one that a person made up by holding a key down has fewer
)
SAMPLES = ("change", "secret", "sample", "example", "default", "password", "insecure", "comanage")
CHOICES = {"COMANAGE_PICTURES": ("yes", "no"), "COMANAGE_PAPER": ("letter", "A4")}
IDLE = {
    # setting:                         (by default, at least, at most), in minutes
    "COMANAGE_IDLE_MINUTES":           (30, 5, 60),
    "COMANAGE_IDLE_MINUTES_APPROVING": (15, 5, 60),
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
    """

    data: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    address: str = "http://127.0.0.1:8000"
    given_key: str = ""
    given_key_before: str = ""
    idle_minutes: int = IDLE["COMANAGE_IDLE_MINUTES"][0]
    idle_minutes_approving: int = IDLE["COMANAGE_IDLE_MINUTES_APPROVING"][0]
    pictures: bool = False
    paper: str = "letter"
    smtp_url: str = ""
    time_zone: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings, or say of every unusable one what to set instead.

        >>> Settings.from_environment({"HOME": "/home/ana", "COMANAGE_PORT": "8080"}).address
        'http://127.0.0.1:8080'

        Raises:
            UnusableSettings: When a setting is unknown or has a value that cannot be used.
        """
        given = {name: value.strip() for name, value in environ.items() if name.startswith(PREFIX)}
        sentences = [*_unknown(given), *_unusable(given)]
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
            given_key=given.get("COMANAGE_SECRET_KEY", ""),
            given_key_before=given.get("COMANAGE_SECRET_KEY_BEFORE", ""),
            idle_minutes=_minutes(given, "COMANAGE_IDLE_MINUTES"),
            idle_minutes_approving=_minutes(given, "COMANAGE_IDLE_MINUTES_APPROVING"),
            pictures=given.get("COMANAGE_PICTURES", "").lower() == "yes",
            paper="A4" if given.get("COMANAGE_PAPER", "").lower() == "a4" else cls.paper,
            smtp_url=given.get("COMANAGE_SMTP_URL", ""),
            time_zone=given.get("COMANAGE_TIME_ZONE", ""),
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
            smtp_url="", time_zone=self.time_zone or time_zone.OF_THE_DEMO,
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
        keys = self._kept("secret-key", secrets.token_urlsafe(SHORTEST_KEY)).split()
        if why := next(filter(None, map(_weakness, keys or [""])), ""):
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

    def _kept(self, name: str, made: str) -> str:
        """Read a secret of the data folder, or keep the one that was made for it."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = self.data / name
        if not kept.exists():
            secret_file.keep(kept, made)
        if kept.stat().st_mode & 0o077:
            sentence = f"Others can read {kept}. Run: chmod 600 '{kept}'"
            raise UnusableSettings(sentence)
        return kept.read_text(encoding="ascii").strip()


def _unknown(given: Mapping[str, str]) -> list[str]:
    """Name the settings that nobody reads: a misspelt one would pass unnoticed."""
    sentences = []
    for name in sorted(given.keys() - {*NAMES, *FOR_TESTS}):
        near = difflib.get_close_matches(name, NAMES, n=1)
        meant = f" Did you mean {near[0]}?" if near else f" The settings are: {', '.join(NAMES)}."
        sentences.append(f"{name} is not a setting of comanage.{meant}")
    return sentences


def _unusable(given: Mapping[str, str]) -> list[str]:
    """Say which values cannot be used; an empty value means the default."""
    sentences = []
    port = given.get("COMANAGE_PORT") or "8000"
    if not (port.isascii() and port.isdecimal() and 0 < int(port) < 2**16):
        sentences.append(f"COMANAGE_PORT must be a number from 1 to 65535, not {port!r}.")
    address = given.get("COMANAGE_ADDRESS") or "http://127.0.0.1"
    if not _is_address(address, "http", "https"):
        sentences.append(
            f"COMANAGE_ADDRESS must begin with https:// or http:// and name a host, not {address!r}."
        )
    kind = (given.get("COMANAGE_DATABASE_URL") or "sqlite://").partition("://")[0]
    if kind not in DATABASES:
        sentences.append(
            "COMANAGE_DATABASE_URL must begin with sqlite:/// or postgresql://; "
            f"it begins with {kind!r}."
        )
    sentences += [
        f"{name} must be {' or '.join(words)}, not {held!r}."
        for name, words in CHOICES.items()
        if (held := given.get(name, "")) and held.lower() not in map(str.lower, words)
    ]
    sentences += [
        f"{name} {why}. Leave it out to have one made and kept in the data folder."
        for name in ("COMANAGE_SECRET_KEY", "COMANAGE_SECRET_KEY_BEFORE")
        if (key := given.get(name, "")) and (why := _weakness(key))
    ]
    if given.get("COMANAGE_SECRET_KEY_BEFORE") and not given.get("COMANAGE_SECRET_KEY"):
        sentences.append("COMANAGE_SECRET_KEY_BEFORE needs COMANAGE_SECRET_KEY beside it.")
    post = given.get("COMANAGE_SMTP_URL", "")  # not repeated: it may hold a password
    if post and not _is_address(post, "smtp", "smtps"):
        sentences.append("COMANAGE_SMTP_URL must begin with smtps:// or smtp:// and name a host.")
    if why := time_zone.fault("COMANAGE_TIME_ZONE", given.get("COMANAGE_TIME_ZONE") or "UTC"):
        sentences.append(why)
    for name, (_, least, most) in IDLE.items():
        minutes = given.get(name) or str(least)
        if not (minutes.isascii() and minutes.isdecimal() and least <= int(minutes) <= most):
            sentences.append(f"{name} must be a number from {least} to {most}, not {minutes!r}.")
    return sentences


def _weakness(key: str) -> str:
    """Say what is wrong with a secret key; empty where it may be used."""
    if len(key) < SHORTEST_KEY:
        return f"must have at least {SHORTEST_KEY} characters"
    if len(set(key)) < FEWEST_SIGNS:
        return f"must have at least {FEWEST_SIGNS} different characters"
    if any(word in key.casefold() for word in SAMPLES):
        return "looks like a sample, which others know too"
    return ""


def _minutes(given: Mapping[str, str], name: str) -> int:
    return int(given.get(name) or IDLE[name][0])


def _is_address(address: str, *kinds: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in kinds and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


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
