"""The pictures of reviews, once Sphinx has found their files: for lists, and for the gallery."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_paperreview.core.model import Figure
from sphinx_paperreview.nodes import DARK, paper_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docutils.nodes import Element

    from sphinx_paperreview.core.model import Paper

#: Class of the picture, or of the figure, that stands for a review.
COVER = "cover"
#: Most pictures of one review that are recorded, and most letters of a caption.
_MOST, _LETTERS = 100, 200


def with_figures(
    places: Iterable[Element], papers: Sequence[Paper], image: str
) -> tuple[Paper, ...]:
    """Return *papers*, all those in a document, with their pictures.

    Pictures of other hosts, missing ones and those in the source itself (``data:``) are left out:
    they have no file of which a small copy could be made.

    :param places: the images of the document, and the facts of its papers
    :param image: path of the picture that the front matter names, or empty; it stands for the
        only review of a document
    """
    sections: list[Element] = []
    #: The images in each element, by its ``id()``.
    within: dict[int, list[tuple[Element, str]]] = defaultdict(list)
    for node in places:
        if isinstance(node, paper_facts):
            sections.append(node.parent)
        elif path := _file_of(node):
            parent = node.parent
            while parent is not None:
                within[id(parent)].append((node, path))
                parent = parent.parent
    found = []
    for paper, section in zip(papers, sections, strict=True):
        images = within[id(section)]
        figures = dict.fromkeys(_figure(node, path) for node, path in images)
        marked = next((path for node, path in images if _is_cover(node)), "")
        cover = marked or (image if len(papers) == 1 else "")
        found.append(replace(paper, figures=tuple(figures)[:_MOST], cover=cover))
    return tuple(found)


def _file_of(image: Element) -> str:
    """Return the path of the file of an *image*; empty for none, and for one of the dark mode."""
    if DARK in image["classes"]:
        return ""
    candidates: Mapping[str, str] = image.get("candidates", {})
    return next((path for kind, path in sorted(candidates.items()) if kind != "?"), "")


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
