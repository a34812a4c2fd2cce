"""Links to papers that are reviewed here tell what they lead to, in any theme.

What a card shows stands in the link's own ``title``: title, then organisations and day, then the
summary. So it needs no request, works from a folder and without a script, which only shows it
nicer and on the keyboard's focus as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.builders import writes_epub
from sphinx_paperreview.domain.domain import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils.nodes import Element

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Link

#: Class of a link that has a card.
CARD = "pr-card"
#: What the parts of a card stand apart by (an em space; a title has no line breaks in HTML).
BETWEEN = "\u2003"
#: Furniture of ours in which links are as good as an author's.
_OPEN = frozenset({"pr-paper", "pr-relation", "pr-facts"})


def card(archive: Archive, key: str) -> str:
    """Return what the card of a paper says, or nothing if it is not reviewed."""
    reviews = archive.reviews_of(key)
    if not reviews:
        return ""
    row = archive.paper_row(reviews[0])
    facts = [label for label, _slug in row.orgs]
    facts += [row.date.date().isoformat()] if row.date else []
    lines = (row.title, " · ".join(facts), row.summary or row.subtitle)
    return BETWEEN.join(line.replace(BETWEEN, " ") for line in lines if line)


def cards_of(archive: Archive, docname: str, links: Iterable[Link]) -> tuple[str, ...]:
    """Return the cards that the page of *docname* may show."""
    keys = {mention.id.key for mention in archive.mentions_in(docname)}
    for link in links:
        keys |= {archive.key_at(link.fragment), archive.key_at(link.target.lower())}
        keys |= {archive.key_at(link.target), *_named(link.target)}
    for paper in archive.papers_in(docname):
        keys |= {relation.target.key for relation in paper.relations}
        keys |= {review.id.key for _kind, review in archive.related_to(paper.id.key)}
    return tuple(card(archive, key) for key in sorted(keys))


def _named(target: str) -> Iterator[str]:
    """Yield the key of the paper that a cross-reference names by an identifier."""
    identifier = identifiers.identify(target)
    if identifier is not None:
        yield identifier.key


class PaperCards(SphinxPostTransform):
    """Give a card to each link that leads to a paper which is reviewed here."""

    # After ReferencesResolver (10): links within the site have their addresses then.
    default_priority = 20
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Look at each link of the document."""
        if writes_epub(builder_of(self.env)):
            return
        archive = domain_of(self.env).archive
        for link in self.document.findall(nodes.reference):
            key = _key(archive, link)
            if key and _is_text(archive, link, archive.key_of(key)):
                text = card(archive, key)
                if text:
                    link["classes"].append(CARD)
                    link["reftitle"] = text


def _key(archive: Archive, link: nodes.reference) -> str:
    """Return the key of the paper that *link* leads to, if any."""
    address = str(link.get("refuri", ""))
    if link.get("internal") or "refid" in link:
        fragment = str(link.get("refid", "")) or unquote(address.partition("#")[2])
        return archive.key_at(fragment)
    identifier = identifiers.identify(address) if "://" in address else None
    return identifier.key if identifier is not None else ""


def _is_text(archive: Archive, link: Element, key: str) -> bool:
    """Tell whether *link* is a part of the text, outside of the paper's own review."""
    parent: Any = link
    while parent is not None:
        classes = parent.get("classes", ())
        if any(name.startswith("pr-") and name not in _OPEN for name in classes):
            return False
        if isinstance(parent, nodes.section) and key in map(archive.key_at, parent["ids"]):
            return False
        parent = parent.parent
    return True


def has_cards(body: str) -> bool:
    """Tell whether the HTML of a page has a link with a card."""
    return f'class="{CARD} ' in body
