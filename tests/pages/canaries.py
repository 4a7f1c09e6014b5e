"""Canaries: words and amounts that stand in the data of one group alone, so that a leak shows.

They are planted in another group's part of the leader's own agreement, and in an agreement in
which the leader's group takes no part: in whatever is typed, counted, earned, paid or filed.
"""

import itertools
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from comanage import clock
from comanage.actions import (
    base_fee_releases,
    groups,
    holds,
    payment_requests,
    settlements,
    unlocks,
)
from comanage.actions import disputes as dispute_act
from comanage.actions.dispute_views import Claim
from comanage.actions.disputes import Step
from comanage.database import reading, transaction
from comanage.records import statement as statements
from comanage.records.basis import settled
from comanage.records.performance_period import PeriodState, by_code
from comanage.records.person import Person
from comanage.records.settlement import latest
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.attendance import Presence
from comanage.rules.disputes import DisputeStep, Finding, Ground
from comanage.rules.numbers import exact
from comanage.rules.signoff import FigureState, Role
from comanage.rules.terms import Participant
from tests.actions.logged import as_issued
from tests.actions.releasing import PERIOD, lines, release
from tests.actions.settling import approved, calculated, finalized, make_ready, make_value
from tests.makers import (
    make_actor,
    make_agreement,
    make_agreement_document,
    make_attestation,
    make_base_fee,
    make_decision,
    make_document,
    make_duty,
    make_earned,
    make_entry,
    make_evidence,
    make_figure,
    make_group,
    make_meeting,
    make_participant,
    make_payout,
    make_person,
    make_scorecard,
    make_service_line,
    make_signed,
    make_statement,
)
from tests.makers.figure_work import make_alert, make_answer, make_finding
from tests.makers.settlements import approve, finalize
from tests.statements import samples

OWN, OTHER = "GRANITE", "COPPER"
TERMS = replace(samples.TERMS, allocation=OwnScore())  # every group has figures of its own, too
EARNED, RATE, ELSEWHERE = 7_777_731, 9_999_917, 6_666_613  # cents
HASH = 16  # digits that pages show of a hash
OTHERS = {"casemix": "1.7731", "turnover": "26.07"}  # what differs from the own group's figures


class Planter:
    """Makes canaries of words, and keeps where each was put."""

    def __init__(self):
        """Begin with none."""
        self.words = {}
        self._count = itertools.count(1)

    def __call__(self, place):
        """Give a word that stands nowhere else; place says where it is put."""
        self.words[place] = f"canary{next(self._count)}q"
        return f"The {self.words[place]}"


def amounts(cents):
    """Write an amount in every way that a page or a file may."""
    dollars = f"{cents // 100:,}.{cents % 100:02}"
    return (dollars, dollars.replace(",", ""), str(cents))


def planted(*, paid):
    """Make both agreements with all that happens in them; give who is who, and every canary.

    Args:
        paid: Whether the quarter is approved and paid; else it is calculated, and disputed.
    """
    plant = Planter()
    made = _own_agreement(plant)
    _dispute(made, plant)
    if paid:
        finalized(made)
        approved(made)
        release(made)
        _base_fee(made, plant)
        _paid(made, plant)
        _unlock(made, plant)
    with transaction() as session:
        other = _other_agreement(session, made, plant)
        reason = plant("why a release is held elsewhere")
        holds.hold(session, made.compliance, other.id, PERIOD, number=1, reason=reason)
    made.canaries = {place: (word,) for place, word in plant.words.items()}
    made.canaries |= _sums(made)
    if paid:
        made.canaries["what its work earned"] = amounts(EARNED)
        made.canaries["what an hour of it is worth"] = amounts(RATE)
    return made


def _own_agreement(plant):
    with transaction() as session:
        other = Participant(OTHER, plant("the name of the group"))
        terms = replace(TERMS, participants=(samples.GRANITE, other))
        made = make_ready(session, terms=terms)  # with the figures of the service line
        for name, role in (("releaser", Role.RELEASER), ("officer", Role.COMPLIANCE),
                           ("system", Role.SYSTEM)):  # fmt: skip
            setattr(made, name, make_actor(session, role))
        for value in samples.FIGURES:
            one = replace(value, participant=OWN)
            made.figures[OWN, value.measure] = make_value(session, made, one)
            made.figures[OTHER, value.measure] = _figure(session, made, value, plant)
        party = made.participants[OTHER]
        make_signed(session, made.agreement)
        make_agreement_document(
            session, made.agreement, title=plant("the title of a side letter"),
            signed_by=[(party, date(2026, 12, 9))],
            document=_file(session, plant("the text of a side letter")),
        )  # fmt: skip
        for group in made.groups.values():
            number = f"V-{group.code}"
            if group.code == OTHER:
                number = plant("the vendor number").removeprefix("The ")
            groups.set_vendor_number(session, made.system, group.id, number=number)
        return made


def _figure(session, made, value, plant):
    """Store a figure of the other group, with what stands beside it."""
    code = value.measure
    if code in OTHERS:
        value = replace(value, value=exact(OTHERS[code]))
    figure = make_value(
        session, made, replace(value, participant=OTHER),
        source=plant(f"the source of {code}"), note=plant(f"the note of {code}"),
    )  # fmt: skip
    if code == "turnover":
        make_evidence(
            session, figure, name=plant("the file name of evidence"),
            note=plant("the note of evidence"),
            document=_file(session, plant("the text of evidence")),
        )  # fmt: skip
        alert = make_alert(session, figure, says=plant("what a monitor says"))
        make_answer(session, alert)
    return figure


