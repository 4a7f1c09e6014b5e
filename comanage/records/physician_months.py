"""Physicians' months: where each month of logged hours stands, for lists, in a query a table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comanage.records import base_fee, month_attestation
from comanage.records.base_fee import BaseFeeTerms
from comanage.records.month_attestation import MonthAttestation
from comanage.records.participant import Participant
from comanage.records.person import Person
from comanage.records.time_entry import PhysicianMonth, TimeEntry
from comanage.rules.attested_month import AttestedLine
from comanage.rules.month_signoff import MonthState, state_of
from comanage.rules.signoff import Role
from comanage.together import Together


@dataclass(frozen=True, slots=True)
class StandingMonth:
    """A month of one physician for one group, as it stands.

    Attributes:
        key: Which month it is.
        agreement_id: The agreement.
        participant: The group in the agreement.
        person: The physician.
        logged: Every entry, corrected ones too, in the order of entering.
        attestation: The newest attestation, whether it still fits or not.
        terms: The base fee terms that govern the month; None where there are none.
        state: Where it stands.
    """

    key: PhysicianMonth
    agreement_id: int
    participant: Participant
    person: Person
    logged: tuple[TimeEntry, ...]
    attestation: MonthAttestation | None
    terms: BaseFeeTerms | None
    state: MonthState

    @property
    def entries(self) -> list[TimeEntry]:
        """The entries that stand and are not taken back, by day."""
        replaced = {each.replaces_id for each in self.logged}
        standing = [each for each in self.logged if each.id not in replaced and each.minutes]
        return sorted(standing, key=lambda each: (each.day, each.id))

    @property
    def minutes(self) -> int:
        """The time of the entries that stand."""
        return sum(each.minutes for each in self.entries)

    @property
    def lines(self) -> tuple[AttestedLine, ...]:
        """The entries that stand, as they are shown and signed."""
        return tuple(
            AttestedLine(each.id, each.day, each.duty.name, each.minutes, each.done)
            for each in self.entries
        )

    @property
    def levels(self) -> list[Role]:
        """The role of each level of approval."""
        return [each.role for each in self.terms.levels] if self.terms else []

    @property
    def level(self) -> int:
        """How many levels have decided on it."""
        return len(self.attestation.decisions) if self.attestation else 0

    @property
    def stage(self) -> str:
        """Where it stands, as its mark tells it: approved alone is what every level has approved."""
        return "approved in part" if self.state is MonthState.APPROVED else self.state.value

    @property
    def words(self) -> str:
        """The same in words, with the levels."""
        if self.state is MonthState.APPROVED:
            return f"Level {self.level} of {len(self.levels)} approved"
        return self.state.value.capitalize()

    @property
    def waits_for(self) -> Role | None:
        """The role that decides next; None where none does."""
        if self.state not in {MonthState.ATTESTED, MonthState.APPROVED} or not self.attestation:
            return None
        return self.levels[self.level]


def of_agreements(
    session: Session,
    agreement_ids: Collection[int],
    *,
    person_id: int | None = None,
    since: date | None = None,
) -> list[StandingMonth]:
    """List where the months of physicians stand, the latest month first.

    Args:
        session: A session to read with.
        agreement_ids: The agreements.
        person_id: Of this physician alone.
        since: Of months that begin on this day or later.
    """
    part = Together(session)
    entered = part.part(_entries, session, agreement_ids, person_id, since)
    agreed = part.part(base_fee.versions, session, *agreement_ids)
    attested = part.part(month_attestation.newest, session, agreement_ids)
    entries, terms = entered.given, agreed.given
    signed = {each.key: each for each in attested.given}
    logged: dict[PhysicianMonth, list[TimeEntry]] = {}
    for each in entries:
        logged.setdefault(each.key, []).append(each)
    found = [_standing(key, held, signed.get(key), terms) for key, held in logged.items()]
    return sorted(found, key=_newest_first)


def one(session: Session, agreement_id: int, key: PhysicianMonth) -> StandingMonth | None:
    """Find where one month stands; None where nothing is logged."""
    months = of_agreements(session, [agreement_id], person_id=key.person_id, since=key.month.starts)
    return next((each for each in months if each.key == key), None)


def _entries(
    session: Session,
    agreement_ids: Collection[int],
    person_id: int | None,
    since: date | None,
) -> Sequence[TimeEntry]:
    query = (
        select(TimeEntry)
        .options(
            joinedload(TimeEntry.duty),
            joinedload(TimeEntry.person),
            joinedload(TimeEntry.participant).joinedload(Participant.group),
        )
        .where(TimeEntry.agreement_id.in_([*agreement_ids]))
        .order_by(TimeEntry.id)
    )
    if person_id is not None:
        query = query.where(TimeEntry.person_id == person_id)
    if since is not None:
        query = query.where(TimeEntry.day >= since)
    return session.scalars(query).all()


def _standing(
    key: PhysicianMonth,
    logged: Sequence[TimeEntry],
    attestation: MonthAttestation | None,
    terms: Sequence[BaseFeeTerms],
) -> StandingMonth:
    first = logged[0]
    in_force = base_fee.in_force(terms, key.participant_id, key.month.ends)
    covered = {each.entry_id for each in attestation.covered} if attestation else set()
    state = state_of(
        attestation.decided() if attestation else (),
        len(in_force.levels) if in_force else 0,
        attested=attestation is not None,
        changed=covered != {each.id for each in logged},
    )
    return StandingMonth(
        key, first.agreement_id, first.participant, first.person, tuple(logged), attestation,
        in_force, state,
    )  # fmt: skip


def _newest_first(each: StandingMonth) -> tuple[int, str, str]:
    return (-each.key.month.starts.toordinal(), each.participant.code, each.person.name)
