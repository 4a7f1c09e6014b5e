"""The grid of a period's figures: a row of boxes for each figure that may be entered.

It posts as one form and needs no script. Every fault stands beside its box and,
with the measure's name before it, in the summary on top.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wtforms import Field, FieldList, Form, FormField, HiddenField, StringField

from comanage.actions.entries import Entry, Key, Sheet, measures_asked
from comanage.pages.form import ExactField, HouseForm, Problem
from comanage.pages.picks import chosen_id
from comanage.records.basis import as_value
from comanage.records.figure import Figure
from comanage.refusals import Fault
from comanage.rules import figures as rules
from comanage.rules.asked import needed
from comanage.rules.measure import Measure, Status
from comanage.rules.methods import method_of
from comanage.rules.missing import CONSEQUENCE
from comanage.rules.needs import looked_at_of_parties
from comanage.rules.signoff import FigureState
from comanage.rules.units import KINDS

NUMBERS = ("numerator", "denominator", "value", "baseline")
TEXTS = ("absent", "source", "note")
ENTERED = (FigureState.DRAFT, FigureState.RETURNED)  # states that are typed over
REPORTED = "Reporting only: it is not paid on."
DECIDES = "A gate or a modifier looks at it."
FOR_MONEY = "The money is divided or limited by it, so a reason is not enough."


class RowForm(Form):
    """The boxes of one figure."""

    measure = HiddenField()
    participant = HiddenField()
    seen = HiddenField()
    correcting = HiddenField()
    numerator = ExactField("Numerator")
    denominator = ExactField("Denominator")
    value = ExactField("Value")
    baseline = ExactField("Baseline")
    absent = StringField("Reason", render_kw={"list": "absences", "autocomplete": "off"})
    source = StringField("Source")
    note = StringField("Note")


class GridForm(HouseForm):
    """The boxes of a period."""

    rows = FieldList(FormField(RowForm))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the grid.

    Attributes:
        key: What it is a figure of.
        name: The same for people.
        domain: The name of its domain.
        group: The name of its participant; empty for the service line as a whole.
        measure: The terms of its measure.
        figure: The figure that stands, if any.
        boxes: Its boxes; None where it may not be typed over.
        for_money: True where the money of the period goes by it.
        decides: True where a gate or a modifier looks at it.
    """

    key: Key
    name: str
    domain: str
    group: str
    measure: Measure
    figure: Figure | None
    boxes: RowForm | None = None
    for_money: bool = False
    decides: bool = False

    @property
    def row(self) -> str:
        """The id of its row."""
        return row_id(self.key)

    @property
    def levels(self) -> str:
        """The levels to reach, in words."""
        scale = self.measure.scale
        found = method_of(self.measure.method).levels(self.measure.method)
        words = ", ".join(f"{level.name} {scale.shown(level.reach)}" for level in found)
        return f"{words} ({self.measure.better} is better)" if words else ""

    @property
    def value(self) -> str:
        """The result of the figure in its unit; empty without one."""
        value = rules.result(as_value(self.figure), self.measure) if self.figure else None
        if value is None:
            return ""
        return self.measure.scale.shown(self.measure.scale.at_precision(value))

    @property
    def without(self) -> str:
        """What no figure costs, by the terms."""
        if self.for_money:
            return FOR_MONEY
        if self.measure.status is Status.REPORTING:
            return DECIDES if self.decides else REPORTED
        rules = {"Without a figure": self.measure.missing}
        rules |= {f"If {each.reason}": each.rule for each in self.measure.missing_for}
        return " ".join(f"{when}, {CONSEQUENCE[rule]}." for when, rule in rules.items())


def row_id(key: Key) -> str:
    """Give the id of the row of a figure, for links that lead there.

    >>> row_id(("", "READMIT")), row_id(("GFBJ", "HOURS"))
    ('figure-READMIT', 'figure-GFBJ-HOURS')
    """
    return "-".join(filter(None, ("figure", *key)))


def lines(sheet: Sheet, form: GridForm | None, *, correcting: int | None = None) -> list[Line]:
    """Lay out a period: each figure asked for, with its boxes where it may be typed.

    Args:
        sheet: The period's figures.
        form: The form whose rows are the boxes; None to read only. A form that was
            not sent gets its rows here.
        correcting: The id of a verified figure to open for its correction.
    """
    domains = {measure.code: domain.name for domain, measure in sheet.terms.measures()}
    sent = _sent(form) if form is not None else {}
    by_money = _by_money(sheet)
    found = []
    for participant, measure in measures_asked(sheet):
        key = (participant, measure.code)
        figure = sheet.standing.get(key)
        boxes = sent.get(key)
        if form is not None and not form.is_submitted() and _open(figure, correcting):
            boxes = _boxes(form, key, figure)
        if boxes is not None:
            _with_units(boxes, measure)
        group = sheet.group(participant) if participant else ""
        told = (key, sheet.name(key), domains[measure.code], group, measure, figure, boxes)
        looked = looked_at_of_parties(sheet.terms) if participant else sheet.terms.looked_at()
        found.append(Line(*told, for_money=key in by_money, decides=measure.code in looked))
    return found


