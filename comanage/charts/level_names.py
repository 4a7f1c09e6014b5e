"""The names of levels beneath an axis, each with what must be reached."""

from collections.abc import Sequence

from comanage.charts import palette
from comanage.charts.axis import Axis
from comanage.charts.drawn import MINUS
from comanage.charts.labels import Label, fits, spread
from comanage.charts.svg import Number, Svg, words
from comanage.rules.methods.method import Level
from comanage.rules.units import Scale

SHORT = {
    "threshold": "Thr",
    "target": "Tgt",
    "maximum": "Max",
    "stretch": "Str",
    "benchmark": "Bench",
}


def named(
    levels: Sequence[Level], scale: Scale, axis: Axis, *, top: Number, size: int
) -> tuple[list[Svg], int]:
    """Name levels under their marks: on one line where they fit, else one below the other.

    Returns:
        The words, and how many lines they take.
    """
    labels = [
        Label(
            f"{short(level.name)} {scale.shown(level.reach).replace('-', MINUS)}",
            axis.x(level.reach),
        )
        for level in levels
    ]
    edges = (axis.left, axis.right)
    rows = [labels] if fits(labels, size, axis.right - axis.left) else [[each] for each in labels]
    shapes = [
        words(
            label.words,
            centre,
            top + (at + 1) * (size + 4),
            text_anchor="middle",
            font_size=size,
            fill=palette.INK,
        )
        for at, row in enumerate(rows)
        for label, centre in zip(row, spread(row, size, edges), strict=True)
    ]
    return shapes, len(rows)


def short(level: str) -> str:
    """Shorten the name of a level for a mark.

    >>> short("threshold"), short("commendable")
    ('Thr', 'Commend.')
    """
    known = SHORT.get(level.lower())
    return known or (level.capitalize() if len(level) <= 8 else f"{level[:7].capitalize()}.")
