"""Templates keep to the content policy, and no form can be sent from another site."""

import re

import pytest

from tests.house.house import ROOT, TEMPLATES, named

ALL = sorted(file for file in TEMPLATES.rglob("*.html"))
# A statement becomes a PDF, which no browser runs and no policy guards.
PAGES = [file for file in ALL if "statements" not in file.relative_to(TEMPLATES).parts[:-1]]
INLINE = re.compile(r"""<style\b|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)""")
OUTSIDE = re.compile(r"""(?:src|href|action)=["']\s*(?:https?:)?//""")
SENDING = re.compile(r"""<form\b[^>]*method=["']post["'].*?</form>""", re.IGNORECASE | re.DOTALL)
TABLES = re.compile(r"""call table\([^%]*class="([^"]+)"\)""")
STYLE = (ROOT / "static" / "comanage.css").read_text(encoding="utf-8")
TOKENS = ("csrf_token", "hidden_tag")


@pytest.mark.parametrize("file", PAGES, ids=named)
@pytest.mark.trust("C2")
def test_a_page_has_no_inline_style_or_script_and_asks_nothing_of_others(file):
    text = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert INLINE.findall(text) == []
    assert OUTSIDE.findall(text) == []


@pytest.mark.parametrize("file", PAGES, ids=named)
@pytest.mark.trust("C1")
def test_every_form_that_changes_something_carries_its_token(file):
    forms = SENDING.findall(file.read_text(encoding="utf-8"))
    assert [form[:80] for form in forms if not any(token in form for token in TOKENS)] == []


@pytest.mark.parametrize("file", ALL, ids=named)
@pytest.mark.trust("C2")
def test_nothing_is_marked_safe_by_a_template(file):
    assert not re.search(r"\|\s*safe\b|autoescape false", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_the_class_of_a_table_is_one_that_the_style_knows(file):
    named_ones = TABLES.findall(file.read_text(encoding="utf-8"))
    every = {each for classes in named_ones for each in classes.split()}
    assert {each for each in every if f".{each}" not in STYLE} == set()


def test_there_are_pages_and_forms_to_look_at():
    assert PAGES
    assert any(SENDING.search(file.read_text(encoding="utf-8")) for file in PAGES)
