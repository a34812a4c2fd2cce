"""Bibliographies (BibTeX, CSL, RIS, CSV) of all papers, and of each term, month and post."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx_paperreview.citations.formats import BIBTEX
from sphinx_paperreview.citations.library import (
    SLICED,
    formats,
    keys_of,
    papers_of,
    post_file,
    term_keys,
)
from sphinx_paperreview.core.files.store import kept_texts
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.outputs.state import state_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.archive.archive import Archive
    from sphinx_paperreview.citations.formats import Format
    from sphinx_paperreview.citations.library import PaperLibrary
    from sphinx_paperreview.outputs.site import Site


def bibliography_files(site: Site) -> Iterator[SiteFile]:
    """Yield every bibliography that the settings call for."""
    archive, library = site.archive, site.library
    forms = formats(site.settings)
    if not archive.papers or not forms:
        return
    for folder, keys in _slices(archive, whole="slices" not in site.settings.exports):
        value = library.digest_of(keys)
        for form in forms:
            # Only the file of all papers is large enough to be worth keeping its entries.
            make = partial(library.file, form, keys)
            if not folder:
                make = partial(_whole, site, library, form)
            yield SiteFile(folder + form.file, value, make)
    if "slices" not in site.settings.exports:
        return
    for post in archive.posts:
        keys = keys_of(archive.papers_in(post.docname))
        if keys and BIBTEX in forms:
            value = library.digest_of(keys)
            yield SiteFile(post_file(post), value, partial(library.file, BIBTEX, keys))


def _whole(site: Site, library: PaperLibrary, form: Format) -> bytes:
    """Return the file of all papers, of which only new and changed entries are made."""
    path = state_path(site.builder).with_suffix(f".{form.name}.json")
    sources = {key: library.digest(key) for key in site.archive.keys}
    return form.joined(kept_texts(path, sources, partial(library.entry, form)))


def _slices(archive: Archive, *, whole: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the folder (with a slash at its end) and the papers of each bibliography."""
    yield "", archive.keys
    if whole:
        return
    for kind in SLICED:
        for term in archive.terms(kind):
            if keys := term_keys(archive, term):
                yield f"{archive.term_page(term)}/", keys
    base = archive.segment("archive")
    for (year, month), posts in archive.months.items():
        if keys := keys_of(papers_of(archive, posts)):
            yield f"{base}/{year}/{month:02}/", keys
