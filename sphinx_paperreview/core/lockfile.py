"""``papers.lock.json``: what is known of papers, committed by the author, read by every build.

Only ``paperreview fetch`` writes it, so a build never needs the network and is the same
tomorrow. The file is JSON: ``{"version": 1, "papers": {key: entry}}``, where *key* is
:attr:`~sphinx_paperreview.model.PaperId.key` and an entry has the fields of
:class:`~sphinx_paperreview.model.Metadata` that are known, and ``source`` and ``fetched``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.model import Metadata
from sphinx_paperreview.core.store import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Version of the file's form.
VERSION = 1
_LISTS = frozenset({"authors", "categories"})
_NUMBERS = frozenset({"version"})
_ADDRESSES = frozenset({"code", "project"})
#: Most characters of a text, and of the one that may be long; most items of a list.
_LONGEST, _LONGEST_ABSTRACT, _MOST = 2_000, 20_000, 5_000
#: What no page can hold or what turns the text around it: control characters, halves of
#: characters, no characters, and embeddings of a direction.
_UNFIT = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    r"\u202a-\u202e\u2066-\u2069]"
)
_ADDRESS = re.compile(r"https?://(?![/?#])[^\s<>\"\\^`{|}]+")

_WAY_OUT = "correct it, or delete it and run `paperreview fetch`"


class LockfileError(ValueError):
    """The file is not what it should be; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class LockEntry:
    """One entry: what is known of a paper, where it is from, and when it was asked for."""

    metadata: Metadata
    #: Names of the services that answered (``arxiv``, ``crossref``, ``huggingface``).
    source: tuple[str, ...] = ()
    #: Day of the answer since which the entry is as it is, ``2025-11-20``.
    fetched: str = ""


@dataclass(slots=True)
class Lockfile:
    """The entries of a lockfile by key."""

    papers: dict[str, LockEntry] = field(default_factory=dict)

    def metadata(self) -> dict[str, Metadata]:
        """Return what is known of each paper, by key."""
        return {key: entry.metadata for key, entry in self.papers.items()}


def read_lockfile(path: Path) -> Lockfile:
    """Return the entries of the file at *path*; none where there is no file.

    Entries and values of a wrong form are left out. Raise :exc:`LockfileError` if the whole
    cannot be read or is of a later version.
    """
    if not path.is_file():
        return Lockfile()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise LockfileError(f"it is no JSON ({error}); {_WAY_OUT}") from error
    if not isinstance(data, dict) or not isinstance(data.get("papers"), dict):
        raise LockfileError(f'it has no "papers"; {_WAY_OUT}')
    if data.get("version") != VERSION:
        raise LockfileError(
            f"its version is {data.get('version')!r}, this release reads {VERSION}; "
            f"update sphinx-paperreview, or {_WAY_OUT}"
        )
    return Lockfile(
        {
            str(key): _entry(value)
            for key, value in data["papers"].items()
            if isinstance(value, dict)
        }
    )


def _entry(value: dict[str, Any]) -> LockEntry:
    source = value.get("source")
    fetched = value.get("fetched")
    return LockEntry(
        checked_metadata(value),
        tuple(map(tidy, map(str, source))) if isinstance(source, list) else (),
        tidy(fetched) if isinstance(fetched, str) else "",
    )


def checked_metadata(values: Mapping[str, Any]) -> Metadata:
    """Return what *values* say of a paper, by names of the fields.

    What has the wrong type, no end or no place in a page is left out.
    """
    known = {
        item.name: _checked(item.name, values[item.name])
        for item in fields(Metadata)
        if item.name in values
    }
    return Metadata(**{key: found for key, found in known.items() if found})


def _checked(name: str, value: object) -> Any:
    if name in _LISTS:
        items = value[:_MOST] if isinstance(value, (list, tuple)) else ()
        texts = (tidy(item)[:_LONGEST] for item in items if isinstance(item, str))
        return tuple(text for text in texts if text)
    if name in _NUMBERS:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return value if is_number and 0 < value < 1000 else 0  # type: ignore[operator]
    text = tidy(value) if isinstance(value, str) else ""
    if name in _ADDRESSES:
        return text if len(text) <= _LONGEST and _ADDRESS.fullmatch(text) else ""
    return text[: _LONGEST_ABSTRACT if name == "abstract" else _LONGEST]


def tidy(text: str) -> str:
    """Return *text* on one line, its letters composed, without what no page can hold."""
    if text.isascii() and text.isprintable() and "  " not in text:  # nearly all, and much faster
        return text.strip()
    return " ".join(unicodedata.normalize("NFC", _UNFIT.sub("", text)).split())


def write_lockfile(path: Path, lockfile: Lockfile) -> bool:
    """Write *lockfile* to *path* in one step: by key, the same bytes for the same entries.

    Return whether the file has changed; where it would not, it is left alone.
    """
    papers: dict[str, dict[str, Any]] = {}
    for key in sorted(lockfile.papers):
        entry = lockfile.papers[key]
        known = {name: value for name, value in asdict(entry.metadata).items() if value}
        papers[key] = known | {"source": list(entry.source), "fetched": entry.fetched}
    text = json.dumps({"version": VERSION, "papers": papers}, ensure_ascii=False, indent=1)
    data = (text + "\n").encode("utf-8", "replace")
    if path.is_file() and path.read_bytes() == data:
        return False
    write_atomic(path, data)
    return True
