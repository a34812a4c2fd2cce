"""Contentlayer, Velite and Nuxt Content: what a document is that says nothing of its state.

The schema of a collection gives it, as that of Astro does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_paperreview.reading.layouts.configuration import Program, folder_in, text_in
from sphinx_paperreview.reading.layouts.layout import Content, Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_paperreview.reading.files.generators import Generator
    from sphinx_paperreview.reading.layouts.configuration import SiteFolder

#: A field with its default: ``draft: z.boolean().default(true)`` of Zod and Velite, and
#: ``draft: { type: 'boolean', default: true }`` of Contentlayer; not in a comment.
_DEFAULT = re.compile(
    r"^[^/\n]*?\b(?P<key>draft|published|publish)\s*:"
    r"(?:[^,{}]{0,80}?\.default\(|\s*\{[^{}]{0,200}?\bdefault\s*:\s*)(?P<flag>true|false)\b",
    re.MULTILINE,
)
#: Where a schema says that its documents are.
_FOLDER = re.compile(
    r"^[^/\n]*?\b(?:contentDirPath|root)\s*:\s*[\"'`](?P<path>[^\"'`\n]{1,100})", re.M
)


def defaults_in(schema: str) -> list[dict[str, Any]]:
    """Return what documents are by *schema*, in the form of ``defaults`` of Jekyll."""
    found = _DEFAULT.finditer(schema)
    values = {match["key"]: match["flag"] == "true" for match in found}
    return [{"values": values}] if values else []


def _program(name: Generator, stem: str) -> Program:
    files = tuple(f"{stem}.{end}" for end in ("ts", "js", "mjs", "mts", "cjs"))

    def layout(site: SiteFolder, _data: Mapping[str, Any]) -> Layout:
        schema = text_in(site.srcdir, site.root, *files)
        named = _FOLDER.search(schema)
        folder = folder_in(site.root, named["path"] if named else "", "content")
        if folder is None:
            return Layout()
        return Layout(
            contents=(Content(folder, "", "pages"),),
            inherited=((name, folder, defaults_in(schema)),),
        )

    return Program(layout)


CONTENTLAYER = _program("Contentlayer", "contentlayer.config")
NUXT = _program("Nuxt Content", "content.config")
VELITE = _program("Velite", "velite.config")
