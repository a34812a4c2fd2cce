"""Excerpts: the texts that lists show for a section or a post."""

from __future__ import annotations

import re
from functools import cache
from itertools import dropwhile, islice
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_paperreview.citations.latex import decoder
from sphinx_paperreview.core.papers.identifiers import identify, label
from sphinx_paperreview.core.patterns import pattern
from sphinx_paperreview.core.sentences import (
    GAP,
    SHORTEST,
    UNSHIELD,
    atom,
    ends_sentence,
    first_sentence,
    tidy,
)
from sphinx_paperreview.nodes import (
    hard_break,
    missing_image,
    nodes_of_kinds,
    paper_facts,
    paper_list,
    post_header,
)
from sphinx_paperreview.reading.furniture import (
    is_bar,
    is_fact,
    is_few_words,
    is_furniture,
    is_short_pair,
    is_side_section,
    without_label,
)
from sphinx_paperreview.reading.papers.facts.cited import is_reference_to
from sphinx_paperreview.reading.papers.facts.labels import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node

#: A longer line is not compared with a title.
_TITLE = 300
#: A longer formula stays in TeX.
_FORMULA = 60
#: Most blocks that are looked at for a text, and most items that decide what a list is.
_BLOCKS, _ITEMS = 400, 30
_SKIPPED = (
    nodes.title, nodes.comment, nodes.literal_block, nodes.figure, nodes.math_block, nodes.raw,
    nodes.table, nodes.system_message, nodes.footnote, nodes.citation, nodes.target, nodes.rubric,
    nodes.field_list, nodes.docinfo, nodes.topic, nodes.sidebar, nodes.caption, nodes.attribution,
    nodes.substitution_definition, addnodes.versionmodified, paper_facts, paper_list, post_header,
)  # fmt: skip
#: Classes of blocks that are not read, and of what begins closed.
_UNREAD = frozenset(
    {"pr-subtitle", "pr-facts", "pr-content-title", "visually-hidden", "pr-also", "pr-mentioned"}
)
#: An address, and a name in brackets behind it.
_ADDRESS = pattern(r"https?://\S+(?:\s+[\[(（][^\[\]()（）]{1,40}[\])）])?")
_CHECK_BOX = "task-list-item-checkbox"
#: Parts of running text that have no words of it.
_SILENT = (
    nodes.comment, nodes.image, missing_image, nodes.footnote_reference, nodes.citation_reference,
    nodes.target, nodes.system_message, nodes.substitution_definition,
)  # fmt: skip
_LINKS = (nodes.reference, addnodes.pending_xref, addnodes.download_reference)

#: Python attribute of a block that has facts of a paper and nothing else.
FACTS_ONLY = "paperreview_facts_only"


def excerpt(section: Element, title: str = "") -> str:
    """Return the first sentence that a reader of *section* reads; empty if there is none.

    A line that says the *title* again, alone or with something in brackets, is none.

    It may be that of a list item. The text of the section itself goes before that of the sections
    in it, and both before what stands in boxes. Facts, bars of links, bylines, dates, captions
    and the like (:mod:`~sphinx_paperreview.reading.furniture`) are passed over.
    """
    boxes: list[Element] = []
    found = _first(_texts(section, boxes), title)
    if not found:
        for box in boxes:
            found = found or _first(_texts(box, []), title)
    return first_sentence(found)


def document_excerpt(document: nodes.document, title: str = "") -> str:
    """Return the :func:`excerpt` of *document*, which may have several titles."""
    sections = [child for child in document.children if isinstance(child, nodes.section)]
    return excerpt(sections[0] if len(sections) == 1 else document, title)


def section_text(section: Element, longest: int = 4000) -> str:
    """Return the text of the paragraphs of *section*, at most *longest* characters."""
    parts: list[str] = []
    length = 0
    for paragraph in nodes_of_kinds(section, nodes.paragraph):
        parts.append(paragraph.astext())
        length += len(parts[-1])
        if length >= longest:
            break
    return "\n".join(parts)[:longest]


