"""The files of the search index of a site: records of its documents for :mod:`.search.volumes`."""

from __future__ import annotations

import contextlib
import json
from functools import cached_property, lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview._compat import is_placed
from sphinx_paperreview.core.builders import writes_site
from sphinx_paperreview.core.files.digests import bytes_digest, digest, text_digest
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.core.files.store import FileStore, read_kept, write_kept
from sphinx_paperreview.core.metadata.dates import is_only_date
from sphinx_paperreview.core.papers.identifiers import is_identifier
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.site import SiteFile
from sphinx_paperreview.outputs.state import state_path
from sphinx_paperreview.search import pagefind, units
from sphinx_paperreview.search.backends import covers, engine_of
from sphinx_paperreview.search.index import Record, dump, file_name, script, unscript
from sphinx_paperreview.search.labels import labels
from sphinx_paperreview.search.units import UNITS
from sphinx_paperreview.search.volume import Document, LostError, Sources
from sphinx_paperreview.search.volumes import Library
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinx_paperreview.core.files.federation import OtherPaper
    from sphinx_paperreview.core.model import Paper
    from sphinx_paperreview.outputs.site import Site

#: Folder of our index in the output folder; the scripts know it, too.
_FOLDER = "_search"
#: The fields of a record that are kept: all but its words, its place last.
_FIELDS = (
    "title", "url", "subtitle", "orgs", "tags", "venue", "date", "year", "names", "post",
    "post_url", "docname", "place",
)  # fmt: skip
#: Papers of another archive in one group.
_GROUP = 64
#: The number is raised when the form of what is kept changes.
_FORM = 1


def search_files(site: Site) -> Iterator[SiteFile]:
    """Yield the files of the search index: ours in ``_search``, or Pagefind's in ``pagefind``.

    Ours has the reviews alone where Sphinx's index is searched. Of ours, only what changed is made
    again. Pagefind runs only if the records or their texts changed. Where it fails, there are no
    files, and :attr:`.WarningKind.CONFIG` is reported; the page of search then says that the search
    cannot be loaded, and the next build runs it again.
    """
    if not writes_site(site.builder):
        return
    if engine_of(site.settings) == "pagefind":
        yield from _pagefind_files(site)
        return
    own = _OwnIndex(site)
    for name in own.library.names:
        yield SiteFile(f"{_FOLDER}/{name}.js", name, partial(own.make, name))
    root = script("root", own.library.root)
    yield SiteFile(f"{_FOLDER}/root.js", bytes_digest(root), partial(bytes, root))


def is_of_search(name: str) -> bool:
    """Return whether the file *name* of the output belongs to the index."""
    return name.startswith(f"{_FOLDER}/")


