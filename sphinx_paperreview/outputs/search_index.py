"""The files of the search index of a site: records of its documents for :mod:`.search.index`."""

from __future__ import annotations

import contextlib
import json
from functools import cached_property, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview import __version__
from sphinx_paperreview._compat import is_placed
from sphinx_paperreview.core.builders import writes_site
from sphinx_paperreview.core.dates import is_only_date
from sphinx_paperreview.core.digests import bytes_digest, digest
from sphinx_paperreview.core.store import read_kept, write_kept
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.outputs.state import state_path
from sphinx_paperreview.search import pagefind
from sphinx_paperreview.search.backends import engine_of
from sphinx_paperreview.search.index import Index, Record
from sphinx_paperreview.search.labels import labels
from sphinx_paperreview.search.units import UNITS
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx_paperreview.core.model import Paper
    from sphinx_paperreview.outputs.site import Site

#: Folder of our index in the output folder; the scripts know it, too.
_FOLDER = "_search"


def search_files(site: Site) -> Iterator[SiteFile]:
    """Yield the files of the search index: ours in ``_search``, or Pagefind's in ``pagefind``.

    The index is made again only if the records or their texts changed. Where Pagefind fails,
    there are no files, and :attr:`.WarningKind.CONFIG` is reported; the page of search then says
    that the search cannot be loaded, and the next build runs Pagefind again.
    """
    engine = engine_of(site.settings)
    if engine == "sphinx" or not writes_site(site.builder):
        return
    maker = _Maker(site, engine)
    folder = pagefind.FOLDER if engine == "pagefind" else _FOLDER
    path = state_path(site.builder).with_suffix(".search.json")
    digests = _read_digests(path, maker.digest)
    make: Callable[[str], bytes] = maker.make
    if engine == "pagefind" and digests is not None:
        # Pagefind may fail, so it has to run before the first file is described.
        written = Path(site.builder.outdir, folder)
        if _are_written(written, digests):
            make = partial(_read_file, written)
        else:
            digests = None
    if digests is None:
        try:
            digests = {name: bytes_digest(data) for name, data in maker.files.items()}
        except pagefind.PagefindError as error:
            _warn_failed(error)
            path.unlink(missing_ok=True)
            return
        text = json.dumps({"digest": maker.digest, "files": digests}, indent=0)
        write_kept(path, text.encode())
    for name, value in digests.items():
        yield SiteFile(f"{folder}/{name}", value, partial(make, name))


def _read_digests(path: Path, value: str) -> dict[str, str] | None:
    """Return the digests of the index's files by name, if the index is that of digest *value*."""
    with contextlib.suppress(ValueError, TypeError, KeyError):
        data = json.loads(read_kept(path) or b"{}")
        if data["digest"] == value:
            return dict(data["files"])
    return None


def _read_file(folder: Path, name: str) -> bytes:
    return Path(folder, name).read_bytes()


def _are_written(folder: Path, digests: Mapping[str, str]) -> bool:
    """Return whether *folder* holds every file as it was made."""
    try:
        return all(bytes_digest(_read_file(folder, name)) == digests[name] for name in digests)
    except OSError:
        return False


def _warn_failed(error: pagefind.PagefindError) -> None:
    warn(
        WarningKind.CONFIG,
        "Pagefind made no index of the search: %s; run the program by hand to see why, or set "
        "paperreview_search to 'paperreview' (until then the page of search says that the search "
        "cannot be loaded)",
        error,
        location=None,
    )