def _first(texts: Iterator[str], title: str) -> str:
    """Return the first text that is more than the *title*, and no reference to a paper of it.

    A few words alone, such as a name or what ends in a colon, are it only if nothing follows.
    """
    name, few = fold(title), ""
    for text in islice(texts, _BLOCKS):
        if text and not _repeats(text, name) and not is_reference_to(text, title):
            if not is_few_words(text):
                return text
            few = few or text
    return few


def _repeats(text: str, name: str) -> bool:
    if not name or len(text) > _TITLE:
        return False
    return name in {fold(text), fold(re.sub(r"[(（\[][^()（）\[\]]*[)）\]]\W*$", "", text))}


def _texts(node: Element, boxes: list[Element]) -> Iterator[str]:
    """Yield the text of each paragraph in *node* in the order of reading, empty for furniture.

    Sections come after all else. Boxes are not read, but added to *boxes*.
    """
    sections: list[nodes.section] = []
    pictured = False
    for child in node.children:
        if isinstance(child, nodes.section):
            sections.append(child)
        elif isinstance(child, nodes.image):
            pictured = True
        elif not isinstance(child, nodes.Element) or _is_skipped(child):
            pictured = isinstance(child, nodes.figure)
        elif isinstance(child, (nodes.Admonition, nodes.admonition)) or _is_closed(child):
            boxes.append(child)
        elif isinstance(child, (nodes.paragraph, nodes.line_block)):
            text = _paragraph_text(child, below_picture=pictured)
            pictured = not text and next(child.findall(nodes.image), None) is not None
            yield text
        elif isinstance(child, (nodes.bullet_list, nodes.enumerated_list)):
            pictured = False
            yield from _list_texts(child, boxes)
        else:
            pictured = False
            yield from _texts(child, boxes)
    for section in sections:
        title = section[0].astext() if section.children else ""
        if not is_side_section(title):
            yield from _texts(section, boxes)


def _list_texts(node: Element, boxes: list[Element]) -> Iterator[str]:
    """Yield the texts of the items of a list, unless most of them are facts."""
    firsts = [_own_line(item) for item in node.children[:_ITEMS]]
    facts = sum(map(is_fact, firsts))
    if facts and all(is_furniture(text) or is_short_pair(text) for text in firsts):
        return
    for item in node.children:
        if not isinstance(item, nodes.Element):
            continue
        texts = _texts(item, boxes)
        text = next(texts, "")
        if text and len(text) < SHORTEST and not ends_sentence(text):
            # A word with a list of its own below it.
            more = next(texts, "")
            text = f"{text.rstrip(' :：')}: {more}" if more else text
        yield text
        yield from texts


def _own_line(item: Node) -> str:
    first = item.children[0] if item.children else None
    return " ".join(first.astext().split()) if isinstance(first, nodes.paragraph) else ""


def _is_skipped(node: Node) -> bool:
    if getattr(node, FACTS_ONLY, False):
        return True
    return isinstance(node, _SKIPPED) or not _UNREAD.isdisjoint(_classes(node))


def _is_closed(node: Element) -> bool:
    """Return whether the content of *node* is not seen at first."""
    # sphinx-design replaces its component by a node before a page is written.
    name = node.get("design_component", node.tagname)
    return name in {"dropdown", "dropdown_main"} and not node.get("opened")


def _classes(node: Node) -> list[str]:
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


class _Line:
    """A line of a paragraph: its text, the texts of its links, and the rest."""

    def __init__(self) -> None:
        self.text = ""
        self.rest = ""
        self.links: list[str] = []

    def is_furniture(self) -> bool:
        text = tidy(self.text)
        return (
            is_furniture(text)
            or is_bar(self.links, self.rest)
            or _ADDRESS.fullmatch(self.text.strip()) is not None
        )


