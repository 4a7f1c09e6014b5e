"""Log values: the values of entries of the audit log as people read them; the export keeps the JSON."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from comanage.pages.display import money
from comanage.records.audit_entry import AuditEntry
from comanage.records.log_names import COLUMNS, PARTICIPANT, Names

CENTS = "cents"
NAMED = {*COLUMNS, PARTICIPANT}
Told = Sequence[tuple[str, str]]  # the name of a value, and the value in words


def numbers_in(entries: Iterable[AuditEntry]) -> dict[str, set[int]]:
    """Gather the numbers in the values of entries that name something, by what they stand under."""
    found: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for text in (entry.before, entry.after):
            for name, value in _every(_read(text)):
                if name in NAMED and _is_number(value):
                    found[name].add(value)
    return dict(found)


def told(text: str | None, names: Names) -> Told:
    """Say the values of an entry, each with its name; as it stands where it is not written as ours.

    >>> told('{"earned_cents": 2931975, "number": 2, "owner": 5}', {("owner", 5): "Ada Marsh"})
    [('earned', '$29,319.75'), ('number', '2'), ('owner', 'Ada Marsh')]
    """
    values = _read(text)
    if not isinstance(values, dict):
        return [("", text or "")]
    return [(_name(name), _words(name, value, names)) for name, value in values.items()]


def _read(text: str | None) -> Any:  # noqa: ANN401 - whatever the JSON holds
    try:
        return json.loads(text or "{}")
    except ValueError:
        return None


def _every(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Go through every value with its name, those within others too."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield name, one
            yield from _every(one)
    elif isinstance(value, list):
        for one in value:
            yield from _every(one)


def _name(name: str) -> str:
    """Say the name of a value: "possible_cents" is what was possible, and its unit is shown."""
    words = name.replace("_", " ")
    if CENTS not in words.split():
        return words
    return words.removesuffix(CENTS).rstrip().removesuffix(" in") or "amount"


def _words(name: str, value: Any, names: Names) -> str:  # noqa: ANN401
    if value is None or value in ("", [], {}):
        return "none"
    if isinstance(value, int):
        return _number_words(name, value, names)
    if isinstance(value, dict):
        return ", ".join(f"{_name(at)} {_words(at, one, names)}" for at, one in value.items())
    if isinstance(value, list):
        return "; ".join(_words(name, one, names) for one in value)
    return str(value)


def _number_words(name: str, value: int, names: Names) -> str:
    """Say a number as dollars, or by what it names; and what is so or not as yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if CENTS in name.replace("_", " ").split():
        return money(value)
    return names.get((name, value), str(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
