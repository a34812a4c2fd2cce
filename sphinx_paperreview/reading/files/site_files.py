"""Files of a site besides its documents: ``tags.yml``, the lockfile and ``.bib`` files."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.files.committed import CommittedFileError
from sphinx_paperreview.core.files.federation import folder_address, read_snapshot
from sphinx_paperreview.core.files.lockfile import read_lockfile
from sphinx_paperreview.core.files.paths import SourcePath, source_path
from sphinx_paperreview.core.metadata import dates
from sphinx_paperreview.core.metadata.values import Values, as_text, kind_of, text_keys
from sphinx_paperreview.core.metadata.yaml_text import MAX_LENGTH, Loaded, load
from sphinx_paperreview.core.model import Term
from sphinx_paperreview.core.text import one_line
from sphinx_paperreview.reading.bibfile import read_bibliographies
from sphinx_paperreview.warnings import WarningKind, warn

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from os import PathLike

    from sphinx.config import Config

    from sphinx_paperreview.config import Settings
    from sphinx_paperreview.core.files.federation import OtherArchive
    from sphinx_paperreview.core.model import Metadata


def read_tags(srcdir: str | PathLike[str], name: str) -> dict[str, Term]:
    """Return the tags of ``tags.yml`` by key; none if the file does not exist."""
    found: dict[str, Term] = {}
    for key, entry, refuse in read_entries(srcdir, name, label="label"):
        values = Values(entry, lambda _key, message, refuse=refuse: refuse(message))  # type: ignore[misc]  # bound now
        found[key] = Term(
            "tag",
            "",
            values.text("label") or key,
            values.text("description"),
            permalink=values.text("permalink").strip("/"),
        )
    return found


def read_metadata(srcdir: str | PathLike[str], settings: Settings) -> dict[str, Metadata]:
    """Return the metadata of papers by key; ``.bib`` files have priority over the lockfile."""
    locked = _read_lock(srcdir, settings)
    own = read_bibliographies(srcdir, settings.bibliography)
    return locked | {key: _merged(about, locked.get(key)) for key, about in own.items()}


def _merged(first: Metadata, second: Metadata | None) -> Metadata:
    """Return *second* overridden by the values of *first*; a day of another year is dropped."""
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
    except CommittedFileError as error:
        warn(WarningKind.LOCK, "cannot use %s: %s", settings.lock, error, location=f"{path}:1")
        return {}


def read_federation(srcdir: str | PathLike[str], settings: Settings) -> dict[str, OtherArchive]:
    """Return the archives of ``paperreview_federation`` by name, from the snapshot of them.

    An archive that is not in the snapshot, or was there for another address, is left out and
    reported as :attr:`.WarningKind.FEDERATION`.
    """
    if not settings.federation:
        return {}
    name = settings.federation_file
    found: dict[str, OtherArchive] = {}
    place = source_path(srcdir, "/" + name)
    if place.problem:
        warn(
            WarningKind.FEDERATION,
            "cannot read %s, which %s; name a file in the source folder",
            name,
            place.problem,
            location=None,
        )
        return {}
    path = Path(srcdir, name)
    try:
        found = read_snapshot(path)
    except CommittedFileError as error:
        warn(WarningKind.FEDERATION, "cannot use %s: %s", name, error, location=f"{path}:1")
        return {}
    known: dict[str, OtherArchive] = {}
    missing = []
    for label, address in settings.federation.items():
        archive = found.get(one_line(label))
        if archive is not None and archive.url == folder_address(address):
            known[one_line(label)] = archive
        else:
            missing.append(repr(label))
    if missing:
        warn(
            WarningKind.FEDERATION,
            "%s does not have %s of paperreview_federation; run `paperreview fetch --federation`",
            name,
            ", ".join(missing),
            location=None,
        )
    return known


def zone_of(config: Config) -> dt.tzinfo:
    """Return the time zone of dates without one."""
    return dates.zone(settings_of(config).timezone)


def read_entries(
    srcdir: str | PathLike[str], name: str, *, label: str
) -> Iterator[tuple[str, dict[str, Any], Callable[[str], None]]]:
    """Yield each entry of the YAML file *name*: its key, its mapping, a function to report errors.

    A text counts as an entry with only a *label*. What cannot be used is left out and reported as
    :attr:`.WarningKind.AUTHORS_FILE`.
    """
    path = Path(srcdir, name)
    loaded = _read_yaml(srcdir, name)
    data = loaded.data if isinstance(loaded.data, dict) else {}

    def refuse(key: str, message: str) -> None:
        place = f"{path}:{loaded.lines.get(key, 1)}"
        warn(WarningKind.AUTHORS_FILE, "%s: %s", f"{name}, {key}", message, location=place)

    for key in loaded.repeated:
        refuse(key, "the key is used twice; the last entry counts, give each a key of its own")
    for key, entry in text_keys(data).items():
        text = as_text(entry)
        if entry is None or isinstance(entry, dict):
            yield key, text_keys(entry or {}), partial(refuse, key)
        elif text is not None:
            yield key, {label: text}, partial(refuse, key)
        else:
            refuse(
                key, f"it must be a mapping, not {kind_of(entry)}; write `{key}: {{{label}: …}}`"
            )


def _read_yaml(srcdir: str | PathLike[str], name: str) -> Loaded:
    """Parse the YAML file *name* of the source folder; the result is empty without such a file.

    A file that cannot be read or is not a mapping is reported as
    :attr:`.WarningKind.AUTHORS_FILE`.
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
        return Loaded()
    advice = "write it as YAML, one key for each entry"
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MAX_LENGTH + 1)
        loaded = load(text, fast=True)
    except (yaml.YAMLError, UnicodeDecodeError, OSError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        warn(
            WarningKind.AUTHORS_FILE,
            "cannot read %s: %s; %s",
            name,
            " ".join(str(error).split()),
            advice,
            location=f"{path}:{mark.line + 1 if mark else 1}",
        )
        return Loaded()
    if loaded.data is not None and not isinstance(loaded.data, dict):
        kind = kind_of(loaded.data)
        warn(
            WarningKind.AUTHORS_FILE,
            "cannot use %s: it is %s; %s",
            name,
            kind,
            advice,
            location=f"{path}:1",
        )
    return loaded
