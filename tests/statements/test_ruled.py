"""Statements under every rule: every column adds up, and no group learns another's results."""

from dataclasses import fields, is_dataclass, replace

import pytest

from comanage.charts import waterfall
from comanage.cli.settlements import in_words
from comanage.rules import retrace
from comanage.rules.numbers import money, percent, plain_money, shown
from comanage.statements import pdf
from comanage.statements.contents import contents
from comanage.statements.sheet import sheet
from comanage.statements.words import signed
from tests.statements import ruled, samples
from tests.statements.ruled import COPPER, GRANITE

OTHER = {GRANITE: COPPER, COPPER: GRANITE}
CAPPED = "own scores with a cap"
OWN_SCORES = [name for name in ruled.CASES if "own score" in name]


@pytest.fixture(params=ruled.CASES)
def case(request):
    """One of the cases: its name, its terms and its settlement."""
    terms, figures, made = ruled.settled(request.param)
    return request.param, terms, figures, made


def test_domains_and_changes_add_up_to_what_was_earned(case):
    _, terms, _, made = case
    laid = sheet(terms, made)
    for line in laid.domains if laid.by_domain else ():
        assert sum(one.possible for one in line.measures) == line.possible
        changed = line.change.cents if line.change else 0
        assert sum(one.earned for one in line.measures) + changed == line.earned
    if laid.by_domain:
        assert sum(line.possible for line in laid.weighed) == laid.possible == made.possible
        assert sum(line.earned for line in laid.weighed) == laid.scored
    assert laid.scored + sum(line.cents for line in laid.changes) == laid.earned == made.earned


def test_the_waterfall_has_a_bar_for_each_change_and_ends_at_what_was_earned(case):
    _, terms, _, made = case
    laid = sheet(terms, made)
    fall = waterfall.of_pool(laid.possible, laid.way)
    assert fall.end == made.earned
    assert [one.name for one in fall.changes if one.name in NAMES] == [
        line.name for line in laid.changes
    ]


NAMES = {
    "Gate of the pool", "Modifier of the pool", "Floor of the pool", "Cap of the pool",
    "Part of the period", "Fair market value cap", "Own scores",
}  # fmt: skip


def test_every_step_comes_out_again_from_the_steps_before_it(case):
    _, terms, _, made = case
    assert retrace.faults(terms, made.steps) == []


def test_a_domain_has_a_line_for_what_its_own_rules_changed():
    terms, _, made = ruled.settled(next(iter(ruled.CASES)))
    lines = {line.domain.code: line for line in sheet(terms, made).domains if line.change}
    assert {code: (line.change.name, line.change.cents) for code, line in lines.items()} == {
        "quality": ("Gate of Quality", -3_315_789),
        "efficiency": ("Modifier of Efficiency", 2_583_158),
    }
    assert "0.82%, is not at most 0.50%" in lines["quality"].change.because


def test_the_changes_of_the_pool_stand_in_the_order_of_calculation():
    terms, _, made = ruled.settled(next(iter(ruled.CASES)))
    assert [(line.name, line.cents) for line in sheet(terms, made).changes] == [
        ("Gate of the pool", -3_040_422),
        ("Modifier of the pool", 1_915_466),
        ("Cap of the pool", -1_279_255),
        ("Part of the period", -5_911_111),
        ("Fair market value cap", -8_088_889),
    ]


EQUATIONS = {
    # the case, and the equations that follow on what was scored
    "gates, modifiers, a cap, part of a period and a fair market value cap": (
        (
            "$304,042.11 − $30,404.22 gate of the pool + $19,154.66 modifier of the pool"
            " − $12,792.55 cap of the pool − $59,111.11 part of the period"
            " − $80,888.89 fair market value cap = $140,000.00 earned"
        ),
        "$140,000.00 × 62.5% share = $87,500.00 payable",
    ),
    "an advance of more than was earned": (
        "$311,368.42 × 62.5% share = $194,605.26 earned by you",
        "$194,605.26 − $240,000.00 paid before = −$45,394.74, $45,394.74 owed back",
    ),
    "a period that pays an advance": ("$60,000.00 × 62.5% share = $37,500.00 payable",),
    "own scores with a cap": (
        "$199,894.74, all payouts are cut in proportion to $200,000.00 = $136,926.05",
    ),
    "the most that a group is paid": (
        "$311,368.42 × 62.5% share = $194,605.26 earned by you",
        "$194,605.26, kept between $0.00 and $90,000.00 = $90,000.00",
    ),
    "a loss": ("−$50,000.01 × 62.5% share = −$31,250.01 owed back",),
}


@pytest.mark.parametrize(("name", "expected"), EQUATIONS.items(), ids=EQUATIONS)
def test_the_equations_lead_from_the_pool_to_the_payment(name, expected):
    said = tuple(line.replace("\u00a0", " ") for line in ruled.statement(name).equations)
    if name != "a loss":
        assert len(said) > len(expected)
    assert said[-len(expected) :] == expected


def test_with_own_scores_each_has_its_maximum_and_score_on_a_line_of_its_own():
    said = ruled.statement("own scores")
    assert said.payout.maximum == 24_000_000
    assert said.own.score == next(
        one.total for one in ruled.settled("own scores")[2].scorecards
        if one.participant == GRANITE
    )  # fmt: skip
    assert sum(domain.weighted for domain in said.own.domains) == said.own.score
    assert said.equations == ("$240,000.00 × 83.289474% own score = $199,894.74 payable",)
    assert said.division == said.equations


