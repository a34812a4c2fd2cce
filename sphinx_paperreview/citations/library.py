"""The citations of one archive: items, entries and files, each made once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sphinx_paperreview.citations.formats import BIBTEX, FORMATS, CitedPaper
from sphinx_paperreview.citations.items import csl_item
from sphinx_paperreview.core.files.digests import digest
from sphinx_paperreview.core.files.package import package_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.citations.formats import Format
    from sphinx_paperreview.citations.items import CslItem
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Paper, Post, Term, TermKind

#: Kinds of terms that have bibliographies.
SLICED: tuple[TermKind, ...] = ("tag", "org", "series")


class PaperLibrary:
    """Citations of the papers that *archive* reviews; a *key* is always that of such a paper."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._cited: dict[str, CitedPaper] = {}
        self._entries: dict[str, dict[str, str]] = defaultdict(dict)
        self._digests: dict[str, str] = {}

    def _paper(self, key: str) -> CitedPaper:
        if key not in self._cited:
            paper_id, about = self.archive.reviews_of(key)[0].id, self.archive.about(key)
            item = csl_item(paper_id, about)
            self._cited[key] = CitedPaper(paper_id, about, item, self._reviewed(key))
        return self._cited[key]

    def _reviewed(self, key: str) -> str:
        date = self.archive.date_of(self.archive.reviews_of(key)[0].docname)
        return date.date().isoformat() if date else ""

    def item(self, key: str) -> CslItem:
        """Return the CSL item of a paper."""
        return self._paper(key).item

    def entry(self, form: Format, key: str) -> str:
        """Return the entry of a paper in the format *form*."""
        if not form.suffix:  # no page shows it, so it is seldom made twice
            return form.entry(self._paper(key))
        entries = self._entries[form.name]
        if key not in entries:
            entries[key] = form.entry(self._paper(key))
        return entries[key]

    def file(self, form: Format, keys: Iterable[str]) -> bytes:
        """Return the file of the papers with *keys* in the format *form*."""
        return form.joined([self.entry(form, key) for key in keys])

    def digest(self, key: str) -> str:
        """Return a digest of everything that the entries of a paper depend on."""
        if key not in self._digests:
            about = self.archive.about(key)
            self._digests[key] = digest((package_digest(), key, about, self._reviewed(key)))
        return self._digests[key]

    def digest_of(self, keys: Iterable[str]) -> str:
        """Return a digest of everything that the entries of several papers depend on."""
        return digest(tuple(self.digest(key) for key in keys))


def formats(settings: Settings) -> tuple[Format, ...]:
    """Return the formats that the site writes, in the order in which pages name them."""
    return tuple(form for form in FORMATS if form.name in settings.exports)


def post_file(post: Post) -> str:
    """Return the path, from the output folder, of the bibliography of *post*."""
    return f"{post.docname}{BIBTEX.suffix}"


def term_keys(archive: Archive, term: Term) -> tuple[str, ...]:
    """Return the keys of the papers filed under *term*, themselves or by their post, sorted."""
    return keys_of((*archive.papers_under(term), *papers_of(archive, archive.posts_under(term))))


def papers_of(archive: Archive, posts: Iterable[Post]) -> tuple[Paper, ...]:
    """Return the reviews in *posts*."""
    return tuple(paper for post in posts for paper in archive.papers_in(post.docname))


def keys_of(papers: Iterable[Paper]) -> tuple[str, ...]:
    """Return the keys of *papers*, sorted, each once."""
    return tuple(sorted({paper.id.key for paper in papers}))