def _paragraph_text(paragraph: Element, *, below_picture: bool = False) -> str:
    """Return the text of *paragraph* without the lines before it that are no text."""
    if below_picture and _is_emphasised(paragraph):
        return ""  # the caption of a picture
    lines = [_Line()]
    _read_line(paragraph, lines, None)
    rest = list(dropwhile(_Line.is_furniture, lines))
    if not rest:
        return ""
    first = tidy(rest[0].text)
    bare = without_label(first)
    if not bare.strip() or (len(rest) > 1 and first.startswith("[!")):
        rest = rest[1:]
        bare = without_label(tidy(rest[0].text)) if rest else ""
    return tidy(" ".join([bare, *(line.text for line in rest[1:])]))


def _is_emphasised(paragraph: Element) -> bool:
    return bool(paragraph.children) and all(
        isinstance(child, nodes.emphasis) or not child.astext().strip()
        for child in paragraph.children
    )


def _read_line(node: Node, lines: list[_Line], link: _Line | None) -> None:
    """Add the words of *node* to *lines*; *link* is the line of the link around it."""
    if isinstance(node, nodes.Text):
        for index, part in enumerate(node.astext().split("\n")):
            if index and link is None:
                lines.append(_Line())
            _add(lines, f" {part}" if index and link is not None else part, link)
    elif isinstance(node, (nodes.raw, hard_break)):
        if isinstance(node, hard_break) or node.astext().startswith("<br"):
            lines.append(_Line())
    elif isinstance(node, _SILENT) or _is_citation(node) or _CHECK_BOX in _classes(node):
        _add(lines, GAP, link)
    elif (whole := _undivided(node)) is not None:
        _add(lines, atom(whole) if whole else GAP, link)
    elif isinstance(node, _LINKS):
        _read_link(node, lines)
    else:
        for child in node.children:
            _read_line(child, lines, link)
            if isinstance(child, nodes.line):
                lines.append(_Line())


def _is_citation(node: Node) -> bool:
    return isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite"


def _read_link(node: Element, lines: list[_Line]) -> None:
    line = lines[-1]
    before = len(line.text)
    for child in node.children:
        _read_line(child, lines, line)
    line.links.append(tidy(line.text[before:]))
    line.rest += "\n"


def _undivided(node: Node) -> str | None:
    """Return the text of a part that is never cut: a formula, code or a role; else None."""
    if isinstance(node, nodes.math):
        return _formula_text(node.astext())
    if isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "paper":
        # The role names its target alone, whose title is not known yet.
        return None if node.get("refexplicit") else _name(node.astext())
    if {"xref", "paper"} <= set(_classes(node)):
        return _name(node.astext())  # its target is unknown
    return node.astext() if isinstance(node, nodes.literal) else None


def _name(target: str) -> str:
    """Return how readers know the paper *target* (``arxiv:2511.10643``)."""
    found = identify(target)
    return label(found) if found is not None else target


def _add(lines: list[_Line], text: str, link: _Line | None) -> None:
    line = link or lines[-1]
    line.text += text
    if link is None:
        line.rest += text


def plain(node: Node) -> str:
    """Return the text of *node* on one line; empty if it is only an address."""
    lines = [_Line()]
    _read_line(node, lines, None)
    text = " ".join(tidy(" ".join(line.text for line in lines)).translate(UNSHIELD).split())
    return "" if re.fullmatch(r"https?://\S+", text) else text


_decoder = cache(decoder)
_REFERENCE = pattern(r"\\(?:eq|auto|page|name|[cC])?ref\*?\s*\{[^{}]*\}")


def _formula_text(tex: str) -> str:
    """Return a short formula in Unicode characters; a long one stays TeX.

    The number of another formula is not known yet, so a reference to one is left out.
    """
    if "ref" in tex and (tex := _REFERENCE.sub("", tex).strip()) == "":
        return ""
    if len(tex) > _FORMULA or "\\" not in tex:
        return tex
    try:
        return str(_decoder().latex_to_text(tex)).strip() or tex
    except Exception:  # noqa: BLE001  # the parser may fail on any formula
        return tex
