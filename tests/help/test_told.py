"""Safeguards, statement lines, tours and the contents are the code's own: none lacks, none is invented."""

import re
from fractions import Fraction

from comanage.help import contents, groups, tours
from comanage.help.order import GROUPS, REST
from comanage.pages.tour_places import NAMES
from comanage.rules.oversight.board import board
from comanage.rules.signoff import Role
from comanage.rules.trace import RESULT_OF, RESULTS
from comanage.statements.steps import WORDS
from tests.help.written import read, sections
from tests.house.house import TEMPLATES
from tests.rules.oversight.test_board import FACTS

FIVE = {Role.LEADER, Role.ADMINISTRATOR, Role.COMPLIANCE}
LABELS = ("Decided", "Source", "Why", "Example", "What to watch for", "Where it is set")
MONEY = r"\$([\d,]+\.\d\d)"


def amount(words):
    return Fraction(words.replace(",", ""))


def test_the_manual_has_a_section_for_each_safeguard_and_for_no_other():
    written = {each.heading: each.text for each in sections("safeguards")}
    told = board(FACTS)
    assert [*written] == [f"{each.number}. {each.title}" for each in told]
    for each in told:
        text = written[f"{each.number}. {each.title}"]
        assert text.strip().startswith(each.sentence)
        assert f"- **Decided**: {each.decider}. **Source**: {each.source}." in text
        assert [label for label in LABELS if f"**{label}**" not in text] == []


def test_the_manual_has_a_section_for_each_line_of_a_statement_and_for_no_other():
    page = sections("statement-lines")
    lines = page[[each.heading for each in page].index("The lines") + 1 :]
    assert [each.heading for each in lines] == [WORDS[each.name] for each in RESULTS]
    for each, result in zip(lines, RESULTS, strict=True):
        begins = f"`{result.name}`, of {', '.join(RESULT_OF[result.name].scopes)}. "
        assert each.text.strip().startswith(begins), each.heading
        assert "*For example:*" in each.text


def test_the_manual_has_a_section_for_each_part_of_a_statement():
    headings = [each.heading for each in sections("statement-lines")]
    parts = sorted((TEMPLATES / "statements" / "statement").glob("*.html"))
    assert len(parts) > 10
    for part in parts:
        said = re.findall(r"<h2>(.*?)</h2>", part.read_text(encoding="utf-8"))
        words = [
            word
            for each in said
            for word in [*re.findall(r"'([^']+)'", each), each.split(" {{")[0]]
        ]
        assert not said or any(word in headings for word in words), part.name


def test_the_sums_in_the_examples_of_statement_lines_are_right():
    text = read("statement-lines").replace("−", "-")
    less = re.findall(rf"{MONEY}(?: earned)? - {MONEY}(?: paid before)? is {MONEY}", text)
    times = re.findall(
        rf"(?:{MONEY} × ([\d.]+) %|([\d.]+) % of (?:a pool of )?{MONEY}) is {MONEY}", text
    )
    sums = re.findall(r"((?:[\d.]+ % \+ )+[\d.]+ %) is ([\d.]+) %", text)
    assert (len(less), len(times), len(sums)) >= (2, 4, 1)
    assert [each for each in less if amount(each[0]) - amount(each[1]) != amount(each[2])] == []
    for first, share, part, of, came in times:
        whole, rate = amount(first or of), Fraction(share or part)
        assert whole * rate / 100 == amount(came), came
    for parts, whole in sums:
        assert sum(map(Fraction, re.findall(r"[\d.]+", parts))) == Fraction(whole)


def test_every_page_stands_in_one_group_of_the_contents():
    named = [name for _, names in GROUPS for name in names]
    assert len(named) == len(set(named))
    assert sorted(named) == sorted(each.name for each in contents())
    assert REST not in [group.title for group in groups()]


def test_every_role_has_a_tour_of_three_or_five_steps_to_places_there_are():
    assert {tour.role for tour in tours.TOURS} == set(Role)
    for tour in tours.TOURS:
        assert len(tour.steps) == (5 if tour.role in FIVE else 3), tour.role
        assert {step.place for step in tour.steps} <= NAMES
    assert tours.tour_of([]) is None


def test_the_tours_of_the_three_main_roles_say_what_was_agreed():
    titles = {tour.role: [step.title for step in tour.steps] for tour in tours.TOURS}
    assert titles[Role.LEADER] == [
        "See what you earned",
        "What would earn more",
        "Why",
        "Statement",
        "Ask",
    ]
    assert titles[Role.ADMINISTRATOR] == [
        "Work list",
        "Paste from Excel",
        "Check",
        "Submit",
        "Who's next",
    ]
    assert titles[Role.COMPLIANCE] == [
        "Payouts",
        "Cap",
        "Trace one dollar",
        "Verify the log",
        "Packet",
    ]
