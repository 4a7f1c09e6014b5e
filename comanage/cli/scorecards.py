"""comanage scorecard: fill, check, review, sign, lock and amend the scorecard of an agreement."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.actions import (
    agreement_documents,
    amendments,
    exhibit_prints,
    files,
    scorecard_steps,
    terms_file,
)
from comanage.actions.agreement_documents import Given, Signing
from comanage.cli.doorway import (
    FILE,
    acting,
    agreement_id,
    as_person,
    as_reader,
    contents_of,
    keep,
    looking,
    of_agreement,
)
from comanage.cli.settle import read_terms
from comanage.records import scorecard as records
from comanage.records.basis import period_of
from comanage.records.scorecard import Scorecard
from comanage.refusals import Conflict
from comanage.rules.documents import DocumentKind
from comanage.rules.in_force import SPONSOR

NO_DRAFT = "The scorecard is locked already. Draft the next version with: comanage scorecard next"
HOSPITAL = "hospital"
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def scorecard() -> None:
    """Fill, check, review, sign, lock and amend the scorecard of an agreement."""


@scorecard.command()
@click.argument("terms", type=FILE)
@of_agreement
@as_person
def load(terms: Path, code: str, email: str) -> None:
    """Fill the draft scorecard from TERMS (JSON)."""
    agreed = read_terms(terms)
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = terms_file.fill(session, actor, at, agreed).number
    click.echo(f"Version {number} of the scorecard of {code} was filled.")


@scorecard.command()
@of_agreement
@as_person
def check(code: str, email: str) -> None:
    """Check the draft: nothing may be wrong, and what is odd must have an answer."""
    _step(code, email, "checked", scorecard_steps.check)


@scorecard.command()
@click.option("--note", required=True, help="What you looked at.")
@of_agreement
@as_person
def review(note: str, code: str, email: str) -> None:
    """Review the checked scorecard, as a compliance officer who did not draft it."""
    _step(
        code, email, "reviewed",
        lambda session, actor, at, *, revision: scorecard_steps.review(
            session, actor, at, note=note, revision=revision
        ),
    )  # fmt: skip


@scorecard.command("return")
@click.option("--reason", required=True, help="What must be mended.")
@of_agreement
@as_person
def send_back(reason: str, code: str, email: str) -> None:
    """Send the scorecard back to be mended; it is a draft again."""
    _step(
        code, email, "a draft again",
        lambda session, actor, at, *, revision: scorecard_steps.send_back(
            session, actor, at, reason=reason, revision=revision
        ),
    )  # fmt: skip


@scorecard.command()
@click.argument("exhibit", type=FILE)
@click.option(
    "--signer", "signers", required=True, multiple=True, type=(str, str, str, DAY),
    metavar="PARTY NAME CAPACITY DAY",
    help="Who signed for the hospital or a group, such as: hospital 'A. Name' CEO 2026-12-10.",
)  # fmt: skip
@of_agreement
@as_person
def sign(
    exhibit: Path, signers: tuple[tuple[str, str, str, datetime], ...], code: str, email: str
) -> None:
    """Put EXHIBIT (PDF) on file with its signers, and record that every party signed it."""
    content = contents_of(exhibit)
    files.look_ahead(exhibit.name, content)
    signed_by = [
        Signing(name, capacity, SPONSOR if party == HOSPITAL else party, day.date())
        for party, name, capacity, day in signers
    ]
    given = Given(
        kind=DocumentKind.EXHIBIT, title=exhibit.stem, file_name=exhibit.name, content=content,
        signed_by=signed_by, for_all_parties=True,
    )  # fmt: skip

    def signing(session: Session, actor: Actor, at: int, *, revision: int) -> Scorecard:
        kept = agreement_documents.add(session, actor, at, given)
        return scorecard_steps.sign(session, actor, at, exhibit_id=kept.id, revision=revision)

    _step(code, email, "signed", signing)


@scorecard.command()
@of_agreement
@as_person
def lock(code: str, email: str) -> None:
    """Lock the signed scorecard: its terms never change from then on."""
    digest = _step(code, email, "locked", scorecard_steps.lock)
    click.echo(f"The SHA-256 of its terms is {digest}.")


@scorecard.command("next")
@click.option("--reason", required=True, help="Why the terms are amended.")
@click.option("--from", "first", metavar="PERIOD", help="The period it takes effect with.")
@of_agreement
@as_person
def following(reason: str, first: str | None, code: str, email: str) -> None:
    """Draft the next version of a locked scorecard, as a copy to amend."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        begins: date | None = period_of(session, at, first).starts if first else None
        made = amendments.draft_next(session, actor, at, reason=reason, first=begins)
        number = made.number
    click.echo(f"Version {number} of the scorecard of {code} was drafted.")


@scorecard.command()
@of_agreement
@as_reader
def show(code: str, email: str | None) -> None:
    """Print the terms in force as canonical JSON."""
    with looking(email, noting=True) as (session, actor):
        found = terms_file.export(session, actor, agreement_id(session, actor, code), None)
    click.echo(found.terms)


@scorecard.command()
@click.option("--version", "number", type=int, help="The version; the newest if left out.")
@click.option("--a4", is_flag=True, help="Print it on A4; on US Letter if left out.")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=Path(),
    help="The folder to write into; this one if left out.",
)  # fmt: skip
@of_agreement
@as_reader
def exhibit(number: int | None, *, a4: bool, folder: Path, code: str, email: str | None) -> None:
    """Write the exhibit to sign, from the check of a version on, as a PDF file."""
    with looking(email) as (session, actor):
        at = agreement_id(session, actor, code)
        number = number or _newest(session, at)
        ready = exhibit_prints.printed(session, actor, at, number, a4=a4)
    with looking(email, noting=True) as (session, actor):
        exhibit_prints.hand_out(session, actor, agreement_id(session, actor, code), ready)
    keep(folder / ready.name, ready.content)
    click.echo(str(folder / ready.name))


def _newest(session: Session, at: int) -> int:
    return max((each.number for each in records.versions(session, at)), default=1)


def _step(code: str, email: str, done: str, take: Callable[..., Scorecard]) -> str:
    """Take a step of the version that is being made, say so, and give the hash of its terms."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        moved = take(session, actor, at, revision=_revision(session, at))
        number, digest = moved.number, moved.terms_hash
    click.echo(f"Version {number} of the scorecard of {code} is {done}.")
    return digest


def _revision(session: Session, at: int) -> int:
    found = records.draft(session, at)
    if found is None:
        raise Conflict(NO_DRAFT)
    return found.revision
