"""The times of pages, by which Sphinx decides that they are written again."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from sphinx_paperreview.core.builders import writes_gathered_pages
from sphinx_paperreview.domain.builders import html_builder
from sphinx_paperreview.domain.domain import domain_of
from sphinx_paperreview.outputs.paths.builder_files import page_file
from sphinx_paperreview.outputs.state import State, state_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx


def renew_times(app: Sphinx) -> set[str]:
    """Make pages of our documents as new as sources of the same content.

    Sphinx writes each page again whose source is newer, as all are after a checkout of a
    repository. Whether the layout is newer is told by its digest. A file of the author in the place
    of a page is none.

    :return: paths of the pages whose time was set, relative to the output folder
    """
    renewed: set[str] = set()
    if not writes_gathered_pages(app.builder):
        return renewed
    builder, domain = html_builder(app.builder), domain_of(app.env)
    of_author: Mapping[str, str] | None = None
    for docname, sources in domain.data["sources"].items():
        if not domain.has_records(docname):
            continue
        name, value = sources[0]
        source = os.path.join(app.srcdir, name)  # noqa: PTH118  # called often
        path = page_file(builder, docname)
        page = os.path.join(app.outdir, path)  # noqa: PTH118  # as above
        with contextlib.suppress(OSError):
            time = os.stat(source).st_mtime_ns  # noqa: PTH116  # as above
            is_older = os.stat(page).st_mtime_ns < time  # noqa: PTH116  # as above
            if not is_older or domain.known_files.digest(source) != value:
                continue
            if of_author is None:
                of_author = State(state_path(builder)).owners.get("author", {})
            if path not in of_author:
                os.utime(page, ns=(time, time))
                renewed.add(path)
    return renewed
