"""The difference between two versions of a scorecard, in words, with nothing left out.

Whoever reviews or signs an amendment reads what it changes and need not compare two
documents. Measures, domains, groups and periods are known by their codes; what is
left of the terms is gone through entry by entry.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass

from comanage.rules import canonical
from comanage.rules.allocations import allocation_of
from comanage.rules.difference_words import in_words_of, part_said, said, told_apart
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.term_words import label
from comanage.rules.terms import Domain, Participant, Terms
from comanage.rules.units import Scale

ARROW = "→"
SCORECARD = "The scorecard"
# What an entry of a list is known by: its code alone, or else the others together.
KEYS = ("code", "name", "caution", "participant", "measure", "reason", "period")
UNSAID = "it differs in a way that has no words yet: compare the terms files"
UNNAMED = frozenset({"reach", "levels", "method"})  # what follows says it better


@dataclass(frozen=True, slots=True)
class Known:
    """What is known where two things of a kind are compared.

    Attributes:
        scales: How the results of the measure read, before and after, where they belong to one.
        names: The names of measures and groups by their codes.
    """

    scales: tuple[Scale | None, Scale | None] = (None, None)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes of one thing.

    Attributes:
        subject: The name of the measure, the domain or the group; or the scorecard.
        changes: What changes, each in words.
    """

    subject: str
    changes: tuple[str, ...]

    def __str__(self) -> str:
        """Put it in one line.

        >>> str(Difference("Readmission within 30 days", ("target 12.0% → 11.5%",)))
        'Readmission within 30 days: target 12.0% → 11.5%'
        """
        return f"{self.subject}: {'; '.join(self.changes)}"


def differences(before: Terms, after: Terms) -> list[Difference]:
    """List all that changes from one version to another; nothing where they say the same."""
    if canonical.text(before) == canonical.text(after):
        return []
    names = _names(before) | _names(after)
    found = [Difference(SCORECARD, tuple(_of_scorecard(before, after, names)))]
    found += _of_participants(before, after)
    found += _of_domains(before, after, names)
    found += _of_measures(before, after, names)
    return [each for each in found if each.changes] or [Difference(SCORECARD, (UNSAID,))]


def _names(terms: Terms) -> dict[str, str]:
    """Give the names of the measures and the groups; a code stays one where its name is not alone."""
    called = [(measure.code, measure.name) for _, measure in terms.measures()]
    called += [(each.code, each.name) for each in terms.participants]
    codes, names = (Counter(words) for words in zip(*called, strict=True)) if called else ({}, {})
    return {code: name for code, name in called if codes[code] == names[name] == 1}


def _of_scorecard(before: Terms, after: Terms, names: Mapping[str, str]) -> Iterator[str]:
    for each in fields(Terms):
        if each.name not in {"domains", "participants"}:
            old, new = getattr(before, each.name), getattr(after, each.name)
            yield from _entry((before, after), each.name, (old, new), Known(names=names))
    parties = [[one.code for one in terms.participants] for terms in (before, after)]
    if parties[0] != parties[1] and sorted(parties[0]) == sorted(parties[1]):
        told = [said(tuple(one.name for one in terms.participants)) for terms in (before, after)]
        yield f"order of groups {told[0]} {ARROW} {told[1]}"
    called = [[domain.name for domain in terms.domains] for terms in (before, after)]
    codes = [[domain.code for domain in terms.domains] for terms in (before, after)]
    if codes[0] != codes[1] and sorted(codes[0]) == sorted(codes[1]):
        yield f"order of domains {said(tuple(called[0]))} {ARROW} {said(tuple(called[1]))}"


def _of_participants(before: Terms, after: Terms) -> Iterator[Difference]:
    old, new = ({each.code: each for each in terms.participants} for terms in (before, after))
    for code in dict.fromkeys([*old, *new]):
        one, other = old.get(code), new.get(code)
        if one is None and other is not None:
            told = ", ".join(f"{name} {words}" for name, words in _stated(other, Known()))
            yield Difference(other.name, (f"added as a group: {told}",))
        elif one is not None and other is None:
            yield Difference(one.name, ("removed as a group",))
        elif one is not None and other is not None:
            yield Difference(other.name, tuple(_inside(one, other, Known())))


def _of_domains(before: Terms, after: Terms, names: Mapping[str, str]) -> Iterator[Difference]:
    old, new = ({each.code: each for each in terms.domains} for terms in (before, after))
    for code in dict.fromkeys([*old, *new]):
        one, other = old.get(code), new.get(code)
        if one is None and other is not None:
            known = Known(names=names)
            told = ", ".join(f"{name} {words}" for name, words in _stated(other, known))
            yield Difference(other.name, (f"added as a domain: {told}",))
        elif one is not None and other is None:
            yield Difference(one.name, ("removed as a domain",))
        elif one is not None and other is not None:
            yield Difference(other.name, tuple(_of_domain(one, other, names)))


def _of_domain(one: Domain, other: Domain, names: Mapping[str, str]) -> Iterator[str]:
    for each in fields(Domain):
        if each.name != "measures":
            held = getattr(one, each.name), getattr(other, each.name)
            yield from _entry((one, other), each.name, held, Known(names=names))
    codes = [[measure.code for measure in domain.measures] for domain in (one, other)]
    if codes[0] != codes[1] and sorted(codes[0]) == sorted(codes[1]):
        told = [said(tuple(each.name for each in domain.measures)) for domain in (one, other)]
        yield f"order of measures {told[0]} {ARROW} {told[1]}"
    elif [each for each in codes[0] if each in codes[1]] != [
        each for each in codes[1] if each in codes[0]
    ]:
        yield f"order of measures {said(tuple(codes[0]))} {ARROW} {said(tuple(codes[1]))}"


