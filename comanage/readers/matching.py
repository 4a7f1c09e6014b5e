"""Matching: which column of a file holds what, where its heads are not those of the template.

Heads are guessed by the words that people write over such columns. A guess is shown and can be
changed; a column that is matched with nothing is left out. What looks like patient data was
refused before, by the heads as they stand in the file: no matching lets a column through.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from comanage.readers.figure_rows import KNOWN, lacking
from comanage.readers.reader import Row, Table
from comanage.readers.template import columns as columns_of
from comanage.refusals import Fault
from comanage.rules.terms import Terms

SIGNS = re.compile(r"[^a-z0-9%]+")
IN_BRACKETS = re.compile(r"\(.*?\)")
NEEDED = {
    "measure": "Say which column names the measure.",
    "participant": "Say which column names the group.",
    "value": "Say which column holds the results, or which two hold the counts.",
    "denominator": "Say which column holds the count below the line too.",
}
TWICE = "{} is matched with this column already."
NOT_THERE = "The file has no such column."

Matches = Mapping[str, str]  # the column of the file, by what it holds


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a column of a file may hold.

    Attributes:
        name: The column of the template that holds it.
        title: Its name for people.
        takes: What it takes, in a sentence.
        words: What people write over such a column.
    """

    name: str
    title: str
    takes: str
    words: tuple[str, ...]


FIELDS = (
    Field("period", "Period", "The code of the period.",
          ("quarter", "reporting period", "measurement period", "period code", "qtr")),
    Field("participant", "Group", "Its code or its name; blank for the service line as a whole.",
          ("group", "physician group", "practice", "group code", "group name", "participant code")),
    Field("measure", "Measure", "Its code, or its name as the scorecard has it.",
          ("measure code", "measure id", "code", "metric", "kpi", "indicator", "measure name",
           "metric name", "name")),
    Field("numerator", "Numerator", "The count above the line.",
          ("num", "numer", "events", "met", "numerator count")),
    Field("denominator", "Denominator", "The count below the line.",
          ("den", "denom", "eligible", "cases", "n", "total cases", "denominator count")),
    Field("value", "Value", "The result in its unit: 84.2 for a percentage, never 0.842.",
          ("result", "rate", "actual", "score", "performance", "figure", "%", "percent")),
    Field("baseline", "Baseline", "The result of the baseline period.",
          ("base", "baseline value", "baseline rate", "prior", "prior period", "previous")),
    Field("absent", "Reason why there is none", "Why a row has no figure.",
          ("reason", "missing reason", "why absent", "reason absent", "if there is none why")),
    Field("unit", "Unit", "Compared with the unit that the scorecard counts in.",
          ("units", "unit of measure", "uom")),
    Field("source", "Source", "System, report and run date.",
          ("data source", "system", "report", "source system", "source report")),
    Field("note", "Note", "What the verifier should know.",
          ("notes", "comment", "comments", "remark", "remarks")),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}


def fields(table: Table, terms: Terms) -> list[Field]:
    """List what columns may hold by these terms, or do hold by their heads, in the order of the page."""
    wanted = {*columns_of(terms), *table.columns}
    return [field for field in FIELDS if field.name in wanted]


def guessed(table: Table, terms: Terms) -> dict[str, str]:
    """Guess which column holds what: those of the template first, then by the words over others."""
    wanted = fields(table, terms)
    found = {field.name: field.name for field in wanted if field.name in table.columns}
    free = [column for column in table.columns if column not in found]
    for field in wanted:
        fits = next((column for word in field.words for column in free if _says(column, word)), "")
        if fits and field.name not in found:
            found[field.name] = fits
            free.remove(fits)
    return found


def fits(table: Table, terms: Terms) -> bool:
    """Say whether every column is one of the template's and none is missing, so that nobody is asked."""
    return {*table.columns} <= {*KNOWN} and not lacking(table.columns, terms)


def kept(matches: Matches, table: Table, terms: Terms) -> dict[str, str]:
    """Give what was matched before, as far as this file has the same columns; guesses otherwise."""
    still = {name: column for name, column in matches.items() if column in table.columns}
    if not still:
        return guessed(table, terms)
    taken = {*still.values()}
    return still | {
        name: column
        for name, column in guessed(table, terms).items()
        if name not in matches and column not in taken
    }


def match_faults(matches: Matches, table: Table, terms: Terms) -> list[Fault]:
    """List what is wrong with a matching, each at the field it is about."""
    found, taken = [], dict[str, str]()
    for field in fields(table, terms):
        column = matches.get(field.name, "")
        if column and column not in table.columns:
            found.append(Fault(field.name, NOT_THERE))
        elif column in taken:
            found.append(Fault(field.name, TWICE.format(BY_NAME[taken[column]].title)))
        elif column:
            taken[column] = field.name
    given = {"period", *(name for name, column in matches.items() if column)}
    return found + [Fault(name, NEEDED[name]) for name in lacking(given, terms)]


def rearranged(table: Table, matches: Matches, terms: Terms, period: str) -> Table:
    """Give a table the columns of the template, by a matching without faults.

    Args:
        table: The rows as the file has them.
        matches: Which column holds what; others are left out.
        terms: The scorecard, whose names of measures and groups stand for their codes.
        period: The period of every row where no column says it.
    """
    chosen = {name: column for name, column in matches.items() if column}
    names = {"measure": _codes(terms), "participant": _groups(terms)}

    def cells(row: Row) -> dict[str, str]:
        told = {name: row.cells[column] for name, column in chosen.items()}
        for name, codes in names.items():
            if name in told:
                told[name] = codes.get(told[name].casefold(), told[name])
        return {"period": period} | told

    rows = tuple(Row(row.number, cells(row)) for row in table.rows)
    return replace(table, columns=tuple({"period": "", **chosen}), rows=rows)


def _says(column: str, word: str) -> bool:
    """Say whether the head of a column is a word, with or without what stands in brackets."""
    heads = (column, IN_BRACKETS.sub(" ", column))
    return word in {" ".join(SIGNS.sub(" ", head).split()) for head in heads}


def _codes(terms: Terms) -> dict[str, str]:
    """Give the codes of measures by their names."""
    return _alone([(measure.name, measure.code) for _, measure in terms.measures()])


def _groups(terms: Terms) -> dict[str, str]:
    """Give the codes of groups by their names."""
    return _alone([(name, code) for code, name in terms.names().items()])


def _alone(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Give codes by names, whatever their case; what could stand for two stands for none."""
    found: dict[str, set[str]] = {}
    for _, code in pairs:
        found.setdefault(code.casefold(), set()).add(code)
    taken = {*found}
    for name, code in pairs:
        if name.casefold() not in taken:
            found.setdefault(name.casefold(), set()).add(code)
    return {text: codes.pop() for text, codes in found.items() if len(codes) == 1}
