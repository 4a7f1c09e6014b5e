"""The second factor: one-time codes from a person's own device, and recovery codes for its loss.

A one-time code follows from a secret and the time (RFC 6238). It is good for its half
minute and the ones beside it, and works once: no code of that half minute or an earlier
one counts again. Each change of a second factor ends the person's sign-ins.
"""

import hmac
import secrets
from dataclasses import dataclass, field

import pyotp
from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.actions import role_changes
from comanage.actions.seals import Seals
from comanage.actions.sign_in import begin
from comanage.actions.tokens import token_hash
from comanage.records import second_factor as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.person import Person
from comanage.records.role_change import Change
from comanage.records.second_factor import RecoveryCode, SecondFactor
from comanage.records.sign_in import end_all
from comanage.refusals import Conflict, Fault, Faulty, NotAllowed, NotFound
from comanage.rights import SECOND_FACTOR, Right

SECONDS = 30  # of a step
DIGITS = 6
BESIDE = 1  # steps before and after the present one, for clocks that differ
RECOVERY_CODES = 10
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # without those that look alike
CODE_LETTERS = 16  # of a recovery code: 78 bits
WRONG = "This code does not fit, or it was used already. Wait for the next one, and type that."
NEEDED = "Your role needs the second factor, so it stays on."
NONE = "This person has no second factor."
OWN = "Nobody resets their own second factor; another system administrator can."


@dataclass(frozen=True, slots=True)
class SetUp:
    """A second factor that was just set up.

    Attributes:
        token: The token of the new sign-in; every other has ended.
        codes: The recovery codes, which are shown this once.
    """

    token: str = field(repr=False)
    codes: tuple[str, ...] = field(repr=False)


def new_secret() -> str:
    """Make a secret for a person's device."""
    return pyotp.random_base32()


def device_address(secret: str, *, email: str, organization: str) -> str:
    """Write what a device reads from a picture: the secret, and whose it is."""
    issuer = f"comanage {organization}".strip()
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def set_up(session: Session, actor: Actor, secret: str, typed: str, *, seals: Seals) -> SetUp:
    """Give oneself a second factor, in place of one that stands, once a code shows that it works.

    Raises:
        Faulty: The code does not fit.
    """
    require(actor, Right.ACCOUNT_WRITE)
    person = _person(session, actor.person_id)
    step = _step_of(secret, typed, after=0)
    if step is None:
        raise Faulty([Fault("one_time_code", WRONG)])
    records.forget(session, person.id)
    session.add(
        SecondFactor(
            person_id=person.id,
            sealed_secret=seals.sealed(secret, of=_place(person.id)),
            last_step=step,
            set_up_at=clock.now(),
        )
    )
    codes = _new_codes(session, person.id)
    note(session, actor, Act.SECOND_FACTOR_SET, object_id=person.id)
    end_all(session, person.id, clock.now())
    return SetUp(begin(session, actor, person.id), codes)


def renew_codes(session: Session, actor: Actor) -> tuple[str, ...]:
    """Give oneself new recovery codes; the earlier ones are void.

    Raises:
        Conflict: There is no second factor to recover.
    """
    require(actor, Right.ACCOUNT_WRITE)
    person = _person(session, actor.person_id)
    if session.get(SecondFactor, person.id) is None:
        raise Conflict("Set the second factor up first.")
    records.forget_codes(session, person.id)
    codes = _new_codes(session, person.id)
    note(session, actor, Act.RECOVERY_CODES_MADE, object_id=person.id)
    return codes


def switch_off(session: Session, actor: Actor) -> str:
    """Do without one's second factor; every sign-in ends, and the token of a new one is given.

    Raises:
        NotAllowed: A role that is held needs it.
    """
    require(actor, Right.ACCOUNT_WRITE)
    if actor.roles & SECOND_FACTOR:
        raise NotAllowed(NEEDED)
    person = _person(session, actor.person_id)
    records.forget(session, person.id)
    note(session, actor, Act.SECOND_FACTOR_ENDED, object_id=person.id)
    end_all(session, person.id, clock.now())
    return begin(session, actor, person.id)


