"""Reach of a run: what the drawn agreements covered, so that agreement of both means something."""

from collections import Counter
from itertools import product

from tests.proof.by_conditions import effect_of
from tests.proof.by_numbers import number
from tests.proof.by_results import every_measure
from tests.proof.by_weights import rule_for
from tests.proof.calculator import worked
from tests.proof.draws_figures import unit_of
from tests.proof.draws_funding import FUNDINGS
from tests.proof.draws_measures import RULES
from tests.proof.draws_methods import METHODS
from tests.proof.draws_money import ALLOCATIONS

EFFECTS = ("open", "waived", "reduces", "closes")
FULL_RUN = 10_000
EACH, TRIPLE = 200, 5  # the fewest agreements of a full run with each thing, with each triple
ON_A_LEVEL, BINDING = 0.20, 0.05
WANTED = [
    *(("method", kind) for kind in (*METHODS, "composite", "recorded")),
    *(("missing", rule) for rule in RULES),
    *(("gate", effect) for effect in EFFECTS),
    *(("gate of", level) for level in ("measure", "domain", "pool", "participant")),
    *(("looks at", what) for what in ("value", "factor", "domain", "total", "baseline")),
    *(("modifier", how) for how in ("fixed", "by a measure", "when", "only_full")),
    *(("funding", kind) for kind in FUNDINGS),
    *(("allocation", kind) for kind in (*ALLOCATIONS, "each by itself")),
    *(("rule", name) for name in ("minimum", "must_beat_baseline", "floor", "cap", "fewest")),
    *(("rule", name) for name in ("reweighted", "fewest_domains", "in_force", "fmv_cap")),
    *(("rule", name) for name in ("advances", "advance period", "year to date", "as funded")),
    *(("rule", name) for name in ("joins", "leaves", "redivides", "part_period", "must_stay")),
    *(("money", what) for what in ("owed", "one who weighs nothing", "an exchange of all pools")),
]
TRIPLES = [("triple", *three) for three in product(RULES, EFFECTS[1:], ALLOCATIONS)]


def covered(terms, rows, period):
    """Say what one agreement covers, each thing once, and count its figures on a level."""
    work = worked(terms, rows, period)
    found = {("method", measure["method"]["kind"]) for _, measure in every_measure(terms)}
    rules = {
        rule_for(line["terms"], line["reason"])
        for card in work["cards"].values()
        for line in card["lines"].values()
        if line["value"] is None and line["paid"]
    }
    effects, gated = gates_of(terms, work)
    allocation = (terms.get("allocation") or {}).get("kind", "each by itself")
    found |= {("missing", rule) for rule in rules} | {("gate", effect) for effect in effects}
    found |= {("triple", *three) for three in product(rules, effects, [allocation])}
    found |= {("funding", terms["funding"]["kind"]), ("allocation", allocation)}
    found |= gated | rules_of(terms, period)
    found |= money_of(terms, work)
    on_level, figures = figures_on_levels(terms, rows, period)
    return Counter(found) + Counter(
        {("figures", "on a level"): on_level, ("figures", "all"): figures}
    )


def gates_of(terms, work):
    """Say what the gates did, where they stand, what they look at, and which modifiers there are."""
    effects, found = set(), set()
    of_line = work["cards"].get("") or next(iter(work["cards"].values()))
    holders = [("domain", domain, of_line["view"]) for domain in terms["domains"]]
    holders += [("measure", measure, of_line["view"]) for _, measure in every_measure(terms)]
    holders.append(("pool", terms.get("pool") or {}, of_line["view"]))
    for party in work["parties"]:
        holders.append(("participant", terms.get("division") or {}, party["card"]["view"]))
    for level, holder, view in holders:
        for gate in holder.get("gates") or []:
            effects.add(effect_of(gate, view))
            found |= {("gate of", level), ("looks at", looked(gate["condition"]))}
        for modifier in holder.get("modifiers") or []:
            found.add(("modifier", "by a measure" if modifier.get("by") else "fixed"))
            found |= {("modifier", how) for how in ("when", "only_full") if modifier.get(how)}
    return effects, found


def looked(condition):
    """Say what a condition looks at; a baseline is one thing more."""
    if condition["compares"].endswith("its baseline"):
        return "baseline"
    return condition.get("looks_at", "value")


