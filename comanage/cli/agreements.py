"""comanage service-line, group, agreement and scorecard: what is agreed, from files."""

from pathlib import Path

import click

from comanage.actions import groups, service_lines, terms_file
from comanage.cli.doorway import (
    FILE,
    acting,
    as_person,
)
from comanage.cli.draft import draft
from comanage.cli.renew import renew
from comanage.cli.settle import read_terms
from comanage.cli.wrong_drafts import correct, withdraw

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
    """Draft an agreement, from its terms or step by step; correct, withdraw or renew it."""


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
agreement.add_command(renew)
agreement.add_command(correct)
agreement.add_command(withdraw)
