"""The audit log as a job: every entry up to the one that tells of the asking, one a line.

The file is what `comanage audit verify --file` reads.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile

from sqlalchemy.orm import Session

from comanage.access import Actor, require
from comanage.actions.batches.batch import Asked, Batch, File, Part
from comanage.records.acts import Act
from comanage.records.audit_entry import linked, of_objects
from comanage.records.job import JobKind
from comanage.rights import Right
from comanage.rules import chain

AT_ONCE = 5000  # entries of a part


def title(asked: Asked) -> str:
    """Say what a job writes."""
    del asked
    return "The whole audit log"


def reach(session: Session, actor: Actor, asked: Asked) -> None:
    """Refuse whoever may not read the log."""
    del session, asked
    require(actor, Right.AUDIT_READ)


def settle(session: Session, actor: Actor, asked: Asked) -> Mapping[str, str]:
    """Hold on to nothing: the log is one, and its end is the entry of the asking."""
    del session, actor, asked
    return {}


def parts(session: Session, actor: Actor, asked: Asked) -> Sequence[str]:
    """Name each part by the number that its entries follow."""
    del actor
    return [str(after) for after in range(0, _last(session, asked), AT_ONCE)]


def make(session: Session, actor: Actor, asked: Asked, after: str) -> Part:
    """Write the entries after a number, one a line."""
    del actor
    last = min(int(after) + AT_ONCE, _last(session, asked))
    entries = linked(session, after=int(after))
    lines = (chain.line(each) for each in takewhile(lambda each: each.number <= last, entries))
    return Part(f"entries-{int(after) + 1}-{last}", "".join(f"{one}\n" for one in lines).encode())


def join(asked: Asked, made: Sequence[Part]) -> File:
    """Put the parts one after the other."""
    del asked
    last = made[-1].name.rpartition("-")[2]
    content = b"".join(part.content for part in made)
    return File(f"audit-log-{last}.jsonl", "application/x-ndjson", content)


def _last(session: Session, asked: Asked) -> int:
    """Give the number of the entry that tells of the asking."""
    return of_objects(session, [Act.JOB_ASKED], [asked.job_id])[0].id


LOG = Batch(
    kind=JobKind.LOG,
    title=title,
    counted="parts",
    reach=reach,
    settle=settle,
    parts=parts,
    make=make,
    join=join,
)
