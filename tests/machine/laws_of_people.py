"""Laws of people: who may have done what of all that newly stands in the books."""

from tests.machine.books import day
from tests.machine.hospital import TWO_APPROVE_ABOVE

ADMINISTRATOR, VERIFIER, APPROVER = "service-line administrator", "verifier", "approver"
RELEASER, COMPLIANCE, SYSTEM = "payment releaser", "compliance officer", "system administrator"
PURPOSES = {"approval": APPROVER, "release": RELEASER}
PARTS = {ADMINISTRATOR: "entered", VERIFIER: "verified"} | {
    role: purpose for purpose, role in PURPOSES.items()
}
TAKE_TWO = {APPROVER, RELEASER, COMPLIANCE, SYSTEM}
LONGEST = 366  # days of a delegation


def givers(books, person, role, on):
    """Give for whom a person acted in a role on a day, by the days that a duty was handed over."""
    return {
        row["giver_id"]
        for row in books.delegation.values()
        if (row["taker_id"], row["role"]) == (person, role)
        and day(row["starts"]) <= on <= min(day(row["ends"]), day(row["ended_on"] or row["ends"]))
    }


def in_stead(books, before, person, role, on):
    """Give who counts as having acted: the person, and whoever it acted for without an own role."""
    own = (person, None) in before.holders(role, on)
    return {person} | (set() if own else givers(books, person, role, on))


def parts(books, period_id):
    """Give who took which part in a period, in any version of anything in it."""
    found = {"entered": set(), "verified": set(), "approval": set(), "release": set()}
    for row in books.figure.values():
        if row["period_id"] != period_id:
            continue
        for part, who, at, role in (
            ("entered", row["entered_by_id"], row["entered_at"], ADMINISTRATOR),
            ("verified", row["verified_by_id"], row["verified_at"], VERIFIER),
        ):
            if who is not None:
                found[part] |= {who} | givers(books, who, role, day(at))
    for row in books.signature.values():
        if books.settlement[row["settlement_id"]]["period_id"] == period_id:
            found[row["purpose"]] |= {row["person_id"], row["for_id"]} - {None}
    return found


def four_people(before, now):
    """Enterer, verifier, approver and releaser are four people, delegates and the past included."""
    for row in now.new("signature", before):
        who = {row["person_id"], row["for_id"]} - {None}
        taken = parts(now, now.settlement[row["settlement_id"]]["period_id"])
        for part, people in taken.items():
            if part != row["purpose"] and who & people:
                yield f"{part} and {row['purpose']} by one person"
    for row in now.new("figure", before):
        who = in_stead(now, before, row["entered_by_id"], ADMINISTRATOR, day(row["entered_at"]))
        signed = parts(before, row["period_id"])
        if who & (signed["approval"] | signed["release"]):
            yield "a figure entered by who signed the period"


def nobody_verifies_the_own(before, now):
    """A figure is verified by somebody who entered no version of it, and signed nothing of it."""
    for row, _ in now.moved("figure", before, "verified_by_id"):
        if row["verified_by_id"] is None:
            continue
        who = in_stead(now, before, row["verified_by_id"], VERIFIER, day(row["verified_at"]))
        same = (row["period_id"], row["measure_id"], row["participant_id"])
        entered = set()
        for one in now.figure.values():
            if same == (one["period_id"], one["measure_id"], one["participant_id"]):
                on = day(one["entered_at"])
                entered |= {one["entered_by_id"]}
                entered |= givers(now, one["entered_by_id"], ADMINISTRATOR, on)
        if who & entered:
            yield "a figure verified by who entered it"
        signed = parts(before, row["period_id"])
        if who & (signed["approval"] | signed["release"]):
            yield "a figure verified by who signed the period"


def only_with_the_role(before, now):
    """Whoever did something held the role for it when it was done, or says for whom it was done."""
    did = [(row["entered_by_id"], row["entered_for_id"], ADMINISTRATOR, row["entered_at"])
           for row in now.new("figure", before)]  # fmt: skip
    did += [(row["verified_by_id"], row["verified_for_id"], VERIFIER, row["verified_at"])
            for row, _ in now.moved("figure", before, "verified_by_id")
            if row["verified_by_id"]]  # fmt: skip
    for who, giver, role, at in did:
        if (who, giver) not in before.holders(role, day(at)):
            yield f"done without the role: {role}"
    for row in now.new("signature", before):
        role = PURPOSES[row["purpose"]]
        if (row["person_id"], row["for_id"]) not in before.holders(role, day(row["at"])):
            yield f"signed without the role: {role}"


def enough_approve(before, now):
    """What is approved carries as many signatures of different people as its amount asks for."""
    for row, _ in now.moved("settlement", before, "approved_by_id"):
        signed = [
            {each["person_id"], each["for_id"]} - {None}
            for each in now.signature.values()
            if each["settlement_id"] == row["id"] and each["round"] == row["round"]
            and each["purpose"] == "approval" and each["document_hash"] == row["document_hash"]
        ]  # fmt: skip
        asked = 1 + (abs(row["earned_cents"]) > TWO_APPROVE_ABOVE)
        if len(signed) < asked or sum(map(len, signed)) != len(set().union(*signed)):
            yield f"approved by {len(signed)} of {asked}"


def two_open_a_period(before, now):
    """A locked period is opened by two people, neither of whom acts for the other."""
    for row, _ in now.moved("period_unlock", before, "confirmed_by_id"):
        if row["confirmed_by_id"] is None:
            continue
        asked = {row["asked_by_id"]}
        asked |= in_stead(now, before, row["asked_by_id"], COMPLIANCE, day(row["asked_at"]))
        who, on = row["confirmed_by_id"], day(row["confirmed_at"])
        fits = [
            {person, giver} - {None}
            for role in (COMPLIANCE, APPROVER)
            for person, giver in before.holders(role, on)
            if person == who
        ]
        if not any(not asked & each for each in fits):
            yield "a period opened by one person"


def two_change_what_weighs(before, now):
    """A role that weighs is given by two; nobody gives anything to themselves."""
    confirmed = [
        (row["person_id"], row["role"])
        for row, _ in now.moved("role_change", before, "outcome")
        if row["outcome"] == "confirmed" and row["asked_by_id"] != row["decided_by_id"]
    ]
    for row in now.new("role_held", before):
        if row["role"] in TAKE_TWO and (row["person_id"], row["role"]) not in confirmed:
            yield "a role that weighs was given by one person"
    for row in now.entries:
        if row["act"] == "person:role:give" and row["person_id"] == row["object_id"]:
            yield "somebody gave a role to themselves"


def a_duty_is_the_givers(before, now):
    """A duty is handed over by whoever has it or a system administrator, never to oneself."""
    for row in now.new("delegation", before):
        on, agreed = day(row["agreed_at"]), row["agreed_by_id"]
        if (row["giver_id"], None) not in before.holders(row["role"], on):
            yield "a duty handed over that was not the giver's"
        if (row["taker_id"], None) in before.holders(row["role"], on):
            yield "a duty handed to who has it"
        system = {person for person, _ in before.holders(SYSTEM, on)}
        if agreed == row["taker_id"] or (agreed != row["giver_id"] and agreed not in system):
            yield "a duty handed over by who may not"


LAWS = (
    four_people, nobody_verifies_the_own, only_with_the_role, enough_approve, two_open_a_period,
    two_change_what_weighs, a_duty_is_the_givers,
)  # fmt: skip
