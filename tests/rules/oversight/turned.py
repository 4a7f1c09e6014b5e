"""Facts of an agreement, and how each safeguard stands by them: the table of the board."""

from dataclasses import replace
from datetime import date

from comanage.rules.compliance import LegalBasis
from comanage.rules.documents import DocumentKind
from comanage.rules.funding.savings_share import Item, SavingsShare
from comanage.rules.numbers import exact
from comanage.rules.oversight.facts import (
    Declared,
    Difference,
    DutyKept,
    Facts,
    OnFile,
    Opinion,
    SettlementKept,
    VersionSigned,
)
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.review import Reviewed
from comanage.rules.physician_status import Physician, Status
from tests.rules.linted import SOUND
from tests.rules.worked import with_measure

TODAY = date(2027, 9, 1)
STARTS, ENDS = date(2027, 1, 1), date(2028, 12, 31)
CONTRACT = OnFile(kind=DocumentKind.AGREEMENT, title="Agreement of 2 Dec 2026", sha256="a" * 64)
OPINION = Opinion(firm="Valor & Co.", given=date(2026, 10, 1), until=None, most_cents=90_000_000)
LASTING = replace(OPINION, given=date(2026, 1, 5), until=ENDS)
FIRST = VersionSigned(number=1, signed=date(2026, 12, 2), governs_from=STARTS)
CHAIRS = DutyKept(name="Chairs the committee", most_hours=True)
SETTLED = SettlementKept(
    label="2027-Q1, settlement 1",
    enterers=frozenset({1}),
    verifiers=frozenset({2}),
    approvers=frozenset({3}),
    releasers=frozenset({4}),
    reviewers=frozenset({5}),
)
NOBODY = frozenset()
GROUPS = (("GRANITE", "Granite Fork"),)
CLEAR = Status(
    screened=date(2027, 8, 20),
    excluded=False,
    licensed_until=date(2028, 6, 30),
    privileged_until=date(2028, 3, 31),
)
HELD = Physician("Dana Reyes", "Granite Fork", CLEAR)
OWED = Difference(label="2027-Q1, Granite Fork", cents=1_350_000, since=date(2027, 8, 1))
FACTS = Facts(
    today=TODAY,
    starts=STARTS,
    ends=ENDS,
    terms=SOUND,
    groups=GROUPS,
    physicians=(HELD,),
    screened_within=30,
    documents=(CONTRACT,),
    opinions=(OPINION,),
    versions=(FIRST,),
    base_fee_cents=24_000_000,
    duties=(CHAIRS,),
    settlements=(SETTLED,),
    review_asked=True,
    days_to_settle=90,
    audit_head="entry 812, 3f9a0c41d2b7",
)


def declared(number, **changes):
    made = Declared(
        number=number,
        applies=True,
        statement="Looked into.",
        by="Dana Reyes",
        on=date(2027, 1, 8),
        expires=date(2028, 1, 7),
        document="Memo of 8 Jan 2027",
    )
    return facts(declarations=(replace(made, **changes),))


def facts(**changes):
    return replace(FACTS, **changes)


def physician(**changes):
    return facts(physicians=(replace(HELD, status=replace(CLEAR, **changes)),))


def attested(day, **changes):
    kind, signed = DocumentKind.ATTESTATION, (("GRANITE", day),)
    return OnFile(kind=kind, title="Attestation", sha256="d" * 64, signed_for=signed, **changes)


def settled(**changes):
    return facts(settlements=(replace(SETTLED, **changes),))


ITEM = Item("IMPLANT", exact("5400"), exact("1"), exact("400"), exact("4000"), "CASES")
SAVINGS = replace(SOUND, funding=SavingsShare(exact("0.5"), (ITEM,)))
UNPAID = replace(SOUND, funding=None, allocation=None, fmv_cap=None, base_fee=exact("0"))
UNPAID_ON = replace(SOUND, domains=SOUND.domains[3:])
UNBASED = with_measure(SOUND, "RECOMMEND", method=SOUND.measure("SCREENING").method)
ATTESTED = attested(date(2026, 12, 4))
TOLD = OnFile(kind=DocumentKind.DISCLOSURE, title="Notice to patients", sha256="b" * 64)
APPROVED = OnFile(kind=DocumentKind.BOARD_APPROVAL, title="Minutes", sha256="c" * 64)
EXPIRED = date(2027, 8, 31)
REVIEWED = Reviewed(on=date(2027, 11, 3), found="All levels stay.", record="Minutes of 3 Nov 2027")
AMENDED = VersionSigned(number=2, signed=date(2027, 6, 1), governs_from=date(2027, 7, 1))
BASIS = replace(SOUND, legal_basis=LegalBasis.PERSONAL_SERVICES)
VALUE_BASED = replace(SOUND, legal_basis=LegalBasis.VALUE_BASED)
UNUSED = DutyKept(name="Reviews charts", most_hours=True, last_done=date(2027, 3, 1))
LONG_AGO = {"today": date(2028, 6, 1), "duties": (CHAIRS, UNUSED)}
IN_PLACE, MISSING, BLOCKED, NOT_APPLICABLE, DECLARED = (
    Word.IN_PLACE,
    Word.MISSING,
    Word.BLOCKED,
    Word.NOT_APPLICABLE,
    Word.DECLARED,
)

