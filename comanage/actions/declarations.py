"""Declarations: what a compliance officer says of a safeguard that no record can decide.

A declaration rests on a document: a file that is sent with it, one that is in the file of the
agreement already, or one that is kept elsewhere and is named.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions import files
from comanage.actions.free_text import text_faults
from comanage.records import agreement_document
from comanage.records.acts import Act
from comanage.records.agreement_document import AgreementDocument
from comanage.records.audit_entry import note
from comanage.records.declaration import Declaration
from comanage.records.document import Document
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.oversight.register import DECLARED
from comanage.rules.periods import months_later

LASTS_MONTHS = 12  # a declaration, unless the person says otherwise
LASTS_AT_MOST = 24
LONGEST = 2000  # letters of a statement
COMPUTED = "Nobody declares this safeguard: it is computed."
NO_DOCUMENT = (
    "Name the document it rests on, and where it is kept; or send its file, or choose one on file."
)
EITHER = "Send a file, or choose a document on file; one of them."
NOT_ON_FILE = "Choose a document that is in the file of this agreement."
OVER = "That day is over already, so it would count for nothing: give one that is ahead."
NO_FILE = "There is no such file."


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a person declares of a safeguard.

    Attributes:
        safeguard: Its number.
        applies: False where it does not apply; the words then say why.
        words: What is declared.
        reference: The document it rests on, and where it is kept.
        declared_on: The day of the declaration.
        expires_on: The last day it counts.
        file_name: The name of a file that is sent with it.
        content: The bytes of that file; empty where none is sent.
        unscanned: True where the person declares that a file which no program can look through
            holds no patient data.
        document_id: The document in the file of the agreement that it rests on.
    """

    safeguard: int
    applies: bool
    words: str
    reference: str
    declared_on: date | None
    expires_on: date | None
    file_name: str = ""
    content: bytes = b""
    unscanned: bool = False
    document_id: int | None = None


def declare(session: Session, actor: Actor, agreement_id: int, statement: Statement) -> Declaration:
    """Declare how a safeguard stands that no record can decide.

    Args:
        session: The session of the change.
        actor: Who declares.
        agreement_id: The agreement.
        statement: What is declared.

    Raises:
        NotFound: Nobody declares this safeguard.
        Faulty: Every fault of the statement, and of its file.
    """
    role = allowed(session, actor, Right.OVERSIGHT_DECLARE, agreement_id)
    if statement.safeguard not in DECLARED:
        raise NotFound(COMPUTED)
    on_file = _on_file(session, agreement_id, statement.document_id)
    found = _faults(statement, on_file)
    if found or statement.declared_on is None or statement.expires_on is None:
        raise Faulty(found)
    sha256, named = _document(session, actor, statement, on_file)
    made = Declaration(
        agreement_id=agreement_id,
        safeguard=statement.safeguard,
        applies=statement.applies,
        statement=statement.words.strip(),
        document_sha256=sha256,
        reference=statement.reference.strip() or named,
        declared_on=statement.declared_on,
        expires_on=statement.expires_on,
        declared_by_id=actor.person_id,
        made_at=clock.now(),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.SAFEGUARD_DECLARED, role=role, agreement_id=agreement_id,
        object_id=made.id, after=_told(made),
    )  # fmt: skip
    return made


def hand_out(
    session: Session, actor: Actor, agreement_id: int, declaration_id: int
) -> tuple[str, Document]:
    """Hand out the file that a declaration rests on, and note who read it.

    Returns:
        The name to save it under, and the document with its bytes.

    Raises:
        NotFound: There is no such declaration in this agreement, or it has no file here.
    """
    role = allowed(session, actor, Right.OVERSIGHT_READ, agreement_id)
    found = session.get(Declaration, declaration_id)
    if found is None or found.agreement_id != agreement_id or found.document is None:
        raise NotFound(NO_FILE)
    note(
        session, actor, Act.SAFEGUARD_FILE_READ, role=role, agreement_id=agreement_id,
        object_id=found.id,
        after={"safeguard": found.safeguard, "sha256": found.document_sha256},
    )  # fmt: skip
    return files.named(f"declaration-{found.id}", found.document), found.document


def usual_end(declared_on: date) -> date:
    """Say until when a declaration counts, unless its maker says otherwise.

    >>> usual_end(date(2027, 1, 8))
    datetime.date(2028, 1, 7)
    """
    return months_later(declared_on, LASTS_MONTHS) - timedelta(days=1)


def _on_file(
    session: Session, agreement_id: int, document_id: int | None
) -> AgreementDocument | None:
    if document_id is None:
        return None
    kept = agreement_document.standing(session, [agreement_id]).get(agreement_id, ())
    return next((each for each in kept if each.id == document_id), None)


def _document(
    session: Session, actor: Actor, statement: Statement, on_file: AgreementDocument | None
) -> tuple[str | None, str]:
    """Give the hash of the file that it rests on, and what that is called; keep what was sent."""
    if on_file is not None:
        return on_file.document_sha256, on_file.title
    if not statement.content:
        return None, ""
    name, content = statement.file_name, statement.content
    kept = files.keep(session, actor, name=name, content=content, declared=statement.unscanned)
    return kept.sha256, files.clean_name(name)


def _told(made: Declaration) -> dict[str, object]:
    told: dict[str, object] = {
        "safeguard": made.safeguard, "applies": made.applies, "statement": made.statement,
        "document": made.reference, "declared on": made.declared_on, "expires": made.expires_on,
    }  # fmt: skip
    return told | ({"sha256": made.document_sha256} if made.document_sha256 else {})


def _faults(statement: Statement, on_file: AgreementDocument | None) -> list[Fault]:
    wanted = "Say what is declared." if statement.applies else "Say why it does not apply."
    found = [] if statement.words.strip() else [Fault("words", wanted)]
    has_file = bool(statement.content) or statement.document_id is not None
    if statement.applies and not statement.reference.strip() and not has_file:
        found.append(Fault("reference", NO_DOCUMENT))
    texts = {"words": statement.words, "reference": statement.reference}
    found += text_faults(texts, longest=LONGEST)
    if statement.document_id is not None and on_file is None:
        found.append(Fault("document_id", NOT_ON_FILE))
    elif on_file is not None and statement.content:
        found.append(Fault(files.FIELD, EITHER))
    return found + _day_faults(statement.declared_on, statement.expires_on)


def _day_faults(on: date | None, until: date | None) -> list[Fault]:
    found = []
    if on is None:
        found.append(Fault("declared_on", "Give the day of the declaration."))
    elif on > clock.today():
        found.append(Fault("declared_on", "The day of the declaration lies in the future."))
    if until is None:
        found.append(Fault("expires_on", "Give the last day it counts."))
    elif on is not None and until <= on:
        found.append(Fault("expires_on", "It must count beyond the day it is made."))
    elif on is not None and until >= months_later(on, LASTS_AT_MOST):
        sentence = (
            f"A declaration counts for less than {LASTS_AT_MOST} months; then it is made again."
        )
        found.append(Fault("expires_on", sentence))
    elif until < clock.today():
        found.append(Fault("expires_on", OVER))
    return found
