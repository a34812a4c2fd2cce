"""``papers.lock.json``: what is known of papers, committed by the author, read by every build.

Only ``paperreview fetch`` writes it, so a build never needs the network and is the same
tomorrow. The file is JSON: ``{"version": 1, "papers": {key: entry}}``, where *key* is
:attr:`~sphinx_paperreview.model.PaperId.key` and an entry has the fields of
:class:`~sphinx_paperreview.model.Metadata` that are known, and ``source`` and ``fetched``.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.model import Metadata

if TYPE_CHECKING:
    from pathlib import Path

#: Version of the file's form.
VERSION = 1
_LISTS = frozenset({"authors", "categories"})
_NUMBERS = frozenset({"version"})


class LockfileError(ValueError):
    """The file is not what it should be; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One entry: what is known of a paper, where it is from, and when it was asked for."""

    metadata: Metadata
    #: Names of the services that answered (``arxiv``, ``crossref``, ``huggingface``).
    source: tuple[str, ...] = ()
    #: Day of the last answer, ``2025-11-20``.
    fetched: str = ""


@dataclass(slots=True)
class Lockfile:
    """The entries of a lockfile by key."""

    papers: dict[str, Locked] = field(default_factory=dict)

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
        raise LockfileError(
            f"it is no JSON ({error}); write it anew by `paperreview fetch`"
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("papers"), dict):
        raise LockfileError('it has no "papers"; write it anew by `paperreview fetch`')
    if data.get("version") != VERSION:
        raise LockfileError(
            f"its version is {data.get('version')!r}, this release reads {VERSION}; "
            "update sphinx-paperreview, or write it anew by `paperreview fetch`"
        )
    return Lockfile(
        {
            str(key): _entry(value)
            for key, value in data["papers"].items()
            if isinstance(value, dict)
        }
    )


def _entry(value: dict[str, Any]) -> Locked:
    known = {
        item.name: _checked(item.name, value[item.name])
        for item in fields(Metadata)
        if item.name in value
    }
    source = value.get("source")
    fetched = value.get("fetched")
    return Locked(
        Metadata(**{key: found for key, found in known.items() if found}),
        tuple(map(str, source)) if isinstance(source, list) else (),
        fetched if isinstance(fetched, str) else "",
    )


def _checked(name: str, value: object) -> Any:
    if name in _LISTS:
        return tuple(map(str, value)) if isinstance(value, list) else ()
    if name in _NUMBERS:
        return value if isinstance(value, int) and not isinstance(value, bool) else 0
    if name in {"code", "project"} and not str(value).startswith(("https://", "http://")):
        return ""
    return value if isinstance(value, str) else ""


def write_lockfile(path: Path, lockfile: Lockfile) -> None:
    """Write *lockfile* to *path* in one step: by key, the same bytes for the same entries."""
    papers: dict[str, dict[str, Any]] = {}
    for key in sorted(lockfile.papers):
        entry = lockfile.papers[key]
        known = {name: value for name, value in asdict(entry.metadata).items() if value}
        papers[key] = known | {"source": list(entry.source), "fetched": entry.fetched}
    text = json.dumps({"version": VERSION, "papers": papers}, ensure_ascii=False, indent=1)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(text + "\n", encoding="utf-8", newline="\n")
    temporary.replace(path)
