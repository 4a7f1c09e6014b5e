"""A statement of 24 measures: against a warm Chromium that prints the same page, and what it needs.

Each round asks Chromium, one worker and two workers in turn, so that whatever else the machine does
weighs on all of them; what is told is the middle of the rounds' ratios. A statement is timed whole:
from the data that it carries to the sealed file. The browser is timed from opening the page to its
PDF, with tags and an outline, since ours has them.
"""

import io
from statistics import median
from time import perf_counter

import pikepdf
import pytest

from comanage.statements import carried, pdf
from comanage.statements.verdicts import verify_statement, verify_workbook
from tests.benchmarks import of_24_measures
from tests.benchmarks.asked import chromium, page, workers
from tests.benchmarks.measured import judge, say, seconds
from tests.benchmarks.statement_worker import kinds

ROUNDS, EACH = 7, 2
SETTLED_AFTER, MORE = 10, 100  # statements
MOST_MEMORY, MOST_GROWTH = 100, 1  # MiB


@pytest.fixture(scope="module")
def pair():
    """Two workers that are warm."""
    with workers(2) as started:
        yield started


def in_turn(printing, address, pair):
    """Give the seconds of a statement: by Chromium, by one worker, and by two at once.

    Behind them stands the processor time of one worker as a ratio to that of Chromium.
    """
    before = printing.processor(), pair[0].processor()
    printed = sum(printing.ask(page=address)["seconds"] for _ in range(EACH)) / EACH
    one = pair[0].ask(kind="whole", goes=EACH)["seconds"] / EACH
    used = (pair[0].processor() - before[1]) / (printing.processor() - before[0])
    start = perf_counter()
    for each in pair:
        each.send(kind="whole", goes=EACH)
    for each in pair:
        each.answer()
    return printed, one, (perf_counter() - start) / (EACH * len(pair)), used


def test_a_statement_against_a_warm_chromium(pair, tmp_path):
    address = page(of_24_measures.held(), tmp_path)
    with chromium() as printing:
        for _ in range(5):
            printing.ask(page=address)
        rounds = [in_turn(printing, address, pair) for _ in range(ROUNDS)]
    middle = [median(each) for each in zip(*rounds, strict=True)]
    say("a page of 24 measures, printed by a warm Chromium", f"{middle[0] * 1000:.0f} ms")
    say("the statement, one worker", f"{middle[1] * 1000:.0f} ms")
    of = "times a warm Chromium"
    judge("one worker", median(one / printed for printed, one, *_ in rounds), of, most=3)
    judge("the same in processor time", middle[3], of, most=3)
    judge(
        "two workers, a statement",
        median(two / printed for printed, _, two, _ in rounds),
        of,
        most=2,
    )
    judge("two workers", median(one / two for _, one, two, _ in rounds), "times one", least=1.7)


def test_a_page_of_the_trace(pair):
    pages = {}
    for name, held in kinds().items():
        with pikepdf.open(io.BytesIO(pdf.write(held))) as document:
            pages[name] = len(document.pages)
    more = pages["whole"] - pages["short"]
    rounds = [[pair[0].ask(kind=kind, goes=1)["seconds"] for kind in pages] for _ in range(ROUNDS)]
    each = median((whole - short) / more for whole, short in rounds)
    other = median(short / pages["short"] for _, short in rounds)
    say(f"each of {more} pages of the trace", f"{each * 1000:.0f} ms")
    say(f"each of the {pages['short']} other pages", f"{other * 1000:.0f} ms")
    say("the trace", f"{median(whole / short for whole, short in rounds) - 1:.0%} more")


def test_memory_of_a_worker(pair):
    pair[1].ask(kind="whole", goes=SETTLED_AFTER)
    first = pair[1].ask(kind="whole", goes=1)
    last = pair[1].ask(kind="whole", goes=MORE)
    say("a worker before its first statement", f"{first['before']:.0f} MiB")
    judge("the most of a worker, with all it has loaded", last["peak"], "MiB", most=MOST_MEMORY)
    grown = last["resident"] - first["resident"]
    judge(f"{MORE} statements more", grown, "MiB more", most=MOST_GROWTH)


def test_verifying_and_the_workbook_against_the_statement():
    held = of_24_measures.held()
    content = pdf.write(held)
    making = seconds(lambda: pdf.write(held), goes=3)
    verifying = seconds(lambda: verify_statement.verify(content), goes=3)
    assert verify_statement.verify(content).matches
    say("the statement verified", f"{verifying / making:.2f} times making it")
    plain = carried.text(held)
    writing = seconds(lambda: verify_workbook.written(held, plain), goes=3)
    say("its workbook written", f"{writing / making:.2f} times making it")
