"""The facts that oversight asks for: what the records hold of one agreement, on one day.

Amounts are whole cents. A date that is not known is None, and never taken for one
that suits. Where a limit has no default, None means that nobody has set it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from comanage.rules.documents import DocumentKind
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.oversight.review import Reviewed
from comanage.rules.physician_status import Physician
from comanage.rules.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """A document on file.

    Attributes:
        kind: What it is.
        title: Its name, as people find it.
        sha256: The hash of its bytes.
        unsigned: The parties whose signature is not recorded; empty where all signed.
        signers: Who signed it, each with the day.
        signed_for: For which participants, by code, and on which day.
        effective: The first day it counts.
        expires: The last day it counts; None where it has no end of its own.
        id: Its number in the file of the agreement; 0 for none.
    """

    kind: DocumentKind
    title: str
    sha256: str
    unsigned: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    signed_for: tuple[tuple[str, date], ...] = ()
    effective: date | None = None
    expires: date | None = None
    id: int = 0

    def counts_on(self, day: date) -> bool:
        """Say whether a day lies within the dates of the document."""
        began = self.effective is None or self.effective <= day
        return began and (self.expires is None or day <= self.expires)

    @property
    def record(self) -> str:
        """The document as people find it: its title and the beginning of its hash."""
        return f"{self.title} (SHA-256 {self.sha256[:12]})"

    @property
    def at(self) -> Reference | None:
        """Where it is handed out."""
        return Reference(Shelf.DOCUMENT, self.id) if self.id else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """An opinion of fair market value.

    Attributes:
        firm: Who gave it.
        given: The day it was given.
        until: The last day it holds; None where it names none.
        most_cents: The high end of its range for a contract year, base fee and incentive together.
        document_id: The document that holds it; 0 for none.
    """

    firm: str
    given: date
    until: date | None
    most_cents: int
    document_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSigned:
    """A locked version of the scorecard.

    Attributes:
        number: Its number.
        signed: The day the last party signed it; None where no signature is recorded.
        governs_from: The first day of the first period it governs.
        changes_pay: True where it changes what is paid for what, against the version before.
        terms_hash: The hash of its terms.
        exhibit: The document that they were signed in, as people find it.
    """

    number: int
    signed: date | None
    governs_from: date
    changes_pay: bool = True
    terms_hash: str = ""
    exhibit: str = ""

    @property
    def record(self) -> str:
        """The version as people find it: its number, the beginning of its hash, its exhibit."""
        parts = [f"Scorecard, version {self.number}"]
        parts += [f"SHA-256 {self.terms_hash[:12]}"] if self.terms_hash else []
        parts += [f"signed in {self.exhibit}"] if self.exhibit else []
        return ", ".join(parts)

    @property
    def at(self) -> Reference:
        """Where its terms are shown."""
        return Reference(Shelf.SCORECARD, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyKept:
    """A duty of the base fee.

    Attributes:
        name: The duty.
        most_hours: True where the hours for it are limited.
        last_done: The day of the last approved work for it; None where there was none yet.
    """

    name: str
    most_hours: bool
    last_done: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementKept:
    """A settlement that was approved.

    Attributes:
        label: Its period and number, e.g. "2027-Q1, settlement 2".
        enterers: The ids of those who entered any figure behind it.
        verifiers: Those who verified one.
        approvers: Those who approved it, and for whom they did.
        releasers: Who released it, and for whom; nobody while it is not released.
        reviewers: Who reviewed it independently, and for whom; nobody where none did.
        period: The code of its period.
    """

    label: str
    enterers: frozenset[int]
    verifiers: frozenset[int]
    approvers: frozenset[int]
    releasers: frozenset[int] = frozenset()
    reviewers: frozenset[int] = frozenset()
    period: str = ""

    @property
    def at(self) -> Reference | None:
        """Where it is shown."""
        return Reference(Shelf.SETTLEMENT, self.period) if self.period else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Money to be paid or recovered that is still open.

    Attributes:
        label: What it is about.
        cents: How much, without a sign.
        since: The day it became known.
        decided: False where it is at stake in a dispute, and may come to less.
    """

    label: str
    cents: int
    since: date
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a person declared about a safeguard.

    Attributes:
        number: The safeguard.
        applies: False where the person says, with a reason, that it does not apply.
        statement: What was declared, or the reason.
        by: The printed name of the person.
        on: The day of the declaration.
        expires: The last day it counts.
        document: The document it rests on, as people find it.
        file_of: The declaration whose file is kept here; 0 where it is kept elsewhere.
    """

    number: int
    applies: bool
    statement: str
    by: str
    on: date
    expires: date
    document: str = ""
    file_of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the records hold of one agreement, on one day.

    Attributes:
        today: The day.
        starts: The agreement's first day.
        ends: Its last day, as agreed.
        terminated: Its last day by a termination; None where there is none.
        priced_anew: Where it was terminated in its first year: the agreements that pay its groups
            otherwise for the same service line before that year is over.
        terms: The terms in force, or else of the newest version; None where there are none.
        terms_number: The number of the version they are of, once it is locked; 0 for a draft.
        groups: The groups that take part today: code and name of each.
        physicians: The physicians who take part for them.
        screened_within: Within how many days a physician is screened again; None: nobody has set it.
        documents: The documents on file that nothing has replaced.
        opinions: The opinions of fair market value.
        versions: The versions of the scorecard that were locked, by number.
        base_fee_cents: The base fee of a contract year; the highest of all versions.
        hours_a_year_limited: Whether the base fee's terms limit the hours of a contract year.
        duties: The duties in force.
        base_fees_released: How many base-fee payments were released.
        base_fees_unproven: Those of them without approved work behind them; always none.
        base_fees_mixed: Those of them that were released by who did or approved the work.
        settlements: The settlements that were approved.
        verifier_may_approve: Whether the agreement lets its verifier approve.
        review_asked: Whether the agreement asks for an independent review before a release.
        alerts_open: The alerts of monitoring measures that nobody has looked into.
        alerts_answered: How many somebody has looked into.
        payments_blocked: Why nothing may be released today; empty where it may.
        paid_outside: Payments for days on which it was not signed or not in force; always none.
        differences: What is still to be paid or recovered after a correction.
        days_to_settle: Within how many days a difference is to be settled; None is unset.
        declarations: What people declared, oldest first.
        reviewed: The review before the newest renewal; None where it was never renewed.
        files: How many files were sent here for the agreement.
        declared_files: Those of them that were declared and not scanned, by name.
        files_in_part: Those whose text was scanned, and pictures inside were not, by name.
        pictures_allowed: Whether the installation takes files that cannot be scanned.
        retention_years: How many years records are kept after the agreement's end.
        chain_broken_at: The number of the first audit entry that does not fit; 0 for none.
        chain_behind: How many of the newest audit entries were not looked through yet.
        audit_head: The last audit entry that was looked at, as printed.
        legal_holds: The legal holds that stand, as people find them.
    """

    today: date
    starts: date
    ends: date
    terminated: date | None = None
    priced_anew: Sequence[str] = ()
    terms: Terms | None = None
    terms_number: int = 0
    groups: Sequence[tuple[str, str]] = ()
    physicians: Sequence[Physician] = ()
    screened_within: int | None = None
    documents: Sequence[OnFile] = ()
    opinions: Sequence[Opinion] = ()
    versions: Sequence[VersionSigned] = ()
    base_fee_cents: int = 0
    hours_a_year_limited: bool = False
    duties: Sequence[DutyKept] = ()
    base_fees_released: int = 0
    base_fees_unproven: Sequence[str] = ()
    base_fees_mixed: Sequence[str] = ()
    settlements: Sequence[SettlementKept] = ()
    verifier_may_approve: bool = False
    review_asked: bool = False
    alerts_open: Sequence[str] = ()
    alerts_answered: int = 0
    payments_blocked: Sequence[str] = ()
    paid_outside: Sequence[str] = ()
    differences: Sequence[Difference] = ()
    days_to_settle: int | None = None
    declarations: Sequence[Declared] = field(default_factory=tuple)
    reviewed: Reviewed | None = None
    files: int = 0
    declared_files: Sequence[str] = ()
    files_in_part: Sequence[str] = ()
    pictures_allowed: bool = False
    retention_years: int = 10
    chain_broken_at: int = 0
    chain_behind: int = 0
    audit_head: str = ""
    legal_holds: Sequence[str] = ()

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return self.ends if self.terminated is None else min(self.ends, self.terminated)

    def of_kind(self, kind: DocumentKind) -> list[OnFile]:
        """List the documents of a kind that count today."""
        return [each for each in self.documents if each.kind is kind and each.counts_on(self.today)]

    def declaration(self, number: int) -> Declared | None:
        """Find the newest declaration about a safeguard, expired or not."""
        found = [each for each in self.declarations if each.number == number]
        return found[-1] if found else None
