"""Files: what people send to be kept, checked first and stored as it is under its SHA-256.

A file is looked through for patient data; on a refusal nothing of it is kept or
logged, and no one can override it. Looking may take seconds, so a door does it before
it opens the one transaction that all writers queue for. The same bytes are one row of the table, so
whatever refers to a document has a row of its own, with the name it was sent under.
"""

import hashlib
import unicodedata
from pathlib import PurePath

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.readers import evidence
from comanage.readers.looked import FileKind, Looked
from comanage.readers.patient_shapes import looks_like
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.document import Checked, Document, bytes_kept_by
from comanage.records.scorecard_step import on_record
from comanage.refusals import Fault, Faulty

FIELD = "file"  # what faults are laid beside
LONGEST_NAME = 120  # signs
# What Windows takes for a device, whatever ending it has.
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{it}{at}" for it in ("com", "lpt") for at in "0123456789"),
}
MOST_KEPT = 200 * 1024 * 1024  # bytes that one person may send in all
NO_NAME = "Give the file a name, such as report.csv."
BAD_NAME = "The name of the file looks like {}. Rename the file; nothing of it was kept."
MOST_LOOKED = 32  # files; what was found in them, not what they hold
QUOTA = "You have sent files of 200 MB, which is as much as one person may. Send smaller files."
NOT_HERE = (
    "This is a picture, or a PDF with a page that is one, or a workbook with one inside, so no"
    " program can look through it for patient data. Take the picture out, or send the totals as CSV,"
    " as a workbook or as a PDF with text; this installation takes no pictures (COMANAGE_PICTURES)."
)
DECLARE = (
    "This is a picture, or a PDF with a page that is one, or a workbook with one inside, so no"
    " program can look through it. Declare that it shows no patient data, or send it as text."
)
CARRIES = (
    "The PDF carries another file, which is none of the terms that are kept here. Print it as a plain"
    " PDF."
)


_looked: dict[tuple[str, str], tuple[FileKind | None, Looked]] = {}


def look_ahead(name: str, content: bytes) -> None:
    """Look through a file before the transaction in which it is kept, so that nobody waits for it."""
    _look(clean_name(name), content)


def named(what: str, kept: Document) -> str:
    """Name a file after what it is for.

    The same bytes are kept once, under the name of whoever sent them first; that may be somebody
    of another group, whose words stay its own.

    >>> named("minutes-7", Document(name="ours.csv"))
    'minutes-7.csv'
    """
    return f"{what}{PurePath(kept.name).suffix}"


def terms_named(session: Session, name: str, content: bytes) -> tuple[str, ...]:
    """List the SHA-256 of the terms that a file names, as an exhibit prints it.

    Words that a scanner recognised may be misread, or lie behind other words. Of those, only the
    numbers of terms that are on record here count.

    Args:
        session: A session to read with.
        name: The name the file was sent under.
        content: Its bytes.
    """
    _, looked = _look(clean_name(name), content)
    if looked.silent:
        return tuple(sorted(on_record(session, looked.named)))
    return looked.named


def keep(
    session: Session, actor: Actor, *, name: str, content: bytes, declared: bool = False
) -> Document:
    """Check a file that somebody sent, and keep it; the caller has checked the right, and links it.

    Args:
        session: The session of the change.
        actor: Who sends it.
        name: The name it was sent under.
        content: Its bytes.
        declared: True where the person declares that it holds no patient data. It counts for files
            that no program can look through, and there alone.

    Returns:
        Its row; the one that stands, where these bytes were kept before. The name it was sent
        under now is `clean_name(name)`, for the row of whoever refers to it.

    Raises:
        Faulty: Everything that keeps it from coming in, beside the field "file".
    """
    cleaned = clean_name(name)
    found, media_type, checked = _checked(session, cleaned, content, declared=declared)
    sha256 = hashlib.sha256(content).hexdigest()
    known = None if found else session.get(Document, sha256)
    if known is not None:
        return known
    if not found and actor.person_id is not None:
        kept = bytes_kept_by(session, actor.person_id)
        found = [QUOTA] if kept + len(content) > MOST_KEPT else []
    if found:
        raise Faulty(Fault(FIELD, sentence) for sentence in found)
    document = Document(
        sha256=sha256,
        media_type=media_type,
        name=cleaned,
        content=content,
        made_at=clock.now(),
        checked=checked,
        kept_by_id=actor.person_id,
    )
    session.add(document)
    session.flush()
    after = {"sha256": sha256, "name": cleaned, "bytes": len(content), "checked": checked.value}
    note(session, actor, Act.DOCUMENT_KEPT, after=after)
    return document


def clean_name(name: str) -> str:
    r"""Give a file name without folders, unseen signs and signs that turn the writing around.

    >>> clean_name("..\\..\\Q1 report\r\n.pdf"), clean_name("fdp\u202e.exe.csv")
    ('Q1 report.pdf', 'fdp.exe.csv')
    >>> clean_name("nul.csv")
    'nul_.csv'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    plain = " ".join(seen.split()).strip(". ")
    if plain.partition(".")[0].rstrip().casefold() in DEVICES:
        plain = plain.replace(".", "_.", 1)
    stem, dot, ending = plain.rpartition(".")
    return f"{stem.strip()[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[:LONGEST_NAME]


def _checked(
    session: Session, name: str, content: bytes, *, declared: bool
) -> tuple[list[str], str, Checked]:
    """Look through a file: everything against it, what it is, and how far it could be looked at."""
    if not name.rpartition(".")[0]:
        return [NO_NAME], "", Checked.SCANNED
    if what := looks_like(name):
        return [BAD_NAME.format(what)], "", Checked.SCANNED
    kind, looked = _look(name, content)
    found = [_told(fault) for fault in looked.faults]
    if {*looked.carried} - on_record(session, looked.carried):
        found = [CARRIES]
    if not found and looked.silent and not session.info.get("pictures"):
        found = [NOT_HERE]
    elif not found and looked.silent and not declared:
        found = [DECLARE]
    return found, kind.media_type if kind else "", _how_far(looked)


def _look(name: str, content: bytes) -> tuple[FileKind | None, Looked]:
    """Look through a file, once for the same bytes under the same ending."""
    key = (hashlib.sha256(content).hexdigest(), name.rpartition(".")[2].casefold())
    if (known := _looked.get(key)) is not None:
        return known
    found = evidence.look(name, content)
    _looked[key] = found
    for old in [*_looked][:-MOST_LOOKED]:
        _looked.pop(old, None)
    return found


def _told(fault: Fault) -> str:
    """Put the place of a fault inside its sentence, since it stands beside one field."""
    place = fault.place
    return f"{place[:1].upper()}{place[1:]}: {fault.sentence}" if place else fault.sentence


def _how_far(looked: Looked) -> Checked:
    if looked.silent:
        return Checked.DECLARED
    return Checked.IN_PART if looked.pictures else Checked.SCANNED
