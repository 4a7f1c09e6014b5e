"""The looks of a statement: nothing collides, is cut, stands alone or waits on the wrong page."""

import re
from itertools import pairwise

import pytest

from comanage.statements import pdf
from comanage.statements.carried import told
from tests.statements import looks
from tests.statements.looks import LOOKS, held, lines, pages, written

MARGIN = 0.65 * 72 - 1
HEAD, FOOT = 45, 55  # points at the top and the bottom of a page that are no part of its text
AMOUNT = re.compile(r"[+−]?\$[\d,]+\.\d\d")
LEVEL = ("Level", "reached")  # the head of the column beside the results
LABELS = 7  # lines of text that a drawing has at most, each of its amounts on its own height
SUMS = ("Sum of all", "Score ", "Own score of", "Your own score", "All groups", "Sum ")


@pytest.fixture(params=LOOKS)
def name(request):
    """One statement after the other."""
    return request.param


def size(name):
    """Give width and height of a statement's paper, in points."""
    return (612, 792) if held(name).facts.paper == "letter" else (595, 842)


def texts(name):
    """Give the lines of text of each page, without head and foot."""
    high = size(name)[1]
    return [
        lines([word for word in page if word.top > HEAD and word.bottom < high - FOOT])
        for page in pages(name)
    ]


def test_no_words_run_into_each_other_or_over_the_margin(name):
    wide, high = size(name)
    for at, page in enumerate(pages(name), 1):
        over = [one.said for one in page if one.left < MARGIN or one.right > wide - MARGIN]
        assert over == [], f"page {at}"
        assert all(one.top > 0 and one.bottom < high for one in page)
        met = [
            (one.said, other.said)
            for place, one in enumerate(page)
            for other in page[place + 1 :]
            if one.meets(other)
        ]
        assert met == [], f"page {at}"


def test_a_result_with_a_long_unit_ends_before_the_level_that_it_reached():
    told = 0
    for page in pages("rates"):
        heads = [one.left for one, after in pairwise(page) if (one.said, after.said) == LEVEL]
        for word in page:
            beside = [one for one in page if abs(one.bottom - word.bottom) < 2]
            if word.said != "1,000" or not any(one.said.startswith("$") for one in beside):
                continue
            told += any(head - 40 < word.right <= head for head in heads)
            assert not any(word.left < head < word.right for head in heads)
    assert told


def test_no_amount_is_broken_at_the_end_of_a_line(name):
    page = re.sub(
        r"<svg.*?</svg>|<title>.*?</title>", "", pdf.html(told(held(name))), flags=re.DOTALL
    )
    wanted = AMOUNT.findall(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " "))
    printed = "\n".join("\n".join(page) for page in texts(name))
    found = AMOUNT.findall(printed)
    assert sorted(found) == sorted(wanted)


def test_no_heading_and_no_domain_waits_at_the_end_of_a_page_for_what_follows(name):
    document = pdf.html(told(held(name)))
    titles = {" ".join(one.split()) for one in re.findall(r"<h2>(.*?)</h2>", document)}
    domains = {line.domain.name for line in told(held(name)).sheet.domains}
    for page in texts(name):
        assert page[-1] not in titles
        assert not any(page[-1].startswith(one) for one in domains)
        assert not page[-1].startswith(("Measure ", "Word ", "Group ", "Line ", "Domain "))


def test_no_sum_stands_on_another_page_than_the_line_before_it(name):
    for page in texts(name)[1:]:
        assert not page[0].startswith(SUMS)
        if page[0].startswith(("Measure", "Group", "Line")):
            assert not page[1].startswith(SUMS)


def test_the_way_to_what_was_earned_is_drawn_beneath_its_table_or_first_on_the_next_page(name):
    drawn = re.search(r'<div class="chart">(.*?)</div>', pdf.html(told(held(name))), re.DOTALL)
    if drawn is None:
        return
    whole = re.findall(r">([+−]?\$[\d,]+)<", drawn[1])
    every = texts(name)
    (at,) = [place for place, page in enumerate(every) if "How it was worked out" in page]
    words = {
        "beneath": " ".join(every[at]).split(),
        "next": " ".join(every[at + 1][:LABELS]).split(),
    }
    assert len(whole) > 1
    assert [] in [[one for one in whole if one not in found] for found in words.values()]


def test_the_way_past_a_cap_is_drawn_beneath_its_table_on_the_first_page():
    first = " ".join(texts("capped")[0])
    drawn = re.search(r'<div class="chart">(.*?)</div>', pdf.html(told(held("capped"))), re.DOTALL)
    amounts = re.findall(r">([+−]?\$[\d,]+)<", drawn[1])
    assert len(amounts) > 5
    assert [one for one in amounts if one not in first.split()] == []


def test_a_table_that_goes_on_repeats_its_head_on_each_page():
    every = texts("forty measures")
    last = next(at for at, page in enumerate(every) if "Sum of all measures" in " ".join(page))
    assert last >= 4
    for page in every[1 : last + 1]:
        assert page[0].split() == [
            "Measure", "Levels", "Actual", "Level", "reached", "Factor", "Weight", "Earned", "of",
            "possible",
        ]  # fmt: skip
    notes = next(at for at, page in enumerate(every) if "Annex: how measures are scored" in page)
    assert every[notes + 1][0].split() == ["Measure", "How"]


def test_each_level_stands_on_one_line_with_what_it_earns():
    for page in texts("a corrected one"):
        for line in page:
            assert not re.search(r"(Threshold|Target|Maximum|Benchmark) [\d.]+( min|%):$", line)


def test_running_heads_stay_on_one_line_however_long_names_are():
    for page in pages("long names")[1:]:
        heads = [word for word in page if word.top < HEAD]
        assert len(lines(heads)) <= 2
        assert any(word.said.endswith("…") for word in heads)


def test_the_whole_of_a_long_name_stands_on_the_first_page():
    first = "".join(" ".join(texts("long names")[0]).split())
    for one in (looks.LONG_HOSPITAL, looks.LONG_PARTY):
        assert one.replace(" ", "") in first


@pytest.mark.parametrize(
    "corrected", ["a corrected one", "money owed back", "long names, of the agreement"]
)
def test_what_is_corrected_begins_on_the_first_page_with_both_amounts(corrected):
    first = " ".join(texts(corrected)[0])
    assert "What this statement corrects" in first
    assert "$298,000.00" in first
    assert "+$13,368.42" in first


def test_few_measures_take_few_pages():
    assert len(pages("one measure")) <= 4
    assert len(pages("one measure, of the agreement")) <= 4
    assert len(written("forty measures")) < 400_000


def test_a_sentence_that_asks_for_something_is_escaped_where_its_amounts_are_kept_together():
    said = str(pdf._unbroken('<img src="x"> −$5.00 \u202eand +$1.25'))
    assert said == (
        '&lt;img src=&#34;x&#34;&gt; <span class="amount">−$5.00</span>'
        ' and <span class="amount">+$1.25</span>'
    )
