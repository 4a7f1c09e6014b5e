"""What every table shares: exact columns, instants with a zone, and names in words."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, MetaData, Numeric, Text
from sqlalchemy.orm import DeclarativeBase, aliased
from sqlalchemy.types import TypeDecorator, TypeEngine

from comanage.rules.numbers import terminates, written

LONGEST_WORD = 40  # the room a state, a role or a step has in its column


Record = TypeVar("Record", bound="Base")


class Base(DeclarativeBase):
    """The parent of every record."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_key",
            "fk": "%(table_name)s_%(column_0_N_name)s_exists",
            "uq": "%(table_name)s_once_per_%(column_0_N_name)s",
            "ix": "%(table_name)s_by_%(column_0_N_name)s",
            "ck": "%(constraint_name)s",
        }
    )


class Exact(TypeDecorator[Fraction]):
    """A number kept exactly: text on SQLite, whose numerics are floats, else NUMERIC.

    Comparisons and sums are Python's affair; a sum made by SQLite is a float again.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str] | TypeEngine[Decimal]:
        """Choose the column type that loses nothing."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(Numeric())

    def process_bind_param(self, value: object, dialect: Dialect) -> str | Decimal | None:
        """Refuse what cannot be written as a decimal without end."""
        if value is None:
            return None
        if not isinstance(value, Fraction | int) or isinstance(value, bool):
            raise TypeError(f"{value!r} is not an exact number; give a Fraction.")
        if not terminates(Fraction(value)):
            raise ValueError(f"{value} has no end as a decimal; store its parts.")
        text = written(Fraction(value))
        return text if dialect.name == "sqlite" else Decimal(text)

    def process_result_value(
        self, value: str | Decimal | None, dialect: Dialect
    ) -> Fraction | None:
        """Read the number back as it was given."""
        del dialect
        return None if value is None else Fraction(value)


class Cents(TypeDecorator[int]):
    """An amount of money in whole cents, exact in storage and in sums."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> int | None:
        """Refuse anything but whole cents."""
        del dialect
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise TypeError(f"{value!r} is not an amount in whole cents.")
        return value


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, always with its zone in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def one_of(words: type[StrEnum], name: str) -> Enum:
    """Describe a column that holds one word of a list, kept as that word.

    Args:
        words: The list.
        name: The name of the constraint that refuses any other word.
    """
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        length=LONGEST_WORD,
        name=name,
        validate_strings=True,
    )


@cache
def another(record: type[Record], what: str) -> type[Record]:
    """Give a second part that a kind of records plays in a question; always the same one.

    To make one takes as long as to ask the database, since each of its columns is made anew.

    Args:
        record: The kind of records.
        what: The name of the part in the statement, which no other part of it may have.
    """
    return aliased(record, name=what)
