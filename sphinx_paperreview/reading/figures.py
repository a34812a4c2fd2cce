"""The pictures of reviews, once Sphinx has found their files: for lists, and for the gallery."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.model import Figure
from sphinx_paperreview.nodes import DARK, nodes_of_kinds, paper_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from docutils.nodes import Element

    from sphinx_paperreview.core.model import Paper

#: Class of the picture, or of the figure, that stands for a review.
COVER = "cover"
#: Most pictures of one review that are recorded, and most letters of a caption.
_MOST, _LETTERS = 100, 200


def with_figures(
    document: nodes.document, papers: Sequence[Paper], image: str
) -> tuple[Paper, ...]:
    """Return *papers*, all those in *document*, with their pictures.

    Pictures of other hosts, missing ones and those in the source itself (``data:``) are left out:
    they have no file of which a small copy could be made.

    :param image: path of the picture that the front matter names, or empty; it stands for the
        only review of a document
    """
    sections = (facts.parent for facts in nodes_of_kinds(document, paper_facts))
    found = []
    for paper, section in zip(papers, sections, strict=True):
        images = list(_images(section))
        figures = dict.fromkeys(_figure(node, path) for node, path in images)
        marked = next((path for node, path in images if _is_cover(node)), "")
        cover = marked or (image if len(papers) == 1 else "")
        found.append(replace(paper, figures=tuple(figures)[:_MOST], cover=cover))
    return tuple(found)


def _images(section: Element) -> Iterator[tuple[Element, str]]:
    """Yield each image of *section* that has a file, and the path of the file."""
    for node in nodes_of_kinds(section, nodes.image):
        candidates: Mapping[str, str] = node.get("candidates", {})
        path = next((path for kind, path in sorted(candidates.items()) if kind != "?"), "")
        if path and DARK not in node["classes"]:
            yield node, path


def _is_cover(node: Element) -> bool:
    figure = _figure_of(node)
    return COVER in node["classes"] or (figure is not None and COVER in figure["classes"])


def _figure_of(node: Element) -> Element | None:
    """Return the figure around an image, which may be a link in it."""
    parent = node.parent
    if isinstance(parent, nodes.reference):
        parent = parent.parent
    return parent if isinstance(parent, nodes.figure) else None


def _figure(node: Element, path: str) -> Figure:
    figure = _figure_of(node)
    caption = next(iter(figure.findall(nodes.caption)), None) if figure is not None else None
    words = caption.astext() if caption is not None else str(node.get("alt", ""))
    text = " ".join(words.split())
    if text == node.get("uri", ""):
        text = ""  # docutils takes the address where an author gives no text
    ids = [*(figure["ids"] if figure is not None else ()), *node["ids"]]
    return Figure(path, text[:_LETTERS], ids[0] if ids else "")
