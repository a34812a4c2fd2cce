"""What an earlier build wrote of documents that are not published any more, deleted.

Builders other than those of a site delete nothing, and that of EPUB packs all that it finds in its
output folder.
"""

from __future__ import annotations

import contextlib
import filecmp
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME

from sphinx_paperreview.core.builders import (
    document_suffix,
    stores_context,
    writes_epub,
    writes_gathered_pages,
)
from sphinx_paperreview.core.files.store import copy_atomic
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.state import State, state_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def delete_unpublished(
    app: Sphinx, env: BuildEnvironment, files_of: Callable[[Builder], AbstractSet[str]]
) -> list[str]:
    """Delete what is there of documents that are not published (``env-updated``, after all others).

    A builder of a site does so itself.

    :param files_of: returns the files of all published documents in the output of a builder for
        HTML
    :return: if anything was deleted, the documents with toctrees, which may show a title of it
    """
    builder = app.builder
    if writes_gathered_pages(builder):
        return []
    suffix = document_suffix(builder)
    names = {f"{docname}{suffix}" for docname in domain_of(env).hidden} if suffix else set()
    if writes_epub(builder):
        images = f"{builder.imagedir}/"
        recorded = State(state_path(builder)).files
        stale = (name for name in recorded if name.endswith(suffix) or name.startswith(images))
        names |= set(stale) - files_of(builder)
    return sorted(env.toctree_includes) if list(_deleted(Path(app.outdir), names)) else []


def renew_environment(app: Sphinx, exception: Exception | None) -> None:
    """Copy the environment to the output again, if the builder has a copy (``build-finished``).

    The builders ``json`` and ``pickle`` do not replace the copy of an earlier build.
    """
    source, copy = (Path(each, ENV_PICKLE_FILENAME) for each in (app.doctreedir, app.outdir))
    if exception is not None or not stores_context(app.builder):
        return
    if source.is_file() and copy.is_file() and not filecmp.cmp(source, copy, shallow=False):
        copy_atomic(source, copy)


def _deleted(outdir: Path, names: Iterable[str]) -> Iterator[str]:
    """Delete the files of *names* in *outdir*; yield those that were there."""
    for name in sorted(names):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            (outdir / name).unlink()
            yield name
