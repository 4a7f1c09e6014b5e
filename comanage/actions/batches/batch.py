"""What a batch is: a kind of job, from what is asked to the parts and the one file they make.

Every part is made by itself and is the same whoever makes it, so that a worker that was stopped is
followed by another, which makes the parts that are lacking and no others.
"""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.records.job import JobKind

NO_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest of a zip: when it was packed is no part of it


class Asked(NamedTuple):
    """What a job was asked to make.

    Attributes:
        job_id: The job; 0 before there is one.
        agreement_id: The agreement it is of, if any.
        arguments: What it is to make, in texts by their names.
    """

    job_id: int
    agreement_id: int | None
    arguments: Mapping[str, str]


class Part(NamedTuple):
    """A part that was made: the name of its file, and its bytes."""

    name: str
    content: bytes


class File(NamedTuple):
    """What a job made: one file, as it is handed out."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A kind of job.

    Attributes:
        kind: Its name.
        title: Says in words what a job of this kind makes.
        counted: What its parts are called, as "statements" in "3 of 12 statements".
        reach: Refuses whoever may not have what it makes; asked when a job is asked for, before
            every part, and when its file is handed out.
        settle: Turns what was asked for into what the job will hold on to, or refuses it.
        parts: Lists the parts there will be, by whatever `make` finds them by; always the same.
        make: Makes one part.
        join: Makes the file of all parts.
    """

    kind: JobKind
    title: Callable[[Asked], str]
    counted: str
    reach: Callable[[Session, Actor, Asked], None]
    settle: Callable[[Session, Actor, Asked], Mapping[str, str]]
    parts: Callable[[Session, Actor, Asked], Sequence[str]]
    make: Callable[[Session, Actor, Asked, str], Part]
    join: Callable[[Asked, Sequence[Part]], File]


def zipped(parts: Sequence[Part]) -> bytes:
    """Pack files that are compressed already into one zip; the same files give the same bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part in parts:
            archive.writestr(zipfile.ZipInfo(part.name, NO_DAY), part.content)
    return packed.getvalue()
