"""Bold lines that stand for headings, each above words about a paper.

``**1. Alpha**``, then ``- 링크: https://…``: many editors of blogs have no headings, or none that
people use.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.papers.entries import Entry, facts_beside_title, remark
from sphinx_paperreview.reading.papers.facts.flat import ATOM, expanded, lines_of
from sphinx_paperreview.reading.papers.facts.headings import number_of, read_line
from sphinx_paperreview.reading.papers.facts.labels import fold, heading_is, label_kind
from sphinx_paperreview.reading.papers.facts.leads import ALONE, may_name
from sphinx_paperreview.reading.papers.facts.lists import read_lead
from sphinx_paperreview.reading.papers.reviews import in_references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

    from sphinx_paperreview.reading.papers.facts.flat import Line

#: What may be before the bold words: a number or a sign.
_BEFORE = re.compile(r"[\W\d]{0,12}")
#: Brackets around a link that is left out.
_EMPTY = re.compile(r"[\[(（【][\s,|/·]*[\])）】]")
#: What is behind them, beside links: an organisation or a date, no sentence.
_MOST_BEHIND = 60
#: How many blocks below a line are looked at for its paper.
_NEAR = 3


class _BoldLine(NamedTuple):
    place: int
    line: Line
    number: str
    title: str


def bold_entries(document: nodes.document) -> Iterator[Entry]:
    """Yield the bold lines, with what is below them, that are about papers, if two are.

    If some bold lines have a number, the others are parts of what those begin, and half of them
    must be about papers; without numbers all must be.
    """
    parents = [document, *nodes_of_kinds(document, nodes.section)]
    every = [(each, list(_bold_lines(each))) for each in parents if not in_references(each)]
    names = Counter(fold(line.title) for _parent, lines in every for line in lines)
    found: list[Entry] = []
    counted = numbered = 0
    for parent, lines in every:
        # A name that comes twice is that of a part: "Why read it".
        own = [line for line in lines if names[fold(line.title)] == 1]
        with_number = [line for line in own if line.number]
        own = with_number or (own if len(own) > 1 else [])
        counted, numbered = counted + len(own), numbered + len(with_number)
        found += _entries(parent, own)
    least = counted / 2 if numbered == counted else counted
    if len({entry.identifier for entry in found}) > 1 and len(found) >= least:
        yield from found


def _bold_lines(parent: Element) -> Iterator[_BoldLine]:
    """Yield the bold lines in *parent*, up to one above references, without names of parts."""
    for place, child in enumerate(parent.children):
        bold = _bold_in(child) if isinstance(child, nodes.paragraph) else ""
        if not bold:
            continue
        words = bold[number_of(bold)[1] :]
        if heading_is(words, "references"):
            return
        is_part = heading_is(words, "content", "information") or label_kind(words)
        if not is_part and not bold.endswith((":", "：")):
            line = expanded(lines_of(child)[0])
            number, length = number_of(line.text)
            yield _BoldLine(place, line, number, line.text[length:].strip())


def _bold_in(paragraph: nodes.paragraph) -> str:
    """Return the bold words of the first line of *paragraph*; empty if it says more than these.

    A number or a sign may stand before them; links, an organisation or a date behind them.
    """
    before = behind = bold = ""
    if not any(isinstance(child, nodes.strong) for child in paragraph.children):
        return ""
    for child in paragraph.children:
        text, newline, _rest = child.astext().partition("\n")
        if isinstance(child, nodes.strong) and not bold:
            bold = text.strip()
        elif isinstance(child, nodes.reference) and bold:
            pass
        elif bold:
            behind += text
        else:
            before += text
        if newline or max(len(before), len(behind)) > _MOST_BEHIND:
            break
    return bold if len(behind) <= _MOST_BEHIND and _BEFORE.fullmatch(before) else ""


def _entries(parent: Element, lines: Sequence[_BoldLine]) -> Iterator[Entry]:
    sections = (n for n, child in enumerate(parent.children) if isinstance(child, nodes.section))
    end = next(sections, len(parent.children))
    for each, stop in zip(lines, [*(one.place for one in lines[1:]), end], strict=False):
        part = [one for one in parent.children[each.place : stop] if isinstance(one, nodes.Element)]
        if (entry := _entry(each, part)) is not None:
            yield entry


def _entry(bold: _BoldLine, part: Sequence[Element]) -> Entry | None:
    """Return what the *part* of a document is about that begins with a bold line."""
    first, *below = part
    blocks = [*([first] if "\n" in first.astext() else []), *below][:_NEAR]
    lead = read_lead(blocks, says_paper=True) if may_name(blocks) else None
    facts = {} if lead is None else facts_beside_title(lead)
    heading = read_line(bold.line)
    lines = [line for line in map(expanded, lines_of(first)) if line.text.strip()]
    if heading is not None and not label_kind(heading.title):
        facts |= heading.facts
        found = heading.identifier, heading.url, heading.title, heading.number
    else:
        best = lead.best() if lead is not None else None
        title = _EMPTY.sub("", re.sub(ATOM, "", bold.title)).strip(" -–—|:：")
        if best is None or best.strength < ALONE or not title:
            return None
        found = best.identifier, best.url, title, bold.number
    if words := remark(lines, found[2]):
        facts.setdefault("words", words)
    return Entry(first, *found, facts, lead.blocks if lead is not None else (), below)
