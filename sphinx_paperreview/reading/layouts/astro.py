"""Astro: collections of content, and what a document is that says nothing of its state."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, text_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions
from sphinx_paperreview.reading.layouts.layout import Content, Layout
from sphinx_paperreview.reading.layouts.schemas import defaults_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

_FOLDERS = ("src/content", "src/pages")
_SCHEMAS = tuple(
    f"{name}.{end}" for name in ("src/content/config", "src/content.config")
    for end in ("ts", "js", "mjs", "mts")
)  # fmt: skip


def _layout(site: SiteFolder, _data: Mapping[str, Any]) -> Layout:
    folders = [posixpath.join(site.root, folder) for folder in _FOLDERS]
    schema = text_in(site.srcdir, site.root, *_SCHEMAS)
    return Layout(
        contents=tuple(Content(folder, "", "pages") for folder in folders),
        excluded=tuple(
            pattern for folder in folders for pattern in expressions(folder, "**/_*", end=AND_BELOW)
        ),
        inherited=(("Astro", folders[0], defaults_in(schema)),),
    )


PROGRAM = Program(_layout)
