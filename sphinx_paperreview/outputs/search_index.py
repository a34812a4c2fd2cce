"""The files of the search index (``_search/``), made of what the documents of a site say."""

from __future__ import annotations

import contextlib
import hashlib
import json
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview import __version__
from sphinx_paperreview._compat import is_placed
from sphinx_paperreview.core.builders import writes_site
from sphinx_paperreview.core.dates import is_only_date
from sphinx_paperreview.core.digests import digest
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.output import SiteFile
from sphinx_paperreview.outputs.state import state_path
from sphinx_paperreview.search import pagefind
from sphinx_paperreview.search.backends import engine_of
from sphinx_paperreview.search.index import Index, Record
from sphinx_paperreview.search.labels import labels
from sphinx_paperreview.search.units import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_paperreview.core.model import Paper
    from sphinx_paperreview.outputs.output import Site

FOLDER = "_search"


def search_files(site: Site) -> Iterator[SiteFile]:
    """Yield the files of the index; they are made only if something of them has changed."""
    engine = engine_of(site.settings)
    if engine == "sphinx" or not writes_site(site.builder):
        return
    maker = _Maker(site, engine)
    folder = pagefind.FOLDER if engine == "pagefind" else FOLDER
    path = state_path(site.builder).with_suffix(".search.json")
    names = _read(path, maker.digest)
    if names is None:
        names = {name: hashlib.sha256(data).hexdigest()[:24] for name, data in maker.files.items()}
        text = json.dumps({"digest": maker.digest, "files": names}, indent=0)
        path.write_text(text, encoding="utf-8")
    for name, value in names.items():
        yield SiteFile(f"{folder}/{name}", value, lambda name=name: maker.files[name])  # type: ignore[misc]


def _read(path: Path, value: str) -> dict[str, str] | None:
    """Return the digests of the files as they were made of the same, if they were."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["digest"] == value:
            return dict(data["files"])
    return None


class _Maker:
    """Gathers the records of *site*, and makes the files of them when asked."""

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
        """A digest of everything that the files are made of, no text read for it."""
        missing = [name for name in self._kept.values() if not UNITS.is_kept(self._folder, name)]
        return digest((
            self._engine, self._site.addresses, self._kept, self._records, self._aliases, missing,
            labels(), __version__,
        ))  # fmt: skip

    @property
    def _folder(self) -> Path:
        return Path(self._site.env.doctreedir)

    @cached_property
    def _records(self) -> list[Record]:
        """What is known of each record without its text, the oldest first."""
        found = [record for docname in self._kept for record in self._of_document(docname)]
        return sorted(found, key=lambda record: (record.date, record.docname, record.place))

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The content of each file by its name."""
        units = {docname: UNITS.recall(self._folder, name) for docname, name in self._kept.items()}
        records: list[Record] = []
        texts: dict[str, Any] = {}
        for record in self._records:
            if record.place >= len(units[record.docname]):
                continue
            unit = units[record.docname][record.place]
            title, heads, text = unit["words"]
            if not record.place and not text and _says_nothing(self._site, record):
                continue
            names = (*record.names, *unit["names"])
            records.append(record.with_words((title, heads, text), names))
        if self._engine == "pagefind":
            found = [(record, *self._told(record, units)) for record in records]
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

    def _told(self, record: Record, units: dict[str, Any]) -> tuple[str, str]:
        """Return the address of *record* from the page of search, and its text."""
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


def _says_nothing(site: Site, record: Record) -> bool:
    """Tell whether a page without a text is no more than a list of its papers."""
    post = site.archive.post(record.docname)
    papers = site.archive.papers_in(record.docname)
    return bool(papers) and (post is None or is_only_date(post.title, post.date))
