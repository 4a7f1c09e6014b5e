"""Looking something up in the manual: what is found, what is marked, and what is harmless."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.help import contents, sections
from comanage.help.search import MOST_FOUND, MOST_WORDS, asked, search


def places(typed):
    return [(each.section.page, each.section.anchor) for each in search(typed)]


def test_a_heading_is_found_before_what_only_mentions_it():
    assert places("per capita")[0] == ("money", "per-capita")


def test_the_beginning_of_a_word_is_enough_and_large_letters_do_not_matter():
    assert ("methods", "percentiles-of-a-published-benchmark") in places("PERCENTIL benchm")


def test_every_word_must_stand_in_the_section():
    assert len(search("withhold")) > len(search("withhold capitation")) > 0
    assert search("withhold zebra") == []


def test_a_word_of_the_title_alone_finds_the_page_once():
    found = [page for page, _ in places("payout records")]
    assert found.count("payouts") >= 1
    assert len(found) < MOST_FOUND


def test_the_words_are_marked_in_the_excerpt_and_nothing_else_is_markup():
    (first, *_) = search("largest remainder")
    assert "<mark>largest</mark>" in first.excerpt
    assert "<mark>remainder</mark>" in first.excerpt
    for each in search("`score` <"):
        left = each.excerpt.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in left


def test_what_looks_like_markup_in_the_manual_stays_text():
    found = [each for each in search("agreement") for part in [each.excerpt] if "&lt;" in part]
    assert all("<script" not in each.excerpt for each in found)


@pytest.mark.parametrize("typed", ["", "   ", "<>&;%", "()[]{}*+?.\\", "\0", "…"])
def test_what_holds_no_word_finds_nothing(typed):
    assert asked(typed) == []
    assert search(typed) == []


@given(st.text(max_size=300))
def test_anything_at_all_is_harmless(typed):
    found = search(typed)
    assert len(asked(typed)) <= MOST_WORDS
    assert len(found) <= MOST_FOUND
    for each in found:
        plain = each.excerpt.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in plain
        assert html.unescape(str(plain)).strip(" …") in f"{each.section.text} "


def test_every_heading_of_the_manual_is_found_by_its_own_words():
    known = {(each.page, each.anchor) for each in sections()}
    assert {
        (page.name, heading.anchor) for page in contents() for heading in page.headings
    } <= known
    lost = [
        each.heading
        for each in sections()
        if each.heading and len(asked(each.heading)) <= 4
        and each.heading not in [found.section.heading for found in search(each.heading)]
    ]  # fmt: skip
    assert lost == []
