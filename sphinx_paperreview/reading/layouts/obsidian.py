"""Obsidian: notes are where they lie; what Obsidian Publish leaves out is in its own file.

The folder of its templates, and that of the plugin Templater, hold no notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, data_in, text_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, at_or_below, expressions
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder


#: The key without which the plugin Digital Garden publishes no note, and the name of the plugin.
DIGITAL_GARDEN = "dg-publish"
_PLUGIN = '"digitalgarden"'
#: The settings of the folders of templates.
_TEMPLATES = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    plugins = text_in(site.srcdir, site.root, ".obsidian/community-plugins.json")
    templates = (data_in(site.srcdir, site.root, (name,)).get(key) for name, key in _TEMPLATES)
    return Layout(
        contents=(Content(site.root, "", "pages"),),
        excluded=(
            *expressions(site.root, data.get("excluded"), end=AND_BELOW),
            *at_or_below(site.root, templates),
        ),
        choosing=((site.root, DIGITAL_GARDEN),) if _PLUGIN in plugins else (),
    )


PROGRAM = Program(_layout, (".obsidian/publish.json",))
