"""A gathered page, not yet rendered: it is rendered only if its digest has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.files.digests import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx_paperreview.core.model import Term
    from sphinx_paperreview.rendering.elements import Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


@dataclass(frozen=True, slots=True)
class Described:
    """What is still asked of a gathered page when it is written; the rows of it are let go."""

    name: str
    kind: str
    digest: str
    subject: Term | str | None
    #: The documents that its records come from, each once.
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page without a document: a list of posts or papers, a term, a paper, statistics."""

    #: Name of the page, as a docname.
    name: str
    #: Kind of page, as ``papers``, ``paper`` or ``archive``.
    kind: str
    title: str
    #: Digest of everything that the page shows.
    digest: str
    description: str
    #: Returns the content below the title.
    make: Callable[[Renderer], list[Part]]
    #: Returns elements for the page's ``<head>``, as HTML.
    tags: Callable[[], str] = str
    #: The rows and records that the page shows.
    shown: object = ()
    #: The term or the key of the paper that the page is about.
    subject: Term | str | None = None

    def described(self) -> tuple[Described, list[str]]:
        """Return what lists of pages need of it, and the paths of its pictures, with repeats."""
        documents: dict[str, None] = {}
        pictures: list[str] = []
        for item in _records_in(self.shown):
            if docname := getattr(item, "docname", ""):
                documents[docname] = None
            pictures += getattr(item, "pictures", ())
        names = tuple(documents)
        return Described(self.name, self.kind, self.digest, self.subject, names), pictures


def pictures_in(shown: object) -> Iterator[str]:
    """Yield the paths of the pictures of the rows in *shown*, a tuple of anything."""
    for item in _records_in(shown):
        yield from getattr(item, "pictures", ())


def _records_in(shown: object) -> Iterator[object]:
    """Yield the records in *shown*, a tuple of records, texts, numbers and tuples of these."""
    rest = [shown]
    while rest:
        item = rest.pop()
        if isinstance(item, tuple):
            rest += item
        elif not isinstance(item, (str, int)):
            yield item


def make_page(
    name: str, kind: str, title: str, rows: object, make: Callable[[Renderer], list[Part]],
    description: str = "", subject: Term | str | None = None, tags: Callable[[], str] = str,
) -> Page:  # fmt: skip
    """Return a page that shows *rows*; its digest is that of *rows*, the title and so on.

    :param rows: everything that *make* and *tags* read: rows and records of the archive
    """
    value = digest((kind, title, description, rows))
    return Page(name, kind, title, value, description, make, tags, rows, subject)
