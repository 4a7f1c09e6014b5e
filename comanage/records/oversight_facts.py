"""What the records hold of agreements, as the safeguards of oversight ask for it.

Each table is read once for all the agreements that are asked about, so that a list of many
costs as many queries as the board of one.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage.records import (
    basis,
    duty_use,
    on_file,
    open_differences,
    outside_payments,
    physician_status,
    priced_anew,
    proof_of_work,
    settlements_kept,
)
from comanage.records import declaration as declarations
from comanage.records import in_force as courses
from comanage.records import legal_hold as holds
from comanage.records import monitor_alert as alerts
from comanage.records import oversight_limit as limits
from comanage.records import participant as participants
from comanage.records import payment_control as controls
from comanage.records import renewal as renewals
from comanage.records.agreement import Agreement
from comanage.records.document import Checked
from comanage.records.oversight_limit import USUAL, Limit, OversightLimit
from comanage.records.scorecard import Scorecard
from comanage.rules import in_force
from comanage.rules.chain import Verdict
from comanage.rules.in_force import Why
from comanage.rules.oversight.facts import Declared, Facts, OnFile, VersionSigned
from comanage.rules.scorecard_steps import ScorecardState
from comanage.together import Together


@dataclass(frozen=True, slots=True)
class Log:
    """What is known of the audit log.

    Attributes:
        verdict: What came of looking through it.
        last: The number of its last entry.
    """

    verdict: Verdict
    last: int

    @property
    def head(self) -> str:
        """The last entry that was looked at, as printed."""
        seen = self.verdict.head
        return f"entry {seen.number}, {seen.hash[:12]}" if seen.number else ""


def facts(
    session: Session,
    agreements: Sequence[Agreement],
    today: date,
    log: Log,
    *,
    beside: Together | None = None,
) -> Mapping[int, Facts]:
    """Gather the facts of agreements on a day, by agreement.

    Args:
        session: A session to read with.
        agreements: The agreements.
        today: The day.
        log: What is known of the audit log.
        beside: What is read together with them.
    """
    gathered = _Gathered(session, agreements, (today, log), beside or Together(session))
    return {agreement.id: gathered.of(agreement) for agreement in agreements}


class _Gathered:
    """What every table holds of some agreements."""

    def __init__(
        self,
        session: Session,
        agreements: Sequence[Agreement],
        known: tuple[date, Log],
        each: Together,
    ) -> None:
        ids = [agreement.id for agreement in agreements]
        today, self.log = known
        self.today = today
        self.pictures = bool(session.info.get("pictures"))
        self.courses = each.part(courses.courses, session, agreements)
        self.scorecards = each.part(_versions, session, ids)
        self.versions = each.part(_on_file, session, ids)
        self.documents = each.part(_documents, session, agreements, today)
        self.opinions = each.part(on_file.opinions, session, ids, today)
        self.files = each.part(on_file.files, session, ids)
        self.duties = each.part(duty_use.kept, session, ids, today)
        self.limited = each.part(duty_use.hours_limited, session, ids, today)
        self.proof = each.part(proof_of_work.of_agreements, session, ids)
        self.settled = each.part(settlements_kept.of_agreements, session, ids)
        self.reviewed = each.part(controls.reviewed_in, session, ids)
        self.alerts = each.part(_alerts, session, ids)
        self.outside = each.part(outside_payments.look, session, ids)
        self.differences = each.part(open_differences.of_agreements, session, ids)
        self.limits = each.part(limits.in_force_of, session, ids)
        self.declared = each.part(_declared, session, ids)
        self.held = each.part(_held, session, ids)
        self.reviews = each.part(renewals.reviews, session, ids)
        self.anew = each.part(_priced_anew, session, agreements)
        self.groups = each.part(_groups, session, ids, today)
        self.physicians = each.part(physician_status.taking_part, session, ids, today)

    def of(self, agreement: Agreement) -> Facts:
        """Put together the facts of one agreement."""
        at = agreement.id
        versions = self.scorecards.given.get(at, ())
        governing = _to_look_at(versions)
        known = Facts(
            today=self.today,
            starts=agreement.starts,
            ends=self.courses.given[at].ends,
            terminated=self.courses.given[at].terminated,
            priced_anew=self.anew.given.get(at, ()),
            terms=basis.terms_of(governing) if governing else None,
            terms_number=governing.number if governing and not governing.being_made else 0,
            base_fee_cents=max(
                (each.base_fee_cents for each in versions if each.base_fee_cents is not None),
                default=agreement.base_fee_cents,
            ),
            verifier_may_approve=agreement.verifier_may_approve,
        )
        return self._with_people(self._with_money(self._with_files(known, at), at), at)

    def _with_people(self, known: Facts, at: int) -> Facts:
        return replace(
            known,
            groups=self.groups.given.get(at, ()),
            physicians=[each.value for each in self.physicians.given.get(at, ())],
            screened_within=_amount(self.limits.given.get(at, {}), Limit.DAYS_TO_SCREEN),
        )

    def _with_files(self, known: Facts, at: int) -> Facts:
        sent, (unanswered, answered) = self.files.given.get(at, {}), self.alerts.given
        verdict, days = self.log.verdict, self.limits.given.get(at, {})
        return replace(
            known,
            documents=self.documents.given.get(at, ()),
            opinions=self.opinions.given.get(at, ()),
            versions=self.versions.given.get(at, ()),
            alerts_open=unanswered.get(at, ()),
            alerts_answered=answered[at],
            declarations=self.declared.given.get(at, ()),
            reviewed=self.reviews.given.get(at),
            files=len(sent),
            declared_files=[name for name, how in sent.values() if how is Checked.DECLARED],
            files_in_part=[name for name, how in sent.values() if how is Checked.IN_PART],
            pictures_allowed=self.pictures,
            retention_years=_amount(days, Limit.RETENTION_YEARS) or USUAL[Limit.RETENTION_YEARS],
            chain_broken_at=verdict.broken_at,
            chain_behind=max(self.log.last - verdict.head.number, 0),
            audit_head=self.log.head,
            legal_holds=self.held.given.get(at, ()),
        )

    def _with_money(self, known: Facts, at: int) -> Facts:
        proof = self.proof.given.get(at)
        return replace(
            known,
            hours_a_year_limited=at in self.limited.given,
            duties=self.duties.given.get(at, ()),
            base_fees_released=proof.released if proof else 0,
            base_fees_unproven=proof.unproven if proof else (),
            base_fees_mixed=proof.mixed if proof else (),
            settlements=self.settled.given.get(at, ()),
            review_asked=at in self.reviewed.given,
            payments_blocked=[
                bar.sentence
                for bar in in_force.in_force_on(self.courses.given[at], self.today).bars
                if bar.why is not Why.UNSIGNED  # told with the document, by name
            ],
            paid_outside=self.outside.given.labels.get(at, ()),
            differences=self.differences.given.get(at, ()),
            days_to_settle=_amount(self.limits.given.get(at, {}), Limit.DAYS_TO_SETTLE),
        )


def _versions(session: Session, agreement_ids: Collection[int]) -> dict[int, list[Scorecard]]:
    """Give, by agreement, its versions, the newest first."""
    found: dict[int, list[Scorecard]] = defaultdict(list)
    for row in session.scalars(
        select(Scorecard)
        .where(Scorecard.agreement_id.in_(agreement_ids))
        .order_by(Scorecard.number.desc())
    ):
        found[row.agreement_id].append(row)
    return found


def _on_file(
    session: Session, agreement_ids: Collection[int]
) -> Mapping[int, Sequence[VersionSigned]]:
    every = _versions(session, agreement_ids).values()
    return on_file.versions(session, [row for rows in every for row in rows if not row.being_made])


def _documents(
    session: Session, agreements: Sequence[Agreement], today: date
) -> Mapping[int, Sequence[OnFile]]:
    return on_file.documents(session, courses.courses(session, agreements), today)


def _priced_anew(session: Session, agreements: Sequence[Agreement]) -> Mapping[int, Sequence[str]]:
    return priced_anew.of_agreements(session, agreements, courses.courses(session, agreements))


def _to_look_at(versions: Sequence[Scorecard]) -> Scorecard | None:
    """Choose the version in force, or the newest where none is; None where there is none."""
    locked = [each for each in versions if each.state is ScorecardState.LOCKED]
    return next(iter([*locked, *versions]), None)


def _alerts(
    session: Session, agreement_ids: Collection[int]
) -> tuple[Mapping[int, Sequence[str]], Mapping[int, int]]:
    """Name, by agreement, the alerts that nobody answered, and count those that somebody did."""
    unanswered, answered = alerts.open_and_answered(session, agreement_ids)
    found: dict[int, list[str]] = defaultdict(list)
    for each in unanswered:
        found[each.figure.agreement_id].append(f"{each.name} in {each.figure.period.code}")
    return found, answered


def _held(session: Session, agreement_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for each in holds.standing_in(session, agreement_ids):
        found[each.agreement_id].append(each.reason)
    return found


def _groups(
    session: Session, agreement_ids: Collection[int], today: date
) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for row in participants.of_agreements(session, agreement_ids):
        if row.takes_part_on(today):
            found[row.agreement_id].append((row.code, row.group.name))
    return found


def _declared(session: Session, agreement_ids: Collection[int]) -> dict[int, list[Declared]]:
    found: dict[int, list[Declared]] = defaultdict(list)
    for row in declarations.of_agreements(session, agreement_ids):
        made = Declared(
            number=row.safeguard,
            applies=row.applies,
            statement=row.statement,
            by=row.declared_by.name,
            on=row.declared_on,
            expires=row.expires_on,
            document=row.names,
            file_of=row.id if row.document_sha256 else 0,
        )
        found[row.agreement_id].append(made)
    return found


def _amount(limits: Mapping[Limit, OversightLimit], name: Limit) -> int | None:
    return limits[name].amount if name in limits else None
