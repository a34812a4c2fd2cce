"""What a site says beside its documents: people, tags, papers, and its history."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core import dates
from sphinx_paperreview.core.lockfile import LockfileError, read_lockfile
from sphinx_paperreview.core.model import Term
from sphinx_paperreview.reading.bibfile import read_bibliographies
from sphinx_paperreview.reading.git import last_changes
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from os import PathLike

    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.model import Metadata


def read_tags(srcdir: str | PathLike[str], name: str) -> dict[str, Term]:
    """Return the tags of ``tags.yml`` by key; empty where there is no such file."""
    return {key: _tag(key, entry) for key, entry in _read(srcdir, name).items()}


def read_metadata(srcdir: str | PathLike[str], settings: Settings) -> dict[str, Metadata]:
    """Return what the site's files know of papers, by key: the author's own before the lockfile."""
    locked = _read_lock(srcdir, settings)
    own = read_bibliographies(srcdir, settings.bibliography)
    return locked | {key: _merged(about, locked.get(key)) for key, about in own.items()}


def _merged(first: Metadata, second: Metadata | None) -> Metadata:
    """Return *second* with what *first* knows in its place; a year and a day go together."""
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


def read_changes(env: BuildEnvironment, docnames: Iterable[str]) -> dict[str, dt.datetime]:
    """Return when each of *docnames* was last committed, in the zone of the site."""
    names = list(docnames)
    if not names:
        return {}
    changes = last_changes(Path(env.srcdir))
    zone = zone_of(env.config)
    paths = {docname: Path(env.doc2path(docname)).resolve() for docname in names}
    return {
        docname: changes[path].astimezone(zone)
        for docname, path in paths.items()
        if path in changes
    }


def zone_of(config: Config) -> dt.tzinfo:
    """Return the zone of dates that name none."""
    return dates.zone(settings_of(config).timezone)


def _tag(key: str, entry: object) -> Term:
    values = entry if isinstance(entry, dict) else {}
    label = str(values.get("label") or key)
    permalink = str(values.get("permalink") or "").strip("/")
    return Term("tag", "", label, str(values.get("description") or ""), permalink=permalink)


def _read(srcdir: str | PathLike[str], name: str) -> dict[str, Any]:
    path = Path(srcdir, name)
    if not name or not path.is_file() or not path.resolve().is_relative_to(Path(srcdir).resolve()):
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
