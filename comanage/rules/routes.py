"""Routes: what it would take to earn more, measure by measure.

A route is the smallest change of one figure that comes to the next level, whole
point or range, or that opens a closed gate. Its dollars are what the pool earns
more when the period is settled again with that figure.
"""

from collections.abc import Iterator, Sequence

from comanage.rules import barriers
from comanage.rules.barriers import Barrier
from comanage.rules.figures import Figure, is_paid
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.nearest import Nearest, fewest, nearest
from comanage.rules.outlook import (
    ClosedGate,
    NoRoute,
    Outlook,
    Route,
    gate_in_words,
    route_in_words,
    worth_in_words,
)
from comanage.rules.standstill import NO_WEIGHT, whatever_it_reaches, whatever_the_figure
from comanage.rules.stops import Stop, ahead, earned, goal
from comanage.rules.supposed import Subject, Supposed, supposed
from comanage.rules.terms import Terms


def routes(terms: Terms, figures: Sequence[Figure], period: str) -> Outlook:
    """Find what it would take to earn more in a period.

    Args:
        terms: The terms; without faults.
        figures: The figures; without faults.
        period: The code of the period.
    """
    now = supposed(terms, figures, period)
    found, others = dict[Figure, Route](), list[NoRoute]()
    for one in _asked(now):
        route = _to_next(now, one)
        if isinstance(route, Route):
            found[route.figure] = route
        elif is_paid(one.measure):
            name = _named(terms, one.participant, one.measure)
            others.append(NoRoute(one.participant, one.measure.code, f"{name}: {route}."))
    closed = []
    for barrier in now.barriers:
        opener = _opener(now, barrier)
        closed.append(_closed(barrier, opener))
        if opener is not None and opener[2].figure not in found:
            route = _route(now, opener, "")
            if route.earns:
                found[route.figure] = route
    ordered = sorted(found.values(), key=lambda each: (-(each.cents or 0), -each.score))
    return Outlook(period, tuple(ordered), tuple(closed), tuple(others))


Change = tuple[Measure, Figure, Nearest]


def _asked(now: Supposed) -> Iterator[Subject]:
    """Go through what is paid, and through the parts that something paid is made of."""
    parts = {
        part.measure
        for _, measure in now.terms.measures()
        if is_paid(measure)
        for part in method_of(measure.method).parts(measure.method)
    }
    for one in now.subjects:
        if is_paid(one.measure) or one.measure.code in parts:
            yield one


def _to_next(now: Supposed, one: Subject) -> Route | str:
    """Find the route to the first stop that earns anything, or say why there is none."""
    measure, why = one.measure, whatever_the_figure(now, one)
    figure = now.figure(one.participant, measure.code)
    if figure is None or (why and (why != NO_WEIGHT or is_paid(measure))):
        return why
    stops = ahead(measure, figure)
    changes = [
        (stop, change)
        for stop in stops
        if (change := nearest(measure, figure, goal(measure, figure, stop)))
    ]
    tried: dict[int, Route] = {}

    def earns(count: int) -> bool:
        stop, change = changes[count - 1]
        opener = (measure, figure, change)
        tried[count] = _route(now, opener, _reached(opener, stop))
        return tried[count].earns

    first = fewest(earns, len(changes))
    if first is not None:
        return tried[first]
    return whatever_it_reaches(now, one, stops, can_be=bool(changes))


def _reached(change: Change, stop: Stop) -> str:
    """Name what a change comes to: a harder level where beating the baseline takes more."""
    measure, figure, found = change
    came_to = earned(measure, figure, found.takes)
    return came_to.level if measure.must_beat_baseline and came_to.level else stop.name


def _route(now: Supposed, change: Change, reaches: str) -> Route:
    """Settle again with a change, and put together what it leads to."""
    measure, figure, found = change
    after = now.with_figure(found.figure)
    still = {barrier.key for barrier in after.barriers}
    opens = tuple(dict.fromkeys(each.gate.name for each in now.barriers if each.key not in still))
    cents, score = after.gain(now)
    name = _named(now.terms, figure.participant, measure)
    does = route_in_words(measure, figure, found, (reaches, opens))
    return Route(
        participant=figure.participant,
        measure=measure.code,
        reaches=reaches,
        opens=opens,
        takes=found.takes,
        beyond=found.beyond,
        cases=found.steps,
        figure=found.figure,
        cents=cents,
        score=score,
        name=name,
        does=does,
        sentence=f"{name}: {does}: {worth_in_words(cents, score)}.",
    )


def _opener(now: Supposed, barrier: Barrier) -> Change | None:
    """Find the smallest change of one figure that opens a gate; None where there is none."""
    measure = barriers.looked_at(now.terms, barrier)
    figure = now.figure(barrier.participant, measure.code) if measure else None
    if measure is None or figure is None:
        return None
    wanted = barriers.opening(barrier, measure, figure)
    change = nearest(measure, figure, wanted) if wanted else None
    return (measure, figure, change) if change else None


def _closed(barrier: Barrier, opener: Change | None) -> ClosedGate:
    about = (opener[0], opener[1]) if opener else None
    sentence = gate_in_words(barrier.because, about, opener[2] if opener else None)
    return ClosedGate(barrier.participant, barrier.scope, barrier.code, barrier.gate.name, sentence)


def _named(terms: Terms, participant: str, measure: Measure) -> str:
    owner = f"{terms.called(participant)}, " if participant else ""
    return f"{owner}{measure.name}"
