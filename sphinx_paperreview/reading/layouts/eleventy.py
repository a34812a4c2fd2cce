"""Eleventy: what ``.eleventyignore`` leaves out, or the configuration by a text.

The configuration is a program, of which nothing else is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, text_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions, ignored_by_git
from sphinx_paperreview.reading.layouts.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder


_CONFIGURATIONS = (".eleventy.js", *(f"eleventy.config.{end}" for end in ("js", "mjs", "cjs")))
_IGNORED = re.compile(r"""\.ignores\.add\(\s*(["'`])(?P<glob>[^"'`\n]+)\1\s*\)""")


def _layout(site: SiteFolder, _data: Mapping[str, Any]) -> Layout:
    ignored = ignored_by_git(text_in(site.srcdir, site.root, ".eleventyignore"))
    program = text_in(site.srcdir, site.root, *_CONFIGURATIONS)
    ignored += [found["glob"] for found in _IGNORED.finditer(program)]
    return Layout(excluded=expressions(site.root, ignored, end=AND_BELOW))


PROGRAM = Program(_layout)