def rules_of(terms, period):
    """Say which other rules the terms have."""
    holders = [terms, terms.get("division") or {}, *terms["domains"]]
    holders += [measure for _, measure in every_measure(terms)]
    holders += terms.get("participants") or []
    found = {("rule", name) for holder in holders for name in holder if holder[name]}
    words = {terms.get("timing"), terms.get("earned")}
    found |= {("rule", word) for word in words if word}
    advance = any(each.get("advance") for each in terms["periods"] if each["code"] == period)
    return (found | ({("rule", "advance period")} if advance else set())) & set(WANTED)


def money_of(terms, work):
    """Say what became of the money: whether a loss is owed, who weighs nothing, and caps."""
    found = {("a cap", "binds")} if binds(work) else set()
    if any(pool.get("exact_pool", 0) < 0 for pool in work["pools"]):
        found.add(("money", "owed"))
    if any(party.get("weight") == 0 for party in work["parties"]):
        found.add(("money", "one who weighs nothing"))
    if terms.get("settles") and terms.get("allocation"):
        found.add(("money", "an exchange of all pools"))
    return found


def binds(work):
    """Say whether any cap cut anything."""
    for card in work["cards"].values():
        things = [*card["lines"].values(), *card["domains"].values()]
        if any(thing.get("binds") for thing in things):
            return True
    cut = any(pool.get("by_fmv_cap") or pool.get("by_bounds", 0) < 0 for pool in work["pools"])
    return cut or any(party.get("binds") for party in work["parties"])


def figures_on_levels(terms, rows, period):
    """Count the figures of scored measures that lie on a level or one unit beside it, and all."""
    measures = {measure["code"]: measure for _, measure in every_measure(terms)}
    on_level, figures = 0, 0
    for row in rows:
        measure = measures[row["measure"]]
        if row["period"] != period or measure["method"]["kind"] == "recorded":
            continue
        value = number(row.get("value"))
        if value is None:
            continue
        figures += 1
        beside = unit_of(measure)
        on_level += any(abs(value - level) <= beside for level in levels_in(measure["method"]))
    return on_level, figures


def levels_in(method):
    """List the levels of a method that are results in the measure's unit."""
    names = ("target", "threshold", "benchmark", "low", "high", "low_limit", "high_limit", "level")
    names += ("planned", "least") if method["kind"] == "count" else ()
    stated = [method.get(name) for name in names]
    stated = [each["reach"] if isinstance(each, dict) else each for each in stated if each]
    if method["kind"] in {"bands", "linear", "percentiles"}:
        stated += [level["reach"] for level in method.get("levels") or method["cuts"]]
    if method["kind"] == "attested":
        stated += ["0", "1", "100"]
    return [number(each) for each in stated]


def table(counted, agreements):
    """Write the reach as lines of a table, with what falls short."""
    few, few_triples = short(counted, agreements)
    lines = [f"{counted[thing]:>8}  {' '.join(thing)}" for thing in WANTED]
    least = min((counted[three], three) for three in TRIPLES)
    lines.append(f"{least[0]:>8}  {' '.join(least[1])} (the rarest of {len(TRIPLES)} triples)")
    lines.append(f"{share_on_level(counted):>8.1%}  figures on a level or one unit beside it")
    lines.append(f"{counted['a cap', 'binds'] / agreements:>8.1%}  agreements in which a cap binds")
    return lines + [f"too few: {' '.join(thing)}" for thing in [*few, *few_triples]]


def short(counted, agreements):
    """List what fewer agreements covered than a run of this size must."""
    few = [thing for thing in WANTED if counted[thing] * FULL_RUN < EACH * agreements]
    few_triples = [three for three in TRIPLES if counted[three] * FULL_RUN < TRIPLE * agreements]
    if share_on_level(counted) < ON_A_LEVEL:
        few.append(("figures", "on a level"))
    if counted["a cap", "binds"] < BINDING * agreements:
        few.append(("a cap", "binds"))
    return few, few_triples


def share_on_level(counted):
    """Give the share of figures that lie on a level or one unit beside it."""
    return counted["figures", "on a level"] / max(counted["figures", "all"], 1)