@pytest.mark.parametrize("group", [GRANITE, COPPER])
def test_no_statement_holds_another_groups_dollars_score_or_own_results(case, group):
    name, _, figures, made = case
    said = ruled.statement(name, group)
    numbers, texts = held(said)
    other = made.payout(OTHER[group])
    mine = made.payout(group)
    secret = {other.payable, other.recover, other.advanced, other.earned} - {
        0, mine.payable, mine.recover, mine.advanced, mine.earned,
    }  # fmt: skip
    if name in OWN_SCORES and name != CAPPED:  # a cap that was reached stands in the contract
        secret.add(made.earned)  # from which two groups could tell each other's
    assert not secret & numbers
    forms = [form for cents in secret for form in (money(cents), signed(cents), plain_money(cents))]
    forms += [
        form
        for one in made.scorecards
        if one.participant == OTHER[group]
        for form in (percent(one.total), percent(one.total, 1))
    ]
    forms += [
        f"{shown(figure.value)} accepted hours"
        for figure in figures
        if (figure.participant, figure.measure) == (OTHER[group], "hours")
    ]
    assert [(form, text) for form in forms for text in texts if form in text] == []


@pytest.mark.parametrize("name", OWN_SCORES)
def test_no_step_of_a_statement_is_of_another_groups_scorecard(name):
    _, _, made = ruled.settled(name)
    theirs = {step.number for step in made.steps if step.participant == COPPER}
    assert theirs
    assert not theirs & {step.number for step in ruled.statement(name).steps}


def test_the_steps_that_a_statement_shows_name_no_step_that_it_leaves_out(case):
    name = case[0]
    for group in (GRANITE, COPPER):
        shown_steps = ruled.statement(name, group).steps
        numbers = {step.number for step in shown_steps}
        assert all(use in numbers for step in shown_steps for use in step.uses)


def test_a_statement_of_each_kind_can_be_laid_out(case):
    name = case[0]
    for group in (GRANITE, COPPER):
        page = pdf.html(ruled.statement(name, group))
        assert "None" not in page
        assert ("Owed back by you" in page) == bool(case[3].payout(group).recover)
        before = '<th scope="row">Paid before</th>'
        assert (before in page) == bool(case[3].payout(group).advanced)


def test_the_page_says_what_is_owed_back_and_what_was_paid_before():
    page = pdf.html(ruled.statement("an advance of more than was earned"))
    for words in ("$0.00", "$45,394.74", "$240,000.00"):
        assert words in page


def test_the_page_says_what_a_correction_leaves_and_why():
    terms, _, settled = ruled.settled("an advance of more than was earned")
    why = "Granite: $10.00 more is below $100.00, from which it would count, and left."
    payout = replace(
        settled.payout(GRANITE), recover=4_540_474, left=1_000, left_because=why
    )  # fmt: skip
    said = contents(terms, settled, GRANITE, samples.facts(), payout=payout)
    assert said.equations[-2:] == (
        "$194,605.26 − $240,000.00 paid before = −$45,394.74",
        "−$45,394.74 − $10.00 left = −$45,404.74, $45,404.74 owed back",
    )
    page = pdf.html(said)
    assert page.count('<th scope="row">Left by a correction</th><td>$10.00</td>') == 2
    assert f'<p class="notice">{why}</p>' in page
    assert "$45,404.74" in page
    assert "Left by a correction" not in pdf.html(
        ruled.statement("an advance of more than was earned")
    )


def test_what_a_correction_leaves_of_less_is_added_again():
    terms, _, settled = ruled.settled("an advance of more than was earned")
    payout = replace(settled.payout(GRANITE), recover=4_538_474, left=-1_000, left_because="Why.")
    said = contents(terms, settled, GRANITE, samples.facts(), payout=payout)
    assert said.equations[-1] == "−$45,394.74 + $10.00 left = −$45,384.74, $45,384.74 owed back"


def test_a_period_that_pays_an_advance_prints_no_scorecard():
    page = pdf.html(ruled.statement("a period that pays an advance"))
    assert "This period pays an advance" in page
    assert "Level reached" not in page
    assert "What missing figures cost" not in page


def test_a_loss_has_no_chart_and_says_that_it_is_owed():
    page = pdf.html(ruled.statement("a loss"))
    assert "−$50,000.01" in page
    assert '<div class="chart">' not in page


def test_the_command_line_says_every_change_and_every_payout(case):
    _, terms, _, made = case
    laid, said = sheet(terms, made), "\n".join(in_words(terms, made))
    for line in laid.changes:
        assert f"{line.name}: {signed(line.cents)}, {line.because}" in said
    for payout in made.payouts:
        assert signed(payout.payable) in said
        if payout.recover:
            assert f"owed back {signed(payout.recover)}" in said
        if payout.advanced:
            assert f"paid before {signed(payout.advanced)}" in said


def held(value):
    """Collect every whole number and every text that a value holds."""
    numbers, texts = set(), []
    for one in values(value):
        if isinstance(one, str):
            texts.append(one.replace("\u00a0", " "))
        elif isinstance(one, int) and not isinstance(one, bool):
            numbers.add(one)
    return numbers, texts


def values(value):
    """Go through everything that a value holds."""
    if is_dataclass(value):
        for each in fields(value):
            yield from values(getattr(value, each.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from values(one)
    else:
        yield value


def test_the_cases_are_of_the_sample_period():
    assert all(terms.period(samples.Q1.code) for terms, _ in ruled.CASES.values())
