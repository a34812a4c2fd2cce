"""The state that is kept between builds into one output folder: digests of what was written.

The state is a JSON file beside the doctrees, one for each builder and output folder. It guarantees:

* A digest in it belongs to a page or file that was written completely. An entry is removed from
  the file before its page is written again, and added when the build has finished. After a build
  that was killed or failed, the next one writes what is missing.
* ``files`` names every file of the output folder that the extension or Sphinx wrote for a document,
  a gathered page, an image or a file beside the pages. Only files named there are ever deleted.
* The file is replaced in one step, and has a digest of its own content. If it is missing, damaged
  or of another version of this extension, it counts as empty, and everything is written again.

``files`` is also in a second file, whose format never changes. So after an upgrade, or damage to
one of the two files, it is still known what has to be deleted, such as the page of a post that has
become a draft.

Nothing is guaranteed for files in the output folder that others change.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.core.files.digests import digest, text_digest
from sphinx_paperreview.core.files.package import package_digest
from sphinx_paperreview.core.files.store import read_kept, write_kept
from sphinx_paperreview.outputs.disk import DiskError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from sphinx.builders import Builder
    from sphinx.config import Config


#: Suffix of the second file with ``files``; neither its name nor its format may ever change.
_FILES = ".files"


class State:
    """The state of one builder and output folder.

    :param path: the state file, see :func:`state_path`
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        #: Digests of the pages of documents, by docname.
        self.documents: dict[str, str] = {}
        #: Digests of the gathered pages, by name.
        self.pages: dict[str, str] = {}
        #: Digests of the files beside the pages, by path relative to the output folder.
        self.outputs: dict[str, str] = {}
        #: Files that a clean build would write, as paths relative to the output folder.
        self.files: list[str] = []
        #: Digest of Sphinx's own search index, which Sphinx updates in each build.
        self.search = ""
        #: Digest of all that the pages and files were made of, if no warning came of making them;
        #: empty while a build writes (:func:`.site_digest`).
        self.whole = ""
        #: Digest of ``objects.inv``, which Sphinx writes in each build.
        self.inventory = ""
        #: Digest of the objects in it that are not ours (:func:`.objects_digest`).
        self.objects = ""
        #: Names of documents of which it was asked whether there is a file that is not published.
        self.sought: list[str] = []
        #: As :attr:`whole`, without the text of documents (:func:`.facts_digest`).
        self.facts = ""
        #: Of each document the time when it was read, and a digest of its records.
        self.records: dict[str, list[Any]] = {}
        #: Style sheets and scripts that come after the pages (:class:`.LateAssets`).
        self.late: list[str] = []
        #: The record of :class:`.OutputPaths`.
        self.owners: dict[str, Any] = {}
        data = _read_json(path)
        self.files, is_whole = _read_files(path.with_suffix(_FILES), data)
        #: What the second file has; None if it is damaged.
        self._listed = list(self.files) if is_whole else None
        #: Whether :attr:`files` are all that earlier builds wrote. They are not where both files
        #: are damaged, until a build has finished.
        self.knows_files = is_whole or data.get("knows_files", not _is_there(path))
        if data.get("version") == package_digest():
            tables = [data[name] for name in ("documents", "pages", "outputs", "owners")]
            self.documents, self.pages, self.outputs, self.owners = tables
            self.search, self.whole = data["search"], data.get("whole", "")
            self.sought, self.inventory = data.get("sought", []), data.get("inventory", "")
            self.facts, self.records = data.get("facts", ""), data.get("records", {})
            self.late, self.objects = data.get("late", []), data.get("objects", "")

    def forget(
        self,
        documents: Iterable[str] = (),
        pages: Iterable[str] = (),
        outputs: Iterable[str] = (),
        *,
        files: Iterable[str] = (),
    ) -> bool:
        """Remove the entries of what is about to be written; return whether there were any.

        :param files: the paths of *pages* and *outputs*. If the build is killed, what is there then
            is known to be ours.
        """
        marks = self.owners.get("marks", {})
        for path in files:
            marks.pop(path, None)
        known = [self.documents.pop(docname, "") for docname in documents]
        known += [self.pages.pop(name, "") for name in pages]
        known += [self.outputs.pop(name, "") for name in outputs]
        if any(known):
            self.whole = self.facts = ""
        return any(known)

    def save(self) -> None:
        """Write both files, each in one step: a reader sees the old or the new file."""
        data: dict[str, Any] = {
            "version": package_digest(),
            "documents": self.documents,
            "pages": self.pages,
            "outputs": self.outputs,
            "files": self.files,
            "knows_files": self.knows_files,
            "owners": self.owners,
            "search": self.search,
            "whole": self.whole,
            "sought": self.sought,
            "inventory": self.inventory,
            "objects": self.objects,
            "facts": self.facts,
            "records": self.records,
            "late": self.late,
        }
        # The list of files comes first: if the build is killed in between, the list has files too
        # many, which does no harm.
        if self.knows_files and self.files != self._listed:
            _write_files(self.path.with_suffix(_FILES), self.files)
            self._listed = list(self.files)
        write_kept(self.path, json.dumps(data, sort_keys=True).encode())


