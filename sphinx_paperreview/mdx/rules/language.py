"""The languages of a document, and how rules learn which one they read."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

#: Options of markdown-it: the language, and the names of the elements that Markdown may hold.
LANGUAGE, ELEMENTS = "paperreview_language", "paperreview_elements"


class Language(Enum):
    """What the text of a document is written in; the values are those of the key ``format``."""

    #: As Docusaurus reads it: ``<Tag>``, ``{expressions}``, ``import`` and ``export``.
    MDX = "mdx"
    #: As GitHub, Jekyll and Hugo read it: CommonMark, GFM, formulas, admonitions and HTML.
    MARKDOWN = "md"
    #: As MyST's own parser reads it.
    MYST = "myst"


def is_markdown(md: MarkdownIt) -> bool:
    """Return whether *md* reads Markdown, where all but HTML is text that MDX would evaluate."""
    return md.options.get(LANGUAGE) is Language.MARKDOWN


def element_name(md: MarkdownIt, name: str) -> str:
    """Return the element that *name* names in Markdown, in any case for HTML; empty if none."""
    elements = md.options.get(ELEMENTS, frozenset())
    assert isinstance(elements, frozenset)  # noqa: S101  # the plugin sets it
    if name in elements:
        return name
    return name.lower() if name.lower() in elements else ""
