"""Cap: what was paid of a year, what is committed beyond it, and the cap that neither may pass.

The cap is a hard line that nothing is drawn over without saying so; a tick warns at nine tenths.
"""

from dataclasses import dataclass
from fractions import Fraction

from comanage.charts import palette
from comanage.charts.drawn import Drawn, Table, money, whole_dollars
from comanage.charts.labels import Label, spread, width
from comanage.charts.svg import Svg, box, drawing, hatch, line, words
from comanage.rules.numbers import percent

WARNS = Fraction(9, 10)  # of a cap
BEYOND = Fraction(21, 20)  # of the cap, or of what passes it, is the end of the scale
BAND, BAR = 24, 12  # heights
NUDGE = 6  # how far a name may stand from its mark before the other one makes room for it


@dataclass(frozen=True, slots=True)
class Cap:
    """A cap and what counts towards it; amounts in cents.

    Attributes:
        name: What sets it.
        cents: The cap.
        paid: What left the house and did not come back.
        committed: What counts beyond that: approved and not paid yet, or agreed and still due.
    """

    name: str
    cents: int
    paid: int
    committed: int = 0

    @property
    def counts(self) -> int:
        """What counts towards it."""
        return self.paid + self.committed

    @property
    def says(self) -> str:
        """How near it is, in a word or two."""
        if self.counts > self.cents:
            return "Above the cap"
        return "Near the cap" if self.counts >= self.cents * WARNS else "Within the cap"


def draw(cap: Cap) -> Drawn:
    """Draw a cap and what counts towards it."""
    said = sentence(cap)
    wide, narrow = _drawn(cap, said, (640, 13)), _drawn(cap, said, (320, 14))
    return Drawn(cap.name, said, wide, narrow, table(cap))


def sentence(cap: Cap) -> str:
    """Say how much of a cap is taken, and what is left.

    >>> sentence(Cap("Cap of 2027", 400_000_00, 300_000_00, 70_000_00))
    'Cap of 2027: $300,000.00 paid and $70,000.00 committed, $370,000.00 of $400,000.00 (92.5%). Near the cap: $30,000.00 left.'
    """
    of = f" ({percent(Fraction(cap.counts, cap.cents), 1)})" if cap.cents else ""
    parts = (
        f"{money(cap.paid)} paid and {money(cap.committed)} committed, " if cap.committed else ""
    )
    rest = cap.cents - cap.counts
    left = f"{money(rest)} left" if rest >= 0 else f"{money(-rest)} too much"
    return f"{cap.name}: {parts}{money(cap.counts)} of {money(cap.cents)}{of}. {cap.says}: {left}."


def table(cap: Cap) -> Table:
    """List the amounts to the cent."""
    rows = (
        ("Paid", money(cap.paid)),
        ("Committed", money(cap.committed)),
        ("Cap", money(cap.cents)),
        ("Left", money(cap.cents - cap.counts)),
    )
    return Table(("", ("Amount", "num")), rows)


def _drawn(cap: Cap, title: str, size: tuple[int, int]) -> Svg:
    wide, letters = size
    end = max(cap.cents, cap.counts, 1) * BEYOND
    scale = Fraction(wide - 2) / end
    head, rows = _head(cap, (wide, letters))
    top = rows * (letters + 5) + 7
    shapes = [
        *head,
        box(1, top, (wide - 2, BAND), fill=palette.BAND_TARGET, stroke=palette.LINE),
        *_bars(cap, scale, top),
        *_marks(cap, scale, top),
    ]
    names, rows = _names(cap, scale, (wide, letters), top + BAND + 4)
    return drawing(wide, top + BAND + 10 + rows * (letters + 5), title, *shapes, *names)


def _head(cap: Cap, size: tuple[int, int]) -> tuple[list[Svg], int]:
    """Write what is paid and committed, on one row or two, and how near the cap is at its right."""
    wide, letters = size
    parts = [f"{whole_dollars(cap.paid)} paid"]
    if cap.committed:
        parts.append(f"+ {whole_dollars(cap.committed)} committed")
    together = " ".join(parts)
    rows = [together] if width(together + cap.says, letters) + 16 <= wide else parts
    bold: dict[str, str | int] = {"font_size": letters, "font_weight": "bold"}
    shapes = [
        words(said, 0, letters + at * (letters + 5), fill=palette.INK, **bold)
        for at, said in enumerate(rows)
    ]
    if width(rows[0] + cap.says, letters) + 16 <= wide:
        fill = palette.BELOW if cap.counts >= cap.cents * WARNS else palette.INK
        shapes.append(words(cap.says, wide, letters, text_anchor="end", fill=fill, **bold))
    return shapes, len(rows)


def _bars(cap: Cap, scale: Fraction, top: int) -> list[Svg]:
    """Draw what was paid solid, and what is committed hatched."""
    middle = top + (BAND - BAR) // 2
    paid, more = max(cap.paid, 0) * scale, max(cap.committed, 0) * scale
    size = (more, BAR)
    return [
        box(1, middle, (paid, BAR), fill=palette.BRAND),
        box(1 + paid, middle, size, fill=palette.PAPER, stroke=palette.BRAND),
        hatch(1 + paid, middle, size, stroke=palette.BRAND, stroke_width=Fraction(3, 2)),
    ]


def _marks(cap: Cap, scale: Fraction, top: int) -> list[Svg]:
    shapes = []
    for cents, thick, over in ((cap.cents * WARNS, 2, 1), (Fraction(cap.cents), 5, 5)):
        ends = (1 + cents * scale, top - over), (1 + cents * scale, top + BAND + over)
        shapes.append(line(*ends, stroke=palette.PAPER, stroke_width=thick + 2))
        shapes.append(line(*ends, stroke=palette.INK, stroke_width=thick))
    return shapes


def _names(cap: Cap, scale: Fraction, size: tuple[int, int], top: int) -> tuple[list[Svg], int]:
    wide, letters = size
    labels = [
        Label("90%", cap.cents * WARNS * scale),
        Label(f"Cap {whole_dollars(cap.cents)}", cap.cents * scale),
    ]
    placed = spread(labels, letters, (0, wide))
    moved = any(abs(at - one.at) > NUDGE for at, one in zip(placed, labels, strict=True))
    rows = [[each] for each in labels] if moved else [labels]
    shapes = [
        words(
            label.words, centre, top + (at + 1) * (letters + 5) - 3,
            text_anchor="middle", font_size=letters, fill=palette.INK,
        )
        for at, row in enumerate(rows)
        for label, centre in zip(row, spread(row, letters, (0, wide)), strict=True)
    ]  # fmt: skip
    return shapes, len(rows)
