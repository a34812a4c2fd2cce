"""Obsidian: notes are where they lie; what Obsidian Publish leaves out is in its own file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    return Layout(
        contents=(Content(site.root, "", "pages"),),
        excluded=expressions(site.root, data.get("excluded"), end=AND_BELOW),
    )


PROGRAM = Program(_layout, (".obsidian/publish.json",))
