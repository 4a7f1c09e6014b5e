"""A parcel: a part of an audit packet, kept until all its parts are there and it is written.

It holds some files, what is not provided, and, in one of the parcels, what the packet says of
itself: one line of JSON, and behind it the bytes of the files.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from comanage.rules.chain import Head
from comanage.statements.packets.packet import NotProvided, PacketContents, PacketFile

SAID = ("organization", "agreement", "title", "periods", "log_first", "demo")
NO_PACKET = "No parcel says of which packet they are."


class Parcel(NamedTuple):
    """Files of a packet, what is not provided, and what the packet says of itself, if it does."""

    files: Sequence[PacketFile]
    not_provided: Sequence[NotProvided]
    contents: PacketContents | None = None


def of_packet(contents: PacketContents) -> bytes:
    """Pack what a packet holds so far."""
    said = {name: getattr(contents, name) for name in SAID}
    days = {"first": contents.first.isoformat(), "last": contents.last.isoformat()}
    head = {"head": [contents.head.number, contents.head.hash]}
    return _packed(contents.files, contents.not_provided, {**said, **days, **head})


def of_one(found: PacketFile | NotProvided) -> bytes:
    """Pack one file, or why there is none."""
    if isinstance(found, PacketFile):
        return _packed([found], [], None)
    return _packed([], [found], None)


def opened(parcel: bytes) -> Parcel:
    """Take out what was packed."""
    head, _, held = parcel.partition(b"\n")
    told = json.loads(head)
    files, at = [], 0
    for path, about, size in told["files"]:
        files.append(PacketFile(path, held[at : at + size], about))
        at += size
    lacks = [NotProvided(*each) for each in told["not_provided"]]
    said: dict[str, Any] | None = told["said"]
    if said is None:
        return Parcel(files, lacks)
    first, last = (date.fromisoformat(said.pop(name)) for name in ("first", "last"))
    ends = Head(*said.pop("head"))
    contents = PacketContents(
        **said, first=first, last=last, head=ends, files=files, not_provided=lacks
    )
    return Parcel(files, lacks, contents)


def together(parcels: Iterable[bytes]) -> PacketContents:
    """Give what a packet holds of all its parcels.

    Raises:
        ValueError: None of them says of which packet they are.
    """
    every = [opened(each) for each in parcels]
    said = next((each.contents for each in every if each.contents is not None), None)
    if said is None:
        raise ValueError(NO_PACKET)
    others = [each for each in every if each.contents is None]
    return replace(
        said,
        files=[*said.files, *(file for each in others for file in each.files)],
        not_provided=[*said.not_provided, *(lack for each in others for lack in each.not_provided)],
    )


def _packed(
    files: Sequence[PacketFile],
    not_provided: Sequence[NotProvided],
    said: dict[str, object] | None,
) -> bytes:
    told = {
        "said": said,
        "files": [[each.path, each.about, len(each.content)] for each in files],
        "not_provided": [[each.what, each.why] for each in not_provided],
    }
    head = json.dumps(told).encode()
    return b"\n".join((head, b"".join(each.content for each in files)))
