"""Which parts of a site the extension may change.

Under the theme ``paperreview`` it is the whole site. Under another theme the site belongs to its
project: pages of reviews are changed, those that use a role or a directive of the domain, and those
of documents that our parser reads, as nobody else does. All others stay as they are without the
extension, and so does the whole site until it has such a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.config import THEME
from sphinx_paperreview.core.builders import joins_documents
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from sphinx.builders import Builder

_FOLDER = Path(__file__).parents[1] / "theme" / THEME


def has_own_theme(builder: Builder) -> bool:
    """Return whether the site has the theme ``paperreview``, or one that inherits from it."""
    if builder.config.html_theme == THEME:
        return True
    theme = getattr(builder, "theme", None)  # of builders of HTML
    folders = theme.get_theme_dirs() if theme is not None else ()
    return _FOLDER in map(Path, folders)


def changes_site(builder: Builder) -> bool:
    """Return whether the site has anything of the extension; asked after reading."""
    return has_own_theme(builder) or domain_of(builder.env).is_used


def changes_page(builder: Builder, docname: str) -> bool:
    """Return whether the page of the document *docname* may be changed; asked after reading."""
    domain = domain_of(builder.env)
    return (
        has_own_theme(builder)
        or domain.uses(docname)
        or (joins_documents(builder) and domain.is_used)
    )


class SiteTransform(SphinxPostTransform):
    """A post-transform that runs only in a site that may be changed."""

    def is_supported(self) -> bool:
        """Return whether it runs (``SphinxPostTransform.is_supported``)."""
        return super().is_supported() and changes_site(builder_of(self.env))


class PageTransform(SphinxPostTransform):
    """A post-transform that runs only for documents whose page may be changed."""

    def is_supported(self) -> bool:
        """Return whether it runs (``SphinxPostTransform.is_supported``)."""
        return super().is_supported() and changes_page(builder_of(self.env), self.env.docname)
