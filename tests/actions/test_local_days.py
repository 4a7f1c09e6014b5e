"""Days of the hospital: what people may do in its evening, and when its days end, on either database.

Each is tried at 23:30 and across the nights in which the clocks change, and the triggers of the
database say the same. What is on record stays as it is, whatever zone the setting names.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from comanage import clock
from comanage.actions import attesting, restating, scorecard_steps, settlements
from comanage.database import reading, transaction
from comanage.records.audit_entry import latest
from comanage.records.document import Document
from comanage.records.log_search import Sought
from comanage.records.performance_period import by_code
from comanage.records.scorecard_step import locked_late
from comanage.records.settlement import latest as newest
from comanage.records.statement import of_settlement
from comanage.refusals import Conflict, Faulty
from comanage.rules.scorecard_steps import ScorecardState
from tests.actions.filing import make_filing
from tests.actions.locking import locked, revision_of, signed
from tests.actions.on_duty import log, on_duty
from tests.actions.releasing import make_approved, pay, release, request
from tests.actions.settling import (
    PERIOD,
    approved,
    calculated,
    control,
    finalized,
    make_ready,
    without_layout,
)
from tests.makers import make_scorecard

pytestmark = pytest.mark.trust("E5")

ZONES = {name: ZoneInfo(name) for name in ("America/New_York", "Pacific/Honolulu", "Pacific/Guam")}
EASTERN = ZONES["America/New_York"]
DAY = timedelta(days=1)
# The evenings before and of the days in 2027 on which the clocks of New York change, and of another.
EVENINGS = [
    date(2027, 3, 13),
    date(2027, 3, 14),
    date(2027, 7, 14),
    date(2027, 11, 6),
    date(2027, 11, 7),
]
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(params=ZONES, ids=str)
def zone(request):
    """The zone of the hospital: behind UTC, far behind, and ahead of it."""
    with clock.within(ZONES[request.param]):
        yield ZONES[request.param]


@pytest.fixture
def eastern():
    with clock.within(EASTERN):
        yield EASTERN


def at(day, hour, minute=0):
    """Hold the clock at a time of the hospital."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.zone())
    return clock.fixed(local)


@pytest.mark.parametrize("day", EVENINGS, ids=str)
def test_hours_are_logged_for_today_all_evening_and_for_tomorrow_from_midnight(session, zone, day):
    del zone
    made = on_duty(session)
    for hour, minute in ((0, 0), (23, 30)):
        with at(day, hour, minute):
            entry = log(session, made, day=day)
            assert (entry.day, entry.entered_on) == (day, day)
            with pytest.raises(Faulty):
                log(session, made, day=day + DAY)
    with at(day + DAY, 0):
        assert log(session, made, day=day + DAY).entered_on == day + DAY


def test_a_month_is_attested_from_the_midnight_that_ends_it(session, zone):
    del zone
    made = on_duty(session)
    with at(date(2027, 3, 31), 23, 30):
        log(session, made, day=date(2027, 3, 31))
        page = attesting.page(session, made.ann, made.id, made.granite, month="2027-03")
        with pytest.raises(Conflict, match="1 Apr 2027"):
            attest(session, made, page)
    with at(date(2027, 4, 1), 0):
        assert attest(session, made, page).signed_at == clock.now()


def attest(session, made, page):
    return attesting.attest(
        session, made.ann, made.id, made.granite, month="2027-03", seen=page.shown_hash
    )


@pytest.mark.parametrize("calculated_on", EVENINGS, ids=str)
def test_a_window_of_days_ends_at_midnight_whatever_the_clocks_did(engine, eastern, calculated_on):
    del engine, eastern
    with at(calculated_on, 23, 30):
        with transaction() as session:
            made = make_ready(session)
        control(made, dispute_days=3)
        calculated(made)
    last = calculated_on + 2 * DAY
    with at(last, 23, 59), pytest.raises(Conflict, match="open for dispute until"):
        finalize(made)
    with at(last + DAY, 0):
        assert finalize(made).finalized_at == clock.now()


def finalize(made):
    with transaction() as session:
        return settlements.finalize(session, made.administrator, made.id, PERIOD, number=1)


@pytest.fixture
def released(engine, monkeypatch, zone):
    """A quarter that was released at noon, in a zone."""
    del engine, zone
    without_layout(monkeypatch)
    with at(date(2027, 4, 14), 12):
        made = make_approved()
        release(made)
    return made


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_what_is_asked_for_is_paid_on_that_day_and_not_before(released, hour):
    day = date(2027, 4, 16)
    with at(day, hour, 30):
        request(released)
        assert "asked for on 16 Apr 2027" in unpaid(released, day - DAY)
        assert "not later than today" in unpaid(released, day + DAY)
        assert pay(released, [1], on=day)[0].paid_on == day


