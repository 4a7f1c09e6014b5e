"""What the manual holds, read for tests: sections, their terms in JSON and their tables."""

import re
from dataclasses import dataclass

from comanage.help import FOLDER

_HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)
_TERMS = re.compile(r"```json\n(.*?)\n```", re.DOTALL)
_SENTENCE = re.compile(r"^\*As the statement prints it:\* (.*)\.$", re.MULTILINE)


@dataclass(frozen=True)
class Written:
    """A section of a page, as its file has it."""

    heading: str
    text: str

    @property
    def kind(self):
        """The kind that it says it is about; empty where it says none."""
        found = re.search(r"^Kind `([^`]+)`\.$", self.text, re.MULTILINE)
        return found[1] if found else ""

    @property
    def terms(self):
        """The terms of its example, as JSON text."""
        (found,) = _TERMS.findall(self.text)
        return found

    @property
    def sentence(self):
        """The terms in words, without the full stop."""
        (found,) = _SENTENCE.findall(self.text)
        return found

    @property
    def rows(self):
        """The rows of its table, each a dict by the heads."""
        lines = [line for line in self.text.splitlines() if line.startswith("|")]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def read(name):
    """Give the text of a page."""
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def sections(name):
    """Cut a page at its headings."""
    parts = _HEADING.split(read(name))
    return [Written(words, text) for words, text in zip(parts[2::3], parts[3::3], strict=True)]


def examples(name):
    """Give the sections of a page that are about one kind, by their heading."""
    return {each.heading: each for each in sections(name) if each.kind}
