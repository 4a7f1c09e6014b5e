"""Agreements: the contract with the groups, from its first draft on.

Drafting one makes all that the next steps need: its participants, its contract
quarters, and the first scorecard: from a template of the library, or with the five
domains, each still at weight 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, require
from comanage.actions.agreement_course import renewal_faults
from comanage.actions.codes import code_faults
from comanage.actions.draft import drafted_by
from comanage.actions.free_text import line_faults
from comanage.library import collection
from comanage.library.template import Template
from comanage.records.acts import Act
from comanage.records.agreement import Agreement, by_code
from comanage.records.audit_entry import note
from comanage.records.participant import Participant
from comanage.records.performance_period import PerformancePeriod
from comanage.records.physician_group import PhysicianGroup
from comanage.records.scorecard import Scorecard
from comanage.records.service_line import ServiceLine
from comanage.refusals import Fault, Faulty
from comanage.rights import Right
from comanage.rules import canonical, terms
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.allocations.stated import Share
from comanage.rules.compliance import LegalBasis
from comanage.rules.funding.fixed import Fixed
from comanage.rules.in_force import Renewal
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import MOST_CENTS, ZERO, dollars, money
from comanage.rules.periods import months_later, quarters

LONGEST_YEARS = 10
NO_TITLE = "Give the agreement a title."
EQUAL_SHARES = (
    "Shares are given, but earned money is divided equally. Divide it by the share of each group, or"
    " clear the shares."
)


@dataclass(frozen=True, slots=True)
class Party:
    """A group that takes part.

    Attributes:
        group_id: The group.
        share: Its share of what is earned, 0 to 1, where shares are fixed.
    """

    group_id: int
    share: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an agreement begins with; None where nothing usable was given.

    Attributes:
        code: Its short name.
        title: Its name in print.
        service_line_id: The service line it is about.
        starts: Its first day.
        ends: Its last day.
        base_fee_cents: The fixed fee for a contract year.
        pool_cents: The most that can be earned in a performance period.
        parties: The groups that take part.
        fixed_shares: True to divide by each party's share, False to divide equally.
        verifier_may_approve: True to let the verifier approve as well.
        sponsor: The legal name of the hospital or sponsor.
        legal_basis: The exception or safe harbor that it is built on.
        renewal: How it goes on after its last day.
        notice_days: How long before that notice is given, where it renews itself.
        scorecard: The whole terms of the first version, where a file gives it; its pool, its division,
            its legal basis and its periods then stand in place of those above and of the quarters.
        template: What the first scorecard begins with otherwise; None: the five domains, empty.
        instead_of_id: The draft whose place it takes, and whose code it may have.
    """

    code: str
    title: str
    service_line_id: int | None
    starts: date | None
    ends: date | None
    base_fee_cents: int | None
    pool_cents: int | None
    parties: Sequence[Party]
    fixed_shares: bool = False
    verifier_may_approve: bool = False
    sponsor: str = ""
    legal_basis: LegalBasis = LegalBasis.UNSTATED
    renewal: Renewal = Renewal.NONE
    notice_days: int | None = None
    scorecard: terms.Terms | None = None
    template: Template | None = None
    instead_of_id: int | None = None


def draft(session: Session, actor: Actor, plan: Plan) -> Agreement:
    """Draft an agreement with its participants, periods and first scorecard.

    Raises:
        NotAllowed: The actor may not, or not in this service line.
        Faulty: Every fault of the plan.
    """
    role = require(actor, Right.AGREEMENT_WRITE, service_line_id=plan.service_line_id)
    groups = groups_of(session, plan)
    found = plan_faults(session, plan)
    if found or plan.starts is None or plan.ends is None or plan.service_line_id is None:
        raise Faulty(found)
    agreement = _agreement(actor, plan, line=plan.service_line_id, days=(plan.starts, plan.ends))
    session.add(agreement)
    session.flush()
    parties = [group for group in groups if group is not None]
    session.add_all(
        Participant(agreement_id=agreement.id, group_id=group.id, code=group.code)
        for group in parties
    )
    scorecard = _first_scorecard(session, agreement, plan, parties)
    session.flush()
    drafted_by(session, scorecard, actor)
    at = agreement.id
    after = {"code": agreement.code, "title": agreement.title, "sponsor": agreement.sponsor,
             "starts": plan.starts, "ends": plan.ends, "base fee in cents": agreement.base_fee_cents}  # fmt: skip
    note(
        session, actor, Act.AGREEMENT_DRAFTED, role=role, agreement_id=at, object_id=at, after=after
    )
    note(
        session,
        actor,
        Act.SCORECARD_DRAFTED,
        role=role,
        agreement_id=agreement.id,
        object_id=scorecard.id,
        after={"number": scorecard.number, "template": plan.template and plan.template.code},
    )
    return agreement


def groups_of(session: Session, plan: Plan) -> list[PhysicianGroup | None]:
    """Give the groups that a plan names, None for each that there is none of."""
    return [session.get(PhysicianGroup, party.group_id) for party in plan.parties]


