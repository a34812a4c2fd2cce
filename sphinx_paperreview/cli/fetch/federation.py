"""``paperreview fetch --federation``: take the snapshot of the other archives that are named."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.cli.fetch.client import LARGEST, ServiceError
from sphinx_paperreview.cli.fetch.service import read_json
from sphinx_paperreview.cli.project import ProjectError, application, found_project
from sphinx_paperreview.config import settings_of
from sphinx_paperreview.core.files.committed import CommittedFileError
from sphinx_paperreview.core.files.federation import (
    FederationError,
    archive_of,
    folder_address,
    read_snapshot,
    write_snapshot,
    year_files,
)
from sphinx_paperreview.core.files.paths import source_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx_paperreview.cli.fetch.client import Client
    from sphinx_paperreview.core.files.federation import OtherArchive

#: The file of an archive that is asked for.
FILE = "papers.json"
#: Most files of years that one archive may name.
_MOST_YEARS = 100
#: Minimum number of seconds between two requests.
PAUSE = 0.5


@dataclass(slots=True)
class Snapshot:
    """The outcome: how many papers each archive has, and why others were not read."""

    path: Path
    #: Whether the file has changed.
    changed: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    #: The reasons by name; what the file had of these archives is kept.
    failed: dict[str, str] = field(default_factory=dict)


def take_snapshot(
    source: Path, config: Path | None, client: Client, built: Mapping[str, Path]
) -> Snapshot:
    """Write the snapshot of the archives that the project in the folder *source* names.

    An archive that cannot be read stays as the file has it. One that is no longer named is removed.

    :param config: the folder of ``conf.py``; if None, it is searched for from *source* upwards
    :param built: output folders by name, for archives that are not at their address yet
    :raises ProjectError: if the project cannot be read, names no archive, names none of *built*,
        or the file cannot be used
    """
    if config is None:
        source = config = found_project(source)
    with application(source, config, {"intersphinx_mapping": {}}) as app:
        settings, srcdir = settings_of(app.config), Path(app.srcdir)
    if not settings.federation:
        raise ProjectError(
            "its conf.py names no other archive; write "
            "paperreview_federation = {'name': 'https://…/'} there"
        )
    if unknown := sorted(built.keys() - settings.federation.keys()):
        raise ProjectError(f"paperreview_federation does not name {', '.join(unknown)}")
    name = settings.federation_file
    if problem := source_path(srcdir, "/" + name).problem:
        raise ProjectError(f"{name} {problem}; name a file in the source folder")
    path = Path(srcdir, name)
    try:
        old = read_snapshot(path)
    except CommittedFileError as error:
        raise ProjectError(f"cannot use {name}: {error}") from error
    result, archives = Snapshot(path), dict[str, "OtherArchive"]()
    for label, address in settings.federation.items():
        base = folder_address(address)
        try:
            read = _reader(built[label]) if label in built else _asking(client, base)
            archives[label] = _archive(read, base)
            result.counts[label] = len(archives[label].papers)
        except (ServiceError, FederationError) as error:
            result.failed[label] = str(error)
            if label in old:
                archives[label] = old[label]
    result.changed = bool(archives) and write_snapshot(path, archives)
    return result


def _archive(read: Callable[[str], dict[str, Any]], base: str) -> OtherArchive:
    whole = read(base + FILE)
    years = year_files(whole, base)[:_MOST_YEARS]
    return archive_of([read(url) for url in years] or [whole], base)


def _asking(client: Client, base: str) -> Callable[[str], dict[str, Any]]:
    def read(url: str) -> dict[str, Any]:
        found = read_json(client, url)
        if found is None:
            raise ServiceError(f"has no {url.removeprefix(base)}")
        return found

    return read


def _reader(folder: Path) -> Callable[[str], dict[str, Any]]:
    """Return a function that reads the file of an address from the output *folder*."""

    def read(url: str) -> dict[str, Any]:
        path = Path(folder, url.rpartition("/")[2])
        try:
            if path.stat().st_size > LARGEST:
                raise FederationError(f"{path} has more than {LARGEST >> 20} MiB")
            data = json.loads(path.read_bytes())
        except OSError as error:
            raise FederationError(f"cannot read {path}: {error.strerror or error}") from error
        except (ValueError, RecursionError) as error:
            raise FederationError(f"{path} is no JSON") from error
        if not isinstance(data, dict):
            raise FederationError(f"{path} is no JSON object")
        return data

    return read
