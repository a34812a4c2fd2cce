"""Files of people and tags beside the posts that use them: the nearest one upwards counts.

Docusaurus has ``blog/authors.yml`` and ``blog/tags.yml``, one pair for each blog; Jekyll has
``_data/authors.yml`` and Hugo ``data/authors.yaml`` for the whole site.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx_paperreview.core.metadata.dates import date_from_name
from sphinx_paperreview.reading.files.generators import site_generator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from os import PathLike

#: Where such a file may be, from a folder that a post is in or below, and in whose sites.
_PLACES = {"": "", "_data/": "Jekyll", "data/": "Hugo"}
_SUFFIXES = (".yml", ".yaml")

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Nearest(Generic[Entry]):
    """The entries of all files of one kind, and how the posts of each folder name them."""

    #: The entries by key. Where files disagree about a key, all but the first have it as
    #: ``folder/key``.
    entries: Mapping[str, Entry]
    #: For each folder with a file, its keys and those above it, as keys of :attr:`entries`.
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: The path of the file of each of these folders.
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether a key means the same everywhere."""
        return all(key == meant for keys in self.keys.values() for key, meant in keys.items())

    def folder_of(self, docname: str) -> str | None:
        """Return the nearest folder above *docname* that has a file; None if none has."""
        folder = docname
        while folder:
            folder = posixpath.dirname(folder)
            if folder in self.files:
                return folder
        return None

    def key_in(self, docname: str, key: str) -> str:
        """Return what the *key* that the document *docname* writes is in :attr:`entries`."""
        folder = self.folder_of(docname)
        return key if folder is None else self.keys[folder].get(key, key)


def find_files(srcdir: str | PathLike[str], name: str, folders: Iterable[str]) -> dict[str, str]:
    """Return the file of each folder that has one: of *folders* and those that they are in.

    :param name: the name of the file without its suffix, ``authors`` or ``tags``
    """
    above = {""}
    for each in folders:
        folder = each
        while folder not in above:
            above.add(folder)
            folder = posixpath.dirname(folder)
    found = ((folder, _file_in(Path(srcdir), folder, name)) for folder in sorted(above))
    return {folder: path for folder, path in found if path}


def _file_in(srcdir: Path, folder: str, name: str) -> str:
    """Return the path of the file called *name* of *folder*; empty if there is none."""
    own = folder.rpartition("/")[2]
    if own.isdecimal() or date_from_name(own, UTC):
        return ""  # of one post, or of one month
    for place, generator in _PLACES.items():
        for suffix in _SUFFIXES:
            path = posixpath.join(folder, f"{place}{name}{suffix}")
            if Path(srcdir, path).is_file() and (
                not generator or generator in site_generator(Path(srcdir, folder))
            ):
                return path
    return ""


def read_nearest(
    files: Mapping[str, str],
    read: Callable[[str], Mapping[str, Entry]],
    rename: Callable[[Entry, str], Entry],
) -> Nearest[Entry]:
    """Read *files* by folder, from the root downwards.

    :param read: returns the entries of a file by key
    :param rename: returns an entry with another key
    """
    entries: dict[str, Entry] = {}
    keys: dict[str, dict[str, str]] = {}
    for folder in sorted(files):
        own: dict[str, str] = {}
        for key, entry in read(files[folder]).items():
            is_first = entries.setdefault(key, entry) == entry
            own[key] = key if is_first else f"{folder}/{key}"
            if not is_first:
                entries[own[key]] = rename(entry, own[key])
        above = next((keys[each] for each in _parents(folder) if each in keys), {})
        keys[folder] = {**above, **own}
    return Nearest(entries, keys, dict(files))


def _parents(folder: str) -> Iterable[str]:
    while folder:
        folder = posixpath.dirname(folder)
        yield folder
