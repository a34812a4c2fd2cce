"""Titles that a translation has replaced: a paper stays the paper that the source names.

A translator gives the words of a heading, and may leave out its number, link and organisations.
So papers are recognised in the titles as the source has them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment

#: The attribute of the Python object, not of the node: it is gone when the doctree is stored.
_SOURCE = "paperreview_source"
#: The number before the title of a review.
NUMBER = re.compile(r"\s*(\d{1,4})[.)]\s*")


class KeepTitles(SphinxTransform):
    """Keep the titles of sections as the source has them, where the project has translations."""

    default_priority = 19  # before Sphinx's Locale (20) replaces their children

    def apply(self, **kwargs: Any) -> None:
        """Keep a copy of the children of each title."""
        if not has_catalogs(self.env):
            return
        for title in self.document.findall(nodes.title):
            setattr(title, _SOURCE, [child.deepcopy() for child in title.children])


def has_catalogs(env: BuildEnvironment) -> bool:
    """Return whether the project has a folder of catalogs for its language."""
    language = env.config.language
    return any(
        Path(env.srcdir, folder, language, "LC_MESSAGES").is_dir()
        for folder in env.config.locale_dirs
    )


class Titles:
    """The titles of *sections* as the source has them, until :meth:`restore` is called."""

    def __init__(self, sections: Iterable[nodes.section]) -> None:
        self._translated: dict[int, tuple[Element, list[Node]]] = {}
        for section in sections:
            title: Any = section.children[0] if section.children else None
            source = getattr(title, _SOURCE, None)
            if source and title.get("translated"):
                self._translated[id(title)] = title, list(title.children)
                _fill(title, source)

    def restore(self) -> None:
        """Give all titles their translation again."""
        for title, children in self._translated.values():
            _fill(title, children)

    def words_of(self, title: Node | None, orgs: Iterable[str]) -> str:
        """Return the words of the translation of *title* that name the paper; empty without one.

        They are those of its link, else all but a number before and *orgs* behind them.
        """
        if id(title) not in self._translated:
            return ""
        children = self._translated[id(title)][1]
        link = next((each for each in children if isinstance(each, nodes.reference)), None)
        if link is not None:
            return _on_line(link.astext())
        names = set(orgs)
        kept = (
            each.astext()
            for each in children
            if not (isinstance(each, nodes.literal) and each.astext() in names)
        )
        text = _on_line("".join(kept))
        number = NUMBER.match(text)
        return text[number.end() :] if number else text


def _fill(title: Element, children: Iterable[Node]) -> None:
    title.children = []
    title.extend(children)


def _on_line(text: str) -> str:
    return " ".join(text.split())
