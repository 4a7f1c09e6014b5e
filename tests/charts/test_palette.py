"""The colours of charts and pages can be read, and are the same in both."""

import re
from pathlib import Path

import pytest

from comanage.charts import palette

TOKENS = Path("static/source/house/_tokens.scss")
TEXT = 4.5  # WCAG 1.4.3
SHAPE = 3.0  # WCAG 1.4.11


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Measure the contrast of two colours as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture
def tokens():
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", TOKENS.read_text("utf-8")))


def test_contrast_is_measured_as_the_standard_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_charts_and_style_sheet_name_the_same_colours(tokens):
    drawn = {
        name.lower().replace("_", "-"): colour
        for name, colour in vars(palette).items()
        if isinstance(colour, str) and name.isupper()
    }
    assert drawn.pop("paper") == "#ffffff"
    assert drawn == {name: tokens[name] for name in drawn}


@pytest.mark.parametrize(
    "name",
    [
        "ink",
        "muted",
        "link",
        "brand",
        "below",
        "threshold",
        "target",
        "stretch",
        "improving",
        "concerning",
        "neutral",
        "error",
    ],
)
def test_words_can_be_read_on_paper_and_on_the_wash(tokens, name):
    assert contrast(tokens[name], "#ffffff") >= TEXT
    assert contrast(tokens[name], tokens["wash"]) >= TEXT


@pytest.mark.parametrize("name", ["line", "focus"])
def test_borders_of_inputs_and_the_focus_can_be_seen(tokens, name):
    assert contrast(tokens[name], "#ffffff") >= SHAPE


@pytest.mark.parametrize("band", ["band-below", "band-threshold", "band-target"])
def test_the_bar_of_a_bullet_stands_out_from_every_band(tokens, band):
    assert contrast(palette.INK, tokens[band]) >= TEXT


@pytest.mark.parametrize(
    ("state", "colour"),
    [("waiting", "stretch"), ("good", "target"), ("trouble", "below"), ("firm", "ink")],
)
def test_the_word_of_a_state_can_be_read_on_its_own_ground(tokens, state, colour):
    sheet = Path("static/source/house/_tags.scss").read_text("utf-8")
    block = re.search(rf"\.state-{state} {{(.*?)}}", sheet, re.DOTALL)[1]
    ground = re.search(r"background: (?:var\(--([a-z-]+)\)|(#[0-9a-f]{6}))", block)
    assert f"color: var(--{colour})" in block
    assert contrast(tokens[colour], tokens.get(ground[1]) or ground[2]) >= TEXT


def test_white_words_can_be_read_on_what_was_earned():
    assert contrast(palette.PAPER, palette.BRAND) >= TEXT


@pytest.mark.parametrize(
    ("mark", "grounds"),
    [
        ("ink", ["paper", "wash", "band-below", "band-threshold", "band-target"]),
        ("brand", ["paper", "wash", "band-target"]),
        ("muted", ["paper"]),  # the line of results
        ("line", ["paper"]),  # means, limits, connectors
        ("below", ["paper", "wash"]),
        ("target", ["paper", "wash"]),
        ("stretch", ["paper"]),
    ],
)
def test_a_mark_stands_out_from_everything_that_it_is_drawn_on(mark, grounds):
    colours = {name.lower().replace("_", "-"): colour for name, colour in vars(palette).items()}
    for ground in grounds:
        assert contrast(colours[mark], colours[ground]) >= SHAPE, ground


@pytest.mark.parametrize("shade", ["below", "threshold", "target", "stretch", "none"])
def test_the_words_of_a_heatmap_can_be_read_on_its_shades(tokens, shade):
    sheet = Path("static/source/house/_heatmap.scss").read_text("utf-8")
    block = re.search(rf"\.heat-{shade} {{(.*?)}}", sheet, re.DOTALL)[1]
    colours = {"#fff": "#ffffff"} | {f"var(--{name})": colour for name, colour in tokens.items()}
    words, ground = (
        colours[re.search(rf"{what}: ([^;]+);", block)[1]] for what in (r"\bcolor", "background")
    )
    assert contrast(words, ground) >= TEXT


@pytest.mark.parametrize("course", ["improving", "concerning", "full", "steady"])
def test_the_words_of_a_course_can_be_read(tokens, course):
    sheet = Path("static/source/house/_charts.scss").read_text("utf-8")
    name = re.search(rf"\.course-{course} {{\s*color: var\(--([a-z]+)\)", sheet)[1]
    assert contrast(tokens[name], "#ffffff") >= TEXT


def test_every_colour_of_a_drawing_is_one_of_the_palette():
    """Nothing is drawn in a colour whose contrast nobody measured."""
    for file in Path("comanage/charts").glob("*.py"):
        if file.name != "palette.py":
            assert re.findall(r"#[0-9a-fA-F]{3,6}\b", file.read_text("utf-8")) == [], file.name


def test_drawings_keep_their_paper_where_the_system_forces_colours():
    sheet = Path("static/source/house/_charts.scss").read_text("utf-8")
    block = sheet.partition("@media (forced-colors: active)")[2].partition("\n}\n")[0]
    for drawn in (".chart svg", ".strip svg", ".spark svg"):
        assert drawn in block
    assert "forced-color-adjust: none" in block
