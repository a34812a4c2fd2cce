"""Files that a document names: the one judge of paths, which never leaves the source folder."""

from __future__ import annotations

import os
import posixpath
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from os import PathLike

#: The longest path that is looked up, in characters.
MAX_LENGTH = 1000
_DRIVE = re.compile(r"[A-Za-z]:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
#: Where git-annex keeps the files that its links lead to.
_ANNEX = "/.git/annex/objects/"

#: Folders that hold what is not meant to be shown: the token of a build's checkout, for one.
_PRIVATE = frozenset({".git", ".hg", ".svn", ".bzr", ".ssh", ".gnupg", ".aws", ".docker", ".kube"})

NO_PATH = "is no path of a file"
OUTSIDE = "lies outside the source folder"
LINK_OUTSIDE = "is a symbolic link that leads outside the source folder"
HIDDEN = "is a hidden file"
NO_FILE = "is no ordinary file"


@dataclass(frozen=True, slots=True)
class SourcePath:
    """What a path in a document means."""

    #: The path from the source folder, with slashes; empty if it is refused.
    path: str = ""
    #: Why it is refused, to follow the path in a sentence; empty if it is not.
    problem: str = ""
    #: Whether there is an ordinary file.
    exists: bool = False


def source_path(
    source: str | PathLike[str], written: str, base: str = "", *, decode: bool = False
) -> SourcePath:
    """Return the file that the path *written* in the document *base* means, or why it is refused.

    A path that begins with ``/`` begins at the source folder, any other at the folder of *base*.
    Refused are paths that name another host (``//host``), a scheme (``file:``) or a drive, that
    contain backslashes or NUL, that leave the source folder by ``..``, hidden files (``.env``,
    anything in ``.git``), and files that are no ordinary files. The file need not exist.

    A symbolic link must lead to a place within the source folder, with two exceptions. A folder
    that lies directly in the source folder may be a link (``posts -> /home/me/vault``): documents
    in it may name the files of the folder it leads to, unless that one holds the source folder
    itself. And a link of git-annex may lead to the objects of the repository that the source
    folder lies in.

    :param source: the source folder
    :param base: a path from the source folder: a docname, or a file
    :param decode: whether percent-encoded characters are decoded, once
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
    return _checked(Path(source), joined, base)


def _checked(source: Path, path: str, base: str) -> SourcePath:
    """Return what is found at *path*, from the source folder; see :func:`source_path`."""
    full = source / path
    try:
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
    except (OSError, ValueError, RuntimeError):  # a name that is too long, a circle of links
        return SourcePath(path)
    if stat.S_ISDIR(mode):
        return SourcePath(path)
    return SourcePath(path, exists=True) if stat.S_ISREG(mode) else SourcePath(problem=NO_FILE)


def _is_hidden(path: str) -> bool:
    """Tell whether *path*, from the source folder, is that of a hidden or private file."""
    parts = path.casefold().split("/")
    return (parts[-1].startswith(".") and parts[-1] != ".") or not _PRIVATE.isdisjoint(parts)


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _may_be_followed(source: Path, path: str, base: str, root: str, real: str) -> bool:
    """Tell whether a link that leads outside the source folder is one of the exceptions."""
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