class _OwnIndex:
    """Our own index: what it is made of, and what was kept for the next build."""

    def __init__(self, site: Site) -> None:
        self._found = _Found(site)
        self._doctreedir = Path(site.env.doctreedir)
        self._outdir = Path(site.builder.outdir, _FOLDER)
        path = state_path(site.builder)
        self._store = FileStore(path.with_suffix(".search").name, "replace")
        self._old = {each.name: each for each in self._old_documents(path)}
        #: The names of the kept units, by the names of the files of texts.
        self._units: dict[str, str] = {}
        self._records = lru_cache(maxsize=64)(self._read_records)
        try:
            self._parts = self._documents()
            self.library = self._library(self._old_volumes)
            if not all(map(self._is_there, self.library.names)):
                self.library = self._anew()
        except LostError:
            self.library = self._anew()
        self._keep_manifest(path)

    def _anew(self) -> Library:
        """Return the library without what was kept: some of it is lost."""
        for document in self._old.values():
            self._store.path(self._doctreedir, document.key).unlink(missing_ok=True)
        self._old = {}
        self._records.cache_clear()
        self._parts = self._documents()
        return self._library(())

    def _library(self, old: Sequence[str]) -> Library:
        sources = Sources(self._records, self._read, self._recall, self._keep)
        glossary = [*_own_glossary(), *self._found.aliases]
        return Library(*self._parts, sources, old, glossary, labels())

    # -- documents -------------------------------------------------------------------------------

    def _documents(self) -> tuple[list[Document], list[Document]]:
        """Return the documents that have a date, the oldest first, and the others."""
        posts: list[tuple[str, Document]] = []
        pages: list[Document] = []
        for docname, unit in self._found.kept.items():
            found = [*self._found.of_document(docname)]
            rows = [[getattr(record, name) for name in _FIELDS] for record in found]
            mere = _is_mere_list(self._found.site, found[0])
            source = json.dumps([_FORM, unit, mere, rows], ensure_ascii=False)
            document = self._document(docname, source, unit, mere=mere)
            if document.count:
                if date := found[0].date:
                    posts.append((date, document))
                else:
                    pages.append(document)
            self._units[document.text] = unit
        for name, unit, found in self._found.others(self._doctreedir):
            rows = [[getattr(record, each) for each in _FIELDS] for record in found]
            source = json.dumps([_FORM, unit, False, rows], ensure_ascii=False)
            document = self._document(name, source, unit, mere=False)
            pages.append(document)
            self._units[document.text] = unit
        ordered = sorted(posts, key=lambda pair: (pair[0], pair[1].name))
        return [document for _date, document in ordered], pages

    def _document(self, docname: str, source: str, unit: str, *, mere: bool) -> Document:
        """Return the document, and keep its records if they have changed."""
        old = self._old.get(docname)
        key = text_digest(source)
        if old is not None and old.key == key:
            return old

        def make() -> str:
            kept = UNITS.recall(self._doctreedir, unit)
            rows = [
                row
                for row in json.loads(source)[3]
                if (place := row[-1]) < len(kept) and (place or kept[place]["words"][2] or not mere)
            ]
            text = file_name("x", _texts(kept)) if rows else ""
            return json.dumps([unit, text, rows], ensure_ascii=False)

        self._store.keep(self._doctreedir, source, make)
        kept = self._store.recall(self._doctreedir, key)
        if not kept:
            raise LostError
        return Document(docname, key, len(kept[2]), kept[1])

    def _read_records(self, key: str) -> list[Record]:
        """Return the records of the document with *key*, with their words."""
        kept = self._store.recall(self._doctreedir, key)
        if not kept:
            raise LostError
        texts = UNITS.recall(self._doctreedir, kept[0])
        records = []
        for row in kept[2]:
            values: Any = [tuple(value) if isinstance(value, list) else value for value in row]
            fields: dict[str, Any] = dict(zip(_FIELDS, values, strict=True))
            record = Record(**fields)
            if record.place >= len(texts):
                raise LostError
            unit = texts[record.place]
            title, heads, text = unit["words"]
            names = (*record.names, *unit["names"])
            records.append(record.with_words((title, heads, text), names))
        return records

    # -- files -----------------------------------------------------------------------------------

    def make(self, name: str) -> bytes:
        """Return the content of the file *name*."""
        if name in self._units:
            return script(name, _texts(UNITS.recall(self._doctreedir, self._units[name])))
        if name not in self.library.made:
            try:
                return script(name, self._read(name))
            except LostError:
                self.library = self._anew()
        return script(name, self.library.made[name])

    def _is_there(self, name: str) -> bool:
        if name in self.library.made or name in self._units:
            return True
        return (self._outdir / f"{name}.js").is_file()

    def _read(self, name: str) -> bytes:
        try:
            text = unscript(name, (self._outdir / f"{name}.js").read_bytes())
        except OSError as error:
            raise LostError from error
        if text is None:
            raise LostError
        return text

    # -- what is kept ----------------------------------------------------------------------------

    def _recall(self, name: str) -> Any:
        return self._store.recall(self._doctreedir, name) or None

    def _keep(self, name: str, data: Any) -> None:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        write_kept(self._store.path(self._doctreedir, name), text.encode("utf-8", "replace"))

    def _old_documents(self, path: Path) -> list[Document]:
        """Return the documents of the last build, and note its volumes."""
        self._old_volumes: list[str] = []
        with contextlib.suppress(ValueError, TypeError):
            found, volumes = json.loads(read_kept(_manifest(path)) or b"[]")
            documents = [Document(*each) for each in found]
            self._old_volumes = volumes
            return documents
        return []

    def _keep_manifest(self, path: Path) -> None:
        """Keep what the next build begins with; forget what it does not need."""
        documents = [each for part in self._parts for each in part]
        rows = [[each.name, each.key, each.count, each.text] for each in documents]
        volumes = self.library.manifest
        if volumes != self._old_volumes or {each.name: each for each in documents} != self._old:
            text = json.dumps([rows, volumes], ensure_ascii=False)
            write_kept(_manifest(path), text.encode("utf-8", "replace"))
            names = [each.key for each in documents]
            names += [name for key in volumes for name in (key, f"{key}-terms")]
            self._store.forget(self._doctreedir, names)


def _manifest(path: Path) -> Path:
    return path.with_suffix(".search.json")


