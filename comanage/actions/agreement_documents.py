"""Documents of an agreement: added with who signed them, read by those who may, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed, own_groups
from comanage.actions import files
from comanage.actions.free_text import line_faults
from comanage.records import agreement_document as records
from comanage.records import participant as participants
from comanage.records import renewal as renewals
from comanage.records.acts import Act
from comanage.records.agreement_document import AgreementDocument, Signer
from comanage.records.audit_entry import note
from comanage.records.document import Document
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.documents import HOSPITALS_OWN, OF_SCORECARDS, DocumentKind
from comanage.rules.in_force import SPONSOR
from comanage.rules.periods import in_words
from comanage.rules.terms_named import APART

MOST_SIGNERS = 24
NONE = "There is no such document."
RENEWED = "Renewal {}, to {}, rests on it as it is. Add the other document beside it."
OWN = "The hospital keeps this kind to itself: it is not for all parties."


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature as somebody gives it.

    Attributes:
        name: Who signed.
        capacity: What entitles that person to sign.
        party: The code of the participant signed for; SPONSOR for the hospital; None: not said.
        on: When; None: not said.
    """

    name: str
    capacity: str
    party: str | None
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A document as somebody gives it; None where nothing usable was given.

    Attributes:
        kind: What it is.
        title: Its name in the list.
        file_name: The name of its file.
        content: The bytes of its file.
        declared: Whether the person declared what cannot be scanned.
        signed_by: Who signed it.
        effective_on: The day from which it holds.
        expires_on: The last day on which it holds.
        for_all_parties: Whether physician leaders may read it.
        replaces: The document that it takes the place of.
    """

    kind: DocumentKind | None
    title: str
    file_name: str
    content: bytes
    declared: bool = False
    signed_by: Sequence[Signing] = ()
    effective_on: date | None = None
    expires_on: date | None = None
    for_all_parties: bool = False
    replaces: int | None = None


def add(session: Session, actor: Actor, agreement_id: int, given: Given) -> AgreementDocument:
    """Add a document to the file of an agreement, with everyone who signed it.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not add to it.
        Faulty: Everything that is wrong with what was given.
    """
    role = allowed(session, actor, Right.DOCUMENT_ADD, agreement_id)
    codes = {row.code: row.id for row in participants.of_agreement(session, agreement_id)}
    found = [*_faults(given), *_signing_faults(given.signed_by, codes.keys() | {SPONSOR})]
    found += _replacing_faults(session, agreement_id, given)
    if found or given.kind is None:
        raise Faulty(found)
    kept = files.keep(
        session, actor, name=given.file_name, content=given.content, declared=given.declared
    )
    named = files.terms_named(session, given.file_name, given.content)
    made = _made(actor, agreement_id, given, (kept, named))
    session.add(made)
    session.flush()
    for number, signing in enumerate(given.signed_by, 1):
        session.add(_signer(made, number, signing, codes))
    session.flush()
    session.refresh(made)
    note(
        session, actor, Act.DOCUMENT_ADDED, role=role, agreement_id=agreement_id,
        object_id=made.id, after=_told(made, given),
    )  # fmt: skip
    return made


def readable(session: Session, actor: Actor, agreement_id: int) -> list[AgreementDocument]:
    """List the documents of an agreement that an actor may read, the newest first.

    Physician leaders read what is marked for all parties, and nothing that the hospital
    keeps to itself.
    """
    allowed(session, actor, Right.AGREEMENT_READ, agreement_id)
    limited = own_groups(session, actor, Right.AGREEMENT_READ, agreement_id) is not None
    return [
        each
        for each in records.of_agreement(session, agreement_id)
        if not limited or (each.for_all_parties and each.kind not in HOSPITALS_OWN)
    ]


def hand_out(session: Session, actor: Actor, agreement_id: int, document_id: int) -> Document:
    """Hand out the file of a document, and note who read it.

    Raises:
        NotFound: There is no such document, or none that the actor may read.
    """
    role = allowed(session, actor, Right.AGREEMENT_READ, agreement_id)
    for each in readable(session, actor, agreement_id):
        if each.id == document_id:
            after = {"title": each.title, "sha256": each.document_sha256}
            note(session, actor, Act.DOCUMENT_READ, role=role, agreement_id=agreement_id,
                 object_id=each.id, after=after)  # fmt: skip
            return each.document
    raise NotFound(NONE)


def _faults(given: Given) -> list[Fault]:
    found = []
    if given.kind is None:
        found.append(Fault("kind", "Say what the document is."))
    if not given.content:
        found.append(Fault("file", "Choose the file."))
    if not given.title.strip():
        found.append(Fault("title", "Give the document a title."))
    found += line_faults({"title": given.title})
    starts, ends = given.effective_on, given.expires_on
    if starts is not None and ends is not None and ends < starts:
        found.append(Fault("expires_on", "It must not expire before it takes effect."))
    if given.for_all_parties and given.kind in HOSPITALS_OWN:
        found.append(Fault("for_all_parties", OWN))
    return found


def _signing_faults(signed_by: Sequence[Signing], parties: set[str]) -> list[Fault]:
    found = []
    if len(signed_by) > MOST_SIGNERS:
        found.append(Fault("signers", f"Give at most {MOST_SIGNERS} signers."))
    for number, each in enumerate(signed_by, 1):
        place = f"signer {number}"
        if not each.name.strip():
            found.append(Fault(f"{place}, name", f"Give the name of signer {number}."))
        if not each.capacity.strip():
            found.append(
                Fault(f"{place}, capacity", f"Say in what capacity signer {number} signed.")
            )
        if each.party not in parties:
            found.append(
                Fault(f"{place}, party", f"Choose the party that signer {number} signed for.")
            )
        if each.on is None:
            found.append(Fault(f"{place}, on", f"Give the day on which signer {number} signed."))
        elif each.on > clock.today():
            found.append(
                Fault(f"{place}, on", f"Signer {number} cannot have signed in the future.")
            )
        texts = {"name": each.name, "capacity": each.capacity}
        found += [fault.within(place) for fault in line_faults(texts)]
    return found


def _replacing_faults(session: Session, agreement_id: int, given: Given) -> list[Fault]:
    if given.replaces is None:
        return []
    standing = records.standing(session, [agreement_id]).get(agreement_id, ())
    old = next((each for each in standing if each.id == given.replaces), None)
    if old is None:
        return [Fault("replaces", "Choose a document that no other one has replaced.")]
    if (renewal := renewals.rests_on(session, old.id)) is not None:
        return [Fault("replaces", RENEWED.format(renewal.number, in_words(renewal.last_day)))]
    if given.kind is not None and old.kind is not given.kind:
        return [
            Fault("replaces", f"It replaces {old.title}, which is of another kind: {old.kind}.")
        ]
    return []


def _made(
    actor: Actor, agreement_id: int, given: Given, file: tuple[Document, Sequence[str]]
) -> AgreementDocument:
    """Make the row of a document, of its file and the terms that it names."""
    kept, named = file
    return AgreementDocument(
        agreement_id=agreement_id,
        kind=given.kind,
        title=given.title.strip(),
        document_sha256=kept.sha256,
        file_name=files.clean_name(given.file_name),
        effective_on=given.effective_on,
        expires_on=given.expires_on,
        for_all_parties=given.for_all_parties,
        signers=len(given.signed_by),
        terms_named=APART.join(named) if given.kind in OF_SCORECARDS else "",
        added_at=clock.now(),
        added_by_id=actor.person_id,
        replaces_id=given.replaces,
    )


def _signer(
    made: AgreementDocument, number: int, signing: Signing, codes: dict[str, int]
) -> Signer:
    return Signer(
        agreement_document_id=made.id,
        number=number,
        name=signing.name.strip(),
        capacity=signing.capacity.strip(),
        participant_id=codes.get(signing.party or SPONSOR),
        signed_on=signing.on,
    )


def _told(made: AgreementDocument, given: Given) -> dict[str, object]:
    signers = [f"{each.name.strip()}, {each.on}" for each in given.signed_by]
    return {"kind": made.kind, "title": made.title, "sha256": made.document_sha256,
            "signed by": signers, "for all parties": made.for_all_parties,
            "names terms": made.terms_named.split(), "replaces": made.replaces_id}  # fmt: skip
