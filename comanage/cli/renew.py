"""comanage agreement renew: a further term of an agreement, on papers that are on file."""

from datetime import datetime

import click

from comanage.actions import renewals
from comanage.cli.doorway import acting, agreement_id, as_person
from comanage.rules.periods import in_words

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("code")
@click.option("--last-day", required=True, type=DAY, help="The last day of the further term.")
@click.option(
    "--signed",
    type=int,
    metavar="NUMBER",
    help="The document that every party signed for it; none where the agreement renews itself.",
)
@click.option("--reviewed-on", required=True, type=DAY, help="When measures were reviewed.")
@click.option("--review", required=True, help="What the review found.")
@click.option(
    "--review-document",
    "told_in",
    required=True,
    type=int,
    metavar="NUMBER",
    help="The document that tells of the review.",
)
@as_person
def renew(
    code: str,
    email: str,
    *,
    last_day: datetime,
    signed: int | None,
    reviewed_on: datetime,
    review: str,
    told_in: int,
) -> None:
    """Record that the agreement CODE goes on, and draft the scorecard of its further term.

    Documents are named by the number in their address.
    """  # fmt: skip
    given = renewals.Given(
        last_day=last_day.date(),
        signed_id=signed,
        reviewed_on=reviewed_on.date(),
        review=review,
        review_id=told_in,
    )
    with acting(email) as (session, actor):
        made = renewals.renew(session, actor, agreement_id(session, actor, code), given)
        last = made.last_day
    click.echo(
        f"Agreement {code} was renewed to {in_words(last)}."
        " Lock the next version of its scorecard, which is a draft now."
    )
