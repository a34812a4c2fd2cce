"""VitePress and VuePress: what of their folders is no page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, folder_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions, patterns
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

_SUFFIXES = ("js", "ts", "mjs", "mts")


def _vitepress(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    folder = folder_in(site.root, data.get("srcDir"), "")
    if folder is None:
        return Layout()
    return Layout(
        contents=(Content(folder, "", "pages"),),
        excluded=expressions(folder, data.get("srcExclude")),
    )


def _vuepress(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    written = [each[1:] for each in patterns(data.get("pagePatterns")) if each.startswith("!")]
    return Layout(
        contents=(Content(site.root, "", "pages"),),
        excluded=expressions(site.root, written, end=AND_BELOW),
    )


VITEPRESS = Program(
    _vitepress,
    tuple(f".vitepress/config{name}.{end}" for name in ("", "/index") for end in _SUFFIXES),
    ("srcExclude", "srcDir"),
)
VUEPRESS = Program(
    _vuepress, tuple(f".vuepress/config.{end}" for end in _SUFFIXES), ("pagePatterns",)
)
