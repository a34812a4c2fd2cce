"""Files of a site besides its documents: ``tags.yml``, the lockfile and ``.bib`` files."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core import dates
from sphinx_paperreview.core.lockfile import LockfileError, read_lockfile
from sphinx_paperreview.core.model import Term
from sphinx_paperreview.core.paths import SourcePath, source_path
from sphinx_paperreview.reading.bibfile import read_bibliographies
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    import datetime as dt
    from os import PathLike

    from sphinx.config import Config

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Metadata


def read_tags(srcdir: str | PathLike[str], name: str) -> dict[str, Term]:
    """Return the tags of ``tags.yml`` by key; none if the file does not exist."""
    return {key: _tag(key, entry) for key, entry in read_yaml(srcdir, name).items()}


def read_metadata(srcdir: str | PathLike[str], settings: Settings) -> dict[str, Metadata]:
    """Return the metadata of papers by key; ``.bib`` files have priority over the lockfile."""
    locked = _read_lock(srcdir, settings)
    own = read_bibliographies(srcdir, settings.bibliography)
    return locked | {key: _merged(about, locked.get(key)) for key, about in own.items()}


def _merged(first: Metadata, second: Metadata | None) -> Metadata:
    """Return *second* overridden by what *first* knows; a day of another year is dropped."""
    if second is None:
        return first
    known = {item.name: value for item in fields(first) if (value := getattr(first, item.name))}
    if first.year and not first.published and second.published[:4] != first.year:
        known["published"] = ""
    return replace(second, **known)


def _read_lock(srcdir: str | PathLike[str], settings: Settings) -> dict[str, Metadata]:
    if not settings.lock:
        return {}
    path = Path(srcdir, settings.lock)
    try:
        return read_lockfile(path).metadata()
    except LockfileError as error:
        warn(WarningKind.LOCK, "cannot use %s: %s", settings.lock, error, location=str(path))
        return {}


def zone_of(config: Config) -> dt.tzinfo:
    """Return the zone of dates that name none."""
    return dates.zone(settings_of(config).timezone)


def _tag(key: str, entry: object) -> Term:
    values = entry if isinstance(entry, dict) else {}
    label = str(values.get("label") or key)
    permalink = str(values.get("permalink") or "").strip("/")
    return Term("tag", "", label, str(values.get("description") or ""), permalink=permalink)


def read_yaml(srcdir: str | PathLike[str], name: str) -> dict[str, Any]:
    """Return the mapping in the YAML file *name* of the source folder; empty without such a file.

    A file that cannot be read is reported (:attr:`WarningKind.AUTHORS_FILE`) and counts as empty.
    """
    path = Path(srcdir, name)
    found = source_path(srcdir, "/" + name) if name else SourcePath()
    if found.problem:
        warn(
            WarningKind.AUTHORS_FILE,
            "cannot read %s, which %s; put the file into the source folder",
            name,
            found.problem,
            location=None,
        )
    if not found.exists:
        return {}
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        warn(
            WarningKind.AUTHORS_FILE,
            "cannot read %s: %s; write it as YAML, one key for each entry",
            name,
            " ".join(str(error).split()),
            location=f"{path}:{mark.line + 1}" if mark else str(path),
        )
        return {}
    if not isinstance(data, dict):
        return {}
    return {str(key): value for key, value in data.items()}
