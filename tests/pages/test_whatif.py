"""Trying other results: what the address tries is estimated, and what is no figure gets a clear answer."""

import gzip
import re

import pytest

from comanage.database import reading, transaction
from comanage.records.settlement import Settlement
from comanage.rules.numbers import money
from comanage.rules.routes import routes
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.makers import make_outlook_switch
from tests.pages.browser import errors, summary, words
from tests.pages.test_queries import counted
from tests.pages.tried import answer, at, cents, table, url_of, visit
from tests.statements import samples

NO_ESTIMATE = "No estimate yet: mend what is marked below."


@pytest.fixture
def ready(app, monkeypatch):
    """An agreement whose first quarter is approved."""
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    approved(made)
    return made


def test_the_scorecard_and_each_of_its_measures_lead_there(app, ready):
    leader = at(app, ready.leader)
    home = f"/agreements/{ready.id}/results/{PERIOD}"
    tried = url_of(ready)
    assert f'href="{tried}">Try other results' in leader.get(home).text
    measure = leader.get(f"{home}/readmit").text
    assert f'href="{tried}#m-readmit">Try other results' in measure
    assert 'id="m-readmit"' in leader.get(tried).text


def test_it_says_that_it_is_an_estimate_and_that_nothing_is_saved(app, ready):
    page = words(visit(app, ready, ready.leader))
    assert "An estimate by the terms of settlement 1: not a promise, and nothing is saved." in page


def test_each_paid_measure_shows_what_each_result_earns_and_where_it_is_tried(app, ready):
    text = visit(app, ready, ready.leader)
    assert text.count("What each result earns") > 3
    assert "You are here: 27.4 min earns" in words(text)
    tried = words(visit(app, ready, ready.leader, v_turnover="24"))
    assert "You are here: 24.0 min earns" in tried
    assert "You are here: 27.4 min earns" not in tried
    wrong = words(visit(app, ready, ready.leader, status=422, v_turnover="soon"))
    assert "You are here: 27.4 min earns" in wrong


def test_with_its_curves_the_page_stays_light(app, ready):
    assert len(gzip.compress(visit(app, ready, ready.leader).encode())) < 20_000


def test_before_anything_is_tried_it_stands_as_it_stood(app, ready):
    text = visit(app, ready, ready.leader)
    with reading() as session:
        earned = session.query(Settlement).one().earned_cents
    assert f"Earned {money(earned)} as it stood" in answer(text)
    assert "Your share" in answer(text)


def test_a_change_is_estimated_beside_what_it_stood_at_and_the_columns_add_up(app, ready):
    text = visit(app, ready, ready.leader, n_readmit="9", v_turnover="24")
    rows, total = table(text, "Earned by domain")
    assert [sum(column) for column in zip(*rows, strict=True)] == total
    before, after, difference = total
    assert (after - before, difference > 0) == (difference, True)
    said = f"Earned {money(after)} +{money(difference)} stood at {money(before)}"
    assert said in answer(text)
    page = words(text)
    then = re.search(r"2\.0% , Maximum: (\$[\d,.]+) \((\+\$[\d,.]+)\)", page)
    assert cents(then[1]) > cents(then[2]) > 0
    assert "What changes All-cause readmissions within 30 days: 2.0% instead of 3.5%" in page


def test_who_earns_what_adds_up_as_well_and_a_leader_sees_the_own_share_alone(app, ready):
    rows, total = table(visit(app, ready, ready.administrator, n_readmit="9"), "Who earns what")
    assert [sum(column) for column in zip(*rows, strict=True)] == total
    own, none = table(visit(app, ready, ready.leader, n_readmit="9"), "Your share")
    assert own == [rows[1]]
    assert none == []
    assert "Copper Lantern" not in visit(app, ready, ready.leader, n_readmit="9")


def test_a_figure_that_is_worse_earns_less(app, ready):
    assert re.search(r"Earned \$[\d,.]+ −\$", answer(visit(app, ready, ready.leader, n_readmit=40)))