def unpaid(made, day):
    """Say why no payment is recorded as paid on a day."""
    with pytest.raises(Faulty) as why:
        pay(made, [1], on=day)
    return str(why.value.faults[0])


FIRST = date(2027, 1, 1)


@pytest.fixture
def drafted(session, zone):
    """A first version that governs from 1 January, and is checked and signed the day before."""
    with at(FIRST - DAY, 20):
        made = make_filing(session)
        made.draft = make_scorecard(
            session, made.agreement, state=ScorecardState.DRAFT, effective_on=FIRST
        )
        yield SimpleNamespace(zone=zone, **vars(made))


@pytest.mark.parametrize("hour", [0, 23])
def test_a_version_signed_in_the_evening_before_is_locked_in_time(session, drafted, hour):
    with at(FIRST - DAY, hour, 30):
        version = locked(session, drafted.ada, drafted.id)
        assert version.locked_at == clock.now()
        assert locked_late(session, version, FIRST) == ""
    assert locked_late(session, version, FIRST - DAY) == ""


@pytest.mark.parametrize("hour", [0, 23])
def test_a_version_signed_on_its_first_day_is_locked_until_its_midnight(session, drafted, hour):
    with at(FIRST, hour, 30):
        signed(session, drafted.ada, drafted.id, on=FIRST)
        assert locked_now(session, drafted).locked_at == clock.now()


def test_a_version_signed_on_its_first_day_is_not_locked_on_the_next(session, drafted):
    with at(FIRST, 23, 30):
        signed(session, drafted.ada, drafted.id, on=FIRST)
    with at(FIRST + DAY, 0), pytest.raises(Faulty):
        locked_now(session, drafted)


def locked_now(session, made):
    return scorecard_steps.lock(session, made.ada, made.id, revision=revision_of(session, made.id))


def test_the_log_is_searched_by_days_of_the_hospital(session, eastern):
    del eastern
    made = on_duty(session)
    for day in EVENINGS[:3]:
        with at(day, 23, 30):
            log(session, made, day=day)
    for day in EVENINGS[:3]:
        sought = Sought(since=day, until=day)
        assert [clock.day(each.at) for each in latest(session, *sought.conditions())] == [day]
    whole = Sought(since=date.min, until=date.max)
    with clock.within(ZoneInfo("Pacific/Kiritimati")):
        assert len(latest(session, *whole.conditions())) == 3


def test_another_zone_changes_nothing_that_is_on_record(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)
    with clock.within(EASTERN), at(date(2027, 4, 14), 23, 30):
        with transaction() as session:
            made = make_ready(session)
        finalized(made)
        approved(made)
    kept = {}
    for zone in (EASTERN, UTC, TOKYO):
        with clock.within(zone), reading() as session:
            found = newest(session, by_code(session, made.id, PERIOD).id)
            issued = of_settlement(session, found.id)
            kept[zone] = (
                found.document, found.document_hash, found.approved_at,
                [(each.document_sha256, each.issued_at, content(session, each)) for each in issued],
                restating.payouts_of(session, found),
            )  # fmt: skip
    assert kept[EASTERN] == kept[UTC] == kept[TOKYO]


def content(session, statement):
    """Give the bytes of a statement, which its hash still names."""
    kept = session.get_one(Document, statement.document_sha256).content
    assert hashlib.sha256(kept).hexdigest() == statement.document_sha256
    return kept


def test_a_settlement_comes_out_the_same_in_every_zone(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
    hashes = set()
    for zone in (EASTERN, UTC, TOKYO):
        with clock.within(zone), at(date(2027, 4, 14), 23, 30):
            hashes.add(calculated(made).document_hash)
    assert len(hashes) == 1


@pytest.mark.trust("F5")
def test_a_statement_is_issued_with_the_times_of_the_hospital(engine, monkeypatch):
    del engine
    written = without_layout(monkeypatch)
    with clock.within(EASTERN), at(date(2027, 4, 14), 23, 30):
        with transaction() as session:
            made = make_ready(session)
        finalized(made)
        approved(made)
        facts = written[0].facts
    times = [facts.issued_at, *(each.at for each in facts.signatures)]
    assert {each.tzname() for each in times} == {"EDT"}
    assert facts.issued_at.replace(tzinfo=None) == datetime(2027, 4, 14, 23, 30)  # noqa: DTZ001
