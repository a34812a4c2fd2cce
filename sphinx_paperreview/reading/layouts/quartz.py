"""Quartz: notes that it ignores, and whether only ``publish: true`` publishes one."""

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

_FILES = ("quartz.config.ts", "quartz.config.js")
#: The filter for which only ``publish: true`` publishes a note; not in a comment.
_EXPLICIT = re.compile(r"^[^/\n]*\bExplicitPublish\(", re.MULTILINE)


def _layout(site: SiteFolder, data: Mapping[str, Any]) -> Layout:
    folder = posixpath.join(site.root, "content")
    is_explicit = _EXPLICIT.search(text_in(site.srcdir, site.root, *_FILES))
    published = [{"values": {"published": False}}] if is_explicit else None
    return Layout(
        contents=(Content(folder, "", "pages"),),
        excluded=expressions(folder, data.get("ignorePatterns"), end=AND_BELOW),
        inherited=(("Quartz", folder, published),),
    )


PROGRAM = Program(_layout, _FILES, ("ignorePatterns",))
