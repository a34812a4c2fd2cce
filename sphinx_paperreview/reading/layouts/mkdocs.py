"""MkDocs: documents that it leaves out are named as in ``.gitignore``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, base_path, folder_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions, ignored_by_git
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    folder = folder_in(site.root, data.get("docs_dir"), "docs")
    if folder is None:
        return Layout()
    excluded = (
        pattern
        for key in ("exclude_docs", "draft_docs")
        for pattern in expressions(folder, ignored_by_git(data.get(key)), end=AND_BELOW)
    )
    return Layout(
        bases=(base_path(data.get("site_url")),),
        contents=(Content(folder, "", "pages"),),
        excluded=tuple(excluded),
    )


PROGRAM = Program(_layout, ("mkdocs.yml", "mkdocs.yaml"))
