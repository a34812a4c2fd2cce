"""Programs whose folders are known, whatever their configuration says."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import Site


def _with_folders(*folders: str) -> Program:
    """Return a program that serves the documents in *folders* by their paths."""

    def layout(site: Site, _data: Mapping[str, Any]) -> Layout:
        found = (posixpath.join(site.root, folder) if folder else site.root for folder in folders)
        return Layout(contents=tuple(Content(folder, "", "pages") for folder in found))

    return Program(layout)


ASTRO = _with_folders("src/content", "src/pages")
OBSIDIAN = _with_folders("")
#: Its configuration is code; this is the default of what that says.
PELICAN = _with_folders("content")
