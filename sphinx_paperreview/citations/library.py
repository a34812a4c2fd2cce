"""The reviewed papers of a site as items and entries, each made once however many files hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_paperreview import __version__
from sphinx_paperreview.citations import bibtex, csl, ris, spreadsheet
from sphinx_paperreview.citations.items import csl_item
from sphinx_paperreview.core.digests import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.citations.items import CslItem
    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Paper, Post, Term, TermKind

#: Of each format: the name of a file of many papers.
FILES = {
    "bibtex": "papers.bib",
    "csl": "papers.csl.json",
    "ris": "papers.ris",
    "csv": "papers.csv",
}
#: What pages call a format.
LABELS = {"bibtex": "BibTeX", "csl": "CSL-JSON", "ris": "RIS", "csv": "CSV"}
_JOINED: dict[str, Callable[[list[str]], bytes]] = {
    "bibtex": bibtex.joined,
    "csl": csl.joined,
    "ris": ris.joined,
    "csv": spreadsheet.joined,
}


class PaperLibrary:
    """Items and entries of the papers that *archive* reviews, by key."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._items: dict[str, CslItem] = {}
        self._entries: dict[tuple[str, str], str] = {}
        self._digests: dict[str, str] = {}

    def item(self, key: str) -> CslItem:
        """Return the CSL item of the paper with *key*, which is reviewed here."""
        if key not in self._items:
            newest = self.archive.reviews_of(key)[0]
            self._items[key] = csl_item(newest.id, self.archive.about(key))
        return self._items[key]

    def entry(self, form: str, key: str) -> str:
        """Return the paper with *key* in the format *form*."""
        if (form, key) not in self._entries:
            self._entries[form, key] = self._make(form, key)
        return self._entries[form, key]

    def _make(self, form: str, key: str) -> str:
        item = self.item(key)
        if form == "bibtex":
            newest = self.archive.reviews_of(key)[0]
            return bibtex.entry(newest.id, self.archive.about(key), item)
        if form == "csv":
            return spreadsheet.entry(item, self._reviewed(key))
        return ris.entry(item) if form == "ris" else csl.entry(item)

    def _reviewed(self, key: str) -> str:
        date = self.archive.date_of(self.archive.reviews_of(key)[0].docname)
        return date.date().isoformat() if date else ""

    def digest(self, key: str) -> str:
        """Return a digest of all that the entries of a paper depend on."""
        if key not in self._digests:
            about = self.archive.about(key)
            self._digests[key] = digest((__version__, key, about, self._reviewed(key)))
        return self._digests[key]

    def digest_of(self, keys: Iterable[str]) -> str:
        """Return a digest of the entries of several papers."""
        return digest(tuple(self.digest(key) for key in keys))

    def file(self, form: str, keys: Iterable[str]) -> bytes:
        """Return the file of the papers with *keys* in the format *form*."""
        return _JOINED[form]([self.entry(form, key) for key in keys])


#: Kinds of terms that have bibliographies of their own.
SLICED: tuple[TermKind, ...] = ("tag", "org", "series")


#: Formats of one paper, with the ends of their files' names.
SINGLE = {"bibtex": ".bib", "ris": ".ris"}


def formats(settings: Settings) -> tuple[str, ...]:
    """Return the formats that the site writes, in the order in which pages name them."""
    return tuple(form for form in FILES if form in settings.exports)


def post_file(post: Post) -> str:
    """Return the name of the bibliography of *post*."""
    return f"{post.docname}.bib"


def term_keys(archive: Archive, term: Term) -> tuple[str, ...]:
    """Return the papers filed under *term* themselves or by their post, sorted."""
    posts = archive.posts_under(term)
    return _keys((*archive.papers_under(term), *_papers_of(archive, posts)))


def _papers_of(archive: Archive, posts: Iterable[Post]) -> tuple[Paper, ...]:
    return tuple(paper for post in posts for paper in archive.papers_in(post.docname))


def _keys(papers: Iterable[Paper]) -> tuple[str, ...]:
    return tuple(sorted({paper.id.key for paper in papers}))
