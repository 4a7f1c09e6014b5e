"""Display: money, shares, days and instants as pages show them, and files that may be kept."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, render_template_string

from comanage import clock
from comanage.pages import display


@pytest.fixture
def shown(tmp_path):
    """Render a few words of template with the filters of the pages."""
    (tmp_path / "sheet.css").write_text("a{}")
    app = Flask("shown", static_folder=tmp_path, static_url_path="/static")
    display.register(app)
    with app.test_request_context():
        yield render_template_string


def test_money_has_cents_and_a_true_minus(shown):
    assert shown("{{ 31248000 | money }} {{ -125000 | money }}") == "$312,480.00 −$1,250.00"


def test_what_is_absent_is_a_dash_never_a_zero(shown):
    words = "{{ x | money }}{{ x | percent }}{{ x | number }}{{ x | day }}{{ x | instant }}"
    assert shown(words, x=None) == "–––––"


def test_shares_are_percentages_with_one_place(shown):
    assert shown("{{ x | percent }} {{ x | percent(2) }}", x=Fraction(25, 32)) == "78.1% 78.13%"


def test_numbers_keep_their_thousands_apart(shown):
    assert shown("{{ x | number }} {{ -x | number(2) }}", x=Fraction(10801, 2)) == (
        "5,400.5 −5,400.50"
    )


@pytest.mark.trust("E5")
def test_days_and_instants_are_written_out_with_their_zone(shown):
    moment = datetime(2027, 7, 14, 16, 2, tzinfo=UTC)
    assert shown("{{ x | day }}", x=date(2027, 7, 4)) == "4 Jul 2027"
    assert shown("{{ x | instant }}", x=moment) == "14 Jul 2027 16:02 UTC"
    with clock.within(ZoneInfo("America/New_York")):
        assert shown("{{ x | instant }}", x=moment) == "14 Jul 2027 12:02 EDT"
        late = datetime(2027, 7, 15, 3, 30, tzinfo=UTC)
        assert shown("{{ x | day }} {{ x.date() | day }}", x=late) == "14 Jul 2027 15 Jul 2027"


def test_a_file_of_ours_is_named_by_its_content(shown):
    assert shown("{{ asset('sheet.css') }}").startswith("/static/sheet.css?v=")


def test_no_page_is_served_more_than_the_style_sheet_may_weigh():
    sheet = Path("static/comanage.css").read_bytes()
    assert b"official website" not in sheet.lower()
    assert len(sheet) < 90_000
