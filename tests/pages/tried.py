"""Trying other results as somebody would: an address is opened, and its estimate is read."""

import re
from types import SimpleNamespace
from urllib.parse import urlencode

from comanage.rules.numbers import exact
from tests.actions.settling import PERIOD
from tests.pages.browser import Browser, words

DOLLARS = re.compile(r"[+−]?\$[0-9,]+\.\d\d")


def url_of(made, **entries):
    plain = f"/agreements/{made.id}/what-if/{PERIOD}"
    return f"{plain}?{urlencode(entries, doseq=True)}" if entries else plain


def visit(app, made, actor, status=200, **entries):
    """Try something as somebody; entries are named by kind and measure, as n_readmit."""
    named = {name.replace("_", "-"): value for name, value in entries.items()}
    return at(app, actor).get(url_of(made, **named), status).text


def at(app, actor):
    return Browser(app, SimpleNamespace(id=actor.person_id))


def answer(text):
    """Read the answer on top."""
    found = re.search(r'id="answer"[^>]*>(.*?)</div>\s*(?=<div class="tried-)', text, re.DOTALL)
    return words(found[1])


def cents(text):
    """Read dollars."""
    return int(exact(re.sub(r"[$,+]", "", text).replace("−", "-")) * 100)


def table(text, caption):
    """Read the dollars of each row of a table, and of the row beneath the line."""
    found = re.search(rf"<caption>{caption}</caption>(.*?)</table>", text, re.DOTALL)[1]
    body, _, foot = found.partition("<tfoot>")
    rows = [[cents(cell) for cell in DOLLARS.findall(words(row))] for row in body.split("<tr>")[2:]]
    return rows, [cents(cell) for cell in DOLLARS.findall(words(foot))]
