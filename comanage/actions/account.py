"""One's own account: the password, and the browsers one is signed in at."""

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.actions import passwords
from comanage.actions.sign_in import begin
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.installation import organization
from comanage.records.person import Person
from comanage.records.sign_in import end_all, end_invitations
from comanage.refusals import Fault, Faulty, SignInNeeded
from comanage.rights import Right


def change_password(
    session: Session, actor: Actor, present: str, *, password: str, again: str
) -> str:
    """Replace one's password; every sign-in ends, and the token of a new one is given.

    Args:
        session: The session of the change.
        actor: Who acts, for themselves.
        present: The password that is replaced.
        password: The new one.
        again: The new one, typed a second time.

    Raises:
        Faulty: The present password is wrong, or the new one is not good enough.
    """
    require(actor, Right.ACCOUNT_WRITE)
    person = session.get(Person, actor.person_id)
    if person is None:
        raise SignInNeeded("Sign in to go on.")
    found = passwords.faults(
        password, again, email=person.email, about=[person.name, organization(session)]
    )
    if not passwords.fits(present, person.password_hash):
        found.insert(0, Fault("present", "This is not your present password."))
    if found:
        raise Faulty(found)
    person.password_hash = passwords.hashed(password)
    end_all(session, person.id, clock.now())
    end_invitations(session, person.id, clock.now())
    note(session, actor, Act.PASSWORD_CHANGED, object_id=person.id)
    return begin(session, actor, person.id)