def _dispute(made, plant):
    """Let the other leader dispute a figure of the own group, and somebody answer."""
    calculated(made)
    claim = Claim(
        figure_id=made.figures[OTHER, "turnover"].id, ground=Ground.SOURCE,
        words=plant("the words of a dispute"), value=exact("20"),
    )  # fmt: skip
    with transaction() as session:
        found = dispute_act.raise_dispute(
            session, made.other_leader, made.id, PERIOD, number=1, claim=claim
        )
    answer = Step(DisputeStep.ANSWER, plant("the answer to a dispute"), Finding.DECLINED, 0)
    with transaction() as session:
        dispute_act.take(session, made.administrator, made.id, found.id, step=answer)


def _base_fee(made, plant):
    """Let a physician of the other group work, and release what that earned."""
    with transaction() as session:
        group, party = made.groups[OTHER], made.participants[OTHER]
        physician = make_actor(
            session, Role.PHYSICIAN, group=group,
            person=make_person(session, plant("the name of a physician")),
        )  # fmt: skip
        duty = make_duty(session, made.agreement, "COMMITTEE", name="Chair the committee")
        make_base_fee(session, made.agreement, made.participants[OWN])
        terms = make_base_fee(
            session, made.agreement, party, cents=RATE, reason=plant("why a base fee was agreed")
        )
        entry = make_entry(
            session, duty, party, SimpleNamespace(id=physician.person_id),
            done=plant("the work that was done"),
        )  # fmt: skip
        attested = make_attestation(session, terms, entry)
        for level, actor in enumerate((made.administrator, made.approver), 1):
            make_decision(session, attested, session.get_one(Person, actor.person_id), level=level)
        earned = make_earned(session, attested, cents=EARNED)
    with transaction() as session:
        base_fee_releases.release(
            session, made.releaser, made.id, earned_ids=[earned.id], key="key-of-the-base-fee"
        )


def _paid(made, plant):
    """Request every payment; one of the other group is paid, and one comes back."""
    every = lines(made)
    with transaction() as session:
        payment_requests.request(
            session, made.releaser, payment_ids=[one.id for one in every], key="key-of-the-request"
        )
    first, second = [one.id for one in every if one.participant.code == OTHER]
    with transaction() as session:
        payment_requests.pay(
            session, made.releaser, payment_ids=[first], on=clock.today(),
            reference=plant("the reference of a payment"),
        )  # fmt: skip
    with transaction() as session:
        reason = plant("why a payment came back")
        payment_requests.send_back(session, made.releaser, second, reason=reason)


def _unlock(made, plant):
    with transaction() as session:
        reason = plant("the reason for an unlock")
        unlocks.ask(session, made.compliance, made.id, PERIOD, reason=reason)
    with transaction() as session:
        unlocks.refuse(session, made.officer, made.id, PERIOD)


def _other_agreement(session, made, plant):
    """Make an agreement of another line and another group, settled and filed."""
    group = make_group(session, "PEARL", name=plant("a group elsewhere"))
    other = make_agreement(
        session, "CARDIO", title=plant("the title of an agreement"), groups=[],
        service_line=make_service_line(session, "CARDIO"),
    )  # fmt: skip
    party = make_participant(session, other, group, code="PEARL")
    make_scorecard(session, other)
    make_signed(session, other, title=plant("the title of a document"), for_all_parties=True)
    used = [
        make_figure(
            session, other, measure=measure, state=FigureState.VERIFIED,
            source=plant(f"the source of {measure} elsewhere"),
        )
        for measure in ("screening", "education")
    ]  # fmt: skip
    claimed = make_figure(session, other, period="2027-Q2", state=FigureState.SUBMITTED)
    make_finding(session, claimed)
    record = settlements.calculate(session, made.administrator, other.id, PERIOD)
    session.flush()
    finalize(session, record, make_person(session))
    approve(session, record, make_person(session))
    for each in used:
        each.state = FigureState.LOCKED
    record.period.state = PeriodState.LOCKED
    make_payout(session, record, party, share="100%", payable_cents=ELSEWHERE)
    issued = _file(session, plant("the text of a statement"))
    statement = make_statement(session, record, party, document=issued, at=clock.now())
    as_issued(session, made.administrator, statement)
    duty = make_duty(session, other, "ROUNDS", name=plant("a duty elsewhere"))
    physician = make_actor(session, Role.PHYSICIAN, group=group)
    make_base_fee(session, other, party)
    make_entry(session, duty, party, SimpleNamespace(id=physician.person_id),
               done=plant("work elsewhere"))  # fmt: skip
    make_meeting(
        session, other, minutes=plant("the minutes of a meeting"),
        people=[(plant("who was at a meeting"), party, Presence.PRESENT)],
    )  # fmt: skip
    return other


def _file(session, text):
    return make_document(session, b"%PDF-1.7 " + text.encode())


def _sums(made):
    """Give the amounts and numbers that tell what the other group gets."""
    with reading() as session:
        record = latest(session, by_code(session, made.id, PERIOD).id)
        found = settled(record)
        party = made.participants[OTHER].id
        every = statements.of_settlement(session, record.id)
        issued = [one.document_sha256[:HASH] for one in every if one.participant_id == party]
    (payable,) = (one.payable for one in found.payouts if one.participant == OTHER)
    return {
        "what the other group is owed": amounts(payable),
        "what is owed elsewhere": amounts(ELSEWHERE),
        "a figure of the other group": (OTHERS["casemix"],),
        "what was found elsewhere": ("Two cases were counted twice.",),
        # without a salt, what the other group has can be tried out until such a hash fits
        "the hash of the settlement": (record.document_hash[:HASH],),
    } | ({"the hash of a paid quarter": (record.figures_hash[:HASH], *issued)} if issued else {})