def _is_there(path: Path) -> bool:
    """Return whether there is one of the two files of the state at *path*, damaged or not."""
    return path.exists() or path.with_suffix(_FILES).exists()


def _read_json(path: Path) -> dict[str, Any]:
    """Return the JSON object in the kept file at *path*; empty if there is none."""
    return _parsed(read_kept(path) or b"{}")


def _parsed(text: bytes) -> dict[str, Any]:
    with contextlib.suppress(ValueError, RecursionError):
        data = json.loads(text)
        if isinstance(data, dict):
            return data
    return {}


def _read_files(path: Path, data: dict[str, Any]) -> tuple[list[str], bool]:
    """Return the files that earlier builds of any version wrote, and whether the list is whole.

    The list at *path* has a JSON string on each line. If it is damaged, the files of the state
    *data* are added. A file too many does no harm: it does not exist, or a build wrote it.
    """
    lines = read_kept(path)
    found: list[Any] = []
    if lines is not None:
        with contextlib.suppress(ValueError):  # all lines at once, which is faster
            return _names(json.loads(b"[%s]" % b",".join(lines.splitlines()))), True
    else:
        listed = data.get("files")
        found = list(listed) if isinstance(listed, list) else []
        with contextlib.suppress(OSError):
            lines = path.read_bytes()
    for line in (lines or b"").splitlines():
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return _names(found), False


def _write_files(path: Path, files: Iterable[str]) -> None:
    """Write the list at *path*, as :func:`_read_files` reads it."""
    write_kept(path, "".join(f"{json.dumps(name)}\n" for name in files).encode())


def _names(found: Iterable[Any]) -> list[str]:
    return sorted({name for name in found if isinstance(name, str) and name})


def state_path(builder: Builder) -> Path:
    """Return the path of the state file of *builder* and its output folder."""
    return state_file(builder.name, builder.doctreedir, builder.outdir)


def state_file(name: str, doctreedir: str | PathLike[str], outdir: str | PathLike[str]) -> Path:
    """Return the path of the state file of the builder *name* and its folders.

    Its name is the same after both folders were moved, as a cache of a build server is: else the
    page of a post that became a draft meanwhile would stay.
    """
    place = str(Path(outdir).resolve())
    with contextlib.suppress(ValueError):  # two drives of Windows
        place = os.path.relpath(place, Path(doctreedir).resolve())
    value = text_digest(f"{name}\0{place}", 12)
    return Path(doctreedir, f"paperreview-{value}.json")


def take_over_files(builder: Builder) -> None:
    """Take over the list of files of an early development version, which would stay otherwise.

    These versions named the state by the absolute output folder, and the first ones kept the list
    in a file of JSON without a digest. All else that is kept under this name is deleted. Can be
    removed when nobody has the output of such a version.
    """
    path = state_path(builder)
    place = text_digest(f"{builder.name}\0{Path(builder.outdir).resolve()}", 12)
    former = path.with_name(f"paperreview-{place}.json")
    if _is_there(path) or not _is_there(former):
        return
    data = _read_json(former)
    with contextlib.suppress(OSError):
        data = data or _parsed(former.read_bytes())
    files, _is_whole = _read_files(former.with_suffix(_FILES), data)
    _write_files(path.with_suffix(_FILES), files)
    for each in path.parent.glob(f"{former.stem}*"):
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()


def config_digest(config: Config, *, whole: bool = False) -> str:
    """Return a digest of the configuration values that affect reading (``rebuild="env"``).

    For an object that JSON cannot represent, only the type counts: its ``repr`` differs between
    processes.

    :param whole: whether all values count
    """
    found = config if whole else config.filter(frozenset({"env"}))
    values = {item.name: item.value for item in found}
    return digest(json.dumps(values, skipkeys=True, default=lambda value: type(value).__name__))


def remove_files(outdir: Path, names: Iterable[str]) -> None:
    """Delete the files *names* of an earlier build, and the folders that become empty.

    Paths outside *outdir* and folders are ignored. Raise :exc:`.DiskError` for a file that cannot
    be deleted: it may be the page of a post that is no longer published.
    """
    root = outdir.resolve()
    for name in names:
        path = root / name.replace("\0", "")
        folder = path.parent.resolve()
        if not folder.is_relative_to(root) or path.name in {"", ".."} or path == root:
            continue
        try:
            path.unlink()
        except OSError as error:
            if path.is_file() or path.is_symlink():
                raise DiskError(path, error) from error
        while folder != root:
            with contextlib.suppress(OSError):
                folder.rmdir()
            folder = folder.parent
