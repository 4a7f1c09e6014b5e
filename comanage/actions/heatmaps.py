"""Heatmaps: every measure of an agreement over its approved periods, and by group in the last one.

Groups are compared only for those who may see the settlement; no leader may.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed
from comanage.actions.measure_history import Past, histories, in_time, of_participants
from comanage.records import basis as bases
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records.agreement import Agreement
from comanage.rights import Right
from comanage.rules.terms import Terms


@dataclass(frozen=True)
class Results:
    """The results of an agreement, for its heatmaps.

    Attributes:
        agreement: The agreement.
        measures: Its measures in print order: domain, code and name.
        periods: The codes of its approved periods, oldest first; advances left out.
        by_period: The results of each measure by its code, those of a measure by period.
        groups: The names of the groups that have scorecards of their own, by their codes.
        by_group: Their results in the last period: by measure, then by group.
    """

    agreement: Agreement
    measures: tuple[tuple[str, str, str], ...] = ()
    periods: tuple[str, ...] = ()
    by_period: Mapping[str, Mapping[str, Past]] | None = None
    groups: Mapping[str, str] | None = None
    by_group: Mapping[str, Mapping[str, Past]] | None = None


def of_agreement(session: Session, actor: Actor, agreement_id: int) -> Results:
    """Gather the results of an agreement's approved periods."""
    allowed(session, actor, Right.SETTLEMENT_READ, agreement_id)
    agreement = session.get_one(Agreement, agreement_id)
    approved = in_time(settlements.standing_by_period(session, agreement_id).values())
    if not approved:
        return Results(agreement)
    known, last = histories(approved), approved[-1]
    terms = bases.terms_of(last.scorecard)
    told = {past.period for every in known.values() for past in every}
    names = {one.code: one.group.name for one in participants.of_agreement(session, agreement_id)}
    own = of_participants(terms, bases.results(last), last.period.code)
    return Results(
        agreement,
        tuple(_measures(terms)),
        tuple(one.period.code for one in approved if one.period.code in told),
        {code: {past.period: past for past in every} for code, every in known.items()},
        {code: names.get(code, code) for code in own},
        {
            measure.code: {
                code: found[measure.code] for code, found in own.items() if measure.code in found
            }
            for _, measure in terms.measures()
        },
    )


def _measures(terms: Terms) -> Iterator[tuple[str, str, str]]:
    for domain, measure in terms.measures():
        yield domain.name, measure.code, measure.name
