"""A statement is verified: calculated and laid out again from what it carries, and compared.

A statement matches where the PDF comes out the same to the last byte. Where it does not, it was
altered, unless it says that other code or libraries laid it out: then whatever can be found is
found, and the rest of its print is not compared, which is no match.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence

from comanage.refusals import Refusal
from comanage.rules.chain import Head
from comanage.rules.small_counts import fewer_than
from comanage.statements import carried, pdf, seal
from comanage.statements.carried import Carried
from comanage.statements.carried_in import carried_in
from comanage.statements.carried_read import (
    DAMAGED,
    by_its_data,
    carried_read,
    in_words,
    rest_of,
    same_result,
)
from comanage.statements.course import NOTHING
from comanage.statements.makers import makers
from comanage.statements.signatures.signed import Signed, looked
from comanage.statements.verdicts.print_compared import compared
from comanage.statements.verdicts.recalculated import recalculated
from comanage.statements.verdicts.verdict import Finding, Verdict, altered, not_compared, not_ours
from comanage.statements.words import instant

KIND = "Statement"
LOCKED = (
    "It is protected by a password, so it cannot be looked at. Hand in the file as it was issued,"
    " without a password."
)
NO_DATA = "It is a PDF, but carries no statement of this program."
BEHIND = "{} behind the end of the statement."
NOT_SEALED = "Its bytes are not those that were sealed: something in the file was changed."
UNPRINTABLE = "What it carries cannot be laid out: {}"
HEAD_NONE = "No entry of the audit log is printed on it."
HEAD_UNCHECKED = "Audit log entry {}, hash {}…: head not checked. Give an anchor with --anchor."
HEAD_OTHER = "The audit log's entry {} is {}… on the statement, and {}… by the anchor."
HEAD_FITS = "Audit log entry {}, hash {}…: as the anchor has it."
WITHHELD = "Counts of {} were withheld from {} of its figures; their rates are taken as given."
SIGNED = (
    "Signed by “{}”, {} by the signer's own clock, with the certificate whose SHA-256 is {}, {}."
    " Compare this fingerprint with the one that the hospital tells you."
)
BY_OWNER = "issued by its owner"
BY_OTHERS = "issued by “{}”, as the certificates beside it say"
BY_NOBODY = "which says that “{}” issued it, and nothing in the file shows that"
TOO_EARLY = "It was signed on {}, by the signer's own clock, before what it says was so on {}."
PRINT_SAME = "Laid out again from these data: the file comes out the same to the last byte."
PRINT_BY_OTHERS = (
    "It says that another version laid it out ({}), and here it comes out otherwise, so its pages"
    " were not held to its data."
)
GIVEN = "Taken as the file says it, since it follows from no data here: names, notes and signatures"
GIVEN_COURSE = ", and what was paid, measured and changed before"
GIVEN_CORRECTED = "; what {} paid is proven by its own statement"
ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
MOST_BYTES = 30 * 1024 * 1024  # of a statement; the largest that was seen has one


def verify(content: bytes, heads: Sequence[Head] = ()) -> Verdict:
    """Verify a statement.

    Args:
        content: The bytes of a PDF, whatever they are.
        heads: Entries of the audit log, as they were written down elsewhere.

    Raises:
        NotReady: The machine lacks Pango, so that nothing can be laid out.
    """
    if _is_locked(content):
        return not_ours(LOCKED)
    if not seal.ours(content) or len(content) > MOST_BYTES:
        return not_ours(NO_DATA)
    signature = looked(content)
    body = _body(content, signature)
    held, why = _carried_by(body)
    if held is None:
        return why
    what = f"{KIND} {held.number}"
    again = recalculated(held)
    as_laid_out = _otherwise(held, body)
    found = (
        *again.differs,
        *(as_laid_out or ()),
        *_behind(content, body, signature),
        *_head(held, heads),
        *_too_early(held, signature),
    )
    if found:
        return altered(what, found[0])
    told = (same_result(held, again), *_told(held, heads), *_by(signature))
    signed_by = signature.name if signature else ""
    if as_laid_out is None:
        return not_compared(what, PRINT_BY_OTHERS.format(held.made_by), told, signed_by)
    checked = (told[0], PRINT_SAME, *told[1:])
    return Verdict(Finding.MATCH, what, "", checked, signed_by, rest=rest_of(held, again))


def _is_locked(content: bytes) -> bool:
    """Say whether a PDF is encrypted; one that was sealed as we write it says so at most in its words."""
    return bool(ENCRYPTED.search(content)) and not seal.holds(seal.whole_file(content))


def _body(content: bytes, signature: Signed | None) -> bytes:
    """Give the document as it was before it was signed."""
    if signature is not None and signature.unsigned:
        return content[: signature.unsigned]
    return seal.whole_file(content)


def _behind(content: bytes, body: bytes, signature: Signed | None) -> Iterator[str]:
    """Say what is wrong with whatever stands behind the document: only its signature may."""
    if signature is not None:
        yield from signature.faults
    elif len(content) > len(body):
        count = len(content) - len(body)
        yield BEHIND.format("1 byte stands" if count == 1 else f"{count:,} bytes stand")


def _by(signature: Signed | None) -> Iterator[str]:
    """Say who signed; that nobody did is said by the verdict itself."""
    if signature is None:
        return
    by = BY_OWNER if signature.self_signed else BY_OTHERS if signature.issued else BY_NOBODY
    by = by.format(signature.issuer)
    at = instant(signature.at) if signature.at else "at no time that can be told"
    yield SIGNED.format(signature.name, at, signature.fingerprint, by)


def _too_early(held: Carried, signature: Signed | None) -> Iterator[str]:
    """Say where a signature is older than what it signs; it names its second, without a part of it."""
    if signature is None or signature.at is None:
        return
    issued_at = held.facts.issued_at.replace(microsecond=0)
    if signature.at < issued_at:
        yield TOO_EARLY.format(instant(signature.at), instant(issued_at))


def _carried_by(body: bytes) -> tuple[Carried | None, Verdict]:
    """Read what a PDF carries; a verdict where it cannot be read."""
    try:
        data = carried_in(body)
    except ValueError as why:
        return None, altered(KIND, DAMAGED.format(why))
    if not data:
        return None, not_ours(NO_DATA)
    return carried_read(KIND, data)


def _otherwise(held: Carried, body: bytes) -> list[str] | None:
    """Hold a PDF to what its data give when they are laid out again.

    Returns:
        What differs; None where nothing was found, and not all of it could be compared.
    """
    try:
        again = pdf.write(held)
    except Refusal:  # the machine lacks what it takes, or the time is over
        raise
    except Exception as why:  # noqa: BLE001 - forged data may end the layout at any place
        return [UNPRINTABLE.format(in_words(why))]
    if body == again:
        return []
    same = held.made_by == makers()
    found = [*compared(body, again, same_makers=same)]
    if not seal.holds(body):
        found.append(NOT_SEALED)
    return found or None


def _head(held: Carried, heads: Sequence[Head]) -> Iterator[str]:
    """Hold the printed entry of the audit log to those that were written down elsewhere."""
    log = held.facts.log
    for head in heads:
        if log and head.number == log.number and not log.hash.startswith(head.hash):
            yield HEAD_OTHER.format(log.number, log.hash[:16], head.hash[:16])


def _told(held: Carried, heads: Sequence[Head]) -> Iterator[str]:
    """Say what was looked at, and what was not."""
    yield from by_its_data(held)
    if held.withheld:
        yield WITHHELD.format(fewer_than(held.least), len(held.withheld))
    yield _given(held)
    data = hashlib.sha256(carried.text(held).encode()).hexdigest()
    yield f"The data that it carries have the SHA-256 {data}."
    log = held.facts.log
    if log is None:
        yield HEAD_NONE
    elif any(head.number == log.number for head in heads):
        yield HEAD_FITS.format(log.number, log.hash[:16])
    else:
        yield HEAD_UNCHECKED.format(log.number, log.hash[:16])


def _given(held: Carried) -> str:
    """Say what of it nothing here can prove."""
    course = held.facts.course
    since = course.since if course.since and course.since.corrects else None
    return "".join(
        (
            GIVEN,
            GIVEN_COURSE if course != NOTHING else "",
            GIVEN_CORRECTED.format(since.settlement) if since else "",
            ".",
        )
    )
