"""The paper that a link or a role of a document names, identified once for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.publishers import is_article

if TYPE_CHECKING:
    from docutils.nodes import Element

    from sphinx_paperreview.core.model import PaperId

#: Python attribute of a node: its address and the paper that this address names. It is pickled
#: with the doctree, so pages that are written later need not ask again, and no writer shows it.
_NOTED = "paperreview_paper"
#: Class of the section of a document that reviews one paper as a whole; a section that is a review
#: has ``pr-paper``.
DOCUMENT = "pr-document"
REVIEWS = frozenset({"pr-paper", DOCUMENT})


def paper_of(node: Element) -> PaperId | None:
    """Return the paper that *node* names, if any.

    *node* is a ``reference``, whose address must be of a known scheme, or the ``pending_xref`` of
    a role of the domain, whose target always names a paper.
    """
    is_role = isinstance(node, addnodes.pending_xref)
    address = str(node.get("reftarget" if is_role else "refuri") or "")
    if not address:
        return None
    noted: tuple[str, PaperId | None] | None = getattr(node, _NOTED, None)
    if noted is None or noted[0] != address:
        read = identifiers.identify_url if is_role else identifiers.identify
        noted = address, read(address)
        setattr(node, _NOTED, noted)
    return noted[1]


def named_by(node: Element) -> PaperId | None:
    """Return the paper that the link *node* names, also by an article's address at a publisher.

    Such an address names a paper where a review is looked for; as a link in prose it is no mention.
    """
    return paper_of(node) or article_at(str(node.get("refuri") or ""))


def article_at(url: str) -> PaperId | None:
    """Return the paper whose identity is *url*, the address of an article at a publisher."""
    return identifiers.url_id(url) if is_article(url) else None
