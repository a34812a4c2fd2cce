"""Metadata of papers from the site's own ``.bib`` files (``paperreview_bibliography``)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview._compat import parse_bibtex
from sphinx_paperreview.citations.bibtex import MONTHS
from sphinx_paperreview.citations.items import is_key
from sphinx_paperreview.citations.latex import plain_text
from sphinx_paperreview.citations.macros import Macros, bare
from sphinx_paperreview.core.files.paths import source_path
from sphinx_paperreview.core.later import later
from sphinx_paperreview.core.metadata.names import OTHERS
from sphinx_paperreview.core.model import BibEntry, Metadata
from sphinx_paperreview.core.papers import identifiers
from sphinx_paperreview.core.papers.schemes import SCHEMES
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from bibtexparser import library as bibtex_library
    from bibtexparser import model as bibtex_model
    from bibtexparser.middlewares import names as bibtex_names

    from sphinx_paperreview.core.model import PaperId
else:
    bibtex_library = later("bibtexparser.library")
    bibtex_model = later("bibtexparser.model")
    bibtex_names = later("bibtexparser.middlewares.names")

_ADDRESS = re.compile(r"https?://[^\s{}\\,]+|\b(?:arxiv|doi):\S+", re.I)
#: Maximum length of a file in characters, and maximum number of warnings about one file.
MAX_LENGTH, MAX_WARNINGS = 10_000_000, 20
#: Most characters of a block of code that is read as BibTeX.
MAX_BLOCK = 20_000
_ENTRY = re.compile(r"@[a-zA-Z]{2,30}\s{0,9}\{")


def read_bibliographies(srcdir: str | PathLike[str], names: Iterable[str]) -> dict[str, Metadata]:
    """Return the metadata of papers in the files *names* of the folder *srcdir*, by key.

    An earlier file has priority over a later one. A paper keeps its citation key unless another
    paper has that key. A file or an entry that cannot be used is left out and reported as
    :attr:`.WarningKind.BIBLIOGRAPHY`.
    """
    found: dict[str, Metadata] = {}
    used: set[str] = set()
    for name in names:
        path = Path(srcdir, name)
        place = source_path(srcdir, f"/{name}")
        if place.problem:
            warn(
                WarningKind.BIBLIOGRAPHY,
                "%s %s; put the file into the source folder",
                name,
                place.problem,
                location=None,
            )
            continue
        for paper_id, about in _papers(path, name):
            if paper_id.key not in found:
                key = about.citekey.casefold()
                taken = key in used or not _is_free(about.citekey, paper_id)
                used.add(key)
                found[paper_id.key] = replace(about, citekey="") if taken else about
    return found


def papers_in(text: str) -> list[tuple[PaperId, Metadata]]:
    """Return those of :func:`entries_in` that have an identifier or an address."""
    return [(paper, about) for paper, about in entries_in(text) if paper is not None]


def entries_in(text: str) -> list[tuple[PaperId | None, Metadata]]:
    """Return the BibTeX entries in *text*, a block of code; none if it is no BibTeX.

    Nothing is reported: the block is part of a document, and shown there as it stands.
    """
    if len(text) > MAX_BLOCK or not _ENTRY.search(text):
        return []
    try:
        library = parse_bibtex(text)
    except (ValueError, RecursionError):
        return []
    found: list[tuple[PaperId | None, Metadata]] = []
    for each in library.entries:
        fields = tuple((field.key, bare(str(field.value))) for field in each.fields)
        values = {name.lower(): value for name, value in fields}
        entry = BibEntry(each.entry_type.lower(), fields)
        found.append((_identity(values), _metadata(each.key, entry, values)))
    return found


def _is_free(key: str, paper_id: PaperId) -> bool:
    """Return whether *key* is valid and is not the default key of another paper."""
    is_default = key.partition("-")[0].lower() in SCHEMES and "-" in key
    return is_key(key) and (not is_default or key == identifiers.anchor(paper_id))


def _papers(path: Path, name: str) -> Iterator[tuple[PaperId, Metadata]]:
    for paper_id, about in read_entries(path, name):
        if paper_id is not None:
            yield paper_id, about


def read_entries(path: Path, name: str) -> Iterator[tuple[PaperId | None, Metadata]]:
    """Yield the paper of each entry in the file *path*, and what is known of it.

    The paper is None if an entry has neither an identifier nor an address. A file or an entry that
    cannot be used is left out and reported as :attr:`.WarningKind.BIBLIOGRAPHY`.

    :param name: what the file is called in warnings
    """
    for key, entry in _entries(path, name):
        values = {field: bare(value) for field, value in entry.fields}
        values = {field.lower(): value for field, value in values.items()}
        yield _identity(values), _metadata(key, entry, values)


def _entries(path: Path, name: str) -> Iterator[tuple[str, BibEntry]]:
    """Yield the key of each entry of a file, and the entry with the fields of its ``crossref``.

    Undefined macros and values that expand without end are reported.
    """
    library = _library(path, name)
    report = _Report(path)
    macros = Macros(report)
    for string in library.strings:
        macros.define(string.key, str(string.value), string.start_line or 0)
    found = {
        entry.key: BibEntry(
            entry.entry_type.lower(),
            tuple(
                (field.key, macros.resolve(str(field.value), entry.start_line or 0))
                for field in entry.fields
            ),
        )
        for entry in library.entries
    }
    for key, entry in found.items():
        yield key, _with_parent(entry, found)
    report.finish()


def _with_parent(entry: BibEntry, entries: dict[str, BibEntry]) -> BibEntry:
    """Return *entry* with the fields that it inherits from its ``crossref`` parent, as in BibTeX.

    The ``booktitle`` is that of the parent, or its ``title`` (biblatex). The field ``crossref`` is
    removed, because the parent is not written.
    """
    parent = entries.get(entry.value("crossref"))
    if parent is None:
        return entry
    own = {name.lower() for name, _value in entry.fields}
    kept = [(name, value) for name, value in entry.fields if name.lower() != "crossref"]
    inherited = {name.lower(): (name, value) for name, value in parent.fields}
    if title := inherited.pop("title", None):
        inherited.setdefault("booktitle", ("booktitle", title[1]))
    kept += [field for name, field in inherited.items() if name not in own]
    return BibEntry(entry.kind, tuple(kept))


class _Report:
    """Warns of the first :data:`MAX_WARNINGS` errors of a file, and of the number of the others."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0

    def __call__(self, message: str, line: int) -> None:
        self._count += 1
        if self._count <= MAX_WARNINGS:
            place = f"{self._path}:{line + 1}"
            warn(WarningKind.BIBLIOGRAPHY, "%s", message, location=place)

    def finish(self) -> None:
        """Warn of the number of errors that were not reported."""
        if self._count > MAX_WARNINGS:
            message = "%d more errors in this file are not reported; correct those above first"
            more = self._count - MAX_WARNINGS
            warn(WarningKind.BIBLIOGRAPHY, message, more, location=f"{self._path}:1")


