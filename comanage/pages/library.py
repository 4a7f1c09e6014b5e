"""The library: its measures and agreement templates, and the choice of a measure for a draft."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, render_template, request

from comanage.database import reading
from comanage.library import collection
from comanage.library.lines import Line, line_of
from comanage.library.measure import TYPICAL_WORDS, LibraryMeasure, Usual
from comanage.library.template import origin_of
from comanage.pages.measures import opened
from comanage.pages.person import needs
from comanage.records.agreement import Agreement
from comanage.rights import Right
from comanage.rules import rule_words
from comanage.rules.measure import Status
from comanage.rules.methods import method_of
from comanage.rules.term_words import MISSING_WORDS, STATUS_WORDS

pages: Blueprint = Blueprint("library", __name__)  # typed: the package lists it while it loads

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of measures is narrowed to; None is every one."""

    line: Line | None
    domain: Usual | None
    status: Status | None

    def measures(self) -> list[LibraryMeasure]:
        """List the measures that fit."""
        return collection.chosen(line=self.line, domain=self.domain, status=self.status)


@pages.get("/library")
@needs(Right.SCORECARD_READ)
def every() -> str:
    """List the measures, by service line, domain and payment status, and the templates."""
    return render_template(
        "library/every.html", **_listed(_filters()), templates=collection.templates()
    )


@pages.get("/library/<code>")
@needs(Right.SCORECARD_READ)
def one(code: str) -> str:
    """Show a measure: its definition, its levels and where each number comes from."""
    found = collection.measure(code)
    return render_template(
        "library/measure.html",
        measure=found,
        watching=[collection.measure(each) for each in found.balances],
        templates=[
            each
            for each in collection.templates()
            if found.code in {chosen.measure for _, chosen in each.chosen()}
        ],
        status=STATUS_WORDS[found.status],
    )


@pages.get("/library/templates/<code>")
@needs(Right.SCORECARD_READ)
def template(code: str) -> str:
    """Show an agreement template: its domains, weights, levels, gates and duties."""
    found = collection.template(code)
    domains = collection.domains(found)
    return render_template(
        "library/template.html",
        template=found,
        domains=domains,
        origins={
            chosen.measure: origin_of(chosen, collection.measure(chosen.measure))
            for _, chosen in found.chosen()
        },
        gates=rule_words.of_domains(domains),
        rules=rule_words.of_measures(domains),
        missing_words=MISSING_WORDS,
        method_of=method_of,
        typical=TYPICAL_WORDS,
    )


@pages.get("/agreements/<int:agreement_id>/scorecard/library")
@needs(Right.SCORECARD_WRITE)
def choose(agreement_id: int) -> str:
    """Choose a measure for a draft; at first those for its service line and for the domain chosen."""
    agreement, _, held = opened(agreement_id)
    into = request.args.get("into", "")
    return render_template(
        "library/choose.html",
        **_listed(_filters(line=_line_of(agreement_id), domain=_word(Usual, into))),
        agreement=agreement,
        into=next((each for each in held.domains if each.code == into), None),
        taken={measure.code for _, measure in held.measures()},
    )


def _filters(*, line: Line | None = None, domain: Usual | None = None) -> Filters:
    """Read what was asked for; what was not asked about at all begins as given."""
    asked = request.args
    return Filters(
        _word(Line, asked["line"]) if "line" in asked else line,
        _word(Usual, asked["domain"]) if "domain" in asked else domain,
        _word(Status, asked.get("status", "")),
    )


def _line_of(agreement_id: int) -> Line | None:
    with reading() as session:
        line = session.get_one(Agreement, agreement_id).service_line
        return line_of(line.code, line.name)


def _listed(filters: Filters) -> dict[str, object]:
    """Gather what both lists of measures say."""
    return {
        "measures": filters.measures(),
        "total": len(collection.measures()),
        "filters": filters,
        "choices": {"line": Line, "domain": Usual, "status": Status},
        "status_words": STATUS_WORDS,
    }


def _word(words: type[Word], asked: str) -> Word | None:
    return next((word for word in words if word.value == asked), None)
