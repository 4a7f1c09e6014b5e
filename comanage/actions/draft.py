"""A draft scorecard in somebody's hands: the version opened, its terms, and its way back to storage."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.access import Actor, Held, granted
from comanage.records import scorecard as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.scorecard import Scorecard
from comanage.records.scorecard_step import ScorecardDrafter
from comanage.refusals import Conflict, Faulty, Stale
from comanage.rights import Right
from comanage.rules import canonical
from comanage.rules.drafting import with_answers_that_stand
from comanage.rules.scorecard_steps import ScorecardState, ScorecardStep, take
from comanage.rules.signoff import Role
from comanage.rules.terms import Terms

LOCKED = "The scorecard is locked. Draft the next version to change its terms."


def drafted_by(session: Session, scorecard: Scorecard, actor: Actor) -> None:
    """Put on record that somebody drafted or changed a version, and so may not review it.

    What was drafted in another's stead was drafted by both.
    """
    for person_id in sorted(actor.people(Role.ADMINISTRATOR)):
        session.merge(ScorecardDrafter(scorecard_id=scorecard.id, person_id=person_id))


def terms_of(scorecard: Scorecard) -> Terms:
    """Read the terms of a version.

    Raises:
        Faulty: The stored document cannot be read by this version of the program.
    """
    read, found = canonical.read(Terms, scorecard.terms)
    if read is None:
        raise Faulty(found, "The stored scorecard cannot be read.")
    return read


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that its actor may change.

    Attributes:
        session: The session of the change.
        actor: Who acts.
        held: The role they act in, and whose duty that is.
        scorecard: The version.
        terms: Its terms as stored.
    """

    session: Session
    actor: Actor
    held: Held
    scorecard: Scorecard
    terms: Terms

    @classmethod
    def opened(
        cls,
        session: Session,
        actor: Actor,
        agreement_id: int,
        *,
        revision: int,
        right: Right = Right.SCORECARD_WRITE,
    ) -> "Draft":
        """Find the version of an agreement that is being made, as it was when it was opened.

        Raises:
            NotFound: The actor sees no such agreement.
            NotAllowed: The actor may not change its scorecard.
            Conflict: Its scorecard is locked.
            Stale: Someone else saved first.
        """
        held = granted(session, actor, right, agreement_id)
        found = records.draft(session, agreement_id)
        if found is None:
            raise Conflict(LOCKED)
        if found.revision != revision:
            raise Stale
        return cls(session, actor, held, found, terms_of(found))

    def store(self, new: Terms) -> None:
        """Store new terms in the place of those opened, with the answers that still stand.

        A version that was checked, reviewed or signed is a draft again, since other terms were.
        """
        kept = with_answers_that_stand(self.terms, new)
        text = canonical.text(kept)
        self.reopen(changing=text != self.scorecard.terms)
        self.scorecard.terms = text
        self.scorecard.terms_hash = canonical.digest(text)
        self.session.flush()  # counts the revision up

    def reopen(self, *, changing: bool) -> None:
        """Make this version a draft again where something of it changes, and its changer a drafter."""
        drafted_by(self.session, self.scorecard, self.actor)
        was = self.scorecard.state
        if changing and was is not ScorecardState.DRAFT:
            self.scorecard.state = take(was, ScorecardStep.CHANGE, frozenset({self.held.role}))
            self.note(Act.SCORECARD_REOPENED, before={"state": was})

    def note(
        self,
        act: Act,
        *,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        of: Scorecard | None = None,
        reason: str = "",
    ) -> None:
        """Note an act on this version, or on another one of the agreement."""
        scorecard = of or self.scorecard
        note(
            self.session,
            self.actor,
            act,
            role=self.held.role,
            agreement_id=scorecard.agreement_id,
            object_id=scorecard.id,
            before=before,
            after=after,
            reason=reason,
        )