def _of_measures(before: Terms, after: Terms, names: Mapping[str, str]) -> Iterator[Difference]:
    old, new = (
        {measure.code: (domain, measure) for domain, measure in terms.measures()}
        for terms in (before, after)
    )
    for code in dict.fromkeys([*old, *new]):
        if code not in old:
            home, measure = new[code]
            yield Difference(measure.name, (_added(home, measure, names),))
        elif code not in new:
            yield Difference(old[code][1].name, (f"removed from {old[code][0].name}",))
        else:
            (was, one), (home, other) = old[code], new[code]
            moved = [f"moved from {was.name} to {home.name}"] if was.code != home.code else []
            known = Known((one.scale, other.scale), names)
            changes = [
                words
                for each in fields(Measure)
                for words in _entry(
                    (one, other), each.name,
                    (getattr(one, each.name), getattr(other, each.name)), known,
                )
            ]  # fmt: skip
            yield Difference(other.name, (*moved, *changes))


def _added(home: Domain, measure: Measure, names: Mapping[str, str]) -> str:
    known = Known((measure.scale, measure.scale), names)
    told = [f"{name} {words}" for name, words in _stated(measure, known)]
    return f"added to {home.name}: {', '.join(told)}"


def _stated(thing: Domain | Measure | Participant, known: Known) -> Iterator[tuple[str, str]]:
    """Go through what a new domain, measure or group states, each entry with its words."""
    for each in fields(thing):
        held = getattr(thing, each.name)
        if each.name not in {"name", "measures"} and held != each.default:
            words = _words(thing, each.name, held, known.scales[1], names=known.names)
            yield label(type(thing), each.name), words


def _entry(
    owners: tuple[object, object],
    name: str,
    held: tuple[object, object],
    known: Known,
) -> Iterator[str]:
    """Go through one entry of two things of a kind, down to what differs."""
    old, new = held
    if old == new:
        return
    called = label(type(owners[0]), name)
    lead = "" if name in UNNAMED else called
    if isinstance(old, tuple) and isinstance(new, tuple) and _is_of_parts(old + new):
        yield from (_led(lead, words) for words in _parts(old, new, known))
    elif is_dataclass(old) and type(old) is type(new):
        yield from (_led(lead, words) for words in _inside(old, new, known))
    else:
        words = told_apart(
            _words(owners[0], name, old, known.scales[0], names=known.names),
            _words(owners[1], name, new, known.scales[1], names=known.names),
            held,
        )
        yield _led(lead or called if name != "reach" else "", f"{words[0]} {ARROW} {words[1]}")


def _inside(old: object, new: object, known: Known) -> Iterator[str]:
    for each in fields(old):  # type: ignore[arg-type]  # a thing with entries
        held = getattr(old, each.name), getattr(new, each.name)
        yield from _entry((old, new), each.name, held, known)


def _parts(old: Sequence[object], new: Sequence[object], known: Known) -> Iterator[str]:
    """Go through two lists whose entries are known by a name, or else by their place."""
    mine, theirs = _by_key(old), _by_key(new)
    for key in dict.fromkeys([*mine, *theirs]):
        called = known.names.get(key, key)
        if key not in mine:
            yield f"added {called}: {part_said(theirs[key], key)}"
        elif key not in theirs:
            yield f"removed {called}: {part_said(mine[key], key)}"
        elif type(mine[key]) is type(theirs[key]):
            yield from (_led(called, words) for words in _inside(mine[key], theirs[key], known))
        else:
            yield f"{called} {said(mine[key])} {ARROW} {said(theirs[key])}"
    both = [
        [key for key in keys if key in other] for keys, other in ((mine, theirs), (theirs, mine))
    ]
    if both[0] != both[1]:
        yield f"order {said(tuple(both[0]))} {ARROW} {said(tuple(both[1]))}"


def _by_key(parts: Sequence[object]) -> dict[str, object]:
    """Name the entries of a list, each by what tells it from the others."""
    names = [_key(part) for part in parts]
    if len(set(names)) < len(names):
        names = [f"number {at}" for at in range(1, len(parts) + 1)]
    return dict(zip(names, parts, strict=True))


def _key(part: object) -> str:
    """Give what an entry is known by: its code, or else its name and whatever goes with it."""
    told = [getattr(part, key, None) for key in KEYS]
    known = [str(each) for each in told if isinstance(each, str) and each]
    return known[0] if isinstance(told[0], str) and told[0] else ", ".join(known)


def _is_of_parts(parts: tuple[object, ...]) -> bool:
    return bool(parts) and all(is_dataclass(part) for part in parts)


def _words(
    owner: object, name: str, value: object, scale: Scale | None, *, names: Mapping[str, str]
) -> str:
    if name == "method" and is_dataclass(value) and scale is not None:
        method = method_of(value)  # type: ignore[arg-type]  # terms of a method
        return f"{method.title.lower()}: {method.sentence(value, scale)}"
    if name == "allocation" and is_dataclass(value):
        words = allocation_of(value).sentence(value, names)  # type: ignore[arg-type]  # a way to divide
        return words.removeprefix("divided ")
    return in_words_of(owner, name, value, scale, names=names)


def _led(lead: str, words: str) -> str:
    return f"{lead} {words}" if lead else words
