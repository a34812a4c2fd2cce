"""Papers, terms and gathered lists as targets of ``:ref:``.

Projects that use intersphinx can cite them without this extension.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview.core.model import TERM_SEGMENTS
from sphinx_paperreview.core.papers import identifiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.domain.domain import PaperDomain


def note_labels(domain: PaperDomain, lists: Mapping[str, str]) -> None:
    """Make papers, terms and *lists* targets of ``:ref:``, once all documents are read.

    Labels of gathered pages belong to no document, so this function clears them and not Sphinx.

    :param lists: titles of the gathered lists that the build writes, by page name
    """
    std = domain.env.domains.standard_domain
    labels = [
        *_labels(domain.archive),
        *((page, page, "", title) for page, title in lists.items()),
    ]
    # One that a document has taken since is the author's.
    ours = {
        name: target
        for name, target in domain.data["labels"].items()
        if std.labels.get(name) == target
    }
    wanted = {
        name: tuple(target)
        for name, *target in labels
        if name in ours or name not in std.anonlabels
    }
    for name, target in ours.items():
        if wanted.get(name) != target:
            std.labels.pop(name)
            std.anonlabels.pop(name, None)
    _label_indices(domain)
    for name, (page, anchor, title) in wanted.items():
        if name not in std.labels:
            std.note_hyperlink_target(name, page, anchor, title)
    domain.data["labels"] = wanted


def _label_indices(domain: PaperDomain) -> None:
    """Leave a label to each index that has entries.

    Sphinx labels them when it makes a domain; only books have pages of them.
    """
    std = domain.env.domains.standard_domain
    for index in domain.indices:
        name = f"{domain.name}-{index.name}"
        std.labels.pop(name, None)
        std.anonlabels.pop(name, None)
        if domain.is_used and index(domain).generate()[0]:
            std.note_hyperlink_target(name, name, "", index.localname)


def _labels(archive: Archive) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, page, anchor and title of each label."""
    for key in archive.keys:
        newest = archive.reviews_of(key)[0]
        yield identifiers.anchor(newest.id), newest.docname, newest.anchor, newest.title
    for kind in TERM_SEGMENTS:
        for term in archive.terms(kind):
            yield f"{kind}-{term.slug}", archive.term_page(term), "", term.label
