"""A new hospital's way: from an empty installation to its first statement, led by the start page.

Seven people, each in a browser of their own. Hollis Valley Hospital has an agreement on paper
that began with the quarter before this one; its signed exhibit is put on file, and the first
quarter is settled. Nothing is typed into an address line but the links that people are handed.
"""

import re
from datetime import date, timedelta

from comanage import clock
from comanage.rules.periods import months_later
from comanage.time_zone import OF_THE_DEMO, named
from tests.actions.filing import pdf
from tests.browser.steps import (
    SIGN_OUT,
    as_,
    attach,
    check,
    choose,
    code,
    fetch,
    fill,
    follow,
    goto,
    keep,
    miss,
    press,
    see,
)

SAM, ADA, VICTOR, CARLA = "Sam Okafor", "Ada Marsh", "Victor Lund", "Carla Ruiz"
RHEA, CORA, LEE = "Rhea Olsen", "Cora Diaz", "Lee Granger"
INVITED = {
    ADA: "Service-line administrator",
    VICTOR: "Verifier",
    CARLA: "Approver",
    RHEA: "Payment releaser",
    CORA: "Compliance officer",
    LEE: "Physician leader",
}
NEEDED = len(INVITED) - 1  # a first statement can be made before its leader is there
CODED = {SAM, CARLA, RHEA, CORA}  # whose role needs a second factor
CHOSEN = "a lamp, a bridge and nine pears"
PASSWORD = {"Password": CHOSEN, "The same password again": CHOSEN}
HOSPITAL, GROUP, TITLE = "Hollis Valley Hospital", "Hollis Bone & Joint", "Orthopedic Agreement"
LIST = "From an empty installation to the first statement"
WHAT = "What each step is"  # a link of the list
MADE_WITHIN = 60_000  # milliseconds that a statement may take on a machine that is busy

UNSTATED = (
    "A reviewer will ask for what is not stated: evidence of Program milestones, Committee"
    " attendance."
)
COUNTS = {
    "Complications of hip and knee replacement": ("3", "138"),
    "Readmission within 30 days, hip and knee": ("5", "131"),
    "Surgical site infections, hip and knee": ("1", "1.4"),
    "Outcome questionnaires completed": ("84", "120"),
    "Care pathway followed": ("57", "60"),
    "Overall rating of the hospital, 9 or 10": ("117", "150"),
    "First cases that start on time": ("160", "200"),
    "Discharged home": ("121", "138"),
    "Implant and supply cost per case": ("690,000", "138"),
    "Operating expense against the flexed budget": ("1,960,000", "2,000,000"),
    "Committee attendance": ("17", "18"),
    "Operative note within 24 hours": ("246", "260"),
}
FIGURES = {
    **{f"Numerator of {name}": top for name, (top, _) in COUNTS.items()},
    **{f"Denominator of {name}": bottom for name, (_, bottom) in COUNTS.items()},
    "Value of Program milestones": "4",
    "Baseline of Readmission within 30 days, hip and knee": "4.9",
    "Baseline of First cases that start on time": "74",
    "Baseline of Implant and supply cost per case": "5,300",
}


class Term:
    """A year that began with the quarter before this one."""

    def __init__(self):
        with clock.within(named(OF_THE_DEMO)):
            today = clock.today()
        began = months_later(date(today.year, today.month - (today.month - 1) % 3, 1), -3)
        self.first, self.last = began.isoformat(), _before(months_later(began, 12), days=1)
        self.signed = _before(began, days=9)
        self.quarter = f"{began.year}-Q1"  # contract quarters are counted from the first day


def _before(day, *, days):
    return (day - timedelta(days=days)).isoformat()


def home(done, of, *names):
    """Come to the start page by its link; the list has come so far, and its next step is followed."""
    return [
        *follow("comanage"), *see(LIST), *see(f"{done} of {of} completed"),
        *follow(*names),
    ]  # fmt: skip


def second_factor(who):
    """Set the second factor up with an app, as the page asks; that leads to the start page."""
    return [
        *see("Your role needs it. Set it up once, and everything else opens."),
        *keep(f"secret of {who}"), *code("One-time code", of=f"secret of {who}"),
        *press("Set it up"), *see("Your recovery codes"), *follow("I have kept them"),
    ]  # fmt: skip


def invited(who, given):
    """Let the system administrator invite somebody, who follows the link in an own browser."""
    asked = f"Invite people and give them roles ({given} of {NEEDED} roles given)"
    group = choose("Group", GROUP) if who == LEE else []
    ahead = home(2, 11, asked) if given < NEEDED else [*follow("comanage", "People")]
    return [
        *as_(SAM), *ahead, *follow("Add a person"),
        *fill({"Name": who, "E-mail address": address(who)}), *choose("Role", INVITED[who]),
        *group, *press("Add the person"), *press("Make a one-time link"), *keep(f"link to {who}"),
        *as_(who), *goto(f"{{link to {who}}}"), *fill(PASSWORD), *press("Save and sign in"),
        *(second_factor(who) if who in CODED else []), *see(f"{who}: {INVITED[who].lower()}"),
    ]  # fmt: skip


def address(who):
    """Give somebody's e-mail address."""
    return f"{who.partition(' ')[0].lower()}@hollis.example"


