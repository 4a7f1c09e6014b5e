"""Every act of the log has plain words, which say no other act too."""

import re

from comanage.records.act_words import WORDS, words_of
from comanage.records.acts import Act


def test_every_act_has_words_of_its_own():
    assert [act for act in Act if act not in WORDS] == []
    assert len({*WORDS.values()}) == len(WORDS)


def test_the_words_are_no_code():
    assert [words for words in WORDS.values() if not re.fullmatch(r"[A-Z][a-z' ,:-]+", words)] == []


def test_an_act_that_is_on_the_list_no_more_has_none():
    assert words_of("scorecard:record:sing") == ""
