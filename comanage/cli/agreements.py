"""comanage service-line, group, agreement and scorecard: what is agreed, from files."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from comanage.actions import groups, scorecards, service_lines, terms_file
from comanage.cli.doorway import (
    FILE,
    acting,
    agreement_id,
    as_person,
    as_reader,
    looking,
    of_agreement,
)
from comanage.cli.draft import draft
from comanage.cli.settle import read_terms
from comanage.records import scorecard as records
from comanage.refusals import Conflict

NO_DRAFT = "The scorecard is locked already. Draft the next version with: comanage scorecard next"


@click.group("service-line")
def service_line() -> None:
    """Add a service line."""


@service_line.command("add")
@click.argument("code")
@click.argument("name")
@as_person
def add_service_line(code: str, name: str, email: str) -> None:
    """Add the service line CODE, in print NAME."""
    with acting(email) as (session, actor):
        service_lines.add(session, actor, code=code, name=name)
    click.echo(f"Service line {code} was added.")


@click.group()
def group() -> None:
    """Add a physician group."""


@group.command("add")
@click.argument("code")
@click.argument("name")
@as_person
def add_group(code: str, name: str, email: str) -> None:
    """Add the physician group CODE, in print NAME."""
    with acting(email) as (session, actor):
        groups.add(session, actor, code=code, name=name)
    click.echo(f"Group {code} was added.")


@click.group()
def agreement() -> None:
    """Draft an agreement from its terms."""


@agreement.command("add")
@click.argument("terms", type=FILE)
@click.option("--service-line", "line", required=True, metavar="CODE", help="What it is about.")
@click.option("--verifier-may-approve", is_flag=True, help="As a small hospital may agree.")
@as_person
def add_agreement(terms: Path, line: str, email: str, *, verifier_may_approve: bool) -> None:
    """Draft the agreement that TERMS (JSON) describe, with its scorecard.

    The participants are named by the codes of physician groups.
    """
    agreed = read_terms(terms)
    with acting(email) as (session, actor):
        terms_file.draft(
            session, actor, agreed, line=line, verifier_may_approve=verifier_may_approve
        )
    click.echo(f"Agreement {agreed.code} was drafted. Lock its scorecard when it is signed.")


agreement.add_command(draft)


@click.group()
def scorecard() -> None:
    """Fill, lock and amend the scorecard of an agreement."""


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
def lock(code: str, email: str) -> None:
    """Lock the draft scorecard: its terms never change from then on."""
    with acting(email) as (session, actor):
        at = agreement_id(session, actor, code)
        locked = scorecards.lock(session, actor, at, revision=_revision(session, at))
        number, digest = locked.number, locked.terms_hash
    click.echo(f"Version {number} of the scorecard of {code} is locked.")
    click.echo(f"The SHA-256 of its terms is {digest}.")


@scorecard.command("next")
@of_agreement
@as_person
def following(code: str, email: str) -> None:
    """Draft the next version of a locked scorecard, as a copy to amend."""
    with acting(email) as (session, actor):
        number = scorecards.draft_next(session, actor, agreement_id(session, actor, code)).number
    click.echo(f"Version {number} of the scorecard of {code} was drafted.")


@scorecard.command()
@of_agreement
@as_reader
def show(code: str, email: str | None) -> None:
    """Print the terms in force as canonical JSON."""
    with looking(email, noting=True) as (session, actor):
        found = terms_file.export(session, actor, agreement_id(session, actor, code), None)
    click.echo(found.terms)


def _revision(session: Session, at: int) -> int:
    found = records.draft(session, at)
    if found is None:
        raise Conflict(NO_DRAFT)
    return found.revision
