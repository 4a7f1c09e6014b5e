"""The main job in a browser that runs no script: from a new agreement to each group's statement."""

from comanage import clock
from comanage.rules.signoff import Role
from comanage.time_zone import OF_THE_DEMO, named
from tests.actions.filing import pdf
from tests.browser.steps import (
    SIGN_OUT,
    attach,
    check,
    choose,
    fill,
    follow,
    press,
    see,
    sign_in,
    unfold,
)

TITLE = "Vascular Co-Management Agreement"
MADE_WITHIN = 60_000  # milliseconds that a statement may take on a machine that is busy
ODD = "First cases on time alone decides 100% of the scorecard, more than the usual most of 30%."
BARE = (
    "A reviewer will ask for what is not stated: compliance class, evidence and specification of"
    " First cases on time."
)

DRAFT = [
    *follow("Agreements", "New agreement"),
    *fill({"Title": TITLE, "Code": "VASCULAR-2027"}),
    *choose("Service line", "Orthopedics"),
    *fill(
        {
            "First day": "2027-01-01",
            "Last day": "2027-12-31",
            "Base fee for a contract year": "120,000",
            "Pool for a performance period": "$50,000.00",
        }
    ),
    *choose("Group 1", "Granite Fork Bone & Joint"),
    *choose("Group 2", "Tamarack Hand & Spine"),
    *press("Draft the agreement"),
]
WEIGHTS = [
    *follow("Change Domain weights"),
    *fill(
        {"Quality": "98", "Efficiency": "0", "Development": "0", "Finance": "0", "Alignment": "0"}
    ),
    *press("Save the weights"),
    *see("2.00% is unassigned"),
    *follow("Change Domain weights"),
    *fill({"Quality": "100%"}),
    *press("Save the weights"),
]
MEASURE = [
    *follow("Add a measure to Quality", "Fixed share at each level"),
    *fill({"Name": "First cases on time", "Code": "first-cases", "Weight": "1O0"}),
    *choose("Unit", "Percent"),
    *press("Save the measure"),
    *see("“1O0” is not a number"),
    *check("Higher is better"),
    *fill({"Weight": "100", "Places after the point (optional)": "1"}),
    *fill({"Name, row 1": "threshold", "Reach, row 1": "80", "Earns, row 1": "50"}),
    *fill({"Name, row 2": "target", "Reach, row 2": "90", "Earns, row 2": "100"}),
    *fill({"Name, row 3": "", "Reach, row 3": "", "Earns, row 3": ""}),
    *press("Save the measure"),
    *see("2 things are left to do"),
    *fill({ODD: "One is enough for a first year.", BARE: "They stand in the annex."}),
    *press("Save the answers"),
    *see("Ready to be checked"),
    *press("Check the draft"),
    *see("Waits for its review"),
    *SIGN_OUT,
]
REVIEW = [
    *sign_in(Role.COMPLIANCE),
    *unfold("More"),
    *follow("Agreements", TITLE, "Open Scorecard versions"),
    *press("Record the review"),
    *see("Write what you looked at"),
    *fill({"What you looked at": "Weights, levels and the pool, beside the letter of intent."}),
    *press("Record the review"),
    *see("Waits for the signatures"),
    *SIGN_OUT,
]


def signed(file):
    """Put the exhibit that every party signed on file today, and lock the scorecard on it."""
    with clock.within(named(OF_THE_DEMO)):
        today = clock.today().isoformat()
    parties = ("The hospital", "Granite Fork Bone & Joint", "Tamarack Hand & Spine")
    steps = [
        *sign_in(Role.ADMINISTRATOR),
        *follow("Agreements", TITLE, "Open Scorecard versions", "Add the signed exhibit"),
        *fill({"Title": "Scorecard 2027"}),
        *attach("File", file),
    ]
    for row, party in enumerate(parties, 1):
        steps += fill({f"Name ({row})": f"Signer {row}", f"Capacity ({row})": "President",
                       f"Signed on ({row})": today})  # fmt: skip
        steps += choose(f"Signed for ({row})", party)
    return [
        *steps,
        *press("Add the document"),
        *choose("Signed exhibit", "Scorecard 2027 (exhibit): terms not named on the paper"),
        *press("Record that every party signed"),
        *see("Ready to lock"),
        *press("Lock the scorecard"),
    ]


FIGURES = [
    *follow(TITLE, "Figures of 2027-Q1"),
    *fill(
        {
            "Numerator of First cases on time": "167",
            "Denominator of First cases on time": "200",
            "Source of First cases on time": "Theatre log",
        }
    ),
    *press("Save and check"),
    *press("Submit the figure"),
    *SIGN_OUT,
]
VERIFY = [
    *sign_in(Role.VERIFIER),
    *follow(TITLE, "Figures of 2027-Q1", "Verify figures"),
    *see("83.5%"),
    *press("Verify all of them"),
    *SIGN_OUT,
]
SETTLE = [
    *sign_in(Role.ADMINISTRATOR),
    *follow(TITLE, "Settlement of 2027-Q1"),
    *press("Calculate 2027-Q1"),
    *see("$25,000.00"),
    *press("Make settlement 1 final"),
    *SIGN_OUT,
]
APPROVE = [
    *sign_in(Role.APPROVER),
    *follow(TITLE, "Settlement of 2027-Q1"),
    *press("Approve settlement 1", MADE_WITHIN),
    *see("approved and locked by"),
    *SIGN_OUT,
]
READ = [
    *sign_in(Role.LEADER),
    *follow(TITLE, "Results of 2027-Q1"),
    *see("$12,500.00"),
    *see("Statement PDF"),
]


def test_a_quarter_is_settled_from_a_new_agreement_to_a_statement_without_any_script(
    demo, look, tmp_path
):
    """Two faults on the way are said, and nothing that was typed is lost."""
    exhibit = tmp_path / "exhibit.pdf"
    exhibit.write_bytes(pdf("Scorecard 2027"))
    agreed = [*sign_in(Role.ADMINISTRATOR), *DRAFT, *WEIGHTS, *MEASURE, *REVIEW]
    steps = [*agreed, *signed(str(exhibit)), *FIGURES, *VERIFY, *SETTLE, *APPROVE, *READ]
    walk = {"name": "all of them", "javascript": False, "steps": steps}
    *stopped, end = look(demo.base, walk)["steps"]
    assert stopped == []
    assert [said for said in end["errors"] if "status of 422" not in said] == []
