"""HTML doors: one file per screen family, with its forms; BLUEPRINTS is their table of contents."""

from comanage.pages import (
    account,
    agreements,
    audit,
    figures,
    groups,
    help,  # noqa: A004 - the page's name
    home,
    imports,
    measures,
    money,
    people,
    scorecards,
    service_lines,
    sign_in,
    verification,
    weights,
)

BLUEPRINTS = (
    sign_in.pages,
    account.pages,
    home.pages,
    people.pages,
    service_lines.pages,
    groups.pages,
    agreements.pages,
    scorecards.pages,
    weights.pages,
    money.pages,
    measures.pages,
    figures.pages,
    verification.pages,
    imports.pages,
    audit.pages,
    help.pages,
)
