"""What the configurations of site generators say of the documents of a source folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from sphinx_paperreview.reading.files.generators import Generator


@dataclass(frozen=True, slots=True)
class Content:
    """A folder of documents, and the address at which its generator serves it."""

    #: From the source folder, without slashes at its ends; empty for the source folder itself.
    folder: str
    #: From the root of the site, likewise.
    base: str
    #: How addresses are made: ``docs`` and ``blog`` as in Docusaurus; ``posts`` by a pattern with a
    #: date; ``pages`` by the path.
    kind: str
    #: The pattern of addresses (``/:year/:month/:title/``); empty for the one of *kind*.
    permalink: str = ""
    #: Whether categories are in lower case in these addresses (Jekyll).
    lower: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What the generators of a source folder say about the addresses of its documents."""

    generators: frozenset[Generator] = frozenset()
    #: Folders that hold a configuration, from the source folder.
    roots: tuple[str, ...] = ()
    #: Paths under which the site is served (``baseUrl``), without slashes at their ends.
    bases: tuple[str, ...] = ()
    contents: tuple[Content, ...] = ()
    #: Old address and new one of each redirect in the configuration.
    redirects: tuple[tuple[str, str], ...] = field(default=())
    #: Expressions for the paths of files, from the source folder, that no page is made of.
    excluded: tuple[re.Pattern[str], ...] = field(default=())
    #: Folders in which a draft ``_index`` keeps back all that is below it (Zola; not Hugo).
    hiding: tuple[str, ...] = ()
    #: Folders of which only those documents are public that have a key, and this key.
    choosing: tuple[tuple[str, str], ...] = ()
    #: What documents inherit by the configuration: the program, the folder, ``cascade`` of Hugo or
    #: ``defaults`` of Jekyll, in whose form also what other programs say is.
    inherited: tuple[tuple[Generator, str, Any], ...] = field(default=(), compare=False)

    @classmethod
    def joined(cls, parts: Iterable[Layout]) -> Layout:
        """Return one layout of all *parts*; of two contents of one folder, the first counts."""
        layouts = tuple(parts)
        contents: dict[str, Content] = {}
        for content in (content for each in layouts for content in each.contents):
            contents.setdefault(content.folder, content)
        return cls(
            frozenset().union(*(each.generators for each in layouts)),
            tuple(root for each in layouts for root in each.roots),
            tuple(dict.fromkeys(base for each in layouts for base in each.bases if base)),
            tuple(contents.values()),
            tuple(redirect for each in layouts for redirect in each.redirects),
            tuple(pattern for each in layouts for pattern in each.excluded),
            tuple(folder for each in layouts for folder in each.hiding),
            tuple(choice for each in layouts for choice in each.choosing),
            tuple(inherited for each in layouts for inherited in each.inherited),
        )

    def excludes(self, path: str) -> bool:
        """Return whether a configuration says that no page is made of the file *path*."""
        return any(pattern.search(path) for pattern in self.excluded)

    def content_of(self, docname: str) -> Content | None:
        """Return the innermost content folder that *docname* lies in."""
        inside = (
            each
            for each in self.contents
            if not each.folder or docname.startswith(f"{each.folder}/")
        )
        return max(inside, key=lambda each: len(each.folder), default=None)
