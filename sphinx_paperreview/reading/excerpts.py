"""Excerpts: the words by which a section or a post is shown in lists."""

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
LONGEST = 160
#: A longer formula is left in TeX.
_FORMULA = 60
#: A shorter first sentence ("CLIP.") says too little; the next one is added.
SHORTEST = 12
#: A sentence ends at a full stop before a blank, or at one of the wide stops.
_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Za-z]\.)(?<!e\.g\.)(?<!i\.e\.)(?<!et al\.)(?<!vs\.)\s+|(?<=[。！？])"
)
_SKIPPED = (
    nodes.title, nodes.comment, nodes.literal_block, nodes.image, nodes.figure, nodes.math_block,
    nodes.table, nodes.Admonition, nodes.system_message, nodes.footnote, nodes.target, nodes.rubric,
)  # fmt: skip

#: Classes of what stands above a list, and what is no name: a day, a number.
_FURNITURE = frozenset({"pr-summary", "pr-calendar"})
_NUMBER = re.compile(r"[\d\W_]*")


def first_sentence(text: str) -> str:
    """Return the first sentence of *text*, cut at a word if it is very long."""
    sentence = ""
    for part in _END.split(text):
        sentence = f"{sentence} {part}".strip()
        if len(sentence) >= SHORTEST:
            break
    if len(sentence) <= LONGEST:
        return sentence
    cut = sentence[: LONGEST - 1]
    return cut[: cut.rfind(" ")] + "…" if " " in cut[LONGEST // 2 :] else cut + "…"


def section_excerpt(section: Element) -> str:
    """Return the text of the first paragraph of *section*, list items included."""
    for child in section.children:
        if isinstance(child, nodes.section) or _is_skipped(child):
            continue
        for paragraph in _paragraphs(child):
            text = plain(paragraph)
            if text:
                return text
    return ""


def names_in(title: str, content: Iterable[Node]) -> str:
    """Return *title* and the names of what the *content* of a list leads to, on one line."""
    names: dict[str, None] = {}
    lists = [node for node in content if _FURNITURE.isdisjoint(_classes(node))]
    for link in (link for node in lists for link in node.findall(nodes.reference)):
        name = plain(link)
        if not _NUMBER.fullmatch(name) and name != title:
            names[name] = None
        if sum(map(len, names)) >= LONGEST:
            break
    text = ", ".join(names)
    return first_sentence(f"{title}: {text}" if text else title)


def section_text(section: Element, longest: int = 4000) -> str:
    """Return the words of the paragraphs of *section*, about *longest* letters of them."""
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
    return isinstance(node, _SKIPPED) or not ours.isdisjoint(_classes(node))


def _classes(node: Node) -> list[str]:
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


def _paragraphs(node: Node) -> list[nodes.paragraph]:
    return [] if _is_skipped(node) else list(node.findall(nodes.paragraph))


def plain(node: Node) -> str:
    """Return the words of *node* on one line; an address that stands alone is left out."""
    text = " ".join(_words(node).split())
    return "" if re.fullmatch(r"https?://\S+", text) else text


def _words(node: Node) -> str:
    """Return the text of *node* as docutils does, its formulas in characters."""
    if isinstance(node, nodes.math):
        return _spoken(node.astext())
    if not isinstance(node, nodes.Element) or not node.children:
        return node.astext()
    return node.child_text_separator.join(map(_words, node.children))


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(strict_latex_spaces=True)


def _spoken(tex: str) -> str:
    """Return a short formula in characters where there are some."""
    if len(tex) > _FORMULA or "\\" not in tex:
        return tex
    try:
        return str(_decoder().latex_to_text(tex)).strip() or tex
    except Exception:  # noqa: BLE001  # a formula may be anything; its source says it as well
        return tex
