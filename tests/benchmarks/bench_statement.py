"""A statement as a PDF: how long one takes once fonts and styles are loaded, and its annex."""

from dataclasses import replace

from comanage.statements import pdf
from tests.benchmarks.measured import say, seconds
from tests.statements import samples


def test_a_statement_with_and_without_its_annex():
    whole = samples.held()
    answer = replace(whole, settlement=replace(whole.settlement, steps=()))
    full, short = (seconds(lambda made=made: pdf.write(made), goes=3) for made in (whole, answer))
    say("a statement with its annex", f"{full * 1000:.0f} ms")
    say("the same without the annex", f"{short * 1000:.0f} ms")
    say("the annex", f"{full / short - 1:.0%} more")
