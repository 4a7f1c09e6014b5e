"""Looking something up: every section of the manual that has all the words, the best first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from comanage.help import Section, sections

MOST_SIGNS, MOST_WORDS, MOST_FOUND = 100, 8, 30
AROUND = 110  # signs before the first word that was found; twice as many follow
_WORD = re.compile(r"\w+")
_COUNTS = {"heading": 12, "title": 6, "text": 1}  # what a word weighs where it was found
_MOST_TIMES = 5  # a word weighs no more for being said more often in one text


@dataclass(frozen=True, slots=True)
class Match:
    """A section that has every word.

    Attributes:
        section: The section.
        excerpt: A few of its words, those that were looked for marked.
    """

    section: Section
    excerpt: Markup


def asked(typed: str) -> list[str]:
    """Give the words of what somebody typed, each once and at most eight, in small letters.

    >>> asked("  Cap, CAP & <b>gate</b>")
    ['cap', 'b', 'gate']
    """
    words = (word.casefold() for word in _WORD.findall(typed[:MOST_SIGNS]))
    return list(dict.fromkeys(words))[:MOST_WORDS]


def search(typed: str) -> list[Match]:
    """Find the sections that have all the words, or words that begin with them.

    Args:
        typed: What somebody typed; anything at all is harmless.

    Returns:
        The best first, at most 30; none where nothing was typed.
    """
    words = asked(typed)
    if not words:
        return []
    patterns = [re.compile(rf"\b{re.escape(word)}\w*", re.IGNORECASE) for word in words]
    whole = re.compile("|".join(pattern.pattern for pattern in patterns), re.IGNORECASE)
    weighed = [(_weight(section, patterns), section) for section in sections()]
    found = sorted((each for each in weighed if each[0]), key=lambda each: -each[0])
    return [Match(section, _excerpt(section.text, whole)) for _, section in found[:MOST_FOUND]]


def _weight(section: Section, patterns: Sequence[re.Pattern[str]]) -> int:
    """Weigh a section; 0 where it lacks one of the words."""
    whole = 0
    for pattern in patterns:
        weight = sum(
            count * min(len(pattern.findall(getattr(section, part))), _MOST_TIMES)
            for part, count in _COUNTS.items()
        )
        if not weight:
            return 0
        whole += weight
    # A title alone finds the page once, not every section of it.
    below = not section.anchor or any(
        pattern.search(f"{section.heading} {section.text}") for pattern in patterns
    )
    return whole if below else 0


def _excerpt(text: str, whole: re.Pattern[str]) -> Markup:
    """Cut a piece out around the first word that was found, and mark the words in it."""
    first = whole.search(text)
    begins = max((first.start() if first else 0) - AROUND, 0)
    if begins:
        begins = text.find(" ", begins) + 1
    ends = begins + 3 * AROUND
    if ends < len(text):
        ends = text.rfind(" ", begins, ends)
    piece = text[begins:] if ends <= begins else text[begins:ends]
    shown, at = Markup(), 0
    for hit in whole.finditer(piece):
        shown += piece[at : hit.start()] + Markup("<mark>{}</mark>").format(hit.group())
        at = hit.end()
    before = "… " if begins else ""
    return before + shown + piece[at:] + ("" if begins + len(piece) >= len(text) else " …")
