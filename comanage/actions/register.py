"""The register of agreements: where each stands, for a list and for a file that is noted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, may_in, require
from comanage.records import audit_entry, fmv_opinion, scorecard
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import AuditEntry, note
from comanage.records.in_force import courses
from comanage.records.participant import Participant, of_agreements
from comanage.records.scorecard import Scorecard
from comanage.refusals import NotFound
from comanage.rights import WITHIN_A_GROUP, Right
from comanage.rules.compliance import LegalBasis
from comanage.rules.fair_value import Opinion, opinion_on
from comanage.rules.in_force import Course, Status, signed_on, status, status_in_words
from comanage.statements.exports.formats import REGISTER_FORMATS
from comanage.statements.exports.register import Event, RegisterLine

# What is told in the register of what was done to an agreement; the audit log has the rest.
TOLD = {
    Act.AGREEMENT_DRAFTED: "drafted",
    Act.AGREEMENT_CHANGED: "changed",
    Act.AGREEMENT_CORRECTED: "drafted in the place of a wrong one",
    Act.AGREEMENT_WITHDRAWN: "withdrawn",
    Act.AGREEMENT_TERMINATED: "terminated",
    Act.TERMINATION_TAKEN_BACK: "termination taken back",
    Act.AGREEMENT_RENEWED: "renewed",
    Act.DOCUMENT_ADDED: "document added",
    Act.OPINION_RECORDED: "opinion of fair market value recorded",
    Act.SCORECARD_DRAFTED: "scorecard drafted",
    Act.SCORECARD_CHECKED: "scorecard checked",
    Act.SCORECARD_REVIEWED: "scorecard reviewed",
    Act.SCORECARD_RETURNED: "scorecard sent back",
    Act.SCORECARD_SIGNED: "scorecard signed",
    Act.SCORECARD_REOPENED: "scorecard a draft again",
    Act.SCORECARD_LOCKED: "scorecard locked",
    Act.SCORECARD_SUPERSEDED: "scorecard superseded",
}
SUFFIXES = tuple(REGISTER_FORMATS)


def lines(
    session: Session,
    actor: Actor,
    *,
    right: Right = Right.AGREEMENT_READ,
    withdrawn: bool = False,
) -> list[RegisterLine]:
    """List the agreements in which an actor has a right, each with where it stands today.

    Those that were withdrawn are listed alone, where they are asked for.
    A physician leader is not told of other groups, nor of the opinion of fair market value.
    """
    seen = agreements_seen(session, actor, right, withdrawn=withdrawn)
    if not seen:
        return []
    ids = [agreement.id for agreement in seen]
    held, opinions = courses(session, seen), fmv_opinion.standing(session, ids)
    versions = scorecard.leading(session, ids)
    groups: dict[int, list[Participant]] = {}
    for party in of_agreements(session, ids):
        groups.setdefault(party.agreement_id, []).append(party)
    found = []
    for agreement in seen:
        own = None if may_in(actor, right, agreement) else _groups(actor)
        names = [
            party.group.name
            for party in groups.get(agreement.id, ())
            if own is None or party.group_id in own
        ]
        given = () if own is not None else opinions.get(agreement.id, ())
        basis = _basis(versions.get(agreement.id))
        found.append(_line(agreement, held[agreement.id], names, basis=basis, opinions=given))
    return found


def narrowed(
    found: Sequence[RegisterLine], *, line: int | None = None, status: str = ""
) -> list[RegisterLine]:
    """Keep the agreements of a service line and a status; an empty filter keeps all."""
    return [
        each
        for each in found
        if line in {None, each.service_line_id} and status in {"", each.status}
    ]


def file(
    session: Session, actor: Actor, suffix: str, *, line: int | None = None, status: str = ""
) -> tuple[str, str, bytes]:
    """Write the register with its history as a file, and note that it was handed out.

    Returns:
        The file's name, its media type and its bytes.

    Raises:
        NotAllowed: The actor may not export it.
        NotFound: There is no such format.
    """
    role = require(actor, Right.REGISTER_EXPORT)
    form = REGISTER_FORMATS.get(suffix)
    if form is None:
        raise NotFound(f"The register comes as: {', '.join(REGISTER_FORMATS)}.")
    put_away = status == Status.WITHDRAWN
    every = lines(session, actor, right=Right.REGISTER_EXPORT, withdrawn=put_away)
    kept = with_history(session, narrowed(every, line=line, status=status))
    after = {"format": form.suffix, "agreements": [each.code for each in kept]}
    note(session, actor, Act.REGISTER_EXPORTED, role=role, after=after)
    return f"register.{form.suffix}", form.media_type, form.write(kept)


def with_history(session: Session, found: Sequence[RegisterLine]) -> list[RegisterLine]:
    """Give register lines with all that was done to their agreements."""
    past: dict[int, list[Event]] = {each.id: [] for each in found}
    for entry in audit_entry.of_agreements(session, past, TOLD):
        if entry.agreement_id is not None:
            past[entry.agreement_id].append(_event(entry))
    return [replace(each, history=tuple(past[each.id])) for each in found]


def _line(
    agreement: Agreement,
    course: Course,
    groups: Sequence[str],
    *,
    basis: LegalBasis,
    opinions: Sequence[Opinion],
) -> RegisterLine:
    today = clock.today()
    opinion = opinion_on(opinions, today)
    return RegisterLine(
        id=agreement.id,
        code=agreement.code,
        title=agreement.title,
        sponsor=agreement.sponsor,
        groups=tuple(groups),
        service_line=agreement.service_line.name,
        service_line_id=agreement.service_line_id,
        legal_basis=basis,
        starts=agreement.starts,
        ends=course.last_day,
        signed_on=signed_on(course),
        fmv_until=opinion.until if opinion else None,
        status=status(course, today),
        status_words=status_in_words(course, today),
    )


def _groups(actor: Actor) -> frozenset[int | None]:
    """Give the groups of a physician leader."""
    return frozenset(held.group_id for held in actor.held if held.role in WITHIN_A_GROUP)


def _basis(version: Scorecard | None) -> LegalBasis:
    """Read the legal basis off the terms, which hold it, without reading all the rest."""
    told: Mapping[str, object] = json.loads(version.terms) if version else {}
    return LegalBasis(str(told.get("legal_basis", LegalBasis.UNSTATED)))


def _event(entry: AuditEntry) -> Event:
    told: Mapping[str, object] = json.loads(entry.after) if entry.after else {}
    details = [f"{name}: {_plain(value)}" for name, value in told.items() if value is not None]
    if entry.reason:
        details.append(f"reason: {entry.reason}")
    by = entry.person.name if entry.person else "comanage"
    return Event(entry.at, TOLD[Act(entry.act)], "; ".join(details), by)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
