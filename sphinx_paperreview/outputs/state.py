"""What is kept between two builds into one output folder: digests of what was written.

The state is a JSON file beside the doctrees, one for each builder and output folder. It promises:

* A digest in it belongs to a page or file that was written completely. An entry is removed from
  the file before its page is written again, and added when the build has finished; after a build
  that was killed or failed, the next one writes again what had no time to be written.
* ``files`` names every file of the output folder that the extension or Sphinx wrote for a document,
  a gathered page, an image or a file beside the pages. Only files named there are ever deleted.
* The file is replaced in one step. One that is missing, unreadable or of another version of this
  extension counts as empty: then everything is written again, and nothing is deleted.

It promises nothing about files that somebody else changes in the output folder.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_paperreview import __version__
from sphinx_paperreview.core.digests import digest, text_digest
from sphinx_paperreview.core.store import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder
    from sphinx.config import Config


class State:
    """The state of one builder and output folder.

    :param path: the file, as of :func:`state_path`
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        #: Digests of the pages of documents, by docname.
        self.documents: dict[str, str] = {}
        #: Digests of the gathered pages, by name.
        self.pages: dict[str, str] = {}
        #: Digests of the files beside the pages, by path from the output folder.
        self.outputs: dict[str, str] = {}
        #: Files that a clean build would write, as paths from the output folder.
        self.files: list[str] = []
        #: What is remembered of the owners of paths (:class:`.OutputPaths`).
        self.owners: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] == __version__:
                tables = [dict(data[name]) for name in ("documents", "pages", "outputs")]
                self.files, self.owners = list(data["files"]), dict(data["owners"])
                self.documents, self.pages, self.outputs = tables

    def forget(
        self,
        documents: Iterable[str] = (),
        pages: Iterable[str] = (),
        outputs: Iterable[str] = (),
    ) -> bool:
        """Remove the entries of what is about to be written; tell whether there were any."""
        known = [self.documents.pop(docname, "") for docname in documents]
        known += [self.pages.pop(name, "") for name in pages]
        known += [self.outputs.pop(name, "") for name in outputs]
        return any(known)

    def save(self) -> None:
        """Write the file in one step: readers see the old one or the new one."""
        data = {
            "version": __version__,
            "documents": self.documents,
            "pages": self.pages,
            "outputs": self.outputs,
            "files": self.files,
            "owners": self.owners,
        }
        write_atomic(self.path, json.dumps(data, ensure_ascii=False, sort_keys=True).encode())


def state_path(builder: Builder) -> Path:
    """Return the path of the state of *builder* and its output folder."""
    name = f"{builder.name}\0{Path(builder.outdir).resolve()}"
    return Path(builder.doctreedir, f"paperreview-{text_digest(name, 12)}.json")


def config_digest(config: Config) -> str:
    """Return a digest of the values that decide how documents are read (``rebuild="env"``).

    Of an object that JSON cannot hold only the type counts: its ``repr`` differs in each process.
    """
    values = {item.name: item.value for item in config.filter(frozenset({"env"}))}
    return digest(json.dumps(values, skipkeys=True, default=lambda value: type(value).__name__))


def remove_files(outdir: Path, names: Iterable[str]) -> None:
    """Delete the files *names* of an earlier build, and the folders that are empty then.

    Names that lead out of *outdir* are ignored.
    """
    root = outdir.resolve()
    for name in names:
        path = root / name
        if not path.resolve().is_relative_to(root):
            continue
        with contextlib.suppress(OSError):
            path.unlink()
        for folder in path.parents:
            if folder == root:
                break
            with contextlib.suppress(OSError):
                folder.rmdir()