def entries(form: GridForm, code: str) -> list[Entry]:
    """Give what was typed; lines left blank where nothing stands are not given at all."""
    found = []
    for place, row in _rows(form):
        numbers = {name: row[name].data for name in NUMBERS}
        texts = {name: (row[name].data or "").strip() for name in TEXTS}
        seen = row.seen.data or ""
        if not seen and not any(texts.values()) and not any(_typed(row[name]) for name in NUMBERS):
            continue
        figure = rules.Figure(
            period=code,
            participant=row.participant.data or "",
            measure=row.measure.data or "",
            absent=texts["absent"],
            **numbers,
        )
        found.append(
            Entry(
                place,
                figure,
                source=texts["source"],
                note=texts["note"],
                seen=chosen_id(seen),
                correcting=row.correcting.data == "yes",
            )
        )
    return found


def lay(form: GridForm, found: Sequence[Line], faults: Iterable[Fault]) -> None:
    """Put the faults of an action beside the boxes they are about."""
    by_place = dict(_rows(form))
    by_name = {line.name: line.boxes for line in found if line.boxes is not None}
    shown = [*by_name.values()]
    for fault in faults:
        place, _, rest = fault.place.partition(", ")
        row = by_place.get(place) or by_name.get(place)
        if row is None or row not in shown:  # a row that the page has no line for
            form.form_errors.append(str(fault))
            continue
        unread = any(row[name].errors for name in NUMBERS)
        column = rest.removeprefix("column ").rpartition("column ")[2]
        if unread and column in {*NUMBERS, "absent"}:
            continue  # said already, of the box that could not be read
        box = row[column] if column in {*NUMBERS, *TEXTS} else row.value
        box.errors = [*box.errors, fault.sentence]


def problems(form: GridForm, found: Sequence[Line]) -> list[Problem]:
    """List every fault for the summary, each with the name of its figure."""
    listed = [Problem("", sentence) for sentence in form.form_errors]
    for line in found:
        for box in _seen(line.boxes):
            box.errors = [sentence.removeprefix(f"{box.label.text}: ") for sentence in box.errors]
            listed += [Problem(box.id, _of(line.name, sentence)) for sentence in box.errors]
    return listed


def copy_sources(found: Sequence[Line], sources: Mapping[Key, str]) -> int:
    """Put sources into the boxes that hold none, and give how many; nothing is stored by it."""
    copied = 0
    for line in found:
        source = sources.get(line.key, "")
        if line.boxes is None or not source or (line.boxes.source.data or "").strip():
            continue
        line.boxes.source.data, line.boxes.source.raw_data = source, [source]
        copied += 1
    return copied


def reopen(form: GridForm, sheet: Sheet, held_back: Collection[Key]) -> None:
    """Show a sent form over what stands now: what was typed is kept, the rest is brought up to date.

    Args:
        form: The form as it was sent.
        sheet: The period's figures as they stand.
        held_back: What the person typed figures of that someone else has changed.
    """
    for key, row in _sent(form).items():
        figure = sheet.standing.get(key)
        if figure is None or row.seen.data == str(figure.id):
            continue
        row.seen.data = str(figure.id)
        for name in () if key in held_back else (*NUMBERS, *TEXTS):
            row[name].data, row[name].raw_data = getattr(figure, name), []


def _by_money(sheet: Sheet) -> set[Key]:
    """Collect what the money of the period goes by."""
    when = sheet.terms.period(sheet.period.code)
    if when is None:
        return set()
    return {(whose, measure.code) for whose, measure in needed(sheet.terms, (), when)}


def _seen(row: RowForm | None) -> list[Field]:
    return [] if row is None else [row[name] for name in (*NUMBERS, *TEXTS)]


def _rows(form: GridForm) -> list[tuple[str, RowForm]]:
    return [(entry.name, entry.form) for entry in form.rows]


def _sent(form: GridForm) -> dict[Key, RowForm]:
    return {(row.participant.data or "", row.measure.data or ""): row for _, row in _rows(form)}


def _typed(box: Field) -> bool:
    return bool(box.raw_data and str(box.raw_data[0]).strip())


def _open(figure: Figure | None, correcting: int | None) -> bool:
    return figure is None or figure.state in ENTERED or figure.id == correcting


def _boxes(form: GridForm, key: Key, figure: Figure | None) -> RowForm:
    told: dict[str, object] = {"participant": key[0], "measure": key[1]}
    if figure is not None:
        told |= {name: getattr(figure, name) for name in (*NUMBERS, *TEXTS)}
        told |= {"seen": str(figure.id)}
        told |= {"correcting": "" if figure.state in ENTERED else "yes"}
    row: RowForm = form.rows.append_entry(told).form
    return row


def _of(name: str, sentence: str) -> str:
    """Put the name of a figure before a sentence that does not say it itself."""
    return sentence if name in sentence else f"{name}: {sentence}"


def _with_units(row: RowForm, measure: Measure) -> None:
    kind = KINDS[measure.unit]
    for box in (row.value, row.baseline):
        box.lead, box.unit = kind.before, kind.after.strip()
    row.source.render_kw = {"placeholder": measure.source} if measure.source else {}