def _read(path: Path) -> str:
    """Return the text of a file; raise :exc:`ValueError` if it is too long."""
    with path.open(encoding="utf-8-sig") as file:
        text = file.read(MAX_LENGTH + 1)
    if len(text) > MAX_LENGTH:
        raise ValueError(f"it is longer than {MAX_LENGTH} characters")
    return text


def _library(path: Path, name: str) -> bibtex_library.Library:
    """Parse a file, and warn of each entry that cannot be parsed, at its line."""
    try:
        library = parse_bibtex(_read(path))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        warn(
            WarningKind.BIBLIOGRAPHY,
            "cannot read %s: %s; write it as BibTeX in UTF-8",
            name,
            error,
            location=f"{path}:1",
        )
        return bibtex_library.Library()
    report = _Report(path)
    for block in library.failed_blocks:
        is_second = isinstance(block, bibtex_model.DuplicateBlockKeyBlock)
        reason = (
            "the key is used twice; give each entry its own"
            if is_second
            else one_line(str(getattr(block.error, "abort_reason", "") or block.error))[:300]
            or "the entry is not BibTeX"
        )
        report(f"{reason}; the entry is left out", block.start_line or 0)
    report.finish()
    return library


def _identity(values: dict[str, str]) -> PaperId | None:
    """Identify the paper of an entry by its arXiv identifier, DOI or URL."""
    prefix = values.get("archiveprefix", values.get("eprinttype", "arxiv")).lower()
    if values.get("eprint") and prefix == "arxiv":
        eprint = values["eprint"]
        found = identifiers.identify(eprint) or identifiers.identify(f"arxiv:{eprint}")
        if found is not None:
            return found
    texts = [values.get(name, "") for name in ("url", "note", "howpublished", "journal", "volume")]
    named = [found for text in texts for found in map(identifiers.identify, _ADDRESS.findall(text))]
    if values.get("doi"):
        named.insert(0, identifiers.identify(values["doi"]))
    first = next((found for found in named if found is not None), None)
    return first or identifiers.identify_url(values.get("url", ""))


def _metadata(key: str, entry: BibEntry, values: dict[str, str]) -> Metadata:
    def text(*names: str) -> str:
        return next((found for name in names if (found := plain_text(values.get(name, "")))), "")

    date = text("date")
    year = text("year") or date[:4]
    name = values.get("month", "").lower()[:3]
    month = MONTHS.index(name) + 1 if name in MONTHS else 0
    has_day = re.fullmatch(r"\d{4}-\d\d-\d\d", date)
    day = text("day")
    if not has_day and month and day.isdigit() and re.fullmatch(r"\d{4}", year):
        date, has_day = f"{year}-{month:02}-{int(day):02}", re.match("", "")
    is_arxiv = text("eprint") and text("archiveprefix", "eprinttype").lower() == "arxiv"
    categories = text("primaryclass", "eprintclass") if is_arxiv else ""
    return Metadata(
        title=text("title"),
        authors=bib_names(values.get("author", "")),
        published=date if has_day else "",
        year=year if re.fullmatch(r"\d{4}", year) else "",
        venue=text("booktitle", "journaltitle", "journal"),
        doi=text("doi").removeprefix("https://doi.org/"),
        abstract=text("abstract"),
        categories=(categories,) if categories else (),
        citekey=key,
        own=entry,
    )


def bib_names(text: str) -> tuple[str, ...]:
    """Return the names in a field of BibTeX; an organisation keeps its braces."""
    return tuple(
        name for name in map(_name, bibtex_names.split_multiple_persons_names(text)) if name
    )


def _name(name: str) -> str:
    if name.lower() == "others":
        return OTHERS
    if name.startswith("{") and name.endswith("}"):
        return f"{{{plain_text(name)}}}"
    parts = bibtex_names.parse_single_name_into_parts(name, strict=False)
    family = plain_text(" ".join((*parts.von, *parts.last)))
    first, suffix = plain_text(" ".join(parts.first)), plain_text(" ".join(parts.jr))
    if not (family and first):
        return plain_text(name)
    return ", ".join(part for part in (family, suffix, first) if part)
