"""The guards of the house, each with what takes it away and the law that then breaks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import SimpleNamespace

from sqlalchemy import text

from comanage.access import Actor, granted
from comanage.actions import (
    approvals,
    delegations,
    entries,
    once,
    people,
    release_blocks,
    release_caps,
    releases,
    role_changes,
    unlocks,
)
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.guarding import drop
from comanage.records.guards import expected
from comanage.records.payment_control import Controls
from comanage.rights import RIGHTS, Right
from comanage.rules import parts as rules_of_parts
from comanage.rules import payments, signoff
from comanage.rules.payments import Kind, New
from comanage.rules.signoff import (
    FigureState,
    FigureStep,
    Move,
    PaymentState,
    PaymentStep,
    Role,
    SettlementState,
    SettlementStep,
)
from tests.machine.plans import (
    APPROVED,
    CORRECTED,
    FINAL,
    LESS_IN_THE_SECOND,
    MORE,
    OPENED,
    RELEASED,
    SECOND,
    bent,
)

UNCHECKED = """
DO $$
DECLARE held record;
BEGIN
  FOR held IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
               WHERE contype = 'c' AND connamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', held.place, held.conname);
  END LOOP;
END $$
"""
SIGNER = ("signature_not_by_an_enterer", "signature_not_by_a_verifier", "signature_for_one_purpose")
APPROVE = (SettlementState.FINAL, SettlementStep.APPROVE)
RELEASE = (SettlementState.APPROVED, SettlementStep.RELEASE)
VERIFY = (FigureState.SUBMITTED, FigureStep.VERIFY)


@dataclass(frozen=True)
class Guard:
    """A guard that can be taken away.

    Attributes:
        keeps: What it keeps, as a sentence.
        law: The law that breaks without it.
        plan: The steps that lead there.
        take: What takes away the part of it that is Python; None where it has none.
        triggers: The triggers that keep the same in the database.
        checks: Whether constraints of rows keep it as well, and are let be.
    """

    keeps: str
    law: str
    plan: str
    take: Callable | None = None
    triggers: tuple[str, ...] = field(default=())
    checks: bool = False

    def weaken(self, engine):
        """Take its triggers out of a database; where its rows are checked as well, the checks."""
        tables = {trigger.name: trigger.table for trigger in expected(engine.dialect.name)}
        with engine.begin() as connection:
            drop(connection, *((name, tables[name]) for name in self.triggers))
            if (
                self.checks and engine.dialect.name == "postgresql"
            ):  # SQLite lets them be, when told
                connection.execute(text(UNCHECKED))


def instead(place, name, value):
    """Put something in the place of a name."""
    return lambda monkeypatch: monkeypatch.setattr(place, name, value)


def step(key, **changed):
    """Change a step of the table of steps, or add one."""
    move = replace(signoff.STEPS[key], **changed) if key in signoff.STEPS else Move(**changed)
    return lambda monkeypatch: monkeypatch.setitem(signoff.STEPS, key, move)


def anew(lines, due, *, advance=False):
    """Pay all that is due, whatever was paid before."""
    return [New(Kind.INCENTIVE, due)] if due > 0 else []


def committed(*given, **more):
    """Lock the figures, and commit at once instead of with all the rest."""
    LOCK(*given, **more)
    given[0].commit()


def another_act(session, actor, act, **told):
    """Note that something else was done."""
    return note(session, actor, Act.SETTLEMENT_FINALIZED, **told)


def verifiers_enter(monkeypatch):
    """Let verifiers enter figures, and submit them."""
    rights = RIGHTS[Role.VERIFIER] | {Right.FIGURE_ENTER}
    monkeypatch.setitem(RIGHTS, Role.VERIFIER, rights)
    step((FigureState.DRAFT, FigureStep.SUBMIT), role=Role.VERIFIER)(monkeypatch)


def never(*given):
    """Know of no key."""


def one(controls, cents):
    """Ask for one approval, whatever the amount."""
    return 1


def alone(actor, role):
    """Leave out whoever somebody acts for."""
    return frozenset({actor.person_id})


def as_the_own(*given):
    """Take a role that another handed over for the own one."""
    return replace(granted(*given), giver_id=None)


def anybody(session, actor, person_id):
    """Find a person, be it the one who acts."""
    return people._person(session, person_id)


LOCK = approvals._lock
NOBODY = frozenset()


def nothing(*given, **more):
    """Find nothing to say against it."""
    return []


NO_CAPS = instead(release_caps, "cap_faults", nothing)
PEOPLE = (
    Guard("an approver entered and verified nothing", "four_people",
          FINAL.format("Mia") + "; approve Mia",
          step(APPROVE, barred=NOBODY), SIGNER),
    Guard("a releaser took no other part", "four_people",
          FINAL.format("Mia") + "; approve Carla; release Mia", step(RELEASE, barred=NOBODY),
          (*SIGNER, "payment_release_by_another")),
    Guard("who signed a period enters nothing in it", "four_people",
          FINAL.format("Ada") + "; approve Mia" + OPENED + "; correct Mia",
          triggers=("figure_not_entered_by_a_signer",)),
    Guard("what the giver of a duty did counts", "four_people",
          "hand Mia Una approver; " + FINAL.format("Mia") + "; approve Una",
          instead(Actor, "people", alone), SIGNER),
    Guard("what is done for a giver counts as the giver's", "four_people",
          "hand Noa Una service-line_administrator; " + FINAL.format("Una") + "; approve Noa",
          instead(rules_of_parts, "_done_for", nothing), SIGNER),
    Guard("a verifier entered no version of the figure", "nobody_verifies_the_own",
          "enter Mia; verify Mia",
          step(VERIFY, barred=NOBODY), ("figure_not_verified_by_an_enterer",), checks=True),
    Guard("who acts for an enterer verifies nothing of theirs", "nobody_verifies_the_own",
          "hand Mia Una verifier; enter Mia; verify Una",
          instead(Actor, "people", alone), ("figure_not_verified_by_an_enterer",), checks=True),
    Guard("nobody verifies what was entered for them", "nobody_verifies_the_own",
          "hand Noa Una service-line_administrator; enter Una; verify Noa",
          instead(rules_of_parts, "_done_for", nothing),
          ("figure_not_verified_by_an_enterer",), checks=True),
    Guard("a figure says for whom it was entered", "only_with_the_role",
          "hand Ada Una service-line_administrator; enter Una",
          instead(entries, "granted", as_the_own), ("figure_entered_says_for_whom",)),
    Guard("a figure says for whom it was verified", "only_with_the_role",
          "hand Ben Una verifier; enter Ada; verify Una",
          instead(entries, "granted", as_the_own), ("figure_verified_says_for_whom",)),
    Guard("each act takes its role", "only_with_the_role",
          "enter Ben",
          verifiers_enter),
    Guard("large amounts take two approvals", "enough_approve",
          MORE,
          instead(Controls, "approvals_for", one),
          ("settlement_approved_with_its_signatures",)),
    Guard("a second person opens a period", "two_open_a_period",
          APPROVED + "; ask_to_reopen Clara; reopen Clara",
          instead(unlocks, "barred", nothing), checks=True),
    Guard("a role that weighs takes two", "two_change_what_weighs",
          "give Sam Una approver",
          instead(role_changes, "takes_two", nothing)),
    Guard("nobody gives a role to themselves", "two_change_what_weighs",
          "give Sam Sam verifier",
          instead(people, "_another", anybody)),
    Guard("a duty that is handed over is the giver's", "a_duty_is_the_givers",
          "hand Ada Una approver",
          instead(delegations, "_who_faults", nothing)),
)  # fmt: skip
MONEY = (
    Guard("nothing is paid above the fair market value", "within_the_caps: above the opinion cap",
          RELEASED + LESS_IN_THE_SECOND, NO_CAPS, ("payment_within_the_fair_market_value",)),
    Guard("nothing is paid above the cap of the whole", "within_the_caps: above the whole cap",
          RELEASED + SECOND, NO_CAPS,
          ("payment_within_the_whole_cap", "payment_within_the_fair_market_value")),
    Guard("nothing is paid above the cap of a year", "within_the_caps: above the year cap",
          MORE + "; approve Cyd; release Rolf" + SECOND, NO_CAPS,
          ("payment_within_the_whole_cap", "payment_within_the_year_cap",
           "payment_within_the_fair_market_value")),
    Guard("a release pays the difference alone", "lines_come_to_what_is_due",
          RELEASED.replace("enter", "enter_less") + OPENED + CORRECTED,
          instead(payments, "released", anew), ("payment_not_above_what_was_approved",)),
    Guard("a payment is asked for once", "nothing_is_paid_twice",
          RELEASED + "; ask Rolf; ask Rolf",
          step((PaymentState.REQUESTED, PaymentStep.REQUEST), role=Role.RELEASER,
               leads_to=PaymentState.REQUESTED),
          ("payment_stays_as_recorded", "payment_request_line_of_what_is_payable")),
    Guard("the same key does nothing twice", "once",
          RELEASED + "; send_again",
          instead(once, "done", never)),
    Guard("what compliance holds is not released", "nothing_held_is_released",
          APPROVED + "; hold Clara; release Rolf",
          instead(release_blocks, "_hold", nothing),
          ("settlement_not_released_while_held",)),
    Guard("an approval is one transaction", "no_cent_unexplained",
          FINAL.format("Ada") + "; die Carla approve:payouts-written approve",
          instead(approvals, "_lock", committed)),
)  # fmt: skip
TIME = (
    Guard("a settlement is final before it is approved", "steps_in_order",
          "enter Ada; verify Ben; calculate Ada; approve Carla",
          step((SettlementState.PRELIMINARY, SettlementStep.APPROVE), role=Role.APPROVER,
               leads_to=SettlementState.APPROVED),
          ("settlement_steps_in_order", "signature_of_what_stands"), checks=True),
    Guard("nothing is entered in a locked period", "nothing_new_in_a_locked_period",
          APPROVED + "; correct Ada",
          instead(entries, "PeriodState", SimpleNamespace(LOCKED=None)), ("figure_in_an_open_period",)),
    Guard("a locked figure stays", "what_stands_stays",
          bent(APPROVED, "UPDATE figure SET value = '99'"),
          triggers=("figure_locked_stays", "figure_never_changed",
                    "figure_takes_its_steps_in_order")),
    Guard("an approved settlement stays", "what_stands_stays",
          bent(APPROVED, "UPDATE settlement SET earned_cents = earned_cents + 1"),
          triggers=("settlement_never_changed",)),
    Guard("a released payment stays", "what_stands_stays",
          bent(RELEASED, "UPDATE payment SET amount_cents = amount_cents + 1"), triggers=("payment_never_changed",)),
    Guard("a payment is not deleted", "what_stands_stays",
          bent(RELEASED, "DELETE FROM payment"), triggers=("payment_never_deleted",)),
    Guard("an entry of the log is not changed", "the chain",
          bent(APPROVED, "UPDATE audit_entry SET reason = 'another'"),
          triggers=("audit_entry_never_changed",)),
    Guard("an entry of the log is not deleted", "the chain",
          bent(APPROVED, "DELETE FROM audit_entry WHERE id < 9"),
          triggers=("audit_entry_never_deleted",)),
    Guard("a release is noted", "every_act_is_noted",
          RELEASED,
          instead(releases, "note", another_act)),
)  # fmt: skip
GUARDS = PEOPLE + MONEY + TIME
