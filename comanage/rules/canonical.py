"""Canonical JSON: one text, and so one hash, for the same terms, figures or settlement.

Keys are sorted, nothing is indented, text is UTF-8 in composed form; a number
that ends is decimal text and any other is "n/d"; whole cents and counts are
JSON integers; an instant is ISO 8601 with the name of its zone behind it. A value equal to its default is left out, so that a field added
to the terms later does not change the hash of what was signed before.

Reading is strict: an unknown key, a missing one, a repeated one or a value of
the wrong kind is a fault with its path, and all faults come back at once.
"""

# ruff: noqa: ANN401  a codec meets every type there is; what it returns is checked as it is built
import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from comanage.refusals import Fault
from comanage.rules.allocations import ALLOCATIONS
from comanage.rules.allocations.forbidden import why_forbidden
from comanage.rules.funding import FUNDINGS
from comanage.rules.methods import METHODS
from comanage.rules.methods.method import Agreed
from comanage.rules.numbers import exact, written

# Any: what JSON holds is only known once it is read.
Json = Any
Value = TypeVar("Value")
_INSTANT = re.compile(r"([^\[]+)\[([^\]]+)\]")
_UNKEPT = re.compile("[\0\ud800-\udfff]")  # NUL, and halves of signs
# What may stand in an entry that names its kind, by the name of the entry.
KINDS: dict[str, dict[str, type[Any]]] = {
    "method": {kind: method.terms for kind, method in METHODS.items()},
    "funding": {kind: funding.terms for kind, funding in FUNDINGS.items()},
    "allocation": {kind: allocation.terms for kind, allocation in ALLOCATIONS.items()},
}


