"""The files in a folder that Sphinx copies to the output as a whole."""

from __future__ import annotations

import os
import posixpath
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: How often one folder is reached through links. A link to a folder that it is in leads there some
#: 40 times, until the system refuses the path; two such links lead there endlessly often.
_MOST_PATHS = 1000


def copied_files(
    path: Path, excluded: Callable[[str], bool], setting: str
) -> Iterator[tuple[str, str]]:
    """Yield the files that ``sphinx.util.fileutil.copy_asset`` copies for *path*.

    :param path: a file, or a folder, whose links to other folders are followed
    :param excluded: whether a file or folder in *path* is left out, by its path there; as in
        Sphinx, one directly in *path* begins with ``./``
    :param setting: where *path* is from, for the message
    :return: for each its path in the copy, with slashes, and that of the file

    :raises ConfigError: links lead to one folder on so many paths that Sphinx would not end
    """
    if path.is_file():
        yield path.name, str(path)
        return
    linked, times = set[str](), Counter[tuple[int, int]]()
    for folder, folders, names in os.walk(path, followlinks=True):
        below = os.path.relpath(folder, path).replace(os.sep, "/")
        folders[:] = [name for name in folders if not excluded(posixpath.join(below, name))]
        for name in folders:
            inner = os.path.join(folder, name)  # noqa: PTH118  # as os.walk
            if folder in linked or os.path.islink(inner):  # noqa: PTH114  # as above
                linked.add(inner)
                try:
                    status = os.stat(inner)  # noqa: PTH116  # as above
                except OSError:  # Sphinx does not get there either
                    continue
                place = status.st_dev, status.st_ino
                times[place] += 1
                if times[place] > _MOST_PATHS:
                    raise ConfigError(_endless(Path(path, *_to_link(path, inner)), setting))
        for name in names:
            target = posixpath.join(below, name)
            if not excluded(target):
                yield target.removeprefix("./"), os.path.join(folder, name)  # noqa: PTH118  # often


def _to_link(path: Path, inner: str) -> tuple[str, ...]:
    """Return the parts of the path *inner* below *path* up to the first link."""
    parts = Path(inner).relative_to(path).parts
    lengths = range(1, len(parts))
    return next((parts[:end] for end in lengths if path.joinpath(*parts[:end]).is_symlink()), parts)


def _endless(link: Path, setting: str) -> str:
    return (
        f"{link}: through this link a folder of {setting} is reached on more than {_MOST_PATHS} "
        "paths, and Sphinx would copy it as often; remove the link"
    )
