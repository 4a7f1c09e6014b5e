"""Macros: fields tied to their words, states as marks and words, tables that scroll by themselves."""

from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from lxml import html
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField

from comanage.charts import bullet
from comanage.pages import display
from comanage.pages.form import ExactField, HouseForm, MoneyField, needed, offered, optional
from comanage.rules.methods.method import Level
from comanage.rules.signoff import FigureState, SettlementState
from comanage.rules.units import Better, Scale, Unit

ROOT = Path.cwd()


FIELD = "{% from 'macros/field.html' import field %}{{ field(f) }}"


class Sample(HouseForm):
    name = StringField("Name", [needed("Give a name.")], description="As in the contract.")
    weight = ExactField("Weight", [optional()], unit="%")
    pool = MoneyField("Pool", [needed("Give the pool.")])
    way = RadioField(
        "Way", choices=offered([("h", "Higher"), ("l", "Lower")]), validators=[optional()]
    )
    unit = SelectField("Unit", choices=offered([("", "Choose"), ("p", "Percent")]))
    note = TextAreaField("Note", [optional()])
    file = FileField("File")
    sure = BooleanField("Sure")


@pytest.fixture
def page():
    """Render a piece of template, and give it back parsed."""
    app = Flask("macros", template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.config["SECRET_KEY"] = "k" * 32
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    display.register(app)

    def render(words, **values):
        return html.fromstring(f"<div>{render_template_string(words, **values)}</div>")

    with app.test_request_context():
        yield render


FIELDS = """{% from "macros/field.html" import field, house_form, submit %}
{% call house_form(form, files=true) %}
{% for f in form if f.name != "csrf_token" %}{{ field(f) }}{% endfor %}{{ submit("Save") }}
{% endcall %}"""


def test_every_field_has_a_label_of_its_own(page):
    shown = page(FIELDS, form=Sample(None))
    for field in shown.xpath("//input[@type!='hidden'] | //select | //textarea"):
        assert shown.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")


def test_a_form_is_protected_posted_and_checked_by_us_alone(page):
    form = page(FIELDS, form=Sample(None)).xpath("//form")[0]
    assert form.get("method") == "post"
    assert form.get("novalidate") is not None
    assert form.get("enctype") == "multipart/form-data"
    assert form.xpath("input[@name='csrf_token']/@value")[0]


def test_hint_and_error_are_tied_to_their_field(page):
    form = Sample(MultiDict({"weight": "x"}), meta={"csrf": False})
    form.validate()
    shown = page(FIELDS, form=form)
    name = shown.get_element_by_id("name")
    assert name.get("aria-describedby") == "name-hint name-error"
    assert name.get("aria-invalid") == "true"
    assert shown.get_element_by_id("name-hint").text_content() == "As in the contract."
    assert shown.get_element_by_id("name-error").text_content() == "Error: Give a name."
    weight = shown.get_element_by_id("weight")
    assert weight.get("aria-describedby") == "weight-error"
    assert weight.get("value") == "x"


def test_choices_stand_in_a_fieldset_that_the_summary_can_lead_to(page):
    form = Sample(MultiDict({"way": "z"}), meta={"csrf": False})
    form.validate()
    group = page(FIELDS, form=form).xpath("//fieldset[@id='way']")[0]
    assert group.xpath("legend")[0].text_content().startswith("Way")
    assert group.get("aria-describedby") == "way-error"


def test_a_field_that_may_be_left_blank_says_so(page):
    shown = page(FIELDS, form=Sample(None))
    assert shown.xpath("//label[@for='note']")[0].text_content() == "Note (optional)"
    assert shown.xpath("//label[@for='name']")[0].text_content() == "Name"


def test_units_stand_beside_the_box(page):
    shown = page(FIELDS, form=Sample(None))
    assert shown.xpath("//input[@id='weight']/following-sibling::span/text()") == ["%"]
    assert shown.xpath("//input[@id='pool']/preceding-sibling::span/text()") == ["$"]


@pytest.mark.trust("H1")
def test_where_a_file_or_a_text_comes_in_the_field_says_totals_only(page):
    form = Sample(formdata=MultiDict())
    for name in ("note", "file"):
        shown = page(FIELD, f=form[name])
        (hint,) = shown.xpath("//span[@class='usa-hint']")
        assert "Totals only, no patient data." in hint.text_content()
        assert hint.get("id") in shown.xpath("//*[@aria-describedby]/@aria-describedby")[0]
    assert "patient" not in page(FIELD, f=form["name"]).text_content()


def test_a_cell_is_named_by_a_label_that_is_not_shown(page):
    words = '{% from "macros/field.html" import cell %}{{ cell(form.weight, "Weight of SSI") }}'
    cell = page(words, form=Sample(None)).get_element_by_id("weight")
    assert cell.get("aria-label") == "Weight of SSI"


def test_the_summary_leads_to_each_field_and_says_the_same_words(page):
    form = Sample(MultiDict(), meta={"csrf": False})
    form.validate()
    words = (
        '{% from "macros/field.html" import error_summary %}{{ error_summary(form.problems()) }}'
    )
    shown = page(words, form=form)
    assert shown.xpath("//h2/text()") == ["There is a problem"]
    assert shown.xpath("//a/@href") == ["#name", "#pool", "#unit"]
    assert shown.xpath("//a/text()")[0] == "Give a name."


@pytest.mark.parametrize("state", [*FigureState, *SettlementState])
def test_every_state_is_a_mark_and_a_word(page, state):
    tag = page('{% from "macros/tag.html" import state_tag %}{{ state_tag(s) }}', s=state)
    assert tag.text_content().strip().lower() == state.value
    assert tag.xpath("//svg[@aria-hidden='true']/path")
    assert "state-quiet" in tag.xpath("//span/@class")[0] or state.value != "draft"


@pytest.mark.parametrize(
    ("level", "word"),
    [("below", "Below threshold"), ("threshold", "Threshold"), ("maximum", "Maximum")],
)
def test_every_level_is_a_mark_and_a_word(page, level, word):
    tag = page('{% from "macros/tag.html" import level_tag %}{{ level_tag(x) }}', x=level)
    assert tag.text_content().strip() == word
    assert tag.xpath("//svg/path")


def test_levels_have_marks_that_differ_in_shape(page):
    words = """{% from "macros/tag.html" import level_tag %}
    {% for x in ["below", "threshold", "target", "stretch"] %}{{ level_tag(x) }}{% endfor %}"""
    shapes = [tuple(svg.xpath("path/@d")) for svg in page(words).xpath("//svg")]
    assert len(set(shapes)) == 4


TABLE = """{% from "macros/table.html" import table %}
{% call table("Payouts", ["Group", ("Payable", "num")], foot=foot) %}
<tr><th scope="row">{{ name }}</th><td class="num">$1.00</td></tr>{% endcall %}"""


def test_a_table_scrolls_in_a_named_region_that_keys_can_reach(page):
    shown = page(TABLE, name="A", foot="")
    region = shown.xpath("//section")[0]  # with a name, a section is a region
    assert (region.get("aria-label"), region.get("tabindex")) == ("Payouts", "0")
    assert region.xpath("table/caption/text()") == ["Payouts"]
    assert region.xpath("table/thead/tr/th/@scope") == ["col", "col"]


@pytest.mark.trust("C2")
def test_names_from_people_are_escaped_in_macros(page):
    shown = page(TABLE, name="<script>alert(1)</script>", foot="")
    assert not shown.xpath("//script")


def test_a_chart_brings_its_sentence_its_table_and_a_drawing_for_phones(page):
    agreed = (Level("target", Fraction(90), Fraction(1)),)
    drawn = bullet.draw(
        bullet.Bullet("SSI <1%", Scale(Unit.PERCENT, Better.HIGHER, 1), agreed, Fraction(91))
    )
    shown = page('{% from "macros/chart.html" import chart %}{{ chart(d) }}', d=drawn)
    assert len(shown.xpath("//figure//svg")) == 2
    assert "SSI <1%: 91.0%" in shown.xpath("//figcaption/p")[0].text_content()
    assert shown.xpath("//details//tbody//th/text()") == ["Result", "Target"]


def test_absent_figures_say_why(page):
    words = '{% from "macros/number.html" import absent_cell %}<table><tr>{{ absent_cell(x) }}</tr></table>'
    assert page(words, x="Not run").text_content().strip() == "– Not run"


def test_tasks_say_what_is_left_and_link_only_what_can_be_done(page):
    words = """{% from "macros/block.html" import task_list %}
    {{ task_list([("Enter", "/x", "Completed"), ("Submit", none, "Cannot start yet")]) }}"""
    shown = page(words)
    assert shown.xpath("//a/text()") == ["Enter"]
    statuses = [
        status.text_content() for status in shown.xpath("//*[@class[contains(.,'status')]]")
    ]
    assert statuses == ["Completed", "Cannot start yet"]
