"""What the page of a paper shows of the paper itself: all its authors, its venue, its abstract."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.dates import language_of
from sphinx_paperreview.rendering.facts import places, version_phrase
from sphinx_paperreview.rendering.renderer import block, external, span

if TYPE_CHECKING:
    from docutils.nodes import Element, Node

    from sphinx_paperreview.core.model import Metadata, Paper
    from sphinx_paperreview.rendering.renderer import Renderer

_ = get_translation("paperreview")


def paper_links(renderer: Renderer, review: Paper) -> list[Node]:
    """Return the links to every place that holds the paper of *review*, its code or its project."""
    about = renderer.archive.about(review.id.key)
    links = list(identifiers.links(review.id))
    doi = identifiers.identify(f"doi:{about.doi}") if about.doi else None
    # Those of arXiv and ACL mean the paper there.
    if doi is not None and doi.key != review.id.key:
        links.append((identifiers.label(doi), identifiers.canonical_url(doi)))
    links += places(about.code, about.project)
    return [external(label, url, "pr-link") for label, url in links]


def paper_details(renderer: Renderer, review: Paper) -> list[Node]:
    """Return what is known of the paper of *review* itself, as paragraphs."""
    about = renderer.archive.about(review.id.key)
    found: list[Node] = []
    if _plain(about.title) != _plain(review.title):
        found.append(nodes.paragraph("", about.title, classes=["pr-original-title"]))
    if about.authors:
        names = ", ".join(about.authors)
        found.append(nodes.paragraph("", names, classes=["pr-paper-authors"]))
    if line := _line(renderer, about):
        found.append(nodes.paragraph("", line, classes=["pr-bibliographic"]))
    if version := version_phrase(review.id, about.version):
        found.append(nodes.paragraph("", "", span(version, "pr-version")))
    if about.abstract:
        found.append(_abstract(renderer, about.abstract))
    return found


def _plain(title: str) -> str:
    """Return what is left of *title* when only its letters count."""
    return "".join(character for character in title.casefold() if character.isalnum())


def _line(renderer: Renderer, about: Metadata) -> str:
    try:
        date = renderer.long_date(dt.date.fromisoformat(about.published))
    except ValueError:
        date = about.year if about.authors or about.venue else ""
    version = f"v{about.version}" if about.version else ""
    parts = (about.venue, date, version, ", ".join(about.categories))
    return " · ".join(part for part in parts if part)


def _abstract(renderer: Renderer, abstract: str) -> Element:
    language, page = language_of(abstract), str(renderer.env.config.language)
    attributes = {"lang": language} if language and not page.startswith(language) else {}
    text = block("p", nodes.Text(abstract), **attributes)
    return block("details", block("summary", nodes.Text(_("Abstract"))), text,
                 classes=["pr-abstract"])  # fmt: skip
