"""Indices of the ``paper`` domain: papers by organisation, tag and month, for books.

LaTeX, Texinfo and EPUB have them at the end. A site has gathered pages instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinx.domains import Index, IndexEntry
from sphinx.locale import _ as symbols
from sphinx.locale import get_translation

from sphinx_paperreview._compat import builder_of
from sphinx_paperreview.core import slugs
from sphinx_paperreview.core.builders import writes_latex, writes_web_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.core.model import Paper, TermKind

_ = get_translation("paperreview")


class _PaperIndex(Index):
    """An index of headings, each with its papers."""

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return the entries by letter or year (``Index.generate``); none for a site.

        Sphinx writes all entries of an index alike for LaTeX. So there the headings are the groups.
        """
        builder = builder_of(self.domain.env)
        if writes_web_pages(builder):
            return [], False
        archive: Archive = self.domain.archive  # type: ignore[attr-defined]  # ours is the domain
        kept = set(docnames) if docnames is not None else None
        groups: dict[str, list[IndexEntry]] = {}
        for group, heading, papers in self.headings(archive):
            here = [paper for paper in papers if kept is None or paper.docname in kept]
            if here:
                entries = groups.setdefault(heading if writes_latex(builder) else group, [])
                if not writes_latex(builder):
                    first = here[0]  # Texinfo prints only entries that have an anchor
                    entries.append(IndexEntry(heading, 1, first.docname, first.anchor, "", "", ""))
                entries += [
                    IndexEntry(paper.title, 2, paper.docname, paper.anchor, "", "", "")
                    for paper in here
                ]
        return list(groups.items()), False

    def headings(self, archive: Archive) -> Iterator[tuple[str, str, Collection[Paper]]]:
        """Yield group, heading and papers, in the order of the index."""
        raise NotImplementedError


class _TermIndex(_PaperIndex):
    """The index of the terms of one kind, by their first letter."""

    kind: ClassVar[TermKind]

    def headings(self, archive: Archive) -> Iterator[tuple[str, str, Collection[Paper]]]:
        """Yield each term with its papers: those that name it, then those of posts that do."""
        for term in archive.terms(self.kind):
            papers = dict.fromkeys(archive.papers_under(term))
            for post in archive.posts_under(term):
                papers |= dict.fromkeys(archive.papers_in(post.docname))
            first = slugs.fold(term.label)[:1].upper()
            # Sphinx's template writes the group as it is, into an attribute as well.
            yield first if first.isalnum() else symbols("Symbols"), term.label, papers


class OrganisationIndex(_TermIndex):
    """Papers by organisation."""

    name = "organisations"
    localname = shortname = _("Organisations")
    kind = "org"


class TagIndex(_TermIndex):
    """Papers by tag: their own tags and those of their post."""

    name = "tags"
    localname = shortname = _("Tags")
    kind = "tag"


class MonthIndex(_PaperIndex):
    """Papers by the month of their review, the newest first."""

    name = "months"
    localname = shortname = _("Archive")

    def headings(self, archive: Archive) -> Iterator[tuple[str, str, Collection[Paper]]]:
        """Yield each month under its year."""
        for (year, month), posts in archive.months.items():
            papers = [paper for post in posts for paper in archive.papers_in(post.docname)]
            yield str(year), f"{year}-{month:02}", papers


#: All indices of the domain.
INDICES: list[type[Index]] = [OrganisationIndex, TagIndex, MonthIndex]
