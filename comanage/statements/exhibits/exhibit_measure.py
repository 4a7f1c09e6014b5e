"""One measure of an exhibit: all that the parties agree of it, as lines to print."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.compliance import ComplianceClass
from comanage.rules.figures import is_made, is_paid
from comanage.rules.in_full import entries, sentence
from comanage.rules.measure import Measure, Status
from comanage.rules.methods import method_of
from comanage.rules.methods.bands import Bands
from comanage.rules.methods.binary import Binary
from comanage.rules.methods.linear import Linear
from comanage.rules.methods.recorded import Recorded
from comanage.rules.missing import AS_STATED, MOVING, Missing
from comanage.rules.numbers import percent
from comanage.rules.term_words import BETTER_WORDS, MISSING_WORDS, STATUS_WORDS

SAID_BY_LEVELS = (Bands, Binary, Linear, Recorded)  # their sentence leaves nothing out
NO_BASELINE = "None: its levels are stated."
BASELINE = "The result of its baseline period, which is given and verified with each figure."
AS_GIVEN = "Compared as it is given, not rounded."
ROUNDED = "Rounded half up to {} {} before it is compared."
# The entries that have a place of their own on the paper; whatever is not among them is told last.
TOLD = frozenset(
    {"code", "name", "weight", "unit", "better", "method", "precision", "status", "missing",
     "missing_terms", "definition", "source", "specification", "evidence", "clause", "compliance"}
)  # fmt: skip
TOLD_OF_PAID = frozenset(
    {"minimum", "must_beat_baseline", "missing_for", "modifiers", "gates", "floor", "cap",
     "balances"}
)  # fmt: skip


@dataclass(frozen=True)
class LevelTerms:
    """A level: its name, the result to reach with its direction, the share it earns."""

    name: str
    reach: str
    earns: str


@dataclass(frozen=True)
class MeasureTerms:
    """One measure as agreed.

    Attributes:
        measure: Its terms.
        number: Its place on the paper, such as "2.3".
        about: Its code, unit and direction.
        levels: Its levels, easiest first; none where it is not scored by levels.
        weight: Its share of the scorecard; None where it is not paid on.
        cents: The most it can earn in a period; None where the pool is no fixed amount.
        status: Why it has no weight, where it has none.
        lines: All else, each with its subject.
    """

    measure: Measure
    number: str
    about: str
    levels: tuple[LevelTerms, ...]
    weight: Fraction | None
    cents: int | None
    status: str
    lines: tuple[tuple[str, str], ...]


def measure_terms(
    measure: Measure,
    number: str,
    share: Fraction,
    *,
    cents: int | None,
    rules: Sequence[str],
    names: Mapping[str, str],
) -> MeasureTerms:
    """Lay a measure out as agreed.

    Args:
        measure: Its terms.
        number: Its place on the paper.
        share: Its share of the scorecard.
        cents: The most it can earn in a period, where that is known.
        rules: What is asked of it beside its levels, in words.
        names: The names of measures and groups by their codes.
    """
    paid, scale = is_paid(measure), measure.scale
    way = BETTER_WORDS[measure.better].lower()
    return MeasureTerms(
        measure=measure,
        number=number,
        about=f"{measure.code} · {measure.unit} · {way}",
        levels=tuple(
            LevelTerms(
                level.name[:1].upper() + level.name[1:],
                f"{scale.shown(level.reach)} {scale.or_better()}",
                percent(level.earns),
            )
            for level in method_of(measure.method).levels(measure.method)
        ),
        weight=share or None,
        cents=cents if share else None,
        status="" if share else STATUS_WORDS[measure.status].partition(":")[0],
        lines=tuple(
            [*_measured(measure), *_earned(measure, names)]
            + [("Also agreed", words) for words in rules]
            + [*_rest(measure, paid=paid, names=names)]
        ),
    )


def _measured(measure: Measure) -> Iterator[tuple[str, str]]:
    if measure.definition:
        yield "Definition", measure.definition
    if measure.source:
        yield "Source", measure.source
    if measure.specification:
        yield "Specification", measure.specification
    if measure.evidence:
        yield "Evidence", measure.evidence
    yield "Baseline", BASELINE if _compares(measure) else NO_BASELINE
    if not is_made(measure) or measure.precision is not None:
        yield "Rounding", _rounding(measure.precision)


def _compares(measure: Measure) -> bool:
    method = method_of(measure.method)
    return (
        measure.must_beat_baseline
        or method.needs_baseline
        or method.compares(measure.method)
    )  # fmt: skip


def _rounding(places: int | None) -> str:
    if places is None:
        return AS_GIVEN
    return ROUNDED.format(places or "no", "place" if places == 1 else "places")


def _earned(measure: Measure, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    method = method_of(measure.method)
    told = f"{method.title}: {method.sentence(measure.method, measure.scale)}."
    yield "What earns it", told
    if not isinstance(measure.method, SAID_BY_LEVELS):
        yield "In full", f"{sentence(measure.method, measure.scale, names=names)}."
    if is_paid(measure):
        yield "Without a figure", _missing(measure, names)
    if measure.compliance is not ComplianceClass.UNSTATED:
        yield "What it rewards", f"{str(measure.compliance).capitalize()}."


def _missing(measure: Measure, names: Mapping[str, str]) -> str:
    details, rule = measure.missing_terms, measure.missing
    rules = {rule, *(each.rule for each in measure.missing_for)}
    found = [MISSING_WORDS[rule]]
    if Missing.REALLOCATE_NAMED in rules or details.alternate:
        found.append(f"the alternate is {names.get(details.alternate, details.alternate)}")
    if Missing.DEEM_AT_TARGET in rules or details.level != "target":
        found.append(f"the level is {details.level}")
    if Missing.PAY_FOR_REPORTING in rules or details.reported != 1:
        found.append(f"the share for complete reporting is {percent(details.reported)}")
    if rules & (MOVING | {Missing.DEEM_AT_PRIOR}) or details.otherwise is not Missing.FORFEIT:
        words = MISSING_WORDS[details.otherwise]
        found.append(f"where that cannot be kept: {words[:1].lower()}{words[1:]}")
    return f"{'; '.join(found)}."


def _rest(measure: Measure, *, paid: bool, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Tell the entries that have no place of their own, where they say more than their default."""
    told = TOLD | TOLD_OF_PAID if paid else TOLD | {"minimum"}
    plain = Measure(
        measure.code, measure.name, measure.weight, measure.unit, measure.better, measure.method
    )
    stated = dict(entries(measure, measure.scale, names=names, without=told))
    usual = dict(entries(plain, measure.scale, names=names, without=told))
    if not paid and (measure.missing, measure.missing_terms) != (Missing.FORFEIT, AS_STATED):
        stated["without a figure"] = _missing(measure, names)
    if measure.status is Status.ALTERNATE or (not paid and measure.weight):
        stated["payment"] = f"{STATUS_WORDS[measure.status]}."
    for called, words in stated.items():
        if usual.get(called) != words:
            yield called[:1].upper() + called[1:], f"{words[:1].upper()}{words[1:]}"
