"""MkDocs: documents that it leaves out are named as in ``.gitignore``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, base_path, folder_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import Site


def _layout(site: Site, data: Mapping[str, Any]) -> Layout:
    folder = folder_in(site.root, data.get("docs_dir"), "docs")
    if folder is None:
        return Layout()
    excluded = (
        pattern
        for key in ("exclude_docs", "draft_docs")
        for pattern in expressions(folder, _ignored_by_git(data.get(key)), end=AND_BELOW)
    )
    return Layout(
        bases=(base_path(data.get("site_url")),),
        contents=(Content(folder, "", "pages"),),
        excluded=tuple(excluded),
    )


def _ignored_by_git(value: object) -> list[str]:
    """Return the glob patterns of lines as ``.gitignore`` has them; exceptions are left out."""
    lines = value.splitlines() if isinstance(value, str) else ()
    found = (line.partition(" #")[0].strip() for line in lines)
    return [
        line if "/" in line.rstrip("/") else f"**/{line}"
        for line in found
        if line and not line.startswith(("#", "!"))
    ]


PROGRAM = Program(_layout, ("mkdocs.yml", "mkdocs.yaml"))
