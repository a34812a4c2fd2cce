"""Metadata of papers from the site's own ``.bib`` files (``paperreview_bibliography``)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bibtexparser.library import Library
from bibtexparser.model import DuplicateBlockKeyBlock
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from sphinx_paperreview._compat import parse_bibtex
from sphinx_paperreview.citations.bibtex import MONTHS
from sphinx_paperreview.citations.items import is_key
from sphinx_paperreview.core import identifiers
from sphinx_paperreview.core.model import Metadata
from sphinx_paperreview.core.schemes import SCHEMES
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.core.urls import is_web
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from bibtexparser.model import Entry

    from sphinx_paperreview.core.model import PaperId

_AND = re.compile(r"\s+and\s+", re.I)
_ADDRESS = re.compile(r"https?://[^\s{}\\,]+|\b(?:arxiv|doi):\S+", re.I)
#: Commands for characters that pylatexenc does not know, or reads as accents.
_CHARACTERS = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textbackslash": "\\",
}


def read_bibliographies(srcdir: str | PathLike[str], names: Iterable[str]) -> dict[str, Metadata]:
    """Return the metadata of papers in the files *names* of the folder *srcdir*, by key.

    An earlier file has priority over a later one. A paper keeps its citation key unless another
    paper has it. A file or an entry that cannot be used is reported
    (:attr:`WarningKind.BIBLIOGRAPHY`) and left out.
    """
    found: dict[str, Metadata] = {}
    used: set[str] = set()
    for name in names:
        path = Path(srcdir, name)
        if not path.resolve().is_relative_to(Path(srcdir).resolve()):
            warn(
                WarningKind.BIBLIOGRAPHY,
                "%s lies outside of the source folder; move it there",
                name,
                location=None,
            )
            continue
        for paper_id, about in _papers(path, name):
            if paper_id.key not in found:
                key = about.citekey.casefold()
                taken = key in used or not _is_free(about.citekey, paper_id)
                used.add(key)
                found[paper_id.key] = _without_key(about) if taken else about
    return found


def _is_free(key: str, paper_id: PaperId) -> bool:
    """Tell whether *key* is valid, and not the key that another paper would get by default."""
    is_default = key.partition("-")[0].lower() in SCHEMES and "-" in key
    return is_key(key) and (not is_default or key == identifiers.anchor(paper_id))


def _without_key(about: Metadata) -> Metadata:
    return Metadata(
        **{
            name: getattr(about, name)
            for name in Metadata.__dataclass_fields__
            if name != "citekey"
        }
    )


def _papers(path: Path, name: str) -> Iterator[tuple[PaperId, Metadata]]:
    for entry in _library(path, name).entries:
        values = {field.key.lower(): str(field.value) for field in entry.fields}
        paper_id = _identity(values)
        if paper_id is not None:
            yield paper_id, _metadata(entry, values)


def _library(path: Path, name: str) -> Library:
    """Return the entries of a file; warn of each that cannot be read, at its line."""
    try:
        library = parse_bibtex(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValueError, RecursionError) as error:
        warn(
            WarningKind.BIBLIOGRAPHY,
            "cannot read %s: %s; write it as BibTeX in UTF-8",
            name,
            error,
            location=str(path),
        )
        return Library()
    for block in library.failed_blocks:
        is_second = isinstance(block, DuplicateBlockKeyBlock)
        warn(
            WarningKind.BIBLIOGRAPHY,
            "%s; the entry is left out",
            "the key is used twice; give each entry its own" if is_second
            else one_line(str(block.error)),
            location=f"{path}:{(block.start_line or 0) + 1}",
        )  # fmt: skip
    return library


def _identity(values: dict[str, str]) -> PaperId | None:
    """Return the paper of an entry, by its arXiv identifier, its DOI or an address."""
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
    if first is None and is_web(values.get("url", "")):
        return identifiers.identify_url(values["url"])
    return first


def _metadata(entry: Entry, values: dict[str, str]) -> Metadata:
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
        authors=tuple(_authors(values.get("author", ""))),
        published=date if has_day else "",
        year=year if re.fullmatch(r"\d{4}", year) else "",
        venue=text("booktitle", "journaltitle", "journal"),
        doi=text("doi").removeprefix("https://doi.org/"),
        abstract=text("abstract"),
        categories=(categories,) if categories else (),
        citekey=entry.key,
    )


def _authors(text: str) -> Iterator[str]:
    """Yield the authors in an ``author`` field as ``Given Family``, organisations in braces."""
    for name in _split(text):
        if name.lower() == "others":
            continue
        if name.startswith("{") and name.endswith("}"):
            yield f"{{{plain_text(name)}}}"
            continue
        parts = [plain_text(part) for part in name.split(",")]
        if len(parts) == 3 and all(parts):
            yield f"{parts[2]} {parts[0]} {parts[1]}"
        elif name:
            yield " ".join(part for part in (*parts[1:], parts[0]) if part)


def _split(text: str) -> Iterator[str]:
    """Yield the parts of *text* between the words "and" outside of braces."""
    depth, start = 0, 0
    ends = {match.start(): match.end() for match in _AND.finditer(text)}
    for position, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0 and position in ends and position >= start:
            yield text[start:position].strip()
            start = ends[position]
    yield text[start:].strip()


@cache
def _decoder() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    macros = [MacroTextSpec(name, character) for name, character in _CHARACTERS.items()]
    known.add_context_category("paperreview", macros=macros, prepend=True)
    return LatexNodes2Text(latex_context=known, math_mode="verbatim", strict_latex_spaces=True)


def plain_text(text: str) -> str:
    """Return a value of a ``.bib`` file as text: without braces, and with accents as letters."""
    if any(character in text for character in "\\$%~"):
        text = _decoder().latex_to_text(text, tolerant_parsing=True)
    else:
        text = text.replace("{", "").replace("}", "")
    return one_line(text)