TURNED = [
    (1, facts(), IN_PLACE, "signed and in force"),
    (1, facts(documents=()), MISSING, "nothing on file"),
    (1, facts(documents=(replace(CONTRACT, unsigned=("Granite Fork",)),)), MISSING, "unsigned"),
    (1, facts(payments_blocked=("It ended on 31 Dec 2026.",)), BLOCKED, "ended"),
    (1, facts(paid_outside=("2027-Q1, Granite Fork",)), BLOCKED, "paid outside the agreement"),
    (2, declared(2), DECLARED, "declared"),
    (2, facts(), MISSING, "never declared"),
    (2, declared(2, expires=EXPIRED), MISSING, "the declaration expired yesterday"),
    (2, declared(2, expires=TODAY), DECLARED, "the declaration counts on its last day"),
    (2, declared(2, applies=False), NOT_APPLICABLE, "declared not to apply"),
    (3, facts(), IN_PLACE, "duties with limits"),
    (3, facts(duties=()), MISSING, "no duties"),
    (3, facts(duties=(replace(CHAIRS, most_hours=False),)), MISSING, "no limit"),
    (3, facts(duties=(replace(CHAIRS, most_hours=False),), hours_a_year_limited=True), IN_PLACE,
     "a limit for the year"),
    (3, facts(**LONG_AGO), MISSING, "a duty that nobody does"),
    (3, facts(base_fee_cents=0, duties=()), NOT_APPLICABLE, "no base fee"),
    (4, facts(), IN_PLACE, "two years"),
    (4, facts(terminated=date(2027, 8, 31)), IN_PLACE, "terminated in its first year"),
    (4, facts(terminated=date(2027, 8, 31), priced_anew=("NEXT of 1 Oct 2027",)), MISSING,
     "terminated, and priced anew in the first year"),
    (4, facts(ends=date(2027, 12, 31)), IN_PLACE, "a year to the day"),
    (4, facts(ends=date(2027, 12, 30)), MISSING, "a day less than a year"),
    (4, facts(versions=(FIRST, AMENDED)), MISSING, "another price in the first year"),
    (4, facts(versions=(FIRST, replace(AMENDED, changes_pay=False))), IN_PLACE, "no other price"),
    (4, facts(versions=(FIRST, replace(AMENDED, governs_from=date(2028, 1, 1)))), IN_PLACE,
     "another price in the second year"),
    (5, facts(), IN_PLACE, "signed before"),
    (5, facts(versions=()), MISSING, "nothing locked"),
    (5, facts(versions=(replace(FIRST, signed=None),)), MISSING, "no signature"),
    (5, facts(versions=(replace(FIRST, signed=date(2027, 1, 2)),)), MISSING, "signed late"),
    (5, facts(versions=(replace(FIRST, signed=STARTS),)), IN_PLACE, "signed on the first day"),
    (5, facts(terms=None), MISSING, "no terms"),
    (5, facts(terms=UNPAID, versions=()), NOT_APPLICABLE, "no money"),
    (6, facts(), IN_PLACE, "an opinion that holds"),
    (6, facts(opinions=()), MISSING, "no opinion"),
    (6, facts(opinions=(replace(OPINION, until=EXPIRED),)), MISSING, "the opinion expired"),
    (6, facts(opinions=(LASTING, replace(OPINION, until=EXPIRED))), IN_PLACE,
     "an earlier one holds longer than the newest"),
    (6, facts(opinions=(replace(OPINION, until=TODAY),)), IN_PLACE, "its last day"),
    (6, facts(opinions=(replace(OPINION, given=date(2025, 8, 31)),)), MISSING, "24 months old"),
    (6, facts(opinions=(replace(OPINION, given=date(2025, 9, 1)),)), IN_PLACE, "24 months today"),
    (6, facts(terms=replace(SOUND, fmv_cap=None)), IN_PLACE, "no cap in the terms but the opinion's"),
    (6, facts(terms=replace(SOUND, fmv_cap=None), opinions=()), MISSING, "no cap in the terms"),
    (10, facts(), IN_PLACE, "watched, and no alert"),
    (10, facts(alerts_open=("Case mix in 2027-Q1",)), BLOCKED, "an alert is open"),
    (10, facts(terms=UNPAID, alerts_open=("Case mix in 2027-Q1",)), BLOCKED,
     "an alert is open where the terms ask for none"),
    (11, facts(), IN_PLACE, "the first review is not due"),
    (11, facts(today=date(2027, 12, 31)), IN_PLACE, "the last day before it is due"),
    (11, facts(today=date(2028, 1, 1)), MISSING, "no review in the first year"),
    (11, declared(11), DECLARED, "the benchmarks were reviewed"),
    (11, declared(11, expires=EXPIRED), MISSING, "the review expired yesterday"),
    (11, facts(today=date(2028, 3, 1), reviewed=REVIEWED), IN_PLACE, "reviewed for the renewal"),
    (11, facts(today=date(2028, 11, 2), reviewed=REVIEWED), IN_PLACE, "its last day"),
    (11, facts(today=date(2028, 11, 3), reviewed=REVIEWED), MISSING, "reviewed a year ago"),
    (11, replace(declared(11), reviewed=REVIEWED), DECLARED, "reviewed and declared"),
    (11, replace(declared(11, expires=EXPIRED), reviewed=REVIEWED), IN_PLACE,
     "reviewed, and an earlier declaration that expired"),
    (11, replace(declared(11, applies=False), reviewed=REVIEWED), IN_PLACE,
     "reviewed, and declared not to apply"),
    (11, facts(terms=UNBASED), MISSING, "no measure looks at a baseline"),
    (11, facts(terms=UNPAID_ON), NOT_APPLICABLE, "nothing is paid on results"),
    (14, facts(terms=BASIS), NOT_APPLICABLE, "another legal basis"),
    (14, facts(terms=VALUE_BASED), MISSING, "value-based, not monitored"),
    (14, replace(declared(14), terms=VALUE_BASED), DECLARED, "monitored"),
    (14, replace(declared(14, expires=EXPIRED), terms=VALUE_BASED), MISSING, "monitored too long ago"),
    (14, replace(declared(14, applies=False), terms=VALUE_BASED), NOT_APPLICABLE, "declared so"),
    (16, facts(), MISSING, "no attestation of the group"),
    (16, facts(documents=(CONTRACT, ATTESTED)), IN_PLACE, "the group attested"),
    (16, facts(documents=(ATTESTED,), groups=(*GROUPS, ("COPPER", "Copper Basin"))), MISSING,
     "one of two groups attested"),
    (16, facts(documents=(attested(date(2026, 9, 2)),)), IN_PLACE, "attested 12 months ago tomorrow"),
    (16, facts(documents=(attested(date(2026, 9, 1)),)), MISSING, "attested 12 months ago"),
    (16, facts(documents=(attested(date(2026, 9, 1), expires=TODAY),)), IN_PLACE,
     "attested until today"),
    (16, facts(documents=(attested(date(2027, 2, 1), expires=EXPIRED),)), MISSING,
     "attested until yesterday"),
    (16, facts(documents=(attested(date(2027, 9, 2)),)), MISSING, "to be attested tomorrow"),
    (16, facts(groups=()), MISSING, "no group takes part"),
    (16, facts(terms=UNPAID), NOT_APPLICABLE, "nothing is divided"),
    (17, facts(), IN_PLACE, "reviewed"),
    (17, facts(review_asked=False), MISSING, "no review asked for"),
    (17, settled(reviewers=NOBODY), MISSING, "released without a review"),
    (17, settled(reviewers=NOBODY, releasers=NOBODY), IN_PLACE, "nothing released yet"),
    (17, settled(reviewers=frozenset({3})), MISSING, "reviewed by its approver"),
    (18, facts(), NOT_APPLICABLE, "no savings shared"),
    (18, facts(terms=None), MISSING, "no terms"),
    (18, facts(terms=SAVINGS), MISSING, "savings, and no disclosure"),
    (18, facts(terms=SAVINGS, documents=(CONTRACT, TOLD)), IN_PLACE, "disclosed"),
    (18, facts(terms=SAVINGS, documents=(replace(TOLD, expires=EXPIRED),)), MISSING,
     "the disclosure expired"),
    (18, facts(terms=SAVINGS, documents=(replace(TOLD, effective=date(2027, 9, 2)),)), MISSING,
     "the disclosure begins tomorrow"),
    (19, facts(base_fees_released=3), IN_PLACE, "paid for approved work"),
    (19, facts(base_fees_unproven=("2027-03, Granite Fork",)), BLOCKED, "paid without"),
    (19, facts(duties=()), MISSING, "no duties"),
    (19, facts(base_fee_cents=0), NOT_APPLICABLE, "no base fee"),
    (22, facts(), MISSING, "not declared"),
    (22, declared(22, applies=False), NOT_APPLICABLE, "declared not to apply"),
    (22, declared(22), DECLARED, "declared"),
    (23, facts(), MISSING, "not declared"),
    (23, declared(23), DECLARED, "declared"),
    (23, declared(23, applies=False), NOT_APPLICABLE, "declared not to apply"),
    (24, facts(), IN_PLACE, "everything scanned"),
    (24, facts(declared_files=("scan.png",), pictures_allowed=True), MISSING, "a picture was declared"),
    (21, facts(), MISSING, "a cap, and no approval"),
    (21, facts(documents=(CONTRACT, APPROVED)), IN_PLACE, "approved by the board"),
    (21, facts(documents=(CONTRACT, replace(APPROVED, expires=EXPIRED))), MISSING,
     "the approval expired"),
    (24, facts(files=2, files_in_part=("logo.pdf",)), IN_PLACE, "text with a logo"),
    (24, facts(pictures_allowed=True), IN_PLACE, "pictures allowed, and none there"),
    (25, facts(), IN_PLACE, "four people"),
    (25, facts(base_fees_mixed=("2027-03, Granite Fork",)), BLOCKED, "who approved work released"),
    (25, settled(verifiers=frozenset({1})), BLOCKED, "who entered verified"),
    (25, settled(approvers=frozenset({1})), BLOCKED, "who entered approved"),
    (25, settled(releasers=frozenset({1})), BLOCKED, "who entered released"),
    (25, settled(approvers=frozenset({2})), BLOCKED, "who verified approved"),
    (25, settled(releasers=frozenset({3})), BLOCKED, "who approved released"),
    (25, settled(releasers=frozenset({2})), BLOCKED, "who verified released"),
    (25, replace(settled(approvers=frozenset({2})), verifier_may_approve=True), IN_PLACE,
     "who verified approved, as the agreement lets them"),
    (25, replace(settled(releasers=frozenset({2})), verifier_may_approve=True), BLOCKED,
     "who verified released, which no agreement lets them"),
    (26, facts(), IN_PLACE, "the log holds"),
    (26, facts(chain_broken_at=17), BLOCKED, "the log does not hold"),
    (26, facts(chain_behind=12), IN_PLACE, "the log holds so far"),
    (26, facts(retention_years=5), MISSING, "kept too short"),
    (26, facts(retention_years=6), IN_PLACE, "kept long enough"),
    (27, facts(), IN_PLACE, "no difference"),
    (27, facts(differences=(OWED,)), IN_PLACE, "a difference that is young"),
    (27, facts(differences=(OWED,), days_to_settle=30), MISSING, "a difference of 31 days"),
    (27, facts(differences=(OWED,), days_to_settle=31), IN_PLACE, "of 31 days, which is allowed"),
    (27, facts(differences=(replace(OWED, decided=False),), days_to_settle=30), MISSING,
     "a dispute of 31 days"),
    (27, facts(days_to_settle=None), MISSING, "nobody set the days"),
    (28, facts(), IN_PLACE, "screened, licensed and privileged"),
    (28, facts(physicians=()), MISSING, "no physician takes part"),
    (28, facts(physicians=(HELD, Physician("Ari Stone", "Granite Fork"))), MISSING,
     "nothing on record of one"),
    (28, facts(screened_within=None), MISSING, "nobody set the days"),
    (28, physician(screened=date(2027, 8, 2)), IN_PLACE, "screened 30 days ago"),
    (28, physician(screened=date(2027, 8, 1)), MISSING, "screened 31 days ago"),
    (28, physician(excluded=True), BLOCKED, "found excluded"),
    (28, physician(licensed_until=TODAY), IN_PLACE, "the last day of the licence"),
    (28, physician(licensed_until=EXPIRED), BLOCKED, "the licence ended yesterday"),
    (28, physician(privileged_until=EXPIRED), BLOCKED, "the privileges ended yesterday"),
]  # fmt: skip