def reset(session: Session, actor: Actor, person_id: int, *, reason: str = "") -> bool:
    """Take away the second factor of somebody who lost the device, or ask for that where it takes two.

    Returns:
        Whether it is taken away; False where it waits for another system administrator.

    Raises:
        NotAllowed: The actor does not manage people, or is that person.
        Conflict: There is none.
    """
    require(actor, Right.PEOPLE_MANAGE)
    person = _person(session, person_id)
    if person.id == actor.person_id:
        raise NotAllowed(OWN)
    if session.get(SecondFactor, person.id) is None:
        raise Conflict(NONE)
    if role_changes.takes_two(session, actor, None):
        role_changes.ask(session, actor, person.id, Change.RESET)
        return False
    take_away(session, actor, person, reason=reason or role_changes.alone(actor, None))
    return True


def take_away(session: Session, actor: Actor, person: Person, *, reason: str = "") -> None:
    """Take a second factor away; the person's sign-ins end.

    Raises:
        Conflict: There is none any more.
    """
    if session.get(SecondFactor, person.id) is None:
        raise Conflict(NONE)
    records.forget(session, person.id)
    end_all(session, person.id, clock.now())
    note(session, actor, Act.SECOND_FACTOR_RESET, object_id=person.id, reason=reason)


def code_fits(session: Session, actor: Actor, person_id: int, typed: str, *, seals: Seals) -> bool:
    """Say whether a one-time or recovery code is right, and use it up.

    Args:
        session: The session of the change.
        actor: Who typed it, signed in or not.
        person_id: Whose code it has to be.
        typed: The code, with whatever stands between its letters.
        seals: What opens the secret.
    """
    kept = session.get(SecondFactor, person_id)
    if kept is None:
        return False
    place = _place(person_id)
    secret = seals.opened(kept.sealed_secret, of=place)
    step = _step_of(secret, typed, after=kept.last_step)
    if step is None:
        return _recovers(session, actor, person_id, typed)
    kept.last_step = step
    if not seals.is_current(kept.sealed_secret, of=place):
        kept.sealed_secret = seals.sealed(secret, of=place)
    return True


def _step_of(secret: str, typed: str, *, after: int) -> int | None:
    """Find the step that a code belongs to, among those that still count."""
    code, maker = _plain(typed), pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS)
    if len(code) != DIGITS or not code.isascii():
        return None
    present = int(clock.now().timestamp()) // SECONDS
    for step in range(max(present - BESIDE, after + 1), present + BESIDE + 1):
        if hmac.compare_digest(maker.generate_otp(step), code):
            return step
    return None


def _recovers(session: Session, actor: Actor, person_id: int, typed: str) -> bool:
    wanted = _hash(_plain(typed))
    for code in records.unused_codes(session, person_id):
        if hmac.compare_digest(code.code_hash, wanted):
            code.used_at = clock.now()
            note(session, actor, Act.RECOVERY_CODE_USED, object_id=person_id)
            return True
    return False


def _new_codes(session: Session, person_id: int) -> tuple[str, ...]:
    made = [
        "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS)) for _ in range(RECOVERY_CODES)
    ]
    session.add_all(RecoveryCode(person_id=person_id, code_hash=_hash(code)) for code in made)
    return tuple("-".join(code[at : at + 4] for at in range(0, CODE_LETTERS, 4)) for code in made)


def _plain(typed: str) -> str:
    """Leave out what people put between the letters of a code."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def _hash(code: str) -> str:
    """Hash a recovery code; it is long and random, so one round is enough."""
    return token_hash(f"recovery code {code}")


def _place(person_id: int) -> str:
    return f"second factor of person {person_id}"


def _person(session: Session, person_id: int | None) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("There is no such person.")
    return person
