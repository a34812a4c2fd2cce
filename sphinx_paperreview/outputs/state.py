"""Which pages are stale: comparison of digests of what each page shows.

The digests of the last successful build lie beside the doctrees, one file for each builder
and output folder. A document's entry is taken out of the file before its page is rewritten,
so a build that is killed in between leaves nothing that would pass for current.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_paperreview import __version__
from sphinx_paperreview.core.digests import digest, text_digest
from sphinx_paperreview.core.store import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder
    from sphinx.config import Config


class State:
    """What the last build into one output folder wrote, kept in a file.

    :param path: the file; missing or unreadable means that nothing is known
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        #: Digest by docname.
        self.documents: dict[str, str] = {}
        #: Digest by gathered page.
        self.pages: dict[str, str] = {}
        #: Digest by file beside the pages.
        self.outputs: dict[str, str] = {}
        #: Every file that a clean build would leave, as paths from the output folder.
        self.files: list[str] = []
        with contextlib.suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] == __version__:
                tables = [dict(data[name]) for name in ("documents", "pages", "outputs")]
                self.files = list(data["files"])
                self.documents, self.pages, self.outputs = tables

    def forget(
        self,
        documents: Iterable[str] = (),
        pages: Iterable[str] = (),
        outputs: Iterable[str] = (),
    ) -> bool:
        """Drop what is about to be written anew; tell whether anything was known of it."""
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
        }
        write_atomic(self.path, json.dumps(data, ensure_ascii=False, sort_keys=True).encode())


def state_path(builder: Builder) -> Path:
    """Return where the state of *builder* and its output folder lies."""
    name = f"{builder.name}\0{Path(builder.outdir).resolve()}"
    return Path(builder.doctreedir, f"paperreview-{text_digest(name, 12)}.json")


def config_digest(config: Config) -> str:
    """Return a digest of the values that decide how documents are read.

    Of a value that is no data, the type alone counts: an address in memory differs each time.
    """
    values = {item.name: item.value for item in config.filter(frozenset({"env"}))}
    return digest(json.dumps(values, skipkeys=True, default=lambda value: type(value).__name__))


def remove_files(outdir: Path, names: Iterable[str]) -> None:
    """Delete files that an earlier build recorded, and folders that they leave empty."""
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
