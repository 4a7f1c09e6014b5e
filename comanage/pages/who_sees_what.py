"""Who sees what: the table of pages and roles, made from the routes, and that of states and steps."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flask import current_app

from comanage.pages.person import OPEN, right_of
from comanage.rights import RIGHTS, Right
from comanage.rules import disputes, scorecard_steps, signoff
from comanage.rules.signoff import Role

EVERYONE, ANYONE = "everyone who is signed in", "anyone, without signing in"
FILE = re.compile(r"\.(?:pdf|csv|xlsx|json|zip|<[a-z_]+>)$|/file$|<int:number>$")
IN_A_GROUP = frozenset({Role.LEADER})
# Pages that turn a role away although it has their right: they show what is not of its own group,
# or what only those may ask for who may read settlements.
TURNED_AWAY: Mapping[str, frozenset[Role]] = {
    "scorecards.download": IN_A_GROUP,
    "exhibits.one": IN_A_GROUP,
    "hours_approval.month": IN_A_GROUP,
    "hours_approval.file": IN_A_GROUP,
    "jobs.one": frozenset({Role.PHYSICIAN, Role.LEADER, Role.EXECUTIVE, Role.SYSTEM}),
    "jobs.file": frozenset({Role.PHYSICIAN, Role.LEADER, Role.EXECUTIVE, Role.SYSTEM}),
}
_PART = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page, and who may open it.

    Attributes:
        what: What it shows, in a sentence.
        path: Its address, with what differs in angle brackets.
        who: The roles, or everyone.
        is_file: Whether it hands out a file.
    """

    what: str
    path: str
    who: str
    is_file: bool


@dataclass(frozen=True, slots=True)
class StateMove:
    """One step of a figure, a settlement, a payment, a scorecard or a dispute."""

    thing: str
    state: str
    step: str
    who: str
    leads_to: str


def seen_pages() -> list[SeenPage]:
    """List every page that can be opened, by its address."""
    app, found = current_app, []
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static" or rule.redirect_to:
            continue
        view = app.view_functions[rule.endpoint]
        said = (inspect.getdoc(view) or "").partition("\n")[0]
        path = _PART.sub(lambda part: f"<{part[1].replace('_', ' ')}>", rule.rule)
        who = ANYONE if rule.endpoint in OPEN else _who(rule.endpoint, right_of(view))
        found.append(SeenPage(said, path, who, bool(FILE.search(rule.rule))))
    return found


@cache
def moves() -> tuple[StateMove, ...]:
    """List every step from one state to another, and the role that takes it."""
    found = [
        StateMove(signoff.THINGS[type(move.leads_to)], state, step, move.role, move.leads_to)
        for (state, step), move in signoff.STEPS.items()
    ]
    found += [
        StateMove("scorecard", state, step, each.role, each.leads_to)
        for (state, step), each in scorecard_steps.STEPS.items()
    ]
    found += [
        StateMove("dispute", state, step, one.role, one.leads_to)
        for (state, step), one in disputes.STEPS.items()
    ]
    return tuple(found)


def roles_of(endpoint: str, right: Right | None) -> list[Role]:
    """List the roles that a page opens for, in some agreement of their own."""
    away = TURNED_AWAY.get(endpoint, frozenset())
    return [role for role in Role if right in RIGHTS[role] and role not in away]


def _who(endpoint: str, right: Right | None) -> str:
    roles = roles_of(endpoint, right)
    return EVERYONE if len(roles) == len(Role) else ", ".join(roles)
