"""Rules that find inconsistencies in a document while it is read, since they need its nodes.

The rules over the records of all documents are in :mod:`sphinx_paperreview.archive.lint`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.archive.lint import broken_numbers, contradict
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.nodes import nodes_of_kinds, paper_facts
from sphinx_paperreview.reading.links import paper_of
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element

    from sphinx_paperreview.core.model import PaperId

_NUMBER = re.compile(r"\s*(\d{1,3})[.)]\s")
#: An ``alt`` in the source of a directive or an HTML tag.
_ALT_GIVEN = re.compile(r"^[^\S\n]*:?alt:|\balt\s*=", re.M)
_WORD = re.compile(r"[^\W\d_]+")
#: Words in the text of a link to the paper itself: names of sites and formats, "paper", "code".
_OWN_NAMES = frozenset(
    re.findall(
        r"\w+",
        "arxiv alphaxiv hf hugging face huggingface daily papers openreview acl anthology doi "
        "paper link links url abs abstract html pdf page project code github demo blog "
        "논문 원문 링크 초록 코드 論文 论文 リンク 链接",
    )
)


def proofread(document: nodes.document, *, advice: bool) -> None:
    """Warn of mistakes in *document* (:attr:`WarningKind.ID_MISMATCH`).

    With *advice* also warn of images without alternative text (:attr:`WarningKind.IMAGE_ALT`) and
    of wrong numbers (:attr:`WarningKind.NUMBERING`).
    """
    for section in _sections(document):
        _check_links(section)
    if advice:
        _check_images(document)
        _check_numbers(document)


def _sections(node: Element) -> Iterator[nodes.section]:
    """Yield the sections within *node*, without searching its other nodes."""
    for child in node.children:
        if isinstance(child, nodes.section):
            yield child
            yield from _sections(child)


# -- one paper, one identifier -------------------------------------------------------------------


def _check_links(section: nodes.section) -> None:
    """Warn of links to another paper in the title or in the line of links below it."""
    title = next(iter(section.children), None)
    if not isinstance(title, nodes.title):
        return
    facts = _facts(section)
    links = nodes_of_kinds(title, nodes.reference)
    own = facts["identifier"] if facts is not None else None
    if own is None and links:
        own = paper_of(links.pop(0))
    if own is None:
        return
    # A ``paper:header`` may name another paper than the link of the title.
    others = [
        link for link in links if "pr-title" in link["classes"] or _names_itself(link.astext())
    ]
    if facts is not None:
        others += _links_below(section)
    reported: set[PaperId] = set()
    for link in others:
        other = paper_of(link)
        if other is not None and other not in reported and contradict(own, other):
            reported.add(other)
            warn(
                WarningKind.ID_MISMATCH,
                "%s is linked to as %s as well; check which of them the paper is",
                identifiers.label(own),
                identifiers.label(other),
                location=link,
            )


def _facts(section: Element) -> paper_facts | None:
    return next((node for node in section.children if isinstance(node, paper_facts)), None)


def _links_below(section: nodes.section) -> Iterator[nodes.reference]:
    """Yield the links in the first paragraph or list, if it only has links to the paper."""
    skipped = (nodes.title, paper_facts, nodes.comment, nodes.target)
    for node in section.children:
        if isinstance(node, skipped) or _is_subtitle(node):
            continue
        is_text = isinstance(node, (nodes.paragraph, nodes.bullet_list))
        if is_text and _names_itself(node.astext()):
            yield from nodes_of_kinds(node, nodes.reference)
        return


def _is_subtitle(node: nodes.Node) -> bool:
    return isinstance(node, nodes.paragraph) and "pr-subtitle" in node["classes"]


def _names_itself(text: str) -> bool:
    """Return whether *text* consists of names of sites, identifiers and addresses."""
    return all(
        "/" in part
        or all(word.casefold() in _OWN_NAMES for word in _WORD.findall(part))
        or identifiers.identify(part)
        for part in text.split()
    )


# -- images --------------------------------------------------------------------------------------


def _check_images(document: nodes.document) -> None:
    for image in nodes_of_kinds(document, nodes.image):
        if not (image.get("alt") or _is_decorative(image) or _has_caption(image)):
            warn(
                WarningKind.IMAGE_ALT,
                "the image %s has no alternative text; say what it shows, as in ![…](…) or "
                'alt="…", or write alt="" if it shows nothing that is read',
                str(image["uri"]).rpartition("/")[2][:80],
                # Sphinx removes the line of some images.
                location=image if image.line else image.parent,
            )


def _is_decorative(image: nodes.image) -> bool:
    """Return whether the author marked *image* as decoration, by an empty ``alt``."""
    if image.get("decorative"):
        return True
    source = image.rawsource
    return "alt" in image and not source.startswith("![") and bool(_ALT_GIVEN.search(source))


def _has_caption(image: nodes.image) -> bool:
    parent: Element | None = image.parent
    while parent is not None and not isinstance(parent, nodes.figure):
        parent = parent.parent if isinstance(parent, nodes.reference) else None
    return parent is not None and any(
        isinstance(child, nodes.caption) and child.astext().strip() for child in parent.children
    )


# -- numbers -------------------------------------------------------------------------------------


def _check_numbers(document: nodes.document) -> None:
    """Warn of numbers of papers that are out of order, among sibling headings."""
    papers = [section for section in _sections(document) if _facts(section) is not None]
    for parent in {id(paper.parent): paper.parent for paper in papers}.values():
        sections = [node for node in parent.children if isinstance(node, nodes.section)]
        counted = list(_counted(sections))
        for index, before, wanted in broken_numbers([number for number, _ in counted]):
            number, section = counted[index]
            warn(
                WarningKind.NUMBERING,
                "number %d comes after %d; write %d, or number none",
                number,
                before,
                wanted,
                location=section,
            )


def _counted(sections: Iterable[nodes.section]) -> Iterator[tuple[int | None, nodes.section]]:
    """Yield sections with their number, without the reviews that have none."""
    for section in sections:
        facts = _facts(section)
        if facts is not None:
            if facts["number"]:
                yield int(facts["number"]), section
            continue
        match = _NUMBER.match(section[0].astext()) if section.children else None
        yield (int(match[1]) if match else None), section
