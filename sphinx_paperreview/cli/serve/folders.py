"""Where the preview of a project is kept: apart from all that is published, between sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from sphinx_paperreview.core.files.digests import text_digest

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one preview."""

    #: The folder of ``conf.py``.
    source: Path
    #: Holds all that the preview writes.
    root: Path

    @property
    def output(self) -> Path:
        """The pages."""
        return self.root / "html"

    @property
    def doctrees(self) -> Path:
        """The environment and the doctrees."""
        return self.root / "doctrees"

    @property
    def scratch(self) -> Path:
        """What is written before the build proper, and is moved or removed."""
        return self.root / "scratch"

    @property
    def ahead(self) -> Path:
        """The names of the pages that were written before the build proper."""
        return self.root / "ahead.json"

    @property
    def problems(self) -> Path:
        """The warnings of documents that need not be read again."""
        return self.root / "problems.json"

    def make(self) -> None:
        """Make the folder, which nobody else may read: drafts are in it."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)


def folders_of(source: Path, builder: str, root: Path | None = None) -> Folders:
    """Return the folders of the preview of *source* by *builder*.

    :param root: the folder that holds them; None for one in the user's cache folder
    """
    source = source.resolve()
    if root is None:
        key = text_digest(f"{source}\0{builder}", 12)
        name = f"{source.name}-{key}"
        root = user_cache_path("paperreview", appauthor=False) / "serve" / name
    return Folders(source, root.resolve())
