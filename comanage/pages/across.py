"""Across agreements: one place for what each of them has a page for, such as its results.

Where a person has one agreement only, the place leads straight to its page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from comanage import clock
from comanage.access import agreements_seen, may
from comanage.actions import year_caps
from comanage.actions.own_results import OwnResult, own_results
from comanage.database import reading
from comanage.pages.cap_charts import drawn
from comanage.pages.display import day
from comanage.pages.person import needs, signed_in
from comanage.pages.told import told
from comanage.records import basis as bases
from comanage.records import overview
from comanage.records import settlement as settlements
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.settlement import Settlement
from comanage.rights import Right
from comanage.rules.projection import projected_from
from comanage.rules.scorecard_steps import BEING_MADE, ScorecardState

pages = Blueprint("across", __name__)


@dataclass(frozen=True, slots=True)
class Way:
    """The way to one agreement's page.

    Attributes:
        title: The agreement.
        url: Its page; empty where it has none yet.
        words: What is there, such as a period.
    """

    title: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """What was earned in the last approved period of one agreement.

    Attributes:
        agreement: The agreement.
        record: The settlement of that period; None while nothing is approved.
        own: What a leader's groups earned of it.
        url: The page that says more; empty while nothing is approved.
    """

    agreement: Agreement
    record: Settlement | None
    own: OwnResult | None
    url: str

    @property
    def projected(self) -> bool:
        """Whether a later period of the year decides what is earned."""
        terms = bases.terms_of(self.record.scorecard) if self.record else None
        return bool(self.record and terms and projected_from(terms, self.record.period.code))

    @property
    def part(self) -> Fraction | None:
        """The share of the pool that was earned; None where that is not told."""
        hidden = self.own is not None and self.own.possible is None
        if self.record is None or self.record.possible_cents <= 0 or hidden:
            return None
        return Fraction(self.record.earned_cents, self.record.possible_cents)


@pages.get("/results")
@needs(Right.AGREEMENT_READ)
def results() -> str | Response:
    """Show what was earned of what was possible in the last approved period of each agreement."""
    actor = signed_in()
    with reading() as session:
        seen = agreements_seen(session, actor)
        own = own_results(session, actor) if may(actor, Right.PAYMENT_OWN) else {}
        known = settlements.standing_among(
            settlements.approved_in(session, [each.id for each in seen])
        )
        last = {key: found[-1] for key, found in known.items()}
        if len(seen) == 1 and last and may(actor, Right.STATEMENT_READ):
            return redirect(_result_url(last[seen[0].id]), 303)
        return render_template("across/results.html", lines=_result_lines(seen, last, own), own=own)


@pages.get("/trend")
@needs(Right.STATEMENT_READ)
def trend() -> str | Response:
    """Lead to the results of each agreement over time."""
    with reading() as session:
        seen = agreements_seen(session, signed_in(), Right.STATEMENT_READ)
        known = overview.approved_periods(session, [each.id for each in seen])
    return _listed("Trend", "What was earned and how each measure went, period by period.", [
        Way(each.title, url_for("trends.of_agreement", agreement_id=each.id),
            f"up to {known[each.id]}" if each.id in known else "nothing approved yet")
        for each in seen
    ])  # fmt: skip


@pages.get("/statements")
@needs(Right.STATEMENT_READ)
def statements() -> str | Response:
    """Lead to the issued statements of each agreement."""
    with reading() as session:
        seen = agreements_seen(session, signed_in(), Right.STATEMENT_READ)
        known = overview.approved_periods(session, [each.id for each in seen])
    return _listed("Statements", "Every statement as it was issued, by agreement.", [
        Way(each.title, url_for("issued_statements.every", agreement_id=each.id),
            f"the last of {known[each.id]}" if each.id in known else "none issued yet")
        for each in seen
    ])  # fmt: skip


@pages.get("/scorecards")
@needs(Right.SCORECARD_READ)
def scorecards() -> str | Response:
    """Lead to the scorecard of each agreement."""
    with reading() as session:
        seen = agreements_seen(session, signed_in(), Right.SCORECARD_READ)
        states = overview.scorecard_states(session, [each.id for each in seen])
    return _listed("Scorecards", "Domains, measures and money of each agreement.", [
        Way(each.title, url_for("scorecards.current", agreement_id=each.id),
            _scorecard_words(states.get(each.id, frozenset())))
        for each in seen
    ])  # fmt: skip


@pages.get("/imports")
@needs(Right.FIGURE_ENTER)
def imports() -> str | Response:
    """Lead to the import of figures, for each period that has begun and is open."""
    with reading() as session:
        seen = agreements_seen(session, signed_in(), Right.FIGURE_ENTER)
        begun = overview.begun_periods(session, [each.id for each in seen], clock.today())
    titles = {each.id: each.title for each in seen}
    return _listed("Import", "A file of figures, for a period that has begun and is open.", [
        Way(f"{titles[each.agreement_id]}, {each.code}",
            url_for("imports.new", agreement_id=each.agreement_id, code=each.code),
            f"{day(each.starts)} to {day(each.ends)}")
        for each in sorted(begun, key=lambda one: (titles[one.agreement_id], one.starts))
    ], asks="Of which period?", nothing="No period is open, so there is nothing to import figures into.")  # fmt: skip


@pages.get("/packets")
@needs(Right.PACKET_MAKE)
def packets() -> str | Response:
    """Lead to the audit packet of each agreement."""
    with reading() as session:
        seen = agreements_seen(session, signed_in(), Right.PACKET_MAKE)
    return _listed("Packets", "One zip of an agreement, which a reviewer checks alone.", [
        Way(each.title, url_for("packets.new", agreement_id=each.id), each.service_line.name)
        for each in seen
    ])  # fmt: skip


@pages.get("/caps")
@needs(Right.PAYOUT_READ)
@told(Act.PAYOUTS_READ)
def caps() -> str:
    """Show what counts towards the cap of each agreement's last contract year."""
    with reading() as session:
        return render_template(
            "across/caps.html", caps=drawn(year_caps.of_every(session, signed_in()))
        )


def _listed(
    title: str,
    lead: str,
    ways: Sequence[Way],
    *,
    asks: str = "Of which agreement?",
    nothing: str = "There is no agreement here yet.",
) -> str | Response:
    """Go the only way there is, or list them."""
    if len(ways) == 1:
        return redirect(ways[0].url, 303)
    return render_template(
        "across/ways.html", title=title, lead=lead, ways=ways, asks=asks, nothing=nothing
    )


def _result_lines(
    seen: Sequence[Agreement], last: Mapping[int, Settlement], own: Mapping[int, OwnResult]
) -> list[ResultLine]:
    return [
        ResultLine(
            agreement=each,
            record=(record := last.get(each.id)),
            own=own.get(each.id),
            url=_result_url(record) if record else "",
        )
        for each in seen
    ]


def _result_url(record: Settlement) -> str:
    """Lead to the scorecard of a settled period, or to the settlement for who sees totals only."""
    page = "results.period" if may(signed_in(), Right.STATEMENT_READ) else "settlements.period"
    return url_for(page, agreement_id=record.agreement_id, code=record.period.code)


def _scorecard_words(states: frozenset[ScorecardState]) -> str:
    words = "a version in force" if ScorecardState.LOCKED in states else "none in force yet"
    return f"{words}, a draft" if states & BEING_MADE else words
