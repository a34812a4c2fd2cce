"""Resolve the paths that documents name, and refuse those that leave the source folder."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_paperreview.core.files.opened import MEDIA

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from os import PathLike

#: Maximum length of a path in characters; a longer one is refused.
MAX_LENGTH = 1000
_DRIVE = re.compile(r"[A-Za-z]:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
#: Where git-annex keeps the targets of its symbolic links.
_ANNEX = "/.git/annex/objects/"

#: Folders with secrets, such as the access token in the checkout of a build server.
_PRIVATE = frozenset({".git", ".hg", ".svn", ".bzr", ".ssh", ".gnupg", ".aws", ".docker", ".kube"})

#: Suffixes of what pages show, and hidden folders that are meant to be public.
_SHOWN = MEDIA | {"svg", "drawio"}
_OPEN = frozenset({".", "..", ".well-known"})

NO_PATH = "is not a path of a file"
OUTSIDE = "lies outside the source folder"
LINK_OUTSIDE = "is a symbolic link that leads outside the source folder"
HIDDEN = "is a hidden file"
NO_FILE = "is not a regular file"
OUTPUT = "is a file that the build makes"
WITHHELD = "is the source of a document that is not published"

#: What tells a file from all others, by whatever path or link it is reached: device and inode.
Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SourcePath:
    """A path in a document, resolved by :func:`source_path`."""

    #: The path relative to the source folder, with slashes; empty if it is refused.
    path: str = ""
    #: Why it is refused, as a predicate of the path ("is a hidden file"); empty if it is allowed.
    problem: str = ""
    #: Whether the path is that of a regular file.
    exists: bool = False


def source_path(
    source: str | PathLike[str],
    written: str,
    base: str = "",
    *,
    decode: bool = False,
    withheld: AbstractSet[Identity] = frozenset(),
) -> SourcePath:
    """Resolve the path *written* in the document *base*, or return why it is refused.

    A path that begins with ``/`` is relative to the source folder, any other to the folder of
    *base*. Refused are paths with a host (``//host``), a scheme (``file:``) or a drive; with
    backslashes or NUL; paths that leave the source folder by ``..``; hidden files (``.env``,
    anything in ``.git``); and what is not a regular file. The file need not exist.

    The target of a symbolic link must be within the source folder, with two exceptions:

    * A folder directly in the source folder may be a link (``posts -> /home/me/vault``). Documents
      in it may name files of the link's target, unless the target contains the source folder.
    * A link of git-annex may point to the objects of the repository that contains the source
      folder.

    :param source: the source folder
    :param base: a docname or the path of a file, relative to the source folder
    :param decode: whether percent-encoded characters are decoded, once
    :param withheld: files that are refused, by whatever path they are named
    """
    path = unquote(written) if decode else written
    if "\0" in path or len(path) > MAX_LENGTH or not path.strip("/"):
        return SourcePath(problem=NO_PATH)
    if path.startswith("//") or "\\" in path or _DRIVE.match(path) or _SCHEME.match(path):
        return SourcePath(problem=NO_PATH if "\\" in path else OUTSIDE)
    folder = "" if path.startswith("/") else posixpath.dirname(base)
    joined = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    if joined == ".." or joined.startswith(("../", "/")):
        return SourcePath(problem=OUTSIDE)
    if _is_hidden(joined):
        return SourcePath(problem=HIDDEN)
    found = _checked(Path(source), joined, base)
    if withheld and found.exists and identity_of(Path(source, joined)) in withheld:
        return SourcePath(problem=WITHHELD)
    return found


def identity_of(path: Path) -> Identity | None:
    """Return what tells the file at *path* from all others; None if there is no file.

    None also on a file system that does not number its files.
    """
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def _checked(source: Path, path: str, base: str) -> SourcePath:
    """Check the file at *path*, relative to the source folder; see :func:`source_path`."""
    try:
        mode = _mode_without_links(source, path)
        if mode is None:
            full = source / path
            root, real = os.path.realpath(source), os.path.realpath(full)
            if _is_within(real, root):
                within = os.path.relpath(real, root).replace(os.sep, "/")
                if _is_hidden(within) and _ANNEX not in f"/{within}":
                    return SourcePath(problem=HIDDEN)
            elif not _may_be_followed(source, path, base, root, real):
                return SourcePath(problem=LINK_OUTSIDE)
            mode = full.stat().st_mode
    except FileNotFoundError:
        return SourcePath(path)
    except (OSError, ValueError, RuntimeError):  # a name that is too long, a cycle of links
        return SourcePath(path)
    if stat.S_ISDIR(mode):
        return SourcePath(path)
    return SourcePath(path, exists=True) if stat.S_ISREG(mode) else SourcePath(problem=NO_FILE)


def _mode_without_links(source: Path, path: str) -> int | None:
    """Return the mode of the file at *path* in *source*; None if a link below *source* leads there.

    Raise :exc:`OSError` if there is no file.
    """
    place, mode = os.fspath(source), 0
    for part in path.split("/"):
        place = os.path.join(place, part)  # noqa: PTH118  # called often
        status = os.lstat(place)
        if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", False):
            return None
        mode = status.st_mode
    return mode


class PlainFiles:
    """Tells which files of a source folder are reached without a symbolic link.

    Of these, :func:`source_path` has nothing to refuse. Each folder is resolved once.

    :param source: the source folder
    """

    def __init__(self, source: str | PathLike[str]) -> None:
        self._source, self._root = os.fspath(source), os.path.realpath(source)
        self._folders: dict[str, bool] = {}

    def __contains__(self, path: str) -> bool:
        """Return whether *path*, from the source folder, is such a file, and not a hidden one."""
        folder = posixpath.dirname(path)
        if folder not in self._folders:
            real = os.path.realpath(os.path.join(self._source, folder))  # noqa: PTH118  # no links
            self._folders[folder] = real == os.path.normpath(f"{self._root}{os.sep}{folder}")
        if not self._folders[folder] or _is_hidden(path):
            return False
        try:
            status = os.lstat(os.path.join(self._source, path))  # noqa: PTH118  # called often
        except (OSError, ValueError):
            return False
        return stat.S_ISREG(status.st_mode)


def _is_hidden(path: str) -> bool:
    """Return whether *path*, relative to the source folder, is hidden or in a private folder."""
    parts = path.casefold().split("/")
    if not _PRIVATE.isdisjoint(parts) or (parts[-1].startswith(".") and parts[-1] != "."):
        return True
    # Programs keep pictures in hidden folders, such as GitBook in ``.gitbook/assets``.
    is_shown = parts[-1].rpartition(".")[2] in _SHOWN
    return not is_shown and any(part.startswith(".") and part not in _OPEN for part in parts[:-1])


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _may_be_followed(source: Path, path: str, base: str, root: str, real: str) -> bool:
    """Return whether a link out of the source folder is one of the two exceptions."""
    folders = [root]
    top = path.partition("/")[0]
    if base.partition("/")[0] == top and "/" in path and (source / top).is_symlink():
        target = os.path.realpath(source / top)
        if not _is_within(root, target):
            if _is_within(real, target):
                return True
            folders.append(target)
    repository, annex, _ = real.replace(os.sep, "/").partition(_ANNEX)
    return bool(annex) and any(_is_within(folder, repository) for folder in folders)
