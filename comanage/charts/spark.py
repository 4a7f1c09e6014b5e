"""Spark: the last results of a measure as a line no higher than a word, beside its name.

It has no words of its own: its title says what it shows, and the page of the measure has the
control chart and the numbers.
"""

from fractions import Fraction

from comanage.charts import palette
from comanage.charts.svg import Svg, drawing, line, path, shape
from comanage.charts.xmr import FEWEST, Xmr, marked, points_of, sentence

MOST = 13  # points, as many as firm limits take
WIDE, HIGH, EDGE = 148, 32, 7


def draw(xmr: Xmr) -> Svg | None:
    """Draw the last results of a measure; nothing of fewer than three.

    Every result is judged by the whole chart, also by those that are not drawn.
    """
    if len(xmr.values) < FEWEST:
        return None
    chart = xmr.chart
    points = points_of(chart)[-MOST:]
    values = [point.value for point in points]
    limits = chart.latest.limits
    low, high = min(values), max(values)
    if limits is not None:
        low, high = min(low, limits.mean), max(high, limits.mean)
    span = high - low or Fraction(1)

    def y(value: Fraction) -> Fraction:
        return HIGH - EDGE - (value - low) * (HIGH - 2 * EDGE) / span

    step = Fraction(WIDE - 2 * EDGE, len(points) - 1)
    spots = [(EDGE + step * at, y(value)) for at, value in enumerate(values)]
    shapes = [path(spots, fill="none", stroke=palette.MUTED, stroke_width=Fraction(3, 2))]
    if limits is not None:
        ends = (0, y(limits.mean)), (WIDE, y(limits.mean))
        shapes.insert(0, line(*ends, stroke=palette.LINE, stroke_dasharray="3 3"))
    for place, point in zip(spots[:-1], points[:-1], strict=True):
        if point.side is not None:
            shapes.append(shape("circle", cx=place[0], cy=place[1], r=2, fill=palette.INK))
    shapes.append(marked(spots[-1], points[-1], xmr.scale.better))
    return drawing(WIDE, HIGH, f"The last {len(points)} results. {sentence(xmr)}", *shapes)
