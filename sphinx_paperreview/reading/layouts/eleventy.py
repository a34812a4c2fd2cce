"""Eleventy: what ``.eleventyignore`` leaves out. Its configuration is a program, and not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, text_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions, ignored_by_git
from sphinx_paperreview.reading.layouts.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder


def _layout(site: SiteFolder, _data: Mapping[str, Any]) -> Layout:
    ignored = ignored_by_git(text_in(site.srcdir, site.root, ".eleventyignore"))
    return Layout(excluded=expressions(site.root, ignored, end=AND_BELOW))


PROGRAM = Program(_layout)
