"""comanage lint: what is wrong or odd in a scorecard, from its file alone."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from comanage.cli.doorway import FILE, REFUSED, contents_of, text_of
from comanage.readers.figure_rows import read_figures
from comanage.refusals import Fault, Faulty
from comanage.rules import canonical
from comanage.rules.figures import Figure
from comanage.rules.lint import Caution, Findings
from comanage.rules.lint import lint as found_in
from comanage.rules.terms import Answer, Terms

NOTHING = "Nothing is wrong or odd."


@click.command()
@click.argument("terms", type=FILE)
@click.option("--figures", type=FILE, metavar="FILE", help="Look at the baselines of these too.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document instead of lines.")
def lint(terms: Path, figures: Path | None, *, as_json: bool) -> None:
    """Say what is wrong or odd in TERMS (JSON), all at once.

    Faults end in exit status 1. Cautions do not: they are mended, or answered by a person
    before the scorecard is locked.
    """
    agreed, faults = canonical.read(Terms, text_of(terms))
    found = Findings(tuple(faults), ())
    if agreed is not None:
        found = found_in(agreed, _figures(figures, agreed))
    click.echo(json.dumps(document(found), indent=1) if as_json else "\n".join(lines(found)))
    if found.faults:
        raise click.exceptions.Exit(REFUSED)


def lines(found: Findings) -> list[str]:
    """Write findings one a line, faults first, then a line that counts them."""
    if not found.faults and not found.cautions:
        return [NOTHING]
    told = [f"fault: {fault}" for fault in found.faults]
    for caution in (*found.unanswered, *found.answered):
        told += [f"caution: {caution}", f"  key: {caution.key}"]
        told += [f"  {_answered(caution.answer)}"] if caution.answer else []
    return [*told, _counted(found)]


def document(found: Findings) -> dict[str, list[dict[str, object]]]:
    """Put findings into what JSON can hold."""
    faults: list[dict[str, object]] = [
        {"place": fault.place, "sentence": fault.sentence} for fault in found.faults
    ]
    return {"faults": faults, "cautions": [_of_caution(each) for each in found.cautions]}


def _of_caution(caution: Caution) -> dict[str, object]:
    answer = None if caution.answer is None else canonical.document(caution.answer)
    return {
        "key": caution.key,
        "place": caution.place,
        "sentence": caution.sentence,
        "answer": answer,
    }


def _answered(answer: Answer) -> str:
    return f"answered by {answer.by} on {answer.on.isoformat()}: {answer.answer}"


def _counted(found: Findings) -> str:
    counts = (
        (len(found.faults), "fault", "faults"),
        (len(found.unanswered), "caution to answer", "cautions to answer"),
        (len(found.answered), "answered caution", "answered cautions"),
    )
    words = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return f"{', '.join(words)}."


def _figures(file: Path | None, terms: Terms) -> Sequence[Figure]:
    """Read figures to compare with the terms.

    Raises:
        Faulty: The file has faults; all of them are listed.
    """
    if file is None:
        return ()
    placed, faults = read_figures("", contents_of(file), terms)
    if faults:
        raise Faulty(_within(file, faults))
    return [figure for _, figure in placed]


def _within(file: Path, faults: Sequence[Fault]) -> list[Fault]:
    return [fault.within(str(file)) for fault in faults]
