"""Pages on paper, in the colours that a system forces, and where nothing is to move."""

import pytest

from comanage.rules.signoff import Role
from tests.browser.steps import follow, goto, see, sign_in

PAGES = [
    pytest.param(Role.LEADER, "/agreements/1/results/2026-Q2", id="the one glance"),
    pytest.param(Role.LEADER, "/agreements/1/results/2026-Q2/implant-cost", id="a measure"),
    pytest.param(Role.LEADER, "/agreements/1/trend", id="the trend"),
    pytest.param(Role.COMPLIANCE, "/payouts", id="payouts"),
    pytest.param(Role.COMPLIANCE, "/payments/3", id="a payment"),
    pytest.param(Role.COMPLIANCE, "/agreements/1/settlements/2026-Q2", id="a settlement"),
    pytest.param(Role.COMPLIANCE, "/agreements/1/oversight", id="the compliance board"),
]


def medium(**what):
    return [{"do": "medium", **what}]


def walked(look, demo, steps):
    found = look(demo.base, {"name": "reader", "steps": steps})["steps"]
    assert [each for each in found if "error" in each] == []


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_read_on_paper_in_forced_colours_and_without_motion(demo, look, role, path):
    walked(
        look,
        demo,
        [
            *sign_in(role), *goto(path),
            *medium(forcedColors="active"), {"do": "forced"},
            *medium(reducedMotion="reduce"), {"do": "still"},
            *medium(media="print"), {"do": "printed"},
        ],
    )  # fmt: skip


def test_the_tour_is_not_printed(demo, look):
    toured = [*sign_in(Role.COMPLIANCE), *follow("Take the tour, 5 steps"), *see("Step 1 of 5")]
    walked(look, demo, [*toured, *medium(media="print"), {"do": "printed"}])
