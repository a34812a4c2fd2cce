"""``papers.lock.json``: metadata of papers, committed by the author and read by every build.

Only ``paperreview fetch`` writes it, so a build needs no network and can be repeated. The file is
JSON: ``{"version": 1, "papers": {key: entry}}``, where *key* is
:attr:`PaperId.key <sphinx_paperreview.core.model.PaperId.key>`, and an entry has the known fields
of :class:`~sphinx_paperreview.core.model.Metadata`, ``source`` and ``fetched``.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.files.committed import read_table, write_table
from sphinx_paperreview.core.model import Metadata
from sphinx_paperreview.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Version of the file format.
_VERSION = 1
_LISTS = frozenset({"authors", "categories"})
_NUMBERS = frozenset({"version"})
_ADDRESSES = frozenset({"code", "project"})
#: Most characters of a text and of an abstract; most items of a list.
_LONGEST, _LONGEST_ABSTRACT, _MOST = 2_000, 20_000, 5_000
#: Older ones contain ``<`` and ``>``.
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ADDRESS = re.compile(r"https?://(?![/?#])[^\s<>\"\\^`{|}]+")

_WAY_OUT = "correct it, or delete it and run `paperreview fetch`"


@dataclass(frozen=True, slots=True)
class LockEntry:
    """The entry of one paper: its metadata, their source and the day of the answer."""

    metadata: Metadata
    #: Names of the services that answered (``arxiv``, ``crossref``, ``huggingface``).
    source: tuple[str, ...] = ()
    #: Day of the answer that last changed the entry, ``2025-11-20``.
    fetched: str = ""


@dataclass(slots=True)
class Lockfile:
    """The entries of a lockfile by key."""

    papers: dict[str, LockEntry] = field(default_factory=dict)

    def metadata(self) -> dict[str, Metadata]:
        """Return the metadata of each paper, by key."""
        return {key: entry.metadata for key, entry in self.papers.items()}


def read_lockfile(path: Path) -> Lockfile:
    """Return the entries of the file at *path*; none if the file does not exist.

    Malformed entries and values are left out. Raise :exc:`.CommittedFileError` if the file cannot
    be read, is not such a file, or has another version.
    """
    papers = read_table(path, "papers", _VERSION, _WAY_OUT)
    return Lockfile(
        {str(key): _entry(value) for key, value in papers.items() if isinstance(value, dict)}
    )


def _entry(value: dict[str, Any]) -> LockEntry:
    source = value.get("source")
    fetched = value.get("fetched")
    return LockEntry(
        checked_metadata(value),
        tuple(one_line(name) for name in source if isinstance(name, str))
        if isinstance(source, list)
        else (),
        one_line(fetched) if isinstance(fetched, str) else "",
    )


def checked_metadata(values: Mapping[str, Any]) -> Metadata:
    """Return the metadata in *values*, by the names of its fields.

    Values of a wrong type are left out, texts and lists that are too long are cut, and texts are
    put on one line.
    """
    known = {
        item.name: _checked(item.name, values[item.name])
        for item in fields(Metadata)
        if item.name in values and item.name != "own"
    }
    return Metadata(**{key: found for key, found in known.items() if found})


def _checked(name: str, value: object) -> Any:
    if name in _LISTS:
        items = value[:_MOST] if isinstance(value, (list, tuple)) else ()
        texts = (one_line(item)[:_LONGEST] for item in items if isinstance(item, str))
        return tuple(text for text in texts if text)
    if name in _NUMBERS:
        is_number = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000
        return value if is_number else 0
    text = one_line(value) if isinstance(value, str) else ""
    if name in _ADDRESSES:
        return text if len(text) <= _LONGEST and _ADDRESS.fullmatch(text) else ""
    if name == "doi":
        return text if len(text) <= _LONGEST and _DOI.fullmatch(text) else ""
    return text[: _LONGEST_ABSTRACT if name == "abstract" else _LONGEST]


def write_lockfile(path: Path, lockfile: Lockfile) -> bool:
    """Write *lockfile* to *path* in one step, sorted by key; equal entries give equal bytes.

    :return: whether the file has changed; it is not written if it would not change
    """
    papers: dict[str, dict[str, Any]] = {}
    for key in sorted(lockfile.papers):
        entry = lockfile.papers[key]
        known = {name: value for name, value in asdict(entry.metadata).items() if value}
        papers[key] = known | {"source": list(entry.source), "fetched": entry.fetched}
    return write_table(path, "papers", _VERSION, papers)