def test_a_numerator_alone_keeps_the_denominator_and_blank_is_as_it_stood(app, ready):
    alone = visit(app, ready, ready.leader, n_readmit="9")
    blank = visit(app, ready, ready.leader, n_readmit="9", d_readmit="", v_turnover=" ")
    assert answer(alone) == answer(blank)
    assert 'name="d-readmit" value="451"' in alone
    assert "as it stood" in answer(visit(app, ready, ready.leader, n_readmit="16", d_readmit="451"))


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("d_readmit", "1,234", "1.3%"),
        ("v_implant", "85%", "85.0%"),
        ("v_implant", "(0)", "0.0%"),
        ("v_turnover", "24.000", "24.0 min"),
        ("v_meetings", "80", "80%"),
    ],
)
def test_a_number_is_read_as_people_type_it(app, ready, name, typed, read):
    text = visit(app, ready, ready.leader, **{name: typed})
    assert f"<strong>{read}</strong>" in text
    assert f'value="{typed}"' in text


WILD = [
    ("n_readmit", "1e999", "“1e999” is not a number. Give one such as 1234.5."),
    ("v_turnover", "NaN", "“NaN” is not a number. Give one such as 1234.5."),
    ("v_turnover", "=", "“=” is not a number. Give one such as 1234.5."),
    ("v_turnover", "=1+1", "“=1+1” is not a number. Give one such as 1234.5."),
    ("v_turnover", "Infinity", "“Infinity” is not a number. Give one such as 1234.5."),
    ("v_turnover", "1/3", "“1/3” has no end as a decimal. Give one that has."),
    ("v_turnover", "1.234,5", "“1.234,5” is not a number."),
    ("v_turnover", "-1", "-1 is less than 0, the least a minutes can be."),
    ("v_turnover", "9" * 5000, "is not a number"),
    ("v_turnover", "9" * 30, "Give a number from -1,000,000,000,000 to 1,000,000,000,000."),
    ("v_turnover", "85%", "“85%” is a share. Give the number itself."),
    ("v_turnover", "$24", "“$24” is in dollars, and this is not."),
    ("v_turnover", "<script>alert(1)</script>", "is not a number"),
    ("v_protocols", "4.5", "4.5 is not a whole number, as a count must be."),
    ("n_readmit", "-1", "The numerator must not be negative."),
    ("n_readmit", "452", "The numerator 452 is more than the denominator 451."),
    ("n_readmit", "85%", "“85%” is a share. Give the number itself."),
    ("d_readmit", "0", "The denominator must be more than 0."),
    ("d_readmit", "-451", "The denominator must be more than 0."),
    ("d_readmit", "10", "The numerator 16 is more than the denominator 10."),
    ("v_meetings", "840", "840 is more than 100, the most a percent can be."),
    ("n_readmit", ["3", "4"], "It is given more than once. Give it once."),
]


@pytest.mark.parametrize(("name", "typed", "sentence"), WILD)
def test_what_is_no_figure_is_said_beside_its_box_and_nothing_is_estimated(
    app, ready, name, typed, sentence
):
    text = visit(app, ready, ready.leader, 422, **{name: typed})
    (said,) = errors(text)
    assert sentence in said
    (listed,) = summary(text)
    assert listed.endswith(said)
    assert ": " in listed  # the name of the measure
    box = name.replace("_", "-")
    assert f'<a href="#{box}">' in text
    assert re.search(rf'id="{box}"[^>]*aria-invalid="true"', text)
    assert answer(text) == NO_ESTIMATE
    assert "<title>Error: " in text
    assert "<script>alert" not in text
    assert "Largest gains first" in text


def test_every_fault_is_said_at_once(app, ready):
    text = visit(app, ready, ready.leader, 422, n_readmit="x", v_turnover="-1", v_meetings="840")
    assert len(summary(text)) == len(errors(text)) == 3


def test_what_no_box_is_for_is_named_and_left_out(app, ready):
    text = visit(app, ready, ready.leader, v_nothing="1", n_turnover="2", **{"v-<b>": "3"})
    said = "The address also holds what is not in this form and was left out:"
    assert f"{said} “v-nothing”, “n-turnover”, “v-<b>”." in words(text)
    assert "<b>" not in text
    assert "as it stood" in answer(text)


