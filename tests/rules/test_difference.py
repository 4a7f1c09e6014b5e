"""The difference between two versions: in words, and with nothing left out."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules import canonical
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.compliance import LegalBasis
from comanage.rules.difference import UNSAID, differences
from comanage.rules.drafting import with_measure, without_measure
from comanage.rules.funding.fixed import Fixed
from comanage.rules.measure import Minimum, Status
from comanage.rules.methods.binary import Binary
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact
from comanage.rules.periods import in_words
from comanage.rules.terms import Terms
from tests.statements.samples import TERMS

FOLDERS = ("tests/cases", "comanage/demo", "comanage/library")


def read(file):
    terms, _ = canonical.read(Terms, file.read_text(encoding="utf-8"))
    return terms


WORKED = [
    terms
    for folder in FOLDERS
    for file in sorted(Path(folder).rglob("*.json"))
    if (terms := read(file)) is not None
]
CHANGED = ("changed to one", "changed to another")


def changed_measure(code, **changes):
    domain, measure = next(pair for pair in TERMS.measures() if pair[1].code == code)
    return with_measure(TERMS, replace(measure, **changes), domain=domain.code, replaces=code)


def said(after, before=TERMS):
    return [str(each) for each in differences(before, after)]


def test_a_changed_measure_is_told_by_its_name_level_by_level():
    code = next(measure.code for _, measure in TERMS.measures())
    measure = TERMS.measure(code)
    method = measure.method
    target = method.levels[1]
    levels = (
        method.levels[0],
        replace(target, reach=target.reach + 1, earns=exact("0.85")),
        *method.levels[2:],
    )
    after = changed_measure(code, method=replace(method, levels=levels), weight=exact("0.2"))
    (told,) = differences(TERMS, after)
    assert told.subject == measure.name
    shown = measure.scale.shown
    assert f"target {shown(target.reach)} → {shown(target.reach + 1)}" in told.changes
    assert any(words.startswith("target earns") and "85%" in words for words in told.changes)
    assert any(words.startswith("weight") and words.endswith("→ 20%") for words in told.changes)


def test_a_measure_that_comes_goes_or_moves_is_told():
    (home, measure), *_ = TERMS.measures()
    assert said(without_measure(TERMS, measure.code)) == [
        f"{measure.name}: removed from {home.name}"
    ]
    new = replace(measure, code="new-one", name="New one")
    (added,) = differences(TERMS, with_measure(TERMS, new, domain=home.code))
    assert added.changes[0].startswith(f"added to {home.name}: code new-one, weight")
    other = TERMS.domains[1]
    moved = with_measure(TERMS, measure, domain=other.code, replaces=measure.code)
    assert f"{measure.name}: moved from {home.name} to {other.name}" in said(moved)


def test_a_method_of_another_kind_is_told_by_its_sentences():
    code = next(measure.code for _, measure in TERMS.measures())
    told = said(changed_measure(code, method=Binary(Fraction(80))))
    assert len(told) == 1
    assert " method " in told[0]
    assert "→" in told[0]


def test_money_dates_and_words_are_told_as_people_write_them():
    after = replace(
        TERMS, base_fee=TERMS.base_fee + 10_000, legal_basis=LegalBasis.PERSONAL_SERVICES,
        participants=(replace(TERMS.participants[0], joins=date(2027, 4, 1)), *TERMS.participants[1:]),
    )  # fmt: skip
    told, group = said(after)
    assert "base fee $" in told
    assert "legal basis unstated → personal services" in told
    assert group == f"{TERMS.participants[0].name}: first day none → 1 Apr 2027"


def test_the_difference_speaks_as_the_pages_do():
    first, other = TERMS.allocation.shares
    after = replace(
        TERMS,
        funding=Fixed(TERMS.funding.amount + 1_000),
        allocation=FixedShares((replace(first, share=Fraction(1, 2)), other)),
    )
    names = {each.code: each.name for each in TERMS.participants}
    (told,) = said(after)
    assert told == (
        "The scorecard: pool for a performance period $400,000.00 → $401,000.00;"
        f" how earned money is divided: {names[first.participant]} share 37.5% → 50%"
    )
    (measure,) = said(changed_measure("turnover", status=Status.REPORTING, missing=Missing.DEFER))
    assert measure.endswith(
        ": payment paid on → reported only, never paid on;"
        " without a figure its weight stays and earns nothing"
        " → its weight waits for a result and is settled later"
    )


def test_another_way_to_divide_is_told_as_the_pages_tell_it():
    (told,) = said(replace(TERMS, allocation=Equal()))
    assert told == (
        "The scorecard: how earned money is divided: by fixed shares: Copper Lantern Surgeons 37.5%,"
        " Granite Fork Bone & Joint 62.5% → equally among the participants"
    )


def test_a_period_that_comes_or_goes_is_told_by_its_days():
    last = TERMS.periods[-1]
    (told,) = said(TERMS, replace(TERMS, periods=TERMS.periods[:-1]))
    days = f"first day {in_words(last.starts)}, last day {in_words(last.ends)}"
    assert told == f"The scorecard: period added {last.code}: {days}"
    (told,) = said(replace(TERMS, periods=TERMS.periods[:-1]))
    assert told == f"The scorecard: period removed {last.code}: {days}"


def test_a_group_that_comes_or_goes_is_told_by_its_name():
    fewer = replace(TERMS, participants=TERMS.participants[1:])
    gone = TERMS.participants[0]
    assert f"{gone.name}: removed as a group" in said(fewer)
    assert f"{gone.name}: added as a group: code {gone.code}" in said(TERMS, fewer)
    turned = replace(TERMS, participants=TERMS.participants[::-1])
    assert "order of groups" in said(turned)[0]


def test_two_things_of_one_name_are_told_apart_by_their_codes():
    first, other = TERMS.participants
    twins = replace(TERMS, participants=(first, replace(other, name=first.name)))
    shares = replace(TERMS.allocation.shares[0], share=Fraction(1, 2))
    after = replace(twins, allocation=FixedShares((shares, TERMS.allocation.shares[1])))
    assert f"divided: {shares.participant} share" in said(after, twins)[0]


def test_what_says_the_same_differs_in_nothing():
    for terms in WORKED:
        assert differences(terms, terms) == []
        assert differences(terms, read_again(terms)) == []


def test_rounding_hides_no_difference():
    code = next(measure.code for _, measure in TERMS.measures())
    weight = TERMS.measure(code).weight
    assert said(changed_measure(code, weight=weight + Fraction(1, 10**9)))


def test_another_order_is_told():
    assert "order of domains" in said(replace(TERMS, domains=TERMS.domains[::-1]))[0]
    domain = TERMS.domains[0]
    turned = replace(domain, measures=domain.measures[::-1])
    assert "order of measures" in said(replace(TERMS, domains=(turned, *TERMS.domains[1:])))[0]


def test_there_are_terms_of_every_kind_to_change():
    assert len(WORKED) > 20
    assert len({measure.method.kind for terms in WORKED for _, measure in terms.measures()}) > 8


@pytest.mark.trust("E4")
@given(st.data())
def test_whatever_entry_changes_is_told_and_what_it_becomes_is_told_apart(data):
    """Any entry of any terms: one change is never silent, and two changes never read the same."""
    terms = data.draw(st.sampled_from(WORKED))
    path, old, hint = data.draw(st.sampled_from(list(entries(terms, Terms))))
    told = []
    for value in others(old, hint):
        after = put(terms, path, value)
        found = differences(terms, after)
        assert found, (path, old, value)
        assert UNSAID not in found[0].changes, (path, old, value)
        told.append(found)
    assert len(told) < 2 or told[0] != told[1], (path, old)


@given(st.data())
def test_whatever_entry_of_a_list_goes_or_comes_is_told(data):
    terms = data.draw(st.sampled_from(WORKED))
    path, old = data.draw(st.sampled_from([*lists(terms)]))
    at = data.draw(st.integers(0, len(old) - 1))
    fewer = put(terms, path, old[:at] + old[at + 1 :])
    for before, after in ((terms, fewer), (fewer, terms)):
        found = differences(before, after)
        assert found, path
        assert UNSAID not in found[0].changes, path


def test_a_part_that_comes_whole_is_told():
    code = next(measure.code for _, measure in TERMS.measures())
    (told,) = said(changed_measure(code, minimum=Minimum(Fraction(25))))
    assert told.endswith("least volume none → (cases 25)")


def read_again(terms):
    return canonical.read(Terms, canonical.text(terms))[0]


def entries(value, hint, path=()):
    """Go through every entry that holds one value: where, what, and what may stand there."""
    if is_dataclass(value):
        hints = get_type_hints(type(value))
        for each in fields(value):
            yield from entries(getattr(value, each.name), hints[each.name], (*path, each.name))
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for at, part in enumerate(value):
            yield from entries(part, type(part), (*path, at))
    elif list(others(value, hint)):
        yield path, value, hint


def lists(value, path=()):
    """Go through every list that has entries: where, and what stands in it."""
    if is_dataclass(value):
        for each in fields(value):
            yield from lists(getattr(value, each.name), (*path, each.name))
    elif isinstance(value, tuple) and value:
        yield path, value
        for at, part in enumerate(value):
            yield from lists(part, (*path, at))


OTHERS = {
    # of what kind: two other values than the one that stands
    bool: lambda held: [not held],
    int: lambda held: [(held or 0) + 1, (held or 0) + 2],
    Fraction: lambda held: [(held or 0) + Fraction(1, 7), (held or 0) + Fraction(2, 7)],
    date: lambda held: [(held or date(2027, 1, 1)) + timedelta(days) for days in (1, 2)],
    str: lambda _: list(CHANGED),
}


def others(value, hint):
    """Give other values that may stand in the place of one; none where it is no single value."""
    kinds = [kind for kind in get_args(hint) or (hint,) if isinstance(kind, type)]
    kind = type(value) if value is not None else next(iter(kinds), None)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return [member for member in kind if member is not value][:2]
    return OTHERS[kind](value) if kind in OTHERS else []


def put(value, path, new):
    """Give a value with another one at a place."""
    if not path:
        return new
    first, *rest = path
    if isinstance(value, tuple):
        return tuple(put(part, rest, new) if at == first else part for at, part in enumerate(value))
    return replace(value, **{first: put(getattr(value, first), rest, new)})