def text(value: object) -> str:
    """Write a value as canonical JSON text.

    >>> from comanage.rules.allocations.equal import Equal
    >>> text(Equal())
    '{"kind":"equal"}'
    """
    plain = json.dumps(document(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", plain)


def digest(plain: str) -> str:
    """Give the SHA-256 of canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(plain.encode()).hexdigest()


def document(value: object) -> Json:
    """Turn a value into what JSON can hold."""
    if isinstance(value, Fraction):
        return written(value)
    if isinstance(value, datetime):
        return f"{value.isoformat()}[{getattr(value.tzinfo, 'key', 'UTC')}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [document(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        kind = {name: getattr(value, name) for name in ("kind", "format") if hasattr(value, name)}
        stated = {
            each.name: document(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != _default(each)
        }
        return kind | stated
    if value is None or isinstance(value, str | int):
        return str(value) if isinstance(value, StrEnum) else value
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def read(kind: type[Value], plain: str) -> tuple[Value | None, list[Fault]]:
    """Read a value from JSON text; None and its faults where there are any.

    Numbers may be JSON numbers or text; they are read digit by digit either way.
    """
    found: list[Fault] = []
    try:
        held = json.loads(
            plain,
            parse_float=str,
            parse_constant=_refuse_constant,
            object_pairs_hook=lambda pairs: _once(pairs, found),
        )
    except (ValueError, RecursionError) as why:
        return None, [Fault("", f"This is not a JSON document: {why}.")]
    value = _value(kind, held, "", found)
    return (None, found) if found else (value, [])


def _value(kind: Any, held: Json, place: str, found: list[Fault]) -> Any:
    """Read one value of a kind, adding faults to those found."""
    if get_origin(kind) is tuple:
        return _tuple(kind, held, place, found)
    if isinstance(kind, UnionType):
        (inner,) = (part for part in get_args(kind) if part is not NoneType)
        return None if held is None else _value(inner, held, place, found)
    if kind is Agreed:
        return _agreed(held, place, found)
    if is_dataclass(kind):
        return _object(kind, held, place, found)
    try:
        return _plain(kind, held)
    except ValueError as why:
        found.append(Fault(place, str(why)))
        return None


def _plain(kind: Any, held: Json) -> Any:
    """Read text, a number, a date, a yes or no, or a word of a list; ValueError says why not."""
    if kind is bool:
        if isinstance(held, bool):
            return held
        raise ValueError("Write true or false.")
    plain = _written(held)
    if kind is str:
        return plain
    if kind is Fraction:
        return exact(plain)
    if kind in _PLAIN:
        return _PLAIN[kind](plain)
    if plain in list(kind):
        return kind(plain)
    raise ValueError(f"{plain} is none of: {', '.join(kind)}.")


def _written(held: Json) -> str:
    """Give a text or a number as it was written, where it can be kept."""
    if isinstance(held, bool) or not isinstance(held, str | int):
        raise ValueError("Write one text or number here.")  # noqa: TRY004
    plain = unicodedata.normalize("NFC", str(held))
    if _UNKEPT.search(plain):
        raise ValueError("Take out the signs that cannot be kept as text.")
    return plain


def _date(plain: str) -> date:
    try:
        return date.fromisoformat(plain)
    except ValueError:
        raise ValueError(f"{plain} is not a date written as 2027-01-31.") from None


def _instant(plain: str) -> datetime:
    found = _INSTANT.fullmatch(plain)
    try:
        zone = UTC if found and found[2] == "UTC" else ZoneInfo(found[2] if found else "")
        at = datetime.fromisoformat(found[1] if found else "").astimezone(zone)
    except (ValueError, LookupError, OSError, OverflowError):
        at = None
    if at is None or document(at) != plain:
        raise ValueError(
            f"{plain} is not an instant written as 2027-07-14T12:02:00-04:00[America/New_York]."
        )
    return at


def _whole(plain: str) -> int:
    number = exact(plain)
    if number.denominator != 1:
        raise ValueError(f"{plain} is not a whole number.")
    return number.numerator


_PLAIN: dict[Any, Callable[[str], Any]] = {int: _whole, datetime: _instant, date: _date}


def _tuple(kind: Any, held: Json, place: str, found: list[Fault]) -> Any:
    if not isinstance(held, list):
        found.append(Fault(place, "Write a list in square brackets."))
        return None
    parts = get_args(kind)
    endless = len(parts) == 2 and parts[1] is Ellipsis  # tuple[X, ...]
    if not endless and len(held) != len(parts):
        found.append(Fault(place, f"Write {len(parts)} entries."))
        return None
    kinds = [parts[0]] * len(held) if endless else parts
    return tuple(
        _value(each, one, f"{place}[{at}]", found)
        for at, (each, one) in enumerate(zip(kinds, held, strict=True), 1)
    )


def _agreed(held: Json, place: str, found: list[Fault]) -> Any:
    kinds = KINDS[place.rpartition(".")[2]]
    kind = held.get("kind") if isinstance(held, Mapping) else None
    if not isinstance(kind, str) or kind not in kinds:
        named = f"{kind} is none of" if kind else "Give a kind, one of"
        why = why_forbidden(kind) if kinds is KINDS["allocation"] and isinstance(kind, str) else ""
        found.append(Fault(_within(place, "kind"), why or f"{named}: {', '.join(kinds)}."))
        return None
    rest = {key: value for key, value in held.items() if key != "kind"}
    return _object(kinds[kind], rest, place, found)


def _object(kind: Any, held: Json, place: str, found: list[Fault]) -> Any:
    if not isinstance(held, Mapping):
        found.append(Fault(place, "Write an object in curly brackets."))
        return None
    hints = _hints(kind)
    if hasattr(kind, "format"):
        held = _of_format(kind.format, held, place, found)
    found += [
        Fault(_within(place, key), "There is no such entry here.")
        for key in held
        if key not in hints
    ]
    read_so_far, before = {}, len(found)
    for each in fields(kind):
        inner = _within(place, each.name)
        if each.name in held:
            read_so_far[each.name] = _value(hints[each.name], held[each.name], inner, found)
        elif each.default is MISSING and each.default_factory is MISSING:
            found.append(Fault(inner, "This entry is missing."))
    return kind(**read_so_far) if len(found) == before else None


def _of_format(
    name: str, held: Mapping[str, Json], place: str, found: list[Fault]
) -> Mapping[str, Json]:
    """Take the name of the format off a document; a document may leave it out."""
    if held.get("format", name) != name:
        found.append(Fault(_within(place, "format"), f"This version reads {name}."))
    return {key: value for key, value in held.items() if key != "format"}


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _default(each: "Field[Any]") -> object:
    return each.default  # MISSING, which equals nothing, where there is none


def _once(pairs: list[tuple[str, Json]], found: list[Fault]) -> dict[str, Json]:
    names = Counter(name for name, _ in pairs)
    found += [
        Fault(name, "This entry stands twice in one object.")
        for name, count in names.items()
        if count > 1
    ]
    return dict(pairs)


def _refuse_constant(word: str) -> Json:
    raise ValueError(f"{word} is not a number")