def test_thousands_of_entries_are_answered_in_a_sentence(app, ready):
    entries = {f"v_m{number}": "1" for number in range(5000)}
    page = words(visit(app, ready, ready.leader, n_readmit="9", **entries))
    assert "“v-m0”, “v-m1”, “v-m2” and 4,997 more." in page
    assert "2.0% , Maximum" in page


def test_no_line_of_the_page_is_a_price_of_a_case(app, ready):
    page = words(visit(app, ready, ready.leader, n_readmit="9"))
    assert re.findall(r"\$[\d,.]+ (?:a|per|for each|each|for one) (?:case|patient)", page) == []


def test_the_largest_gains_stand_first_and_each_is_put_into_the_form_beside_what_is_tried(
    app, ready
):
    text = visit(app, ready, ready.leader, v_turnover="26")
    listed = re.search(r'id="gains".*?class="tried-form"', text, re.DOTALL)[0]
    worth = [cents(each) for each in re.findall(r"\+\$[\d,.]+\d", words(listed))]
    expected = routes(samples.TERMS, samples.FIGURES, PERIOD).routes
    assert worth == [route.cents for route in expected] == sorted(worth, reverse=True)
    links = re.findall(r'class="tried-link" href="([^"]+)"', listed)
    assert len(links) == len(expected)
    leader = at(app, ready.leader)
    for link, route in zip(links, expected, strict=True):
        put_in = leader.get(link.replace("&amp;", "&")).text
        assert "Tried below" in put_in
        if route.measure != "turnover":
            assert 'name="v-turnover" value="26"' in put_in
    plain = re.findall(r'class="tried-link" href="([^"]+)"', visit(app, ready, ready.leader))
    first = answer(leader.get(plain[0].replace("&amp;", "&")).text)
    assert f"+{money(expected[0].cents)} stood at" in first


def test_everything_is_put_back_with_one_link(app, ready):
    text = visit(app, ready, ready.leader, v_turnover="26")
    assert f'<a href="{url_of(ready)}">Put everything back as it stood</a>' in text


def test_a_slider_waits_for_script_and_sends_nothing_itself(app, ready):
    text = visit(app, ready, ready.leader)
    sliders = re.findall(r'<input class="tried-slider"[^>]*>', text)
    assert len(sliders) == 9
    assert all(" hidden " in each and " name=" not in each for each in sliders)
    assert all('aria-label="Slider: ' in each for each in sliders)
    assert '<button class="usa-button" type="submit">Calculate</button>' in text
    assert 'id="answer" role="status"' in text


def test_trying_much_asks_the_database_as_often_as_trying_nothing(app, ready):
    leader = at(app, ready.leader)
    leader.get(url_of(ready))
    sent = []
    for entries in ({}, {"n-readmit": "9", "v-turnover": "24", "v-implant": "90"}):
        with counted(app.extensions["engine"]) as queries:
            leader.get(url_of(ready, **entries))
        sent.append(len(queries))
    assert sent[0] == sent[1]


def test_where_compliance_has_turned_it_off_nothing_can_be_tried_by_anybody(app, ready):
    with transaction() as session:
        make_outlook_switch(session, ready.agreement)
    for actor in (ready.leader, ready.administrator, ready.compliance):
        page = words(visit(app, ready, actor, n_readmit="9"))
        assert "Compliance has turned off, for this agreement, what shows how more" in page
        assert "$" not in page


def test_a_stranger_is_told_that_there_is_no_such_agreement(app, ready):
    visit(app, ready, ready.stranger, 404)


@pytest.mark.parametrize(
    ("name", "typed", "note"),
    [
        ("v_turnover", "5000", r"“5000” is out of range, so \d{2,3} is tried\."),
        ("d_readmit", "999999999", r"“999999999” is out of range, so 45,100 is tried\."),
    ],
)
def test_what_is_far_out_of_range_is_brought_back_and_said_so(app, ready, name, typed, note):
    text = visit(app, ready, ready.leader, **{name: typed})
    assert re.search(note, words(text))
    box = f'name="{name.replace("_", "-")}" value="([^"]+)"'
    assert f'value="{typed}"' not in text
    again = visit(app, ready, ready.leader, **{name: re.search(box, text)[1]})
    assert "out of range" not in again
    assert answer(again) == answer(text)
