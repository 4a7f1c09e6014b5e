"""The manual: Markdown files in this folder, turned into pages that hold no markup of their own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions.toc import slugify
from markupsafe import Markup

from comanage.help.order import FIRST as FIRST  # the page that opens first
from comanage.help.order import in_groups
from comanage.refusals import NotFound

FOLDER = Path(__file__).parent
_HEADING = re.compile(r'<h[1-6] id="([^"]*)">(.*?)</h[1-6]>', re.DOTALL)
# A table may be wider than a phone: it scrolls in a region of its own, by keys too.
_SCROLLS = '<div class="table-scroll" role="group" aria-label="Table" tabindex="0">\n'
_FOR_MACHINES = re.compile(r'<pre><code class="language-json">.*?</code></pre>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a page.

    Attributes:
        anchor: What leads to it, behind the # of an address.
        words: The heading itself.
        deep: Whether it stands below another heading.
    """

    anchor: str
    words: str
    deep: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, as words without markup.

    Attributes:
        page: The name of its page.
        title: The title of its page.
        anchor: What leads to it; empty for what stands above the first heading.
        heading: The heading; empty above the first one.
        text: The words under it.
    """

    page: str
    title: str
    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the manual.

    Attributes:
        name: Its file without the ending, and its address.
        title: Its heading.
        body: The rest, as HTML made here.
        headings: The headings in it, in their order.
    """

    name: str
    title: str
    body: Markup
    headings: tuple[Heading, ...]

    def sections(self) -> Iterator[Section]:
        """Cut the page at its headings."""
        parts = _HEADING.split(str(self.body))
        yield Section(self.name, self.title, "", "", _plain(parts[0]))
        for anchor, words, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            yield Section(self.name, self.title, anchor, _plain(words), _plain(text))


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the table of contents, with its pages in the order to read them."""

    title: str
    pages: tuple[HelpPage, ...]


def page(name: str) -> HelpPage:
    """Give a page by its name.

    Raises:
        NotFound: There is no such page.
    """
    if name not in _names():
        raise NotFound("There is no such page in the manual.")
    return _read(name)


@cache
def groups() -> tuple[Group, ...]:
    """List the groups of the table of contents with their pages."""
    return tuple(
        Group(title, tuple(_read(name) for name in members))
        for title, members in in_groups(set(_names()))
    )


@cache
def _names() -> frozenset[str]:
    """List the names of all pages."""
    return frozenset(file.stem for file in FOLDER.glob("*.md"))


def contents() -> tuple[HelpPage, ...]:
    """List every page, in the order to read them."""
    return tuple(each for group in groups() for each in group.pages)


def anchor(heading: str) -> str:
    """Give what leads to a heading, behind the # of an address.

    >>> anchor("4. Term of a year at least")
    '4-term-of-a-year-at-least'
    """
    return slugify(heading, "-")


def beside(name: str) -> tuple[HelpPage | None, HelpPage | None]:
    """Give the page before one and the page after it; None at either end."""
    pages = contents()
    at = next(number for number, each in enumerate(pages) if each.name == name)
    return (
        pages[at - 1] if at else None,
        pages[at + 1] if at + 1 < len(pages) else None,
    )


@cache
def sections() -> tuple[Section, ...]:
    """List every section of the manual, in the order of the table of contents."""
    return tuple(section for each in contents() for section in each.sections())


@cache
def _read(name: str) -> HelpPage:
    title, _, text = (FOLDER / f"{name}.md").read_text(encoding="utf-8").partition("\n")
    reader = Markdown(
        extensions=["tables", "toc", "fenced_code", "sane_lists"],
        extension_configs={"tables": {"use_align_attribute": True}},
    )
    # The files are ours, and still hold text only: markup in them is shown, not obeyed.
    reader.preprocessors.deregister("html_block")
    reader.inlinePatterns.deregister("html")
    html = re.sub(r'href="([a-z0-9_-]+)\.md(#[\w-]*)?"', r'href="/help/\1\2"', reader.convert(text))
    html = html.replace("<table>", f"{_SCROLLS}<table>").replace("</table>", "</table>\n</div>")
    tokens: list[dict[str, Any]] = getattr(reader, "toc_tokens", [])  # made by the extension
    headings = tuple(_headings(tokens, deep=False))
    return HelpPage(name, title.lstrip("# ").strip(), Markup(html), headings)  # noqa: S704 - made above


# Any: what the extension for headings hands out has no type of its own.
def _headings(tokens: Iterable[dict[str, Any]], *, deep: bool) -> Iterator[Heading]:
    for token in tokens:
        words = str(Markup(token["name"]).unescape())  # noqa: S704 - taken apart, not shown
        yield Heading(token["id"], words, deep)
        yield from _headings(token["children"], deep=True)


def _plain(html: str) -> str:
    """Take the markup off, and what is for machines; words of different cells stay apart."""
    html = _FOR_MACHINES.sub("", html)
    return str(Markup(html.replace("<", " <")).striptags())  # noqa: S704 - it is taken off
