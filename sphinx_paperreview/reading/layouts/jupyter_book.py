"""Jupyter Book, in both its versions: what is excluded, and what its table of contents names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, data_in, value_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions, path_prefix
from sphinx_paperreview.reading.layouts.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

_SUFFIX = re.compile(r"\.(?:md|ipynb|rst)$")


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    excluded = [*expressions(site.root, data.get("exclude_patterns"), crosses=True)]
    project = data_in(site.srcdir, site.root, ("myst.yml",)).get("project")
    if isinstance(project, dict):
        excluded += expressions(site.root, project.get("exclude"), end=AND_BELOW)
    if data.get("only_build_toc_files") is True:
        excluded += _unlisted(site)
    return Layout(excluded=tuple(excluded))


def _unlisted(site: SiteFolder) -> Iterator[re.Pattern[str]]:
    """Yield the expression for what the table of contents does not name, if it names something."""
    # The older form of the file is a list.
    toc = value_in(site.srcdir, site.root, ("_toc.yml", "_toc.yaml"))
    stems = (_SUFFIX.sub("", name) for name in sorted(_named(toc)))
    listed = "|".join(map(re.escape, stems))
    if listed:
        yield re.compile(rf"\A{path_prefix(site.root)}(?!(?:{listed})\.[A-Za-z]+\Z)")


def _named(toc: object) -> set[str]:
    """Return the documents that a table of contents names."""
    found: set[str] = set()
    stack = [toc]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            found |= {str(item[key]) for key in ("root", "file") if isinstance(item.get(key), str)}
            stack += item.values()
        elif isinstance(item, list):
            stack += item
    return found


PROGRAM = Program(_layout, ("_config.yml", "myst.yml"))
