"""Styles: how the cells of a workbook look, and how wide and high they are."""

from collections.abc import Sequence

from comanage.rules.units import Unit

TO_TYPE, BY_VALUE = "#FFF8DC", "#D9D9D9"  # the grounds of cells to type in, and of carried values
DOLLARS, CENTS = "$#,##0.00;-$#,##0.00", "$#,##0.00####;-$#,##0.00####"
INPUT: dict[str, object] = {
    "bg_color": TO_TYPE,
    "border": 4,
    "border_color": "#7F7F7F",
    "locked": False,
}
STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "head of numbers": {
        "bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "align": "right",
    },
    "strong": {"bold": True},
    "text": {"num_format": "@"},
    "words": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "input": INPUT | {"num_format": "General"},
    "input of dollars": INPUT | {"num_format": "$#,##0.00##;-$#,##0.00##"},
    "input of counts": INPUT | {"num_format": "#,##0"},
    "reason": INPUT | {"num_format": "@"},
    "number": {"num_format": "General"},
    "share": {"num_format": "0.00####%"},
    "times": {"num_format": "0.00####"},
    "money": {"num_format": DOLLARS},
    "dollars": {"num_format": CENTS},
    "count": {"num_format": "#,##0"},
    "cents": {"num_format": "#,##0.00##"},
    "paid": {"num_format": DOLLARS, "bold": True},
    "total": {"num_format": DOLLARS, "bold": True, "top": 1},
    "result": {"num_format": "0.00####%", "bold": True, "top": 1},
    "to type": INPUT | {"locked": True},
}  # fmt: skip
CARRIED: dict[str, object] = {"bg_color": BY_VALUE, "italic": True, "border": 1}
MONEY = frozenset({"money", "paid", "total"})
LINE_HEIGHT = 15  # points
LETTERS = 1.05  # that go where a digit goes, by which the width of a column is counted


def input_of(unit: str) -> str:
    """Name the style of a figure to type in, by its unit."""
    return {Unit.DOLLARS: "input of dollars", Unit.COUNT: "input of counts"}.get(
        Unit(unit), "input"
    )


def shown_of(unit: str) -> str:
    """Name the style of a result, by its unit."""
    return {Unit.DOLLARS: "dollars", Unit.COUNT: "count"}.get(Unit(unit), "number")


def lines_of(text: str, width: float) -> int:
    """Count the lines that a text takes in a column, broken at its spaces.

    >>> lines_of("Weight that goes whole", 14), lines_of("", 14)
    (2, 1)
    """
    lines = 0
    for part in text.split("\n"):
        room = 0.0
        lines += 1
        for word in part.split():
            if room and room + len(word) > width * LETTERS:
                lines, room = lines + 1, 0.0
            whole, rest = divmod(len(word), max(int(width * LETTERS), 1))
            lines, room = lines + (whole if rest else whole - 1), room + rest + 1
    return lines


def height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Give the height of a row of texts, in points."""
    found = [lines_of(text, wide) for text, wide in zip(texts, widths, strict=False)]
    return LINE_HEIGHT * max([1, *found])
