"""A folder that a site is published into: what was published is replaced, all else stays."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sphinx_paperreview.core.files.store import copy_atomic, write_atomic

if TYPE_CHECKING:
    from pathlib import Path

#: Has the path of each published file in a line; it lies beside them.
LIST = ".published"


def is_published(folder: Path) -> bool:
    """Return whether *folder* has a site that :func:`replace_site` wrote."""
    return (folder / LIST).is_file()


def replace_site(site: Path, folder: Path) -> list[str]:
    """Replace the site that an earlier call wrote into *folder* by the files of *site*.

    Other files of *folder* stay, also one whose place *site* wants.

    :return: the paths of *site* that were not written, for another file has their place
    """
    earlier = _listed(folder)
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    for name in earlier.keys() - set(found):
        (folder / name).unlink(missing_ok=True)
        _remove_empty(folder, PurePosixPath(name).parent)
    taken = [name for name in found if name not in earlier and _is_taken(folder, name)]
    wanted = dict.fromkeys(found)
    for name in taken:
        del wanted[name]
    # What is stopped half-way knows all of its files the next time.
    _list(folder, earlier | wanted)
    for name in wanted:
        copy_atomic(site / name, folder / name)
    _list(folder, wanted)
    return taken


def _listed(folder: Path) -> dict[str, None]:
    """Return the files that are listed as published in *folder* and still are files there."""
    if not is_published(folder):
        return {}
    lines = (folder / LIST).read_text(encoding="utf-8", errors="replace").split("\n")
    return {name: None for name in lines if _is_file(folder / name) and _is_inside(folder, name)}


def _list(folder: Path, names: dict[str, None]) -> None:
    write_atomic(folder / LIST, "".join(f"{name}\n" for name in sorted(names)).encode())


def _is_inside(folder: Path, name: str) -> bool:
    """Return whether *name* is in *folder*; the list, or a link in it, may be of somebody else."""
    return ".." not in PurePosixPath(name).parts and (
        (folder / name).parent.resolve().is_relative_to(folder.resolve())
    )


def _is_file(path: Path) -> bool:
    return path.is_symlink() or path.is_file()


def _is_taken(folder: Path, name: str) -> bool:
    """Return whether *folder* has something at *name*, or a file where it needs a folder."""
    above = [folder / each for each in PurePosixPath(name).parents[:-1]]
    return (folder / name).exists() or any(_is_file(each) for each in above)


def _remove_empty(folder: Path, below: PurePosixPath) -> None:
    for each in (below, *below.parents)[:-1]:
        try:
            (folder / each).rmdir()
        except OSError:  # it has other files
            return
