"""What the archive adds to a post, as nodes: its date line, digest, facts and neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_paperreview.core import identifiers
from sphinx_paperreview.rendering.builders import writes_gathered_pages
from sphinx_paperreview.rendering.citations import BOX, coins_of
from sphinx_paperreview.rendering.facts import bibliographic, places, version_phrase
from sphinx_paperreview.rendering.lineage import lineage, series_line
from sphinx_paperreview.rendering.renderer import (
    Parts,
    block,
    external,
    papers_phrase,
    spaced,
    span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Element, Node

    from sphinx_paperreview.core.model import Mention, Paper, Post

_ = get_translation("paperreview")

#: Most links of "mentioned in" in a fact line; the paper's page has all.
MENTIONS_SHOWN = 3


class PostRenderer(Parts):
    """Makes the furniture of a post."""

    def meta(self, post: Post) -> list[Node]:
        """Return the line under the title of a post, and its tags."""
        papers = self.archive.papers_in(post.docname)
        parts: list[Node] = [self.time(post.date, self.long_date(post.date.date()), "pr-date")]
        if papers:
            parts.append(span(papers_phrase(len(papers)), "pr-count"))
        updated = self.archive.updated(post)
        if updated.date() > post.date.date():
            words = _("Updated %(date)s") % {"date": self.long_date(updated.date())}
            parts.append(self.time(updated, words, "pr-updated"))
        minutes = _("%(count)d min read") % {"count": post.minutes}
        parts.append(span(minutes, "pr-minutes"))
        people = [self.archive.person(person).name for person in post.authors]
        names = self.archive.terms_of("author", people)
        if names:
            links = spaced((self.term(term) for term in names), ", ")
            parts.append(nodes.inline("", "", *links, classes=["pr-authors"]))
        between = " " if self.html else " · "
        result: list[Node] = [nodes.paragraph("", "", *spaced(parts, between), classes=["pr-meta"])]
        tags = self.archive.terms_of("tag", post.tags)
        if tags:
            links = spaced(self.term(term) for term in tags)
            result.append(nodes.paragraph("", "", *links, classes=["pr-tags"]))
        return [*result, *series_line(self, post)]

    def digest(self, papers: Sequence[Paper]) -> Element:
        """Return the numbered index of a post's papers."""
        items = [
            block(
                "li",
                self.link(paper.docname, paper.anchor, nodes.Text(paper.title),
                          classes=["pr-digest-title"]),
                *self._orgs(paper.orgs),
                *([nodes.Text(" "), span(line, "pr-line")]
                  if (line := paper.summary or paper.subtitle) else []),
            )
            for paper in papers
        ]  # fmt: skip
        return block(
            "nav", block("ol", *items), classes=["pr-digest"], aria_label=_("Papers in this post")
        )

    def _orgs(self, orgs: Iterable[str]) -> list[Node]:
        badges = self.badges(orgs)
        if not badges:
            return []
        return [nodes.Text(" "), nodes.inline("", "", *spaced(badges), classes=["pr-orgs"])]

    def facts(self, paper: Paper) -> Element:
        """Return the line of facts under a paper's title."""
        about = self.archive.about(paper.id.key)
        parts: list[Node] = self.badges(paper.orgs)
        for number, (label, url) in enumerate(identifiers.links(paper.id)):
            parts.append(external(label, url, "pr-link" if number else "pr-id"))
        for label, url in places(paper.code or about.code, paper.project or about.project):
            parts.append(external(label, url, "pr-link"))
        if (
            self.html
            and (page := self.archive.paper_page(paper.id))
            and writes_gathered_pages(self.builder)
        ):
            parts.append(self.link(page, "", nodes.Text(_("Paper page")),
                                   classes=["pr-link", "pr-paper-page"]))  # fmt: skip
            parts.append(self.link(page, BOX, nodes.Text(_("Cite")),
                                   classes=["pr-link"]))  # fmt: skip
        parts += self._elsewhere(paper)
        parts += self.verdict(paper)
        parts += lineage(self, paper.id.key, paper.relations)
        if version := version_phrase(paper.id, about.version):
            parts.append(span(version, "pr-version"))
        if line := bibliographic(paper, about):
            parts.insert(0, span(line, "pr-bibliographic"))
        if writes_gathered_pages(self.builder):
            parts.append(coins_of(self.archive, paper))
        return nodes.paragraph("", "", *spaced(parts), classes=["pr-facts"])

    def verdict(self, paper: Paper) -> list[Node]:
        """Return what the reviewer thinks of the paper in short, if they say so."""
        parts = [_("Rating") + f" {paper.rating}"] if paper.rating else []
        parts += [_("Confidence") + f" {paper.confidence}"] if paper.confidence else []
        parts += [paper.status] if paper.status else []
        return [span(" · ".join(parts), "pr-verdict")] if parts else []

    def _elsewhere(self, paper: Paper) -> list[Node]:
        """Return where else the paper is reviewed or mentioned."""
        here = (paper.docname, paper.anchor)
        others = [
            review
            for review in self.archive.reviews_of(paper.id.key)
            if (review.docname, review.anchor) != here
        ]
        result: list[Node] = []
        if others:
            links = spaced((self.review_link(review) for review in others), ", ")
            lead = nodes.Text(_("Also reviewed in") + " ")
            result.append(nodes.inline("", "", lead, *links, classes=["pr-also"]))
        mentions = [
            mention
            for mention in self.archive.mentions_of(paper.id.key)
            if mention.docname != paper.docname
        ]
        if mentions:
            shown = mentions[:MENTIONS_SHOWN]
            links = spaced(
                (self.link(mention.docname, mention.anchor, nodes.Text(self.context(mention)))
                 for mention in shown), ", ",
            )  # fmt: skip
            if len(mentions) > len(shown):
                links.append(nodes.Text(f" +{len(mentions) - len(shown)}"))
            lead = nodes.Text(_("Mentioned in") + " ")
            result.append(nodes.inline("", "", lead, *links, classes=["pr-mentioned"]))
        return result

    def context(self, mention: Mention) -> str:
        """Return the words by which the place of a mention is linked."""
        date = self.archive.date_of(mention.docname)
        title = mention.context or mention.docname.rpartition("/")[2]
        post = self.archive.post(mention.docname)
        if date is None or post is None or title == post.title:
            return title
        return f"{title} ({date.date().isoformat()})"

    def review_link(self, paper: Paper) -> Element:
        """Return a link to a review, called by its date, else by its document's title."""
        date = self.archive.date_of(paper.docname)
        title = self.env.titles.get(paper.docname)
        fallback = title.astext() if title is not None else paper.docname
        words = nodes.Text(date.date().isoformat() if date else fallback)
        return self.link(paper.docname, paper.anchor, words)

    def neighbours(self, docname: str) -> Element | None:
        """Return the links to the posts before and after, if there are any."""
        older, newer = self.archive.neighbours(docname)
        links: list[Node] = []
        for post, label, rel in ((older, _("Older"), "prev"), (newer, _("Newer"), "next")):
            if post is not None:
                children = (span(label, "pr-label"), nodes.Text(" "),
                            span(post.title, "pr-neighbour-title"))  # fmt: skip
                node = self.link(post.docname, "", *children, classes=[f"pr-{rel}"])
                links.append(node)
        if not links:
            return None
        return block("nav", *links, classes=["pr-neighbours"], aria_label=_("Posts"))
