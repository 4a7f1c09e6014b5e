"""The manual: Markdown files in this folder, turned into pages that hold no markup of their own."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown import Markdown
from markupsafe import Markup

from comanage.refusals import NotFound

FOLDER = Path(__file__).parent
FIRST = "start"
_NAME = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the manual.

    Attributes:
        name: Its file without the ending, and its address.
        title: Its heading.
        body: The rest, as HTML made here.
    """

    name: str
    title: str
    body: Markup


def page(name: str) -> HelpPage:
    """Give a page by its name.

    Raises:
        NotFound: There is no such page.
    """
    if not _NAME.fullmatch(name) or not (FOLDER / f"{name}.md").is_file():
        raise NotFound("There is no such page in the manual.")
    return _read(name)


@cache
def contents() -> tuple[HelpPage, ...]:
    """List every page, the first one first, the others by title."""
    found = [_read(file.stem) for file in FOLDER.glob("*.md")]
    return tuple(sorted(found, key=lambda each: (each.name != FIRST, each.title)))


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
    return HelpPage(name, title.lstrip("# ").strip(), Markup(html))  # noqa: S704 - made above
