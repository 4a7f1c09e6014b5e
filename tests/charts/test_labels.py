"""Labels: pushed apart until none touches the next, wrapped and cut where there is no room."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from comanage.charts.labels import Label, fits, spread, width, wrapped

labels = st.lists(
    st.builds(Label, st.sampled_from(["Thr 85%", "Max", "Target 90.0%"]), st.fractions(0, 300)),
    max_size=6,
).map(lambda found: sorted(found, key=lambda label: label.at))


def test_labels_with_room_stay_where_they_want_to_be():
    wanted = [Label("Thr", Fraction(50)), Label("Tgt", Fraction(150))]
    assert spread(wanted, 12, (0, 300)) == [50, 150]


def test_a_label_at_an_edge_is_pulled_inside():
    assert spread([Label("Max", Fraction(300))], 10, (0, 300))[0] == 300 - width("Max", 10) / 2


@settings(deadline=None, max_examples=40)
@given(labels)
def test_labels_that_fit_neither_touch_nor_leave_the_line(wanted):
    room = (0, 320)
    centres = spread(wanted, 12, room)
    left = Fraction(0)
    for label, centre in zip(wanted, centres, strict=True):
        assert centre - width(label.words, 12) / 2 >= left
        left = centre + width(label.words, 12) / 2
    if fits(wanted, 12, 320):
        assert left <= 320


def test_words_wrap_to_the_lines_there_are_and_are_cut_after():
    assert wrapped("Surgical site infections of the hip", 10, 90) == [
        "Surgical site",
        "infections of th…",
    ]


def test_one_long_word_is_cut():
    assert wrapped("W" * 30, 10, 50) == ["WWWW…"]
