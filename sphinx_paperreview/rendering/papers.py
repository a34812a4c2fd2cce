"""The paper itself on its page: links, all authors, venue, date and abstract."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from sphinx_paperreview.core.languages import language_of
from sphinx_paperreview.core.metadata.names import displayed
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.rendering.elements import block, external, paragraph, span
from sphinx_paperreview.rendering.facts import places, version_phrase

if TYPE_CHECKING:
    from sphinx_paperreview.core.model import Metadata, Paper
    from sphinx_paperreview.rendering.elements import Element, Part
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def paper_links(renderer: Renderer, review: Paper) -> list[Part]:
    """Return the links to the paper of *review*, to its code and to its project page."""
    about = renderer.archive.about(review.id.key)
    links = list(identifiers.links(review.id))
    doi = identifiers.identify(f"doi:{about.doi}") if about.doi else None
    # A DOI of arXiv or the ACL is identified as the paper there, which is linked already.
    if doi is not None and doi.key != review.id.key:
        links.append((identifiers.label(doi), identifiers.canonical_url(doi)))
    links += places(about.code, about.project)
    return [external(label, url, "pr-link") for label, url in links]


def paper_details(renderer: Renderer, review: Paper) -> list[Part]:
    """Return title, authors, venue, version and abstract of the paper of *review*, as far as known.

    The title is left out where the review has the same one.
    """
    about = renderer.archive.about(review.id.key)
    found: list[Part] = []
    if _plain(about.title) not in {_plain(review.title), _plain(review.title + review.subtitle)}:
        found.append(paragraph(about.title, classes=["pr-original-title"]))
    if about.authors:
        names = ", ".join(displayed(about.authors))
        found.append(paragraph(names, classes=["pr-paper-authors"]))
    if line := _line(renderer, about):
        found.append(paragraph(line, classes=["pr-bibliographic"]))
    if version := version_phrase(review.id, about.version):
        found.append(paragraph(span(version, "pr-version")))
    if about.abstract:
        found.append(_abstract(renderer, about.abstract))
    return found


def _plain(title: str) -> str:
    """Return the letters and digits of *title*, without case."""
    return "".join(character for character in title.casefold() if character.isalnum())


def _line(renderer: Renderer, about: Metadata) -> str:
    try:
        date = renderer.long_date(dt.date.fromisoformat(about.published))
    except ValueError:
        date = about.year if about.authors or about.venue else ""
    version = f"v{about.version}" if about.version else ""
    date = "" if date and date in about.venue else date  # "NeurIPS 2025" has its year
    parts = (about.venue, date, version, ", ".join(about.categories))
    return " · ".join(part for part in parts if part)


def _abstract(renderer: Renderer, abstract: str) -> Element:
    language, page = language_of(abstract), str(renderer.env.config.language)
    attributes = {"lang": language} if language and not page.startswith(language) else {}
    text = block("p", abstract, **attributes)
    return block("details", block("summary", _("Abstract")), text,
                 classes=["pr-abstract"])  # fmt: skip