def _texts(found: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the texts of a document, for excerpts, as JSON."""
    return dump([{"x": unit["text"], "h": unit["heads"]} for unit in found])


def _own_glossary() -> list[list[str]]:
    text = resources.files("sphinx_paperreview.search").joinpath("glossary.json")
    return list(json.loads(text.read_text(encoding="utf-8")))


def _pagefind_files(site: Site) -> Iterator[SiteFile]:
    """Yield the files that Pagefind makes."""
    found = _Found(site)
    value = found.digest
    path = _manifest(state_path(site.builder))
    digests = _read_digests(path, value)
    # Pagefind may fail, so it has to run before the first file is described.
    written = Path(site.builder.outdir, pagefind.FOLDER)
    if digests is not None and _are_written(written, digests):
        make: Callable[[str], bytes] = partial(_read_file, written)
    else:
        try:
            files = pagefind.make_files(found.records_with_texts(), site.config.language)
        except pagefind.PagefindError as error:
            _warn_failed(error)
            path.unlink(missing_ok=True)
            return
        make = files.__getitem__
        digests = {name: bytes_digest(data) for name, data in files.items()}
        text = json.dumps({"digest": value, "files": digests}, indent=0)
        write_kept(path, text.encode())
    for name, each in digests.items():
        yield SiteFile(f"{pagefind.FOLDER}/{name}", each, partial(make, name))


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


class _Found:
    """The records of the documents of *site*."""

    def __init__(self, site: Site) -> None:
        self.site = site
        domain = domain_of(site.env)
        reviews = domain.data["posts"].keys() | domain.data["papers"].keys()
        wanted = site.env.found_docs
        wanted = wanted & reviews if covers(site.settings) == "papers" else wanted
        #: The names of the kept units of each document, by docname.
        self.kept = {
            docname: names[0]
            for docname in sorted(wanted)
            if (names := domain.records("search", docname))
            and not {"nosearch", "no-search"} & site.env.metadata[docname].keys()
            and not is_placed(site.env, docname)
        }
        #: The project's own groups of words.
        self.aliases = [[name, *others] for name, others in site.settings.search_aliases.items()]

    @cached_property
    def digest(self) -> str:
        """Digest of everything that Pagefind's files depend on; no texts are read for it."""
        return digest(
            (pagefind.version(), self.site.addresses, self.kept, self._all, package_digest())
        )

    @cached_property
    def _all(self) -> list[Record]:
        """The records without their words, the oldest first."""
        found = [record for docname in self.kept for record in self.of_document(docname)]
        return sorted(found, key=lambda record: (record.date, record.docname, record.place))

    def records_with_texts(self) -> list[tuple[Record, str, str]]:
        """Return each record with its address from the search page, and its text."""
        folder = Path(self.site.env.doctreedir)
        texts = {docname: UNITS.recall(folder, name) for docname, name in self.kept.items()}
        found = []
        for record in self._all:
            if record.place >= len(texts[record.docname]):
                continue
            unit = texts[record.docname][record.place]
            if not record.place and not unit["words"][2] and _is_mere_list(self.site, record):
                continue
            title, heads, text = unit["words"]
            names = (*record.names, *unit["names"])
            whole = record.with_words((title, heads, text), names)
            found.append((whole, *self._address_and_text(record, unit)))
        return found

    def _address_and_text(self, record: Record, unit: Mapping[str, Any]) -> tuple[str, str]:
        address = self.site.builder.get_relative_uri("search", record.docname)
        anchor = record.url.partition("#")[2]
        heads = "\n".join(title for _place, _anchor, title in unit["heads"])
        return f"{address}#{anchor}" if anchor else address, f"{heads}\n{unit['text']}"

    def others(self, folder: Path) -> Iterator[tuple[str, str, list[Record]]]:
        """Yield the records of other archives in groups: a name, the kept units, the records."""
        for name, group in _other_papers(self.site):
            records = [
                Record(
                    paper.title, paper.url, orgs=paper.orgs, tags=paper.tags,
                    date=paper.reviews[0].date, year=paper.reviews[0].date[:4],
                    names=(key.partition(":")[2],), post=archive, post_url=url,
                    docname=name, place=place,
                )
                for place, (archive, url, key, paper) in enumerate(group)
            ]  # fmt: skip
            kept = units.keep(folder, _units_of(group))
            self.site.other_units.add(kept)
            yield name, kept, records

    def of_document(self, docname: str) -> Iterator[Record]:
        """Yield the records of a document, without their words: itself, then its papers."""
        site, archive = self.site, self.site.archive
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
        archive = self.site.archive
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
                dict.fromkeys((about.doi, paper.id.value) if is_identifier(paper.id) else ())
            ),
            post=post,
            post_url=url,
            docname=paper.docname,
            place=paper.position + 1,
        )


def _other_papers(site: Site) -> Iterator[tuple[str, list[tuple[str, str, str, OtherPaper]]]]:
    """Yield the papers of other archives in groups, if the search is to find them.

    A group has a name that no document has, and consists of the archive's name and address, the
    key of the paper, and the paper.
    """
    if not site.settings.federation_search:
        return
    for name, other in site.archive.others.items():
        papers = [(name, other.url, key, paper) for key, paper in other.papers.items()]
        for start in range(0, len(papers), _GROUP):
            yield f"/{name}/{start}", papers[start : start + _GROUP]


def _units_of(group: Sequence[tuple[str, str, str, OtherPaper]]) -> list[dict[str, Any]]:
    return [
        {"title": paper.title, "heads": [], "text": paper.summary, "names": []}
        for _archive, _url, _key, paper in group
    ]


def _is_mere_list(site: Site, record: Record) -> bool:
    """Return whether the page of *record*, which has no text, is merely a list of papers."""
    post = site.archive.post(record.docname)
    papers = site.archive.papers_in(record.docname)
    return bool(papers) and (post is None or is_only_date(post.title, post.date))
