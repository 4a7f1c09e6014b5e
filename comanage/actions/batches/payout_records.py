"""Payout records as a job: those of every agreement that somebody reaches, as one large file."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, require
from comanage.actions import payouts
from comanage.actions.batches.batch import Asked, Batch, File, Part
from comanage.actions.payouts import FILTERS
from comanage.actions.reads_noted import narrowed_by
from comanage.records.agreement import withdrawn
from comanage.records.job import JobKind
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.statements.exports.formats import PAYOUT_FORMATS

FEWER = "The records are of agreements that you no longer see. Ask for them again."


def title(asked: Asked) -> str:
    """Say which records a job writes."""
    chosen = [asked.arguments[name] for name in FILTERS if asked.arguments.get(name)]
    narrowed = f", {', '.join(chosen)} alone" if chosen else ""
    return f"Payout records as {asked.arguments['format'].upper()}{narrowed}"


def reach(session: Session, actor: Actor, asked: Asked) -> None:
    """Refuse whoever sees no payouts, or no longer those of an agreement that the file holds.

    Nothing of an agreement that was withdrawn is in it: that is a draft that was typed wrongly.
    """
    require(actor, Right.PAYOUT_READ)
    lost = _held(asked) - _seen(session, actor).keys()
    if lost - withdrawn(session, lost):
        raise NotFound(FEWER)


def settle(session: Session, actor: Actor, asked: Asked) -> Mapping[str, str]:
    """Hold on to the format, the filters, and the agreements that are seen now."""
    given = asked.arguments
    if given["format"] not in PAYOUT_FORMATS:
        raise NotFound(f"Payout records come as: {', '.join(PAYOUT_FORMATS)}.")
    chosen = {name: given.get(name, "") for name in FILTERS}
    narrowed_by(chosen)
    kept = {name: value for name, value in chosen.items() if value}
    held = json.dumps(sorted(_seen(session, actor)))
    return {"format": given["format"], "agreements": held} | kept


def parts(session: Session, actor: Actor, asked: Asked) -> Sequence[str]:
    """Name the one part: the records of all agreements are sorted and summed as a whole."""
    del session, actor
    return [asked.arguments["format"]]


def make(session: Session, actor: Actor, asked: Asked, suffix: str) -> Part:
    """Write the records of the agreements that the job holds on to."""
    seen, chosen = _seen(session, actor), {n: asked.arguments.get(n, "") for n in FILTERS}
    codes = {seen[at] for at in _held(asked) & seen.keys()}
    found = payouts.lines(session, actor, **chosen)
    form = PAYOUT_FORMATS[suffix]
    return Part(
        f"payouts.{form.suffix}", form.write([line for line in found if line.agreement in codes])
    )


def join(asked: Asked, made: Sequence[Part]) -> File:
    """Give the one part as the file."""
    return File(made[0].name, PAYOUT_FORMATS[asked.arguments["format"]].media_type, made[0].content)


def _seen(session: Session, actor: Actor) -> dict[int, str]:
    return {one.id: one.code for one in agreements_seen(session, actor, Right.PAYOUT_READ)}


def _held(asked: Asked) -> frozenset[int]:
    return frozenset(json.loads(asked.arguments.get("agreements", "[]")))


PAYOUTS = Batch(
    kind=JobKind.PAYOUTS,
    title=title,
    counted="files",
    reach=reach,
    settle=settle,
    parts=parts,
    make=make,
    join=join,
)
