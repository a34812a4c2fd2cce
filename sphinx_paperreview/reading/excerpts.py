"""Excerpts: the texts that lists show for a section or a post."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from docutils import nodes
from pylatexenc.latex2text import LatexNodes2Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, Node

#: Most characters of an excerpt.
_LONGEST = 160
#: A longer formula stays in TeX.
_FORMULA = 60
#: To a shorter first sentence ("CLIP.") the next one is added.
_SHORTEST = 12
#: A sentence ends at a mark before a blank, or at a full-width mark.
_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Za-z]\.)(?<!e\.g\.)(?<!i\.e\.)(?<!et al\.)(?<!vs\.)\s+|(?<=[。！？])"
)
_SKIPPED = (
    nodes.title, nodes.comment, nodes.literal_block, nodes.image, nodes.figure, nodes.math_block,
    nodes.table, nodes.Admonition, nodes.system_message, nodes.footnote, nodes.target, nodes.rubric,
)  # fmt: skip

#: Python attribute of a block that has facts of a paper and nothing else.
FACTS_ONLY = "paperreview_facts_only"
#: Classes of the parts above a list, whose links are not its entries.
_ABOVE_LISTS = frozenset({"pr-summary", "pr-calendar"})
#: The text of a link to a day or a page by its number, which is not a name.
_NUMBER = re.compile(r"[\d\W_]*")


def first_sentence(text: str) -> str:
    """Return the first sentence of *text*, cut at a word after :data:`_LONGEST` characters."""
    sentence = ""
    for part in _END.split(text):
        sentence = f"{sentence} {part}".strip()
        if len(sentence) >= _SHORTEST:
            break
    if len(sentence) <= _LONGEST:
        return sentence
    cut = sentence[: _LONGEST - 1]
    return cut[: cut.rfind(" ")] + "…" if " " in cut[_LONGEST // 2 :] else cut + "…"


def section_excerpt(section: Element) -> str:
    """Return the text of the first paragraph of *section*, which may be that of a list item."""
    for child in section.children:
        if isinstance(child, nodes.section) or _is_skipped(child):
            continue
        for paragraph in _paragraphs(child):
            text = plain(paragraph)
            if text:
                return text
    return ""


def names_in(title: str, content: Iterable[Node]) -> str:
    """Return *title* and the texts of the links in the *content* of a list, on one line."""
    names: dict[str, None] = {}
    lists = [node for node in content if _ABOVE_LISTS.isdisjoint(_classes(node))]
    for link in (link for node in lists for link in node.findall(nodes.reference)):
        name = plain(link)
        if not _NUMBER.fullmatch(name) and name != title:
            names[name] = None
        if sum(map(len, names)) >= _LONGEST:
            break
    text = ", ".join(names)
    return first_sentence(f"{title}: {text}" if text else title)


def section_text(section: Element, longest: int = 4000) -> str:
    """Return the text of the paragraphs of *section*, at most *longest* characters."""
    parts: list[str] = []
    length = 0
    for paragraph in section.findall(nodes.paragraph):
        parts.append(paragraph.astext())
        length += len(parts[-1])
        if length >= longest:
            break
    return "\n".join(parts)[:longest]


def _is_skipped(node: Node) -> bool:
    ours = {"pr-subtitle", "pr-content-title"}
    if getattr(node, FACTS_ONLY, False):
        return True
    return isinstance(node, _SKIPPED) or not ours.isdisjoint(_classes(node))


def _classes(node: Node) -> list[str]:
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


def _paragraphs(node: Node) -> list[nodes.paragraph]:
    return [] if _is_skipped(node) else list(node.findall(nodes.paragraph))


def plain(node: Node) -> str:
    """Return the text of *node* on one line; empty if it is only an address."""
    text = " ".join(_words(node).split())
    return "" if re.fullmatch(r"https?://\S+", text) else text


def _words(node: Node) -> str:
    """Return the text of *node* as ``astext`` does, with formulas in Unicode."""
    if isinstance(node, nodes.math):
        return _formula_text(node.astext())
    if not isinstance(node, nodes.Element) or not node.children:
        return node.astext()
    return node.child_text_separator.join(map(_words, node.children))


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(strict_latex_spaces=True)


def _formula_text(tex: str) -> str:
    """Return a short formula in Unicode characters; a long one stays TeX."""
    if len(tex) > _FORMULA or "\\" not in tex:
        return tex
    try:
        return str(_decoder().latex_to_text(tex)).strip() or tex
    except Exception:  # noqa: BLE001  # the parser may fail on any formula
        return tex