BEGIN = [
    *goto("{link of the command line}"),
    *fill({"Name of your organization": HOSPITAL, "Your name": SAM}),
    *fill({"Your e-mail address": address(SAM), **PASSWORD}), *press("Begin"),
    *second_factor(SAM), *see(f"Set up {HOSPITAL}"),
    *home(0, 11, "Add a service line"),
    *fill({"Name": "Orthopedics", "Code": "ORTHO"}), *press("Add the service line"),
    *home(1, 11, "Add a physician group"),
    *fill({"Name": GROUP, "Code": "HBJ"}), *press("Add the group"),
]  # fmt: skip
INVITE = [step for given, who in enumerate(INVITED) for step in invited(who, given)]


def draft(term):
    """Draft the agreement from a template, answer what is odd, and check it."""
    return [
        *as_(ADA), *home(0, 8, "Create the agreement, from a template or empty"),
        *check("The orthopedic template"), *fill({"Title": TITLE, "Code": "ORTHO-1"}),
        *choose("Service line", "Orthopedics"), *choose("Legal basis", "Personal services"),
        *fill({"First day": term.first, "Last day": term.last}),
        *fill({"Base fee for a contract year": "240,000"}),
        *fill({"Pool for a performance period": "100,000"}), *choose("Group 1", GROUP),
        *press("Draft the agreement"),
        *home(1, 8, "Add the measures and check the scorecard"),
        *fill({UNSTATED: "The minutes of the committee."}), *press("Save the answers"),
        *press("Check the draft"),
    ]  # fmt: skip


REVIEW = [
    *home(2, 8), *see("Waits for a compliance officer"),
    *as_(CORA), *follow("comanage", "Review the scorecard"),
    *fill({"What you looked at": "Weights, levels and the pool."}), *press("Record the review"),
]  # fmt: skip


def lock(term, file):
    """Put the exhibit that both parties signed on file, and lock the scorecard on it."""
    return [
        *as_(ADA), *home(3, 8, "Record the signed scorecard, and lock it", "Add the signed exhibit"),
        *fill({"Title": "Scorecard"}), *attach("File", str(file)),
        *choose("Signed for (1)", "The hospital"), *choose("Signed for (2)", GROUP),
        *fill({"Name (1)": "Hal Berg", "Capacity (1)": "President", "Signed on (1)": term.signed}),
        *fill({"Name (2)": "Lee Granger", "Capacity (2)": "President", "Signed on (2)": term.signed}),
        *press("Add the document"),
        *choose("Signed exhibit", "Scorecard (exhibit): terms not named on the paper"),
        *press("Record that every party signed"), *press("Lock the scorecard"),
    ]  # fmt: skip


def enter(term):
    """Type the figures and submit them; an empty grid is nothing to submit."""
    return [
        *home(4, 8, "Enter and submit the first figures"), *see(f"Figures of {term.quarter}"),
        *press("Save and check"), *see("There is nothing to submit"), *follow("All figures"),
        *fill(FIGURES), *press("Save and check"), *press("Submit 13 figures"),
        *see("13 figures are submitted to be verified."),
    ]  # fmt: skip


def verify(term):
    """Verify them, as somebody else."""
    return [
        *home(5, 8), *see("Waits for a verifier"),
        *as_(VICTOR), *follow("comanage", f"Verify the figures of {term.quarter}"),
        *press("Verify all of them"), *see("13 figures are verified."),
    ]  # fmt: skip


def settle(term):
    """Calculate, and make it final; the list knows the one from the other."""
    return [
        *as_(ADA), *home(6, 8, "Calculate the settlement and make it final"),
        *press(f"Calculate {term.quarter}"), *see("$86,906.92"),
        *home(6, 8, "Calculate the settlement and make it final"),  # it is not final yet
        *press("Make settlement 1 final"),
    ]  # fmt: skip


def approve(term):
    """Sign in anew, with a code, and approve."""
    return [
        *home(7, 8), *see("Waits for an approver"),
        *as_(CARLA), *SIGN_OUT, *fill({"E-mail address": address(CARLA), "Password": CHOSEN}),
        *press("Sign in"), *code("One-time code", of=f"secret of {CARLA}"), *press("Sign in"),
        *follow(f"Approve the settlement of {term.quarter}"), *press("Approve settlement 1"),
        *see("approved and locked by"),
    ]  # fmt: skip


def read(term, statement):
    """Let the leader read what was earned, fetch the statement, and have it judged."""
    return [
        *as_(LEE), *follow("comanage", f"Scorecard {TITLE}, {term.quarter}"), *see("$86,906.92"),
        *fetch("Statement PDF", str(statement)),
        *follow("Verify a file"), *attach("File", str(statement)), *press("Verify"), *see("MATCH, UNSIGNED"),
        *as_(ADA), *follow("comanage"), *see("What waits for you"), *miss(WHAT),
        *as_(SAM), *follow("comanage"), *see("The installation"), *miss(WHAT),
    ]  # fmt: skip


def test_a_new_hospital_comes_to_its_first_statement_by_following_the_list(empty, look, tmp_path):
    link = re.search(r"http\S+/welcome/\S+", empty.said)[0]
    exhibit, statement = tmp_path / "exhibit.pdf", tmp_path / "statement.pdf"
    exhibit.write_bytes(pdf("Scorecard"))
    term = Term()
    agreed = [*BEGIN, *INVITE, *draft(term), *REVIEW, *lock(term, exhibit)]
    settled = [*enter(term), *verify(term), *settle(term), *approve(term), *read(term, statement)]
    walk = {
        "name": SAM,
        "kept": {"link of the command line": link},
        "steps": agreed + settled,
        "within": MADE_WITHIN,
    }
    *stopped, end = look(empty.base, walk)["steps"]
    assert stopped == []
    assert [said for said in end["errors"] if "status of 422" not in said] == []
    assert statement.read_bytes().startswith(b"%PDF-")
