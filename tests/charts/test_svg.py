"""SVG: escaped words, coordinates that repeat, hatches that stay inside."""

import re
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from comanage.charts.svg import Svg, box, coordinate, drawing, hatch, shape, words


def test_words_and_titles_are_escaped():
    assert words("<b>&", 0, 0) == '<text x="0" y="0">&lt;b&gt;&amp;</text>'
    assert "<title>1 &lt; 2</title>" in drawing(1, 1, "1 < 2")


def test_attributes_are_escaped():
    assert shape("path", d='"onload="') == '<path d="&quot;onload=&quot;"/>'


def test_a_template_does_not_escape_a_drawing_again():
    assert escape(shape("g", "x")) == "<g>x</g>"


def test_text_put_into_a_shape_is_not_taken_for_a_shape():
    assert shape("g", "<rect/>") == "<g>&lt;rect/&gt;</g>"
    assert shape("g", Svg("<rect/>")) == "<g><rect/></g>"


def test_a_box_without_a_size_is_left_out():
    assert box(0, 0, (0, 10)) == ""


@settings(deadline=None, max_examples=40)
@given(st.fractions(-1000, 1000))
def test_coordinates_have_at_most_two_places(number):
    assert re.fullmatch(r"-?\d+(\.\d{1,2})?", coordinate(number))


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 400), st.integers(1, 200))
def test_a_hatch_stays_inside_its_box(wide, high):
    drawn = hatch(0, 0, (Fraction(wide), high), stroke="#000000")
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn):
        assert 0 <= float(x) <= wide
        assert 0 <= float(y) <= high
