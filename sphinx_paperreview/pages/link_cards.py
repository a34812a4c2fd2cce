"""Cards of links: title, organisations, day and summary of the paper that a link leads to.

The text of a card is the ``title`` attribute of the link. So it works in any theme, without a
request and without a script; the script shows it as a card, and on keyboard focus too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core.builders import writes_epub
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.domain.scope import PageTransform
from sphinx_paperreview.nodes import nodes_of_kinds
from sphinx_paperreview.reading.links import paper_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Link

#: Class of a link that has a card.
_CARD = "pr-card"
#: The separator of the parts of a card: an em space, which titles do not contain.
_BETWEEN = "\u2003"
#: Our own elements in which links have cards, as those in the author's text.
_OPEN = frozenset({"pr-paper", "pr-relation", "pr-facts"})


def _card(archive: Archive, key: str) -> str:
    """Return the text of the card of a paper; empty if it has no review."""
    reviews = archive.reviews_of(key)
    if not reviews:
        return ""
    row = archive.paper_row(reviews[0])
    facts = [label for label, _slug in row.orgs]
    facts += [row.date.date().isoformat()] if row.date else []
    lines = (row.title, " · ".join(facts), row.summary or row.subtitle)
    return _BETWEEN.join(line.replace(_BETWEEN, " ") for line in lines if line)


def cards_of(archive: Archive, docname: str, links: Iterable[Link]) -> tuple[str, ...]:
    """Return the texts of all cards that the page of *docname* may show."""
    keys = {mention.id.key for mention in archive.mentions_in(docname)}
    for link in links:
        keys |= {archive.key_at(link.fragment), archive.key_at(link.target.lower())}
        keys |= {archive.key_at(link.target), *_named(link.target)}
    for paper in archive.papers_in(docname):
        keys |= {relation.target.key for relation in paper.relations}
        keys |= {review.id.key for _kind, review in archive.related_to(paper.id.key)}
    return tuple(_card(archive, key) for key in sorted(keys))


def _named(target: str) -> Iterator[str]:
    """Yield the key of the paper that a cross-reference names by an identifier."""
    identifier = identifiers.identify(target)
    if identifier is not None:
        yield identifier.key


class LinkCards(PageTransform):
    """Add a card to each link to a paper that has a review."""

    # After ReferencesResolver (10), which gives links within the site their addresses.
    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Add the cards of the document."""
        if writes_epub(builder_of(self.env)):
            return
        archive = domain_of(self.env).archive
        for link in nodes_of_kinds(self.document, nodes.reference):
            key = _key(archive, link) if _is_in_text(link) else ""
            if key and not _is_in_review(archive, link, archive.key_of(key)):
                text = _card(archive, key)
                if text:
                    link["classes"].append(_CARD)
                    link["reftitle"] = text


def _key(archive: Archive, link: nodes.reference) -> str:
    """Return the key of the paper that *link* leads to, if any."""
    address = str(link.get("refuri", ""))
    if link.get("internal") or "refid" in link:
        fragment = str(link.get("refid", "")) or unquote(address.partition("#")[2])
        return archive.key_at(fragment)
    identifier = paper_of(link) if "://" in address else None
    return identifier.key if identifier is not None else ""


def _is_in_text(link: Element) -> bool:
    """Return whether *link* is in the author's text, or in an element of ours that is open."""
    node: Any = link
    while node is not None:
        for name in node.get("classes", ()):
            if name.startswith("pr-") and name not in _OPEN:
                return False
        node = node.parent
    return True


def _is_in_review(archive: Archive, link: Element, key: str) -> bool:
    """Return whether *link* is in the review of the paper *key*."""
    node: Any = link
    while node is not None:
        if isinstance(node, nodes.section) and key in map(archive.key_at, node["ids"]):
            return True
        node = node.parent
    return False


def has_cards(body: str) -> bool:
    """Return whether the HTML of a page has a link with a card."""
    return f'class="{_CARD} ' in body
