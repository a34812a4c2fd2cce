"""Questions about a Sphinx builder: what it writes decides what is made for it.

No other module compares the name or the format of a builder. This one is in ``core`` because the
domain asks too, and it stands before ``rendering``.
"""

from __future__ import annotations

from typing import Protocol

#: Builders of help, which programs with a search of their own show.
_HELP = frozenset({"applehelp", "devhelp", "htmlhelp", "qthelp"})
#: Formats whose writers know our nodes, or write those of any name.
_KNOWN_FORMATS = frozenset({"html", "latex", "text", "man", "texinfo", "xml", "pseudoxml"})


class BuilderLike(Protocol):
    """The attributes of ``sphinx.builders.Builder`` that answer; ``core`` imports no Sphinx."""

    @property
    def name(self) -> str:
        """The name of the builder, as for ``sphinx-build -b``."""

    @property
    def format(self) -> str:
        """The output format, which several builders share."""


# -- HTML -----------------------------------------------------------------------------------------


def writes_html(builder: BuilderLike) -> bool:
    """Return whether the output is HTML in any form, an EPUB or a file of JSON included."""
    return builder.format == "html"


def document_suffix(builder: BuilderLike) -> str:
    """Return the suffix of the file for each document; empty if there is no such file."""
    return getattr(builder, "out_suffix", "") or (".pot" if builder.name == "gettext" else "")


def writes_web_pages(builder: BuilderLike) -> bool:
    """Return whether the output is HTML that is read in a browser, not in an EPUB."""
    return writes_html(builder) and not writes_epub(builder)


def writes_gathered_pages(builder: BuilderLike) -> bool:
    """Return whether there is a file for each document, and so for each gathered page too.

    A class of builders without a page of search makes no site: slides of Reveal.js have templates
    for documents alone. The builders of help have none either, because programs for help search
    themselves. The class is asked, for the value of a builder is off while it begins to write.
    """
    has_search = getattr(type(builder), "search", True) or builder.name in _HELP
    return writes_web_pages(builder) and builder.name != "singlehtml" and has_search


def stores_context(builder: BuilderLike) -> bool:
    """Return whether the context of each page is stored instead of a page (``json``, ``pickle``).

    ``SerializingHTMLBuilder`` drops functions from the context, but not those within a value.
    """
    return hasattr(builder, "implementation")


def writes_site(builder: BuilderLike) -> bool:
    """Return whether there is an HTML page for each document, as a browser shows it."""
    return writes_gathered_pages(builder) and not stores_context(builder)


def writes_picture_copies(builder: BuilderLike) -> bool:
    """Return whether pages are loaded over a network, so that they offer copies of pictures."""
    return builder.name in {"html", "dirhtml", "singlehtml"}


def links_name_files(builder: BuilderLike) -> bool:
    """Return whether links name the file of a page (``a/index.html`` instead of ``a/``)."""
    return builder.name == "html"


def escapes_links(builder: BuilderLike) -> bool:
    """Tell whether ``get_target_uri`` percent-encodes docnames, which that of dirhtml does not."""
    return builder.name != "dirhtml"


# -- books ----------------------------------------------------------------------------------------


def writes_epub(builder: BuilderLike) -> bool:
    """Return whether the output is an EPUB: XHTML that is read without a network."""
    return builder.name == "epub"


def writes_latex(builder: BuilderLike) -> bool:
    """Return whether the output is LaTeX."""
    return builder.name == "latex"


def joins_documents(builder: BuilderLike) -> bool:
    """Return whether the documents that toctrees include become one document, resolved as one."""
    return builder.name in {"latex", "texinfo", "man", "singlehtml"}


# -- formats of other extensions ------------------------------------------------------------------


def needs_standard_nodes(builder: BuilderLike) -> bool:
    """Return whether the writer may be another extension's, which knows docutils' nodes alone.

    Some of these have no name for their format, as those of Sphinx that write no document.
    """
    return builder.format not in _KNOWN_FORMATS


# -- no output of the text ------------------------------------------------------------------------


def only_reads(builder: BuilderLike) -> bool:
    """Return whether the text is read and not shown, so that only the author's words count."""
    return builder.name == "gettext" or checks_links(builder)


def checks_links(builder: BuilderLike) -> bool:
    """Return whether the builder only requests the addresses of links."""
    return builder.name == "linkcheck"
