"""Columns: numbers, money and moments come back as they went in, on either database."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import StatementError

from comanage.records.base import Cents, Exact, Instant
from comanage.rules.numbers import exact

TRIED = Table(
    "tried",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("number", Exact),
    Column("money", Cents),
    Column("moment", Instant),
)
HARD = (
    "12345678901234567.0123456789",  # a float ends after sixteen digits
    "9007199254740993.01",
    "0.1",
    "-0.0000000000000000000000000001",
    "123456789012345678901234567890123456789",
    "0",
)
decimals = st.builds(
    lambda digits, places: Fraction(digits, 10**places),
    st.integers(-(10**30), 10**30),
    st.integers(0, 30),
)


@pytest.fixture
def table(engine):
    """A table with one column of each kind."""
    with engine.begin() as connection:
        TRIED.create(connection)
    return engine


@pytest.mark.parametrize("number", HARD)
def test_a_number_comes_back_exactly(table, number):
    assert through(table, "number", exact(number)) == exact(number)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(number=decimals)
@pytest.mark.trust("D1")
def test_any_decimal_comes_back_exactly(table, number):
    assert through(table, "number", number) == number


def test_ten_dimes_make_a_dollar_in_python(table):
    with table.begin() as connection:
        connection.execute(insert(TRIED), [{"number": Fraction(1, 10)}] * 10)
        assert sum(connection.scalars(select(TRIED.c.number))) == 1


def test_a_whole_number_may_be_given_as_such(table):
    assert through(table, "number", 42) == Fraction(42)


@pytest.mark.parametrize("given", [0.1, Decimal("0.1"), "0.1", True], ids=repr)
def test_what_is_not_an_exact_number_is_refused(table, given):
    with pytest.raises(StatementError, match="is not an exact number; give a Fraction"):
        through(table, "number", given)


def test_a_number_without_end_is_refused(table):
    with pytest.raises(StatementError, match="1/3 has no end as a decimal"):
        through(table, "number", Fraction(1, 3))


@pytest.mark.trust("D1")
def test_money_is_exact_in_storage_and_in_sums(table):
    amounts = [900719925474099301, 1, -900719925474099300]
    with table.begin() as connection:
        connection.execute(insert(TRIED), [{"money": amount} for amount in amounts])
        assert list(connection.scalars(select(TRIED.c.money).order_by(TRIED.c.id))) == amounts
        assert connection.scalar(select(func.sum(TRIED.c.money))) == 2


@pytest.mark.parametrize("given", [1.0, Fraction(1), "1", True, Decimal(1)], ids=repr)
@pytest.mark.trust("D1")
def test_money_that_is_not_whole_cents_is_refused(table, given):
    with pytest.raises(StatementError, match="is not an amount in whole cents"):
        through(table, "money", given)


@pytest.mark.parametrize("hours", [-10, 0, 14])
@pytest.mark.trust("E5")
def test_a_moment_comes_back_in_utc_wherever_it_was_told(table, hours):
    zone = timezone(timedelta(hours=hours))
    told = datetime(2027, 3, 14, 2, 30, 0, 123456, tzinfo=zone)
    found = through(table, "moment", told)
    assert found == told
    assert found.tzinfo is UTC


@pytest.mark.trust("E5")
def test_a_moment_without_a_zone_is_refused(table):
    with pytest.raises(StatementError, match="has no zone"):
        through(table, "moment", datetime(2027, 3, 14))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize("column", ["number", "money", "moment"])
def test_nothing_stays_nothing(table, column):
    assert through(table, column, None) is None


def through(engine, column, value):
    """Store a value in a column, and read it back."""
    with engine.begin() as connection:
        key = connection.execute(insert(TRIED).values({column: value})).inserted_primary_key[0]
        return connection.scalar(select(TRIED.c[column]).where(TRIED.c.id == key))
