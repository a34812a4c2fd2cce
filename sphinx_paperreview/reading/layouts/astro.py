"""Astro: collections of content, and what a document is that says nothing of its state."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, text_in
from sphinx_paperreview.reading.layouts.globs import AND_BELOW, expressions
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

_FOLDERS = ("src/content", "src/pages")
_SCHEMAS = tuple(
    f"{name}.{end}" for name in ("src/content/config", "src/content.config")
    for end in ("ts", "js", "mjs", "mts")
)  # fmt: skip
#: A field of a schema with its default: ``draft: z.boolean().default(true)``.
_DEFAULT = re.compile(
    r"^[^/\n]*?\b(?P<key>draft|published|publish)\s*:[^,{}]{0,80}?\.default\((?P<flag>true|false)\)",
    re.MULTILINE,
)


def _layout(site: SiteFolder, _data: Mapping[str, Any]) -> Layout:
    folders = [posixpath.join(site.root, folder) for folder in _FOLDERS]
    found = _DEFAULT.finditer(text_in(site.srcdir, site.root, *_SCHEMAS))
    values = {match["key"]: match["flag"] == "true" for match in found}
    return Layout(
        contents=tuple(Content(folder, "", "pages") for folder in folders),
        excluded=tuple(
            pattern for folder in folders for pattern in expressions(folder, "**/_*", end=AND_BELOW)
        ),
        inherited=(("Astro", folders[0], [{"values": values}]),),
    )


PROGRAM = Program(_layout)
