"""``paper:header``, ``paper:orgs`` and ``paper:post``: the facts of a paper or post."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, get_args

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_paperreview.core.metadata.values import split_text
from sphinx_paperreview.core.model import RelationKind
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.nodes import paper_header, post_header
from sphinx_paperreview.reading.papers.facts.given import review_facts
from sphinx_paperreview.reading.papers.sections import HAS_PAPER_HEADER
from sphinx_paperreview.reading.posts.posts import HAS_HEADER
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Node


class PaperHeader(SphinxDirective):
    """Make the section around it the review of a paper.

    The argument names the paper: an identifier (``arxiv:2511.10643``) or an address. Without it,
    the title of the section must link to the paper. An argument that names no paper and a
    malformed option are warned of (``WarningKind.PAPER``).
    """

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "subtitle": directives.unchanged,
        "orgs": directives.unchanged,
        "tags": directives.unchanged,
        "authors": directives.unchanged,
        "year": directives.unchanged,
        "venue": directives.unchanged,
        "tldr": directives.unchanged,
        "code": directives.unchanged,
        "project": directives.unchanged,
        "rating": directives.unchanged,
        "confidence": directives.unchanged,
        "status": directives.unchanged,
        **dict.fromkeys(get_args(RelationKind), directives.unchanged),
    }

    def run(self) -> list[Node]:
        """Return the node that ``reading/papers/sections.py`` reads and removes."""
        name = self.arguments[0].strip() if self.arguments else ""
        identifier = identifiers.identify_url(name) if name else None
        if name and identifier is None:
            warn(
                WarningKind.PAPER,
                "%r identifies no paper; write an identifier such as arxiv:2511.10643, or an "
                "address",
                name,
                location=self.get_location(),
            )
        url = name if is_web(name) else ""
        facts, wrong = review_facts(self.options)
        for _key, message in wrong:
            warn(WarningKind.PAPER, "%s", message, location=self.get_location())
        self.env.current_document[HAS_PAPER_HEADER] = True
        node = paper_header("", identifier=identifier, url=url, **facts)
        self.set_source_info(node)
        return [node]


class PaperOrgs(SphinxDirective):
    """Name the organisations of the paper of the section around it, separated by commas."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[Node]:
        """Return the node that ``reading/papers/sections.py`` reads and removes."""
        self.env.current_document[HAS_PAPER_HEADER] = True
        node = paper_header("", identifier=None, orgs=tuple(split_text(self.arguments[0])))
        self.set_source_info(node)
        return [node]


class PostHeader(SphinxDirective):
    """Make the document a post, in any folder; the options are the keys of the front matter."""

    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {
        "date": directives.unchanged_required,
        "authors": directives.unchanged,
        "tags": directives.unchanged,
        "description": directives.unchanged,
        "language": directives.unchanged,
        "slug": directives.unchanged,
        "draft": directives.unchanged,
        "expires": directives.unchanged,
        "series": directives.unchanged,
        "pinned": directives.unchanged,
        "unlisted": directives.unchanged,
    }

    def run(self) -> list[Node]:
        """Return the node with the options, for :mod:`~sphinx_paperreview.reading.posts.posts`."""
        self.env.current_document[HAS_HEADER] = True
        node = post_header("", data=dict(self.options))
        self.set_source_info(node)
        return [node]