class _Maker:
    """Collects the records of *site*; makes the files of the index when they are needed."""

    def __init__(self, site: Site, engine: str) -> None:
        self._site = site
        self._engine = engine
        self._kept = {
            docname: names[0]
            for docname in sorted(site.env.found_docs)
            if (names := domain_of(site.env).records("search", docname))
            and not {"nosearch", "no-search"} & site.env.metadata[docname].keys()
            and not is_placed(site.env, docname)
        }
        self._aliases = [[name, *others] for name, others in site.settings.search_aliases.items()]

    @cached_property
    def digest(self) -> str:
        """Digest of everything that the files depend on; no texts are read for it."""
        program = pagefind.version() if self._engine == "pagefind" else ()
        return digest((
            self._engine, program, self._site.addresses, self._kept, self._records, self._aliases,
            labels(), __version__,
        ))  # fmt: skip

    @property
    def _folder(self) -> Path:
        return Path(self._site.env.doctreedir)

    @cached_property
    def _records(self) -> list[Record]:
        """The records without their words, the oldest first."""
        found = [record for docname in self._kept for record in self._of_document(docname)]
        return sorted(found, key=lambda record: (record.date, record.docname, record.place))

    def make(self, name: str) -> bytes:
        """Return the content of the file called *name*."""
        return self.files[name]

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The content of each file by its name.

        :raises PagefindError: Pagefind is chosen, and fails
        """
        units = {docname: UNITS.recall(self._folder, name) for docname, name in self._kept.items()}
        records: list[Record] = []
        texts: dict[str, Any] = {}
        for record in self._records:
            if record.place >= len(units[record.docname]):
                continue
            unit = units[record.docname][record.place]
            title, heads, text = unit["words"]
            if not record.place and not text and _is_mere_list(self._site, record):
                continue
            names = (*record.names, *unit["names"])
            records.append(record.with_words((title, heads, text), names))
        if self._engine == "pagefind":
            found = [(record, *self._address_and_text(record, units)) for record in records]
            return pagefind.make_files(found, self._site.config.language)
        shown = {record.docname for record in records}
        for docname in shown:
            texts[docname] = [{"x": u["text"], "h": u["heads"]} for u in units[docname]]
        own = json.loads(
            resources.files("sphinx_paperreview.search")
            .joinpath("glossary.json")
            .read_text(encoding="utf-8")
        )
        return Index(records, dict(sorted(texts.items())), [*own, *self._aliases], labels()).files()

    def _address_and_text(self, record: Record, units: dict[str, Any]) -> tuple[str, str]:
        """Return the address of *record* relative to the search page, and its text."""
        address = self._site.builder.get_relative_uri("search", record.docname)
        anchor = record.url.partition("#")[2]
        unit = units[record.docname][record.place]
        heads = "\n".join(title for _place, _anchor, title in unit["heads"])
        return f"{address}#{anchor}" if anchor else address, f"{heads}\n{unit['text']}"

    def _of_document(self, docname: str) -> Iterator[Record]:
        site, archive = self._site, self._site.archive
        post = archive.post(docname)
        title = site.env.titles.get(docname)
        name = post.title if post else title.astext() if title is not None else docname
        url = site.builder.get_target_uri(docname)
        date = post.date.date().isoformat() if post else ""
        tags = archive.terms_of("tag", post.tags) if post else ()
        yield Record(
            name, url, tags=tuple(tag.label for tag in tags), date=date, year=date[:4],
            docname=docname,
        )  # fmt: skip
        for paper in archive.papers_in(docname):
            yield self._of_paper(paper, name, url, date)

    def _of_paper(self, paper: Paper, post: str, url: str, date: str) -> Record:
        archive = self._site.archive
        row, about = archive.paper_row(paper), archive.about(paper.id.key)
        return Record(
            title=paper.title,
            url=f"{url}#{paper.anchor}",
            subtitle=paper.subtitle,
            orgs=tuple(label for label, _slug in row.orgs),
            tags=tuple(label for label, _slug in row.tags),
            venue=about.venue,
            date=date,
            year=date[:4] or about.year,
            names=tuple(
                dict.fromkeys((about.doi, paper.id.value) if paper.id.scheme != "url" else ())
            ),
            post=post,
            post_url=url,
            docname=paper.docname,
            place=paper.position + 1,
        )


def _is_mere_list(site: Site, record: Record) -> bool:
    """Return whether the page of *record*, which has no text, is merely a list of papers."""
    post = site.archive.post(record.docname)
    papers = site.archive.papers_in(record.docname)
    return bool(papers) and (post is None or is_only_date(post.title, post.date))