def _agreement(actor: Actor, plan: Plan, *, line: int, days: tuple[date, date]) -> Agreement:
    starts, ends = days
    return Agreement(
        code=plan.code.strip(),
        title=plan.title.strip(),
        service_line_id=line,
        sponsor=plan.sponsor.strip(),
        starts=starts,
        ends=ends,
        renewal=plan.renewal,
        notice_days=plan.notice_days,
        base_fee_cents=plan.base_fee_cents or 0,
        verifier_may_approve=plan.verifier_may_approve,
        replaces_id=plan.instead_of_id,
        created_at=clock.now(),
        created_by_id=actor.person_id,
    )


def _first_scorecard(
    session: Session, agreement: Agreement, plan: Plan, groups: Sequence[PhysicianGroup]
) -> Scorecard:
    first = plan.scorecard or _first_terms(agreement, plan, groups)
    session.add_all(
        PerformancePeriod(
            agreement_id=agreement.id, code=period.code, starts=period.starts, ends=period.ends
        )
        for period in first.periods
    )
    text = canonical.text(first)
    scorecard = Scorecard(
        agreement_id=agreement.id,
        number=1,
        terms=text,
        terms_hash=canonical.digest(text),
        effective_on=min(period.starts for period in first.periods),
    )
    session.add(scorecard)
    return scorecard


def _first_terms(agreement: Agreement, plan: Plan, groups: Sequence[PhysicianGroup]) -> terms.Terms:
    return terms.Terms(
        code=agreement.code,
        title=agreement.title,
        periods=tuple(quarters(agreement.starts, agreement.ends)),
        domains=collection.domains(plan.template),
        participants=tuple(terms.Participant(group.code, group.name) for group in groups),
        legal_basis=plan.legal_basis,
        base_fee=dollars(agreement.base_fee_cents),
        funding=Fixed(dollars(plan.pool_cents or 0)),
        allocation=allocation_by(plan, groups),
    )


def plan_faults(session: Session, plan: Plan) -> list[Fault]:
    """List everything that keeps a plan from being an agreement, each beside its field."""
    other = by_code(session, plan.code.strip())
    taken = other is not None and other.id != plan.instead_of_id
    found = code_faults(plan.code, taken=taken, what="agreement")
    found += _title_faults(plan.title)
    line = plan.service_line_id
    if line is None or session.get(ServiceLine, line) is None:
        found.append(Fault("service_line_id", "Choose the service line."))
    found += line_faults({"sponsor": plan.sponsor})
    found += _term_faults(plan) + renewal_faults(plan.renewal, plan.notice_days)
    found += _money_faults(plan)
    return found + _party_faults(plan, groups_of(session, plan))


def _title_faults(title: str) -> list[Fault]:
    return line_faults({"title": title}) if title.strip() else [Fault("title", NO_TITLE)]


def _term_faults(plan: Plan) -> list[Fault]:
    found = []
    if plan.starts is None:
        found.append(Fault("starts", "Give the first day."))
    if plan.ends is None:
        found.append(Fault("ends", "Give the last day."))
    if plan.starts is None or plan.ends is None:
        return found
    if plan.ends < plan.starts:
        found.append(Fault("ends", "The last day must not be before the first."))
    elif plan.starts.year > 9000 or plan.ends >= months_later(plan.starts, 12 * LONGEST_YEARS):
        found.append(Fault("ends", f"An agreement lasts at most {LONGEST_YEARS} years."))
    return found


def _money_faults(plan: Plan) -> list[Fault]:
    found = []
    if plan.base_fee_cents is None:
        found.append(Fault("base_fee", "Give the base fee for a contract year; 0 for none."))
    elif plan.base_fee_cents < 0:
        found.append(Fault("base_fee", "The base fee must not be negative."))
    elif plan.base_fee_cents > MOST_CENTS:
        found.append(Fault("base_fee", f"The base fee must be at most {money(MOST_CENTS)}."))
    if plan.scorecard is not None:
        return found
    if plan.pool_cents is None:
        found.append(Fault("pool", "Give the most that can be earned in a period."))
    elif plan.pool_cents <= 0:
        found.append(Fault("pool", "The pool must be more than $0.00."))
    return found


def _party_faults(plan: Plan, groups: Sequence[PhysicianGroup | None]) -> list[Fault]:
    if not plan.parties:
        return [Fault("groups", "Choose at least one group.")]
    if None in groups:
        return [Fault("groups", "Choose among the groups offered.")]
    named = [group for group in groups if group is not None]
    if len({group.id for group in named}) < len(named):
        return [Fault("groups", "A group is named twice.")]
    if not plan.fixed_shares:
        idle = any(party.share is not None for party in plan.parties)
        return [Fault("groups", EQUAL_SHARES)] if idle else []
    unsaid = [
        Fault("groups", f"Give the share of {group.name}.")
        for group, party in zip(named, plan.parties, strict=True)
        if party.share is None
    ]
    if unsaid:
        return unsaid
    allocation = allocation_by(plan, named)
    names = {group.code: group.name for group in sorted(named, key=lambda group: group.code)}
    stated = allocation_of(allocation).faults(allocation, names)
    return [Fault("groups", fault.sentence) for fault in stated]


def allocation_by(plan: Plan, groups: Sequence[PhysicianGroup]) -> Agreed:
    """Give the division that a plan asks for: equal, or by the share of each group."""
    if not plan.fixed_shares:
        return Equal()
    pairs = zip(groups, plan.parties, strict=True)
    return FixedShares(tuple(Share(group.code, party.share or ZERO) for group, party in pairs))
