"""A gathered page: described before it is made, so that it is made only if it has to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.digests import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils.nodes import Node

    from sphinx_paperreview.core.model import Term
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that no document holds: what it is called, shows, and how it is made."""

    name: str
    kind: str
    title: str
    #: Of everything that the page shows.
    digest: str
    description: str
    make: Callable[[Renderer], list[Node]]
    #: What the head of the page says to programs, ready to be written.
    tags: Callable[[], str] = str
    #: The rows and records that it shows.
    shown: object = ()
    #: What it is about: a term, or the key of a paper.
    subject: Term | str | None = None

    def documents(self) -> Iterator[str]:
        """Yield the documents that something on the page comes from, in no order, some twice."""
        rest = [self.shown]
        while rest:
            item = rest.pop()
            if isinstance(item, tuple):
                rest += item
            elif docname := getattr(item, "docname", ""):
                yield docname


def make_page(
    name: str, kind: str, title: str, rows: object, make: Callable[[Renderer], list[Node]],
    description: str = "", subject: Term | str | None = None,
) -> Page:  # fmt: skip
    """Return the page whose content follows from *rows*, and is made by *make*."""
    value = digest((kind, title, description, rows))
    return Page(name, kind, title, value, description, make, shown=rows, subject=subject)
