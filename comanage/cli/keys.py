"""comanage keys: what anchors and statements of this installation are signed with."""

from pathlib import Path

import click

from comanage import clock, secret_file, whole_file
from comanage.actions import anchors as anchor_keys
from comanage.cli.doorway import FILE, settings
from comanage.refusals import Refusal
from comanage.statements.signatures import signing_key
from comanage.statements.signatures.signing_key import SigningKey

NOT_SIGNED = "Statements are not signed: COMANAGE_SIGNING_KEY names no key."
SIGNED = "Statements are signed by {}, until {}, with the certificate {}."
THERE_ALREADY = "{} is there already. Give another name: a key is never written over."
MADE = "A key of {}, until {}, with the certificate {}."
NEXT = "Set COMANAGE_SIGNING_KEY={} to sign statements with it, and keep a copy of it elsewhere."
UNLOCKED = (
    "It has no password, since COMANAGE_SIGNING_PASSWORD is not set: its owner alone may read it."
)


@click.group(invoke_without_command=True)
@click.pass_context
def keys(context: click.Context) -> None:
    """Print the public key that anchors are signed with, and who signs statements."""
    if context.invoked_subcommand is not None:
        return
    chosen = settings()
    click.echo(anchor_keys.public(chosen.anchor_key()))
    file = chosen.signing_file()
    click.echo(NOT_SIGNED if file is None else _told(SIGNED, signing_key.opened(*file)))


@keys.command("make-signing")
@click.option("--name", required=True, help="Who signs: the hospital, as readers are told it.")
@click.option("--out", "file", type=FILE, required=True, metavar="FILE", help="Where it is kept.")
def make_signing(name: str, file: Path) -> None:
    """Make a key to sign statements with, and its certificate, as a PKCS#12 file.

    The hospital vouches for it itself: whoever verifies a statement compares its fingerprint.
    It holds for ten years, and is locked with the password of the settings, if there is one.
    """
    chosen = settings()
    password = chosen.password()
    made = signing_key.made(name, password, at=clock.now())
    if not _kept_at(file, made):
        raise Refusal(THERE_ALREADY.format(file))
    click.echo(f"{file}: {_told(MADE, signing_key.opened(made, password))}")
    if not password:
        click.echo(UNLOCKED)
    click.echo(NEXT.format(file.absolute()))


def _kept_at(file: Path, made: bytes) -> bool:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return secret_file.kept(file, made)
    except OSError as why:
        raise Refusal(whole_file.CANNOT.format(file, why.strerror or why)) from why


def _told(sentence: str, key: SigningKey) -> str:
    return sentence.format(key.name, f"{key.ends:%-d %b %Y}", key.fingerprint)
