"""What a builder is asked before something is made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from sphinx.builders import Builder


#: Builders whose pages are read in a browser, over a network.
_BUILDERS = frozenset({"html", "dirhtml", "singlehtml"})


def makes_copies(builder: Builder) -> bool:
    """Tell whether *builder* writes pages that offer smaller copies of pictures."""
    return builder.name in _BUILDERS


def writes_gathered_pages(builder: Builder) -> bool:
    """Tell whether *builder* writes gathered pages: a page for each document, in HTML."""
    return builder.format == "html" and builder.name not in {"singlehtml", "epub"}


def locale_of(language: str) -> Locale:
    """Return Babel's locale for Sphinx's *language*; English where Babel has none."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")


def has_pages(builder: Builder) -> bool:
    """Tell whether *builder* writes pages that a browser shows, a page for each document."""
    return writes_gathered_pages(builder) and builder.name not in {"json", "pickle"}
